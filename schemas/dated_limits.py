"""A dated limit: a row of a room's `rules.csv`, and which row is in force on a day.

Belongs here: the shape of a row and the choice between rows. Does not belong here: reading a file
(each room reads its own), limits of a KPI (seeds of `dbt_project`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

EVERY_STREAM = "*"


@dataclass(frozen=True)
class Threshold:
    """One dated limit; `stream` `*` means every stream, `severity` error means blocking."""

    code: str
    stream: str
    valid_from: date
    valid_to: date | None
    value: float
    severity: str = "warning"

    def covers(self, day: date) -> bool:
        """Whether the row is in force on `day` (`valid_to` is the first day it is not)."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def thresholds(rows: Iterable[Mapping[str, str]]) -> tuple[Threshold, ...]:
    """Limits of the rows of a CSV file; its columns `stream` and `severity` may be absent."""
    return tuple(
        Threshold(
            code=row["rule_code"],
            stream=row.get("stream") or EVERY_STREAM,
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            value=float(row["value"]),
            severity=row.get("severity") or "warning",
        )
        for row in rows
    )


def limits(known: Iterable[Threshold], stream: str, day: date) -> dict[str, Threshold]:
    """Limit in force on `day` by code; a row of the stream itself wins over `*`."""
    found: dict[str, Threshold] = {}
    for row in known:
        if row.covers(day) and row.stream in (EVERY_STREAM, stream):
            before = found.get(row.code)
            if before is None or before.stream == EVERY_STREAM:
                found[row.code] = row
    return found


def limit(known: Iterable[Threshold], code: str, day: date, stream: str = EVERY_STREAM) -> float:
    """Value in force on `day`. Raises KeyError when no row covers it."""
    found = limits((row for row in known if row.code == code), stream, day)
    if code not in found:
        raise KeyError(f"no rule {code} of {stream} on {day}")
    return found[code].value
