"""Meetings that say on which day they are, but not at what hour.

Belongs here: a start or an end without a time of day, of which no duration may be made. Does not
belong here: reading dates (`dates`), how long a meeting may take (`dbt_project`).
"""

from __future__ import annotations

import polars as pl

from ingestion.normalise.work import Work
from schemas.envelope import Timestamp
from schemas.problems import Problem

_CLOCK = r"(?i)\d:\d{2}|\d ?(?:giờ|h)"
_CELL_WITHOUT = r"^(?:\d{4}-\d{2}-\d{2}(?:[T ]00:00(?::00(?:\.0+)?)?)?|\d{5}(?:\.0+)?)$"
"""A date cell of a workbook: a date alone has the time 00:00 there."""
SHOWN_ROWS = 20


def drop_unknown_hours(work: Work) -> list[Problem]:
    """Take the end from meetings whose start or end has no time of day; notes on what was taken.

    Like an entry of a calendar for the whole day: the day is known, how long it took is not.
    """
    ends = work.values.get("ends_at")
    if ends is None or not isinstance(ends.dtype, pl.Datetime):
        return []
    unknown = _without_clock(work, "starts_at") | _without_clock(work, "ends_at")
    unknown = unknown & ends.is_not_null()
    if not unknown.any():
        return []
    work.values["ends_at"] = ends.zip_with(~unknown, work.same(None, Timestamp))
    return _notes(work, unknown)


def _without_clock(work: Work, name: str) -> pl.Series:
    found = work.same(False, pl.Boolean())
    for rule in work.layout.columns:
        if rule.to != name:
            continue
        texts = work.text(rule.source)
        without = ~texts.str.contains(_CLOCK) & ~texts.str.contains(r"^\d{5}\.\d*[1-9]")
        if work.setting.is_workbook:
            without = without | texts.str.contains(_CELL_WITHOUT)
        found = found | without.fill_null(False)
    return found


def _notes(work: Work, unknown: pl.Series) -> list[Problem]:
    places: dict[str | None, list[int]] = {}
    notes = work.notes
    for sheet, row in zip(notes.sheets.filter(unknown), notes.rows.filter(unknown), strict=True):
        places.setdefault(sheet, []).append(row)
    return [
        Problem("hours_not_said", notes.file, sheet, detail=_listed(rows))
        for sheet, rows in places.items()
    ]


def _listed(rows: list[int]) -> str:
    shown = ", ".join(map(str, rows[:SHOWN_ROWS]))
    return f"{shown} …" if len(rows) > SHOWN_ROWS else shown
