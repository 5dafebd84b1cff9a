"""Periods, and the sums of evidence over them.

Belongs here: which day counts in which period. Does not belong here: values, targets, status.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.oracle.book import Unit, in_force
from tests.oracle.fold import State, local_day
from tests.oracle.world import Item, World

PROVINCE = None


@dataclass(frozen=True)
class Period:
    """One period of one calendar; `cutoff` is its last day that can be known."""

    code: str
    start: date
    end: date
    cutoff: date
    kind: str


def day_of(year: int, month_day: str) -> date:
    """A day written as month-day in a year."""
    return date.fromisoformat(f"{year}-{month_day}")


def fact_day(state: State) -> date | None:
    """The day that puts an entity into a period."""
    dated = {"meeting": "starts_at", "dossier": "received_at", "task": "completed_at"}
    if state["stream"] == "document":
        return state.get("issued_date")
    return local_day(state.get(dated[state["stream"]]))


def periods(world: World) -> list[Period]:
    """Every begun period of the years around `as_of` and of those that have facts."""
    years = {world.today.year + n for n in (-1, 0, 1)}
    for group in world.entities.values():
        for state in group:
            day = fact_day(state)
            years |= {day.year, day.year + 1} if day else set()
    found = []
    for year in sorted(years):
        for row in world.book.tables["period_rules"]:
            start = day_of(year + int(row["start_year_offset"]), row["start_day"])
            after = day_of(year + int(row["end_year_offset"]), row["day_after_end"])
            end = after - timedelta(days=1)
            if start <= world.today and in_force(row, start):
                kind = row["period_kind"]
                code = f"{row['prefix'] or ''}{year}{row['suffix'] or ''}"
                found.append(Period(code, start, end, min(end, world.today), kind))
    return found


class Sums:
    """Totals of one KPI by unit and period; unit None is the province."""

    def __init__(self, items: Iterable[Item], found: list[Period]) -> None:
        self.sums: dict[tuple[Unit | None, str, str | None], list[float]] = {}
        self.pending: dict[tuple[Unit | None, str], int] = defaultdict(int)
        self.touched: dict[str, set[Unit | None]] = defaultdict(set)
        self.of_province: dict[tuple[Unit | None, str], float] = defaultdict(float)
        """What the province's like_for_like has of each unit."""

        @cache
        def holding(day: date, until: date | None, pending: bool) -> list[Period]:
            if until:
                return [p for p in found if day <= p.cutoff <= until]
            return [p for p in found if p.start <= day <= (p.end if pending else p.cutoff)]

        for item in items:
            for period in holding(item.day, item.until, item.is_pending):
                for unit in [item.unit] * item.for_unit + [PROVINCE] * item.for_province:
                    self.touched[period.code].add(unit)
                    if item.is_pending:
                        self.pending[unit, period.code] += 1
                        continue
                    total = self.sums.setdefault((unit, period.code, item.basis), [0, 0])
                    total[0] += item.numerator
                    total[1] += item.denominator
                if item.for_province and item.basis == "like_for_like":
                    self.of_province[item.unit, period.code] += item.denominator

    def leave_out_the_silent(self, period: str) -> None:
        """Of a unit that says nothing this year, take last year out of its and the province's."""
        for unit in self.touched[period] - {PROVINCE}:
            mine = self.sums.get((unit, period, "like_for_like"))
            if mine is None or (unit, period, None) in self.sums:
                continue
            del self.sums[unit, period, "like_for_like"]
            self.sums[unit, period, "silent"] = mine
            part = self.of_province[unit, period]
            self.sums.setdefault((PROVINCE, period, "like_for_like"), [0, 0])[1] -= part
            self.sums.setdefault((PROVINCE, period, "silent"), [0, 0])[1] += part

    def of(self, unit: Unit | None, period: str, basis: str | None = None) -> tuple[float, float]:
        """Numerator and denominator; zeros when there is no evidence."""
        numerator, denominator = self.sums.get((unit, period, basis), (0, 0))
        return numerator, denominator
