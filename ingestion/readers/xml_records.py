"""XML files in which an element is a record.

Belongs here: finding records and reaching their fields by paths of local names. Does not belong
here: hostile XML (`xml_stream`), what a field means.

Order and namespaces do not matter and case does not either. Elements met more than once in a record
give a JSON array, as nested lists of JSON files do. Nothing but the layout's columns is held.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from ingestion.layout.model import Layout, XmlRule
from ingestion.readers.gathering import Gatherer, is_sound
from ingestion.readers.header import lacking
from ingestion.readers.opening import Source
from ingestion.readers.result import RawTable, ReadResult
from ingestion.readers.xml_stream import Enough, tell
from schemas.problems import Problem

MAX_CELLS = 1024**2
"""Characters of one record that are held; the columns of a message take a few hundred."""
_PEEKED = 200
"""Records looked at to tell which columns a file has before it is read."""
_SHOWN = 300
"""Names of the file's own fields that are kept for messages."""


def misfit(source: Source, layout: Layout) -> str | None:
    """What the first records lack of the layout, or None when they have the required columns."""
    reader = _Records(source, layout, at_most=_PEEKED)
    tell(source, reader)
    missing = [name for name in layout.required_columns if name not in reader.gathered.present]
    if not reader.count:
        return f"<{reader.rule.record}>"
    return lacking(missing, layout.source_columns, tuple(reader.fields)) or None


def read(source: Source, layout: Layout) -> ReadResult:
    """Records of an XML file, numbered from 1. Raises FileProblem."""
    reader = _Records(source, layout)
    tell(source, reader)
    if not reader.count:
        raise source.problem("file_unreadable", f"XML: <{reader.rule.record}>?")
    gathered, fields = reader.gathered, tuple(reader.fields)
    missing = [name for name in layout.required_columns if name not in gathered.present]
    if missing and gathered.height:
        detail = lacking(missing, layout.source_columns, fields)
        raise source.problem("column_missing", detail)
    table = RawTable(None, gathered.frame(), frozenset(gathered.present), fields)
    return ReadResult([table], reader.problems)


Cells = dict[str, list[str]]
"""Path → texts of the elements met there."""


class _Records:
    """Handler that gathers the records of a layout's `xml` section."""

    def __init__(self, source: Source, layout: Layout, at_most: int | None = None) -> None:
        self.rule = layout.xml or XmlRule("")
        self.gathered = Gatherer(layout.source_columns)
        self.problems: list[Problem] = []
        self.fields: dict[str, None] = {}
        self.count = 0
        self._source = source
        self._at_most = at_most
        self._columns = {name.casefold(): name for name in layout.source_columns}
        self._record = self.rule.record.casefold()
        self._within = (self.rule.rows_within or "").casefold()
        # A message with a secrecy mark is secret in all of its rows.
        marks = [rule.column for rule in layout.secrecy]
        self._shared = {name.casefold() for name in (*self.rule.shared, *marks)}
        self._names: list[str] = []
        self._paths: list[str] = []
        self._row = 0
        self._forget()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Go one element deeper; at a record, begin it."""
        if not self._paths:
            if name.casefold() != self._record:
                return
            self._paths.append("")
        else:
            above = self._paths[-1]
            path = f"{above}.{name.casefold()}" if above else name.casefold()
            self._paths.append(path)
            if path == self._within:
                self._inner.append(defaultdict(list))
            elif path in self._columns:
                self._open[path] = []
        self._names.append(name)
        for key, value in attributes.items():
            self._keep(f"{self._paths[-1]}@{key.rsplit('}', 1)[-1].casefold()}", value)

    def text(self, text: str) -> None:
        """Hold the text of an element that is a column."""
        if not self._paths:
            return
        held = self._open.get(self._paths[-1])
        if held is not None:
            held.append(text)
            self._measure(text)
        elif self.count < _PEEKED and text.strip():
            self._note_field()

    def end(self) -> None:
        """Go one element up; at the end of a record, add its rows."""
        if not self._paths:
            return
        path = self._paths.pop()
        held = self._open.pop(path, None)
        if held is not None:
            self._keep(path, "".join(held))
        self._names.pop()
        if not self._paths:
            self._close_record()

    def _keep(self, path: str, text: str) -> None:
        if path in self._columns:
            inside = self._inner and self._within and path.startswith(f"{self._within}.")
            (self._inner[-1] if inside else self._cells)[path].append(text)

    def _measure(self, text: str) -> None:
        self._size += len(text)
        if self._size > MAX_CELLS:
            detail = f"{MAX_CELLS // 1024**2} MB / <{self.rule.record}>"
            raise self._source.problem("file_too_large", detail)

    def _note_field(self) -> None:
        if len(self.fields) < _SHOWN:
            self.fields[".".join(self._names[1:])] = None

    def _close_record(self) -> None:
        self.count += 1
        self._add(self._cells)
        for inner in self._inner:
            self._add({path: self._cells[path] for path in self._shared & set(self._cells)} | inner)
        self._forget()
        if self._at_most is not None and self.count >= self._at_most:
            raise Enough

    def _add(self, cells: Cells) -> None:
        self._row += 1
        row = {self._columns[path]: _as_text(texts) for path, texts in cells.items()}
        bad = next((name for name, text in row.items() if not is_sound(text)), None)
        if bad is not None:
            self.problems.append(Problem("bad_bytes", self._source.name, row=self._row, column=bad))
            return
        self.gathered.add(self._row, row)

    def _forget(self) -> None:
        self._cells: Cells = defaultdict(list)
        self._inner: list[Cells] = []
        self._open: dict[str, list[str]] = {}
        self._size = 0


def _as_text(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else json.dumps(texts, ensure_ascii=False)
