"""What a file lists exhaustively.

Belongs here: turning a layout's `complete` and a file's name or rows into periods, and comparing
these. Does not belong here: what follows for entities that are gone (`compare`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from ingestion.clock import LOCAL_ZONE
from ingestion.layout.model import Layout
from schemas.registry import STREAMS

PREFIX_LENGTH = {"year": 4, "month": 7}
Coverage = frozenset[str] | None
"""Periods as prefixes of a local date (`2026`, `2026-05`); None is everything. `<2026-09-01` stands
for what is still to come, up to that day: so far a calendar was read."""
_TO_COME = "<"


def coverage_of(
    layout: Layout, groups: Mapping[str, str], rows: pl.DataFrame, last_day: date
) -> Coverage:
    """Return the covered periods as prefixes of a local date; None covers everything.

    `groups` are the named parts of the file's name, `rows` the valid candidates, `last_day` the
    last one of which calendars are read. An empty set means that nothing is covered: the list is
    not exhaustive, or does not say for when.
    """
    if layout.kind != "snapshot" or layout.complete == "none":
        return frozenset()
    if layout.complete == "all":
        return None
    if layout.complete == "future":
        return frozenset({f"{_TO_COME}{last_day.isoformat()}"})
    if layout.complete_from == "file_name":
        return _from_name(layout.complete, groups)
    return _from_rows(layout, rows)


def to_come(covers: Coverage) -> str | None:
    """Return the last day (`2026-09-01`) up to which all that is still to come is covered."""
    return next((c[1:] for c in sorted(covers or ()) if c.startswith(_TO_COME)), None)


def logged(said: Mapping[str, Any]) -> Coverage:
    """Return what a batch covers by its line in the store's log; lines of old say nothing of it."""
    periods = said.get("covers", [])
    return None if periods is None else frozenset(periods)


def overlap(one: Coverage, other: Coverage) -> bool:
    """Tell whether two lists are both exhaustive for some day. A year overlaps its months."""
    if to_come(one) and to_come(other):
        return True
    firsts = {""} if one is None else one
    seconds = {""} if other is None else other
    return any(
        first.startswith(second) or second.startswith(first)
        for first in firsts
        for second in seconds
    )


def _from_name(complete: str, groups: Mapping[str, str]) -> frozenset[str]:
    year, month = groups.get("year"), groups.get("month")
    if year is None or (complete == "month" and month is None):
        return frozenset()
    return frozenset({year if complete == "year" else f"{year}-{int(month or 0):02d}"})


def _from_rows(layout: Layout, rows: pl.DataFrame) -> frozenset[str]:
    """Return every year or month from the earliest to the latest reference time of the rows."""
    stream = STREAMS[layout.stream]
    days = rows[stream.reference_time].drop_nulls()
    if isinstance(days.dtype, pl.Datetime):
        days = days.dt.convert_time_zone(LOCAL_ZONE).dt.date()
    if days.is_empty():
        return frozenset()
    ends = pl.DataFrame({"first": [days.min()], "last": [days.max()]})
    span = ends.select(pl.date_ranges("first", "last")).to_series().explode()
    prefixes = span.dt.strftime("%Y-%m-%d").str.slice(0, PREFIX_LENGTH[layout.complete])
    return frozenset(prefixes.unique().to_list())
