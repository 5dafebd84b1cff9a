"""What the sums of a line tell of the row that is missing, added, changed or out of its place.

Belongs here: arithmetic on those sums. Does not belong here: proof; the hashes have already told
that something differs, and a wrong guess here would name a wrong row, never miss a change.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Protocol

import polars as pl

from ingestion.digest import columns_of, table_hash
from ingestion.seal import SAID_ONCE, sums

_WRAP = 2**64
_WORD = 2**32
Sums = Mapping[str, str]


class Suspect(Protocol):
    """What is asked of a commit here."""

    line: Mapping[str, object]
    rows: pl.DataFrame

    @property
    def expected(self) -> int:
        """How many rows were written."""
        ...


def removed(commit: Suspect) -> tuple[str | None, int | None]:
    """Return id and source row of the one event that is missing, where they can be told."""
    said, now = _sums(commit)
    if said is None or (now is None and commit.rows.height):
        return None, None
    event_id = _uuid(said, now)
    if event_id is None:
        return None, None
    row = int(said["rows"]) - (int(now["rows"]) if now else 0)
    return event_id, row if row > 0 else None


def added(commit: Suspect) -> int | None:
    """Return where the one event that is too many stands."""
    said, now = _sums(commit)
    if now is None or (said is None and commit.expected):
        return None
    event_id = _uuid(now, said)
    found = (commit.rows["event_id"] == event_id).arg_true() if event_id else pl.Series([])
    return int(found[-1]) if len(found) else None


def place_of_change(commit: Suspect) -> int | None:
    """Return where the one row stands whose id, payload hash, sheet or source row changed."""
    if commit.expected == commit.rows.height == 1:
        return 0
    said, now = _sums(commit)
    if said is None or now is None:
        return None
    by, by_place = (_signed(int(now[key]) - int(said[key])) for key in ("weights", "places"))
    if by == 0 or by_place % by or not 1 <= by_place // by <= commit.rows.height:
        return None
    return by_place // by - 1


def is_other_order(commit: Suspect) -> bool:
    """Tell whether the rows are the same, at other places."""
    said, now = _sums(commit)
    if said is None or now is None:
        return False
    same = all(said[key] == now[key] for key in ("ids", "rows", "weights"))
    return same and said["places"] != now["places"]


def other_order(commit: Suspect) -> list[int]:
    """Return which rows stand at another place than they were written.

    Files are mostly written in the order of their rows: if that order gives the hash, it was this.
    """
    if not is_other_order(commit):
        return []
    indexed = commit.rows.with_row_index("_at")
    sheet = pl.col("position").min().over("source_sheet")
    for order in (["source_row"], [sheet, "source_row"]):
        was = indexed.sort(order, maintain_order=True)
        rows = was.drop("_at").with_columns(indexed["position"])
        content, _ = table_hash(columns_of(rows.drop(SAID_ONCE, strict=False)), 0, rows.height)
        if content == commit.line.get("content_hash"):
            return [at for place, at in enumerate(was["_at"].to_list()) if place != at]
    return []


def _sums(commit: Suspect) -> tuple[Sums | None, Sums | None]:
    said = commit.line.get("content_sums")
    return said if isinstance(said, dict) else None, sums(commit.rows)


def _uuid(more: Sums, less: Sums | None) -> str | None:
    """The id by which one sum of ids is greater than another, if that is an id at all."""
    one = [int(word) for word in more["ids"].split(",")]
    other = [int(word) for word in less["ids"].split(",")] if less else [0] * 4
    words = [a - b for a, b in zip(one, other, strict=True)]
    if not all(0 <= word < _WORD for word in words):
        return None
    number = 0
    for word in words:
        number = number * _WORD + word
    return str(uuid.UUID(int=number))


def _signed(number: int) -> int:
    number %= _WRAP
    return number - _WRAP if number >= _WRAP // 2 else number
