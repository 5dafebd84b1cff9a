"""iCalendar files: every occurrence of every event inside a bounded span of days.

Belongs here: events, their recurrences and exceptions, what of an event may leave the file. Does
not belong here: what a title means (`ingestion.layouts`) or what became of vanished events
(`ingestion.compare`).

A row is an occurrence. Titles, places and categories leave as `WORDS`, one text for a layout's
patterns; names, addresses and descriptions never do. An event without hours has no `DTEND`: how
long it takes is not said.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import repeat
from typing import Any

from ingestion.layout.model import Layout
from ingestion.readers.encoding import NUL, EncodingFault, to_utf8
from ingestion.readers.opening import Source
from ingestion.readers.result import RawTable, ReadResult, text_frame
from schemas.problems import Problem

Entry = Any
"""A component of icalendar: what each of its properties is depends on the file, not on a type."""
COLUMNS = ("ID", "DTSTART", "DTEND", "STATUS", "CLASS", "WORDS", "ATTENDEE-COUNT")
"""What a layout may name; docs/sources.md says what each holds."""
_WORDS = ("CATEGORIES", "SUMMARY", "LOCATION")
_BEGIN = re.compile(rb"^BEGIN:VEVENT[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_TOO_OFTEN = ("SECONDLY", "MINUTELY")
"""No meeting recurs every minute; one line of this would be a million rows."""
_ONE_LETTER = ("REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER")
"""Methods of a single invitation: not the whole calendar, so nothing can be told to be gone."""


@dataclass
class _Rows:
    """Occurrences found so far, and the events that could not be read."""

    source: Source
    cells: dict[str, list[str | None]]
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, said: dict[str, str | None]) -> None:
        """One occurrence."""
        self.count += 1
        self.numbers.append(self.count)
        for name, column in self.cells.items():
            column.append(said.get(name))

    def refuse(self, code: str, line: int | None, column: str, detail: str = "") -> None:
        """One event, whatever number of occurrences it has."""
        self.count += 1
        place = f"BEGIN:VEVENT, dòng {line}" if line else "VEVENT"
        told = f"{place}: {detail}" if detail else place
        self.problems.append(Problem(code, self.source.name, None, self.count, column, None, told))


def misfit(source: Source, layout: Layout) -> str | None:  # noqa: ARG001 - asked of every reader
    """None: every calendar has the same properties. Raises FileProblem when it is none."""
    _calendars(source)
    return None


def read(source: Source, layout: Layout) -> ReadResult:
    """Occurrences inside the source's span of days. Raises FileProblem."""
    if source.days is None:
        raise ValueError("a calendar is read for a span of days")
    names = [name for name in layout.source_columns if name in COLUMNS]
    rows = _Rows(source, {name: [] for name in layout.source_columns})
    with warnings.catch_warnings():
        # The library warns of guessed time zones; the guess is the one everybody makes.
        warnings.simplefilter("ignore")
        for calendar, lines in _calendars(source):
            for series in _series(calendar, lines):
                _expand(series, source.days, rows)
    if not rows.count:
        raise source.problem("header_only")
    table = RawTable(None, text_frame(rows.cells, rows.numbers), frozenset(names))
    return ReadResult([table], rows.problems)


@dataclass(frozen=True)
class _Series:
    """All entries of one event: the event itself and its changed occurrences."""

    calendar: Entry
    entries: tuple[Entry, ...]
    line: int | None


def _calendars(source: Source) -> list[tuple[Entry, Iterator[int | None]]]:
    """The calendars of a file, and the lines at which its events begin, one for all."""
    from icalendar import Calendar

    try:
        data = to_utf8(source.data)
    except EncodingFault as fault:
        raise source.problem("bad_encoding", str(fault)) from fault
    try:
        found = Calendar.from_ical(data, multiple=True)
    except Exception as error:
        # The library lets through whatever a broken line makes of its code. What it says of it
        # quotes the line, and with it perhaps a title or a name.
        detail = f"iCalendar: {type(error).__name__}"
        raise source.problem("file_unreadable", detail) from error
    calendars = [each for each in found if each.name == "VCALENDAR"]
    if not calendars:
        raise source.problem("file_unreadable", "iCalendar: không có BEGIN:VCALENDAR")
    method = next((str(c["METHOD"]).upper() for c in calendars if "METHOD" in c), "PUBLISH")
    if method in _ONE_LETTER:
        raise source.problem("file_unreadable", f"METHOD:{method} là thư mời, không phải lịch")
    lines = _lines(data, calendars)
    return [(calendar, lines) for calendar in calendars]


def _lines(data: bytes, calendars: list[Entry]) -> Iterator[int | None]:
    """Line of each event in turn; None for all when the file does not say as many as were read."""
    found = [data.count(b"\n", 0, match.start()) + 1 for match in _BEGIN.finditer(data)]
    events = sum(len(calendar.walk("VEVENT")) for calendar in calendars)
    yield from found if len(found) == events else repeat(None, events)


