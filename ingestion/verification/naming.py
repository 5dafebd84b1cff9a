"""Which event it was: from a commit whose hashes differ to the rows to blame.

Belongs here: what each clue says, and in which order they are asked. Does not belong here: finding
that something differs (`events`), the arithmetic on the sums of a line (`clues`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import duckdb
import polars as pl

from ingestion.clock import LOCAL_ZONE
from ingestion.identify import payload_hash
from ingestion.seal import SAID_ONCE
from ingestion.verification import clues
from ingestion.verification.finding import Finding, shortened
from schemas.envelope import DETAILS, ENVELOPE, POSITION_BITS
from schemas.registry import STREAMS, store_schema


@dataclass
class Commit:
    """A commit that differs: its line, its rows in order, and the short hashes of their columns."""

    sequence: int
    line: Mapping[str, Any]
    rows: pl.DataFrame
    columns: Mapping[str, str]
    connection: duckdb.DuckDBPyConnection
    places: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.rows = self.rows.with_columns(
            pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in {**store_schema(), **DETAILS}.items()
            if name not in self.rows.columns
        )
        self.places = (self.rows["position"] % (1 << POSITION_BITS)).to_list()

    @property
    def expected(self) -> int:
        """How many rows were written."""
        return int(self.line.get("content_rows") or 0)

    @property
    def changed_columns(self) -> set[str]:
        """Columns whose hash is not the one written."""
        said = self.line.get("content_columns") or {}
        return {name for name in {*said, *self.columns} if said.get(name) != self.columns.get(name)}

    def at(self, index: int, code: str, columns: Collection[str] = ()) -> Finding:
        """A finding about one row."""
        row = self.rows.row(index, named=True)
        place = (row["event_id"], self.line.get("source_file"))
        source = (row["source_sheet"], row["source_row"])
        return Finding(code, self.sequence, *place, *source, tuple(sorted(columns)))

    def whole(self, code: str, **more: Any) -> Finding:
        """A finding about a row that cannot be shown, or about the commit."""
        return Finding(code, self.sequence, file=self.line.get("source_file"), **more)


def said_once(line: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that all rows of a commit share, as they stand in the columns."""
    said = {name: line.get(name) for name in SAID_ONCE}
    try:
        said["recorded_at"] = datetime.fromisoformat(str(said["recorded_at"]))
    except ValueError:
        said["recorded_at"] = None
    return said


def name_events(commit: Commit) -> list[Finding]:
    """Say what happened to the rows of a commit; never nothing."""
    changed = _contradicting(commit)
    moved = _moved(commit)
    if not moved and not changed:
        moved = [commit.at(at, "event_reordered") for at in clues.other_order(commit)]
    if not moved and not changed:
        at = clues.place_of_change(commit)
        changed = {} if at is None else {at: set()}
    if not moved and min(len(changed), len(commit.changed_columns)) == 1:
        changed = {at: columns | commit.changed_columns for at, columns in changed.items()}
    named = [commit.at(at, "event_changed", columns) for at, columns in sorted(changed.items())]
    if not moved and not named:
        code = "event_reordered" if clues.is_other_order(commit) else "events_changed"
        columns = () if code == "event_reordered" else tuple(sorted(commit.changed_columns))
        return [commit.whole(code, columns=columns)]
    return [*shortened(moved), *shortened(named)]


def _contradicting(commit: Commit) -> dict[int, set[str]]:
    """Rows that contradict themselves or their line, with the columns where those are known."""
    found: dict[int, set[str]] = {}
    rows = commit.rows
    if rows.is_empty():
        return found
    wanted = said_once(commit.line)
    month = pl.col("occurred_at").dt.convert_time_zone(LOCAL_ZONE).dt.strftime("%Y-%m")
    wrong = {
        name: pl.col(name).ne_missing(pl.lit(value, dtype=ENVELOPE[name]))
        for name, value in wanted.items()
    }
    stream = STREAMS.get(str(commit.line.get("stream")))
    if stream is not None:
        wrong["month"] = pl.col("month").ne_missing(month)
        own = {*ENVELOPE, *stream.attributes}
        wrong |= {name: pl.col(name).is_not_null() for name in rows.columns if name not in own}
    judged = rows.select(expression.alias(name) for name, expression in wrong.items())
    for name in judged.columns:
        for at in judged[name].arg_true().to_list():
            found.setdefault(at, set()).add(name)
    for at in _other_payload(commit):
        found.setdefault(at, set())
    return found


def _other_payload(commit: Commit) -> list[int]:
    """Rows that say something else than their payload hash was made of."""
    stream = STREAMS.get(str(commit.line.get("stream")))
    if stream is None:
        return []
    commit.connection.register("suspects", commit.rows.with_row_index("_at"))
    try:
        rows = commit.connection.execute(
            f"select _at from suspects where {payload_hash(stream, commit.rows)} "
            "is distinct from payload_hash order by _at"
        ).fetchall()
    finally:
        commit.connection.unregister("suspects")
    return [int(at) for (at,) in rows]


def _moved(commit: Commit) -> list[Finding]:
    """What the places tell: rows too few, too many, or not at the place they were given."""
    expected, there = commit.expected, commit.rows.height
    seen: set[int] = set()
    extra = []
    for at, place in enumerate(commit.places):
        if place in seen or not 1 <= place <= expected:
            extra.append(at)
        seen.add(place)
    gaps = [place for place in range(1, expected + 1) if place not in seen]
    if there < expected:
        return _removed(commit, gaps, expected - there)
    if there > expected:
        only = clues.added(commit) if there == expected + 1 else None
        extra = extra if only is None else [only]
        if len(extra) != there - expected:
            return [commit.whole("event_added", count=there - expected)]
        return [commit.at(at, "event_added") for at in extra]
    return [commit.at(at, "event_reordered", ["position"]) for at in extra]


def _removed(commit: Commit, gaps: list[int], count: int) -> list[Finding]:
    if count == 1:
        event_id, row = clues.removed(commit)
        place = str(gaps[0]) if len(gaps) == 1 else None
        return [commit.whole("event_removed", event_id=event_id, row=row, detail=place)]
    if len(gaps) != count:
        return [commit.whole("event_removed", count=count)]
    return [commit.whole("event_removed", detail=str(place)) for place in gaps]
