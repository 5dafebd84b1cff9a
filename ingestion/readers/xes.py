"""Process logs in XES (IEEE 1849), read as a table of events.

Belongs here: traces, events and their attributes. Does not belong here: hostile XML (`xml_stream`),
what an activity means.

An attribute of an event is a column by its key (`concept:name`), one of its trace by its key after
`case:` (`case:concept:name`): the columns that process-mining tools write into CSV files, so one
set of rules reads both. Attributes of attributes, lists and attributes of the log are not read.
"""

from __future__ import annotations

from collections.abc import Mapping

from ingestion.layout.model import Layout
from ingestion.normalise.text import fold
from ingestion.readers.gathering import Gatherer, is_sound
from ingestion.readers.header import lacking
from ingestion.readers.opening import Source
from ingestion.readers.result import RawTable, ReadResult
from ingestion.readers.xml_stream import Enough, tell
from schemas.problems import Problem

_TYPES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_PEEKED = 200
"""Events looked at to tell which columns a file has before it is read."""
MAX_CELL = 64 * 1024
"""Characters of one value; what is longer is a text for people, and none of a column."""
_SHOWN = 300
_KEYS = 10_000
_CASE = "case:"
_Fault = tuple[str, str]
"""Column and what is wrong with it."""


def misfit(source: Source, layout: Layout) -> str | None:
    """What the first events lack of the layout, or None when they have the required columns."""
    log = _Log(source, layout, at_most=_PEEKED)
    tell(source, log)
    missing = [name for name in layout.required_columns if name not in log.gathered.present]
    return lacking(missing, layout.source_columns, tuple(log.fields)) or None


def read(source: Source, layout: Layout) -> ReadResult:
    """Events of a process log, numbered from 1 through the whole file. Raises FileProblem."""
    log = _Log(source, layout)
    tell(source, log)
    if not log.count:
        detail = "XES: <log>?" if not log.is_log else "XES: <event>?"
        raise source.problem("header_only" if log.is_log else "file_unreadable", detail)
    fields = tuple(log.fields)
    missing = [name for name in layout.required_columns if name not in log.gathered.present]
    if missing and log.gathered.height:
        detail = lacking(missing, layout.source_columns, fields)
        raise source.problem("column_missing", detail)
    table = RawTable(None, log.gathered.frame(), frozenset(log.gathered.present), fields)
    return ReadResult([table], log.problems)


class _Log:
    """Handler that gathers events; those of a trace wait until all of its attributes are known."""

    def __init__(self, source: Source, layout: Layout, at_most: int | None = None) -> None:
        self.gathered = Gatherer(layout.source_columns)
        self.problems: list[Problem] = []
        self.fields: dict[str, None] = {}
        self.count = 0
        self.is_log = False
        self._source = source
        self._at_most = at_most
        self._wanted = {fold(name): name for name in layout.source_columns}
        self._names: dict[str, str | None] = {}
        self._above: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._trace_fault: _Fault | None = None
        self._event_fault: _Fault | None = None
        self._waiting: list[tuple[int, dict[str, str], _Fault | None]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An attribute of an event or trace is a cell."""
        parent = self._above[-1] if self._above else ""
        self._above.append(name)
        self.is_log = self.is_log or (name == "log" and len(self._above) == 1)
        if name in _TYPES and parent in ("event", "trace"):
            self._take(parent, attributes.get("key", ""), attributes.get("value", ""))

    def text(self, text: str) -> None:
        """Texts between elements say nothing in XES."""

    def end(self) -> None:
        """At the end of an event note it, at the end of its trace add it."""
        name = self._above.pop()
        if name == "event":
            self.count += 1
            self._waiting.append((self.count, self._event, self._event_fault))
            self._event, self._event_fault = {}, None
            # An event outside of any trace has no case to wait for.
            if "trace" not in self._above:
                self._flush()
        elif name == "trace":
            self._flush()
            self._trace, self._trace_fault = {}, None

    def _take(self, parent: str, key: str, value: str) -> None:
        label = key if parent == "event" else _CASE + key
        if self.count < _PEEKED and len(self.fields) < _SHOWN:
            self.fields.setdefault(label)
        column = self._column(label)
        if column is None:
            return
        cells = self._event if parent == "event" else self._trace
        fault = None
        if cells.get(column, value) != value:
            fault = column, "khóa lặp / repeated key"
        if len(value) > MAX_CELL:
            fault, value = (column, f"> {MAX_CELL // 1024} KB"), ""
        cells[column] = value
        if fault is not None and parent == "event":
            self._event_fault = fault
        elif fault is not None:
            self._trace_fault = fault

    def _column(self, label: str) -> str | None:
        """The column a key is meant by; keys are as many as the sender likes, so few are kept."""
        if label not in self._names:
            found = self._wanted.get(fold(label))
            if len(self._names) >= _KEYS:
                return found
            self._names[label] = found
        return self._names[label]

    def _flush(self) -> None:
        """Add the events that waited, with the attributes of their trace."""
        file = self._source.name
        for row, event, fault in self._waiting:
            cells = {**self._trace, **event}
            fault = fault or self._trace_fault
            lost = next((name for name, text in cells.items() if not is_sound(text)), None)
            if fault is not None:
                column, detail = fault
                problem = Problem("bad_xml", file, row=row, column=column, detail=detail)
                self.problems.append(problem)
            elif lost is not None:
                self.problems.append(Problem("bad_bytes", file, row=row, column=lost))
            else:
                self.gathered.add(row, cells)
        self._waiting = []
        if self._at_most is not None and self.count >= self._at_most:
            raise Enough