def _series(calendar: Entry, lines: Iterator[int | None]) -> list[_Series]:
    """Events by UID; each event without one is a series of its own."""
    grouped: dict[str, list[tuple[Entry, int | None]]] = {}
    for number, event in enumerate(calendar.walk("VEVENT")):
        uid = str(event.get("UID") or "").strip()
        key = uid or f"\n{number}"
        grouped.setdefault(key, []).append((event, next(lines, None)))
    return [
        _Series(calendar, tuple(event for event, _ in group), group[0][1])
        for group in grouped.values()
    ]


def _expand(series: _Series, days: tuple[date, date], rows: _Rows) -> None:
    try:
        fault = _fault(series)
        found = [] if fault else _occurrences(series, days)
    except Exception as error:
        # The library lets through whatever a broken property makes of its arithmetic.
        fault, found = ("bad_calendar_event", "VEVENT", type(error).__name__), []
    if fault is not None:
        rows.refuse(fault[0], series.line, fault[1], fault[2])
    seen: Counter[str] = Counter()
    for said in found:
        seen[said["ID"] or ""] += 1
        again = seen[said["ID"] or ""]
        rows.add(said | {"ID": said["ID"] if again == 1 else f"{said['ID']}-{again}"})


def _fault(series: _Series) -> tuple[str, str, str] | None:
    """What is wrong with an event as a whole: code, property, detail."""
    for event in series.entries:
        if not str(event.get("UID") or "").strip():
            return "value_missing", "UID", ""
        if "DTSTART" not in event:
            return "value_missing", "DTSTART", ""
        start, end = _moment(event, "DTSTART"), _moment(event, "DTEND")
        if start is not None and end is not None and _before(end, start):
            return "end_before_start", "DTEND", ""
        for rule in _listed(event.get("RRULE")):
            often = [str(f).upper() for f in _listed(rule.get("FREQ")) if f]
            if any(frequency in _TOO_OFTEN for frequency in often):
                return "bad_calendar_event", "RRULE", "FREQ < HOURLY"
    return None


def _occurrences(series: _Series, days: tuple[date, date]) -> list[dict[str, str | None]]:
    import recurring_ical_events
    from icalendar import Calendar

    part = Calendar()
    if "X-WR-TIMEZONE" in series.calendar:
        part["X-WR-TIMEZONE"] = series.calendar["X-WR-TIMEZONE"]
    part.subcomponents = list(series.entries)
    recurs = len(series.entries) > 1 or any(
        name in event for event in series.entries for name in ("RRULE", "RDATE", "RECURRENCE-ID")
    )
    query = recurring_ical_events.of(part, components=["VEVENT"])
    found = query.between(days[0], days[1] + timedelta(days=1))
    inside = [event for event in found if days[0] <= _day(event["DTSTART"].dt) <= days[1]]
    inside.sort(key=lambda event: _day(event["RECURRENCE-ID"].dt))
    return [_said(event, recurs) for event in inside]


def _said(event: Entry, recurs: bool) -> dict[str, str | None]:
    """What of an occurrence may leave the file."""
    start, end = event["DTSTART"].dt, _moment(event, "DTEND")
    has_hours = isinstance(start, datetime)
    ends = end if has_hours and isinstance(end, datetime) and end != start else None
    key = hashlib.sha256(str(event["UID"]).strip().encode("utf-8", "replace")).hexdigest()[:20]
    day = _day(event["RECURRENCE-ID"].dt)
    return {
        "ID": f"{key}-{day.isoformat()}" if recurs else key,
        "DTSTART": start.isoformat() if has_hours else f"{start.isoformat()}T00:00:00",
        "DTEND": ends.isoformat() if ends else None,
        "STATUS": _text(event.get("STATUS")),
        "CLASS": _text(event.get("CLASS")),
        "WORDS": " · ".join(filter(None, (_text(event.get(name)) for name in _WORDS))) or None,
        "ATTENDEE-COUNT": str(len(_listed(event.get("ATTENDEE")))),
    }


def _text(value: Any) -> str | None:
    """A property as text; categories are several, and a property may be repeated."""
    parts = [str(part) for each in _listed(value) for part in getattr(each, "cats", [each])]
    text = ", ".join(parts).replace(NUL, "").encode("utf-8", "replace").decode("utf-8")
    return text or None


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def _moment(event: Entry, name: str) -> date | datetime | None:
    value = event.get(name)
    return None if value is None else value.dt


def _before(one: date | datetime, other: date | datetime) -> bool:
    """Whether one comes before the other; a day and an hour, or two kinds of hours, say nothing."""
    if (
        isinstance(one, datetime)
        and isinstance(other, datetime)
        and (one.tzinfo is None) == (other.tzinfo is None)
    ):
        return one < other
    return _day(one) < _day(other)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
