"""From evidence to the scorecard: periods, sums, baselines, status.

Belongs here: what is the same for every KPI. Does not belong here: the definition of any one KPI.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from tests.oracle import kpis_document, kpis_dossier, kpis_meeting, kpis_task
from tests.oracle.book import Row, Unit, in_force
from tests.oracle.world import Item, World

KPIS: dict[str, Callable[[World], list[Item]]] = {
    **kpis_meeting.KPIS,
    **kpis_document.KPIS,
    **kpis_dossier.KPIS,
    **kpis_task.KPIS,
}
BASES = ("like_for_like", "raw", "no_successor")
PROVINCE = None


@dataclass(frozen=True)
class Period:
    """One period of one calendar; `cutoff` is its last day that can be known."""

    code: str
    start: date
    end: date
    cutoff: date


class Key(NamedTuple):
    """A row of the scorecard; `unit` None is the province."""

    kpi: str
    unit: Unit | None
    period: str


class Figure(NamedTuple):
    """What a row of the scorecard must say."""

    numerator: float
    denominator: float
    value: float | None
    status: str
    like_for_like: float
    raw: float
    no_successor: float


def day_of(year: int, month_day: str) -> date:
    """A day written as month-day in a year."""
    return date.fromisoformat(f"{year}-{month_day}")


def periods(world: World) -> list[Period]:
    """Every period of the year of `as_of` and the year before, and of the next, that has begun."""
    found = []
    for year in range(world.today.year - 1, world.today.year + 2):
        for row in world.book.tables["period_rules"]:
            start = day_of(year + int(row["start_year_offset"]), row["start_day"])
            after = day_of(year + int(row["end_year_offset"]), row["day_after_end"])
            end = after - timedelta(days=1)
            if start <= world.today and in_force(row, end):
                code = f"{row['prefix'] or ''}{year}{row['suffix'] or ''}"
                found.append(Period(code, start, end, min(end, world.today)))
    return found


class Sums:
    """Totals of one KPI by unit and period; unit None is the province."""

    def __init__(self, items: Iterable[Item], found: list[Period]) -> None:
        self.sums: dict[tuple[Unit | None, str, str | None], list[float]] = {}
        self.pending: dict[tuple[Unit | None, str], int] = defaultdict(int)
        self.duties: dict[tuple[Unit | None, str], int] = defaultdict(int)

        @lru_cache(maxsize=None)
        def holding(day: date, until: date | None, pending: bool) -> list[Period]:
            if until:
                return [p for p in found if day <= p.cutoff <= until]
            return [p for p in found if p.start <= day <= (p.end if pending else p.cutoff)]

        for item in items:
            for period in holding(item.day, item.until, item.is_pending):
                for unit in [item.unit] * item.for_unit + [PROVINCE] * item.for_province:
                    if item.is_pending:
                        self.pending[unit, period.code] += 1
                        continue
                    total = self.sums.setdefault((unit, period.code, item.basis), [0, 0])
                    total[0] += item.numerator
                    total[1] += item.denominator

    def of(self, unit: Unit | None, period: str, basis: str | None = None) -> tuple[float, float]:
        """Numerator and denominator; zeros when there is no evidence."""
        numerator, denominator = self.sums.get((unit, period, basis), (0, 0))
        return numerator, denominator


def met(value: Fraction, target: Row) -> bool:
    """Compare unrounded, inclusive."""
    goal = Fraction(target["target_value"])
    return {"ge": value >= goal, "le": value <= goal, "eq": value == goal}[target["comparator"]]


def status(world: World, kpi: Row, value: Fraction | None, end: date, pending: int) -> str:
    """The state of a figure against the target in force on the last day of its period."""
    targets = world.book.tables["kpi_targets"]
    target = next(
        (t for t in targets if t["kpi_code"] == kpi["kpi_code"] and in_force(t, end)), None
    )
    if target is None:
        return "not_applicable"
    if value is None:
        if kpi["is_duty_based"] == "true":
            return "not_due" if pending else "not_applicable"
        return "no_data"
    if met(value, target):
        return "met"
    return "not_due" if target["due_date"] and world.today < target["due_date"] else "not_met"


def figure(world: World, kpi: Row, sums: Sums, unit: Unit | None, period: Period) -> Figure:
    """One row of the scorecard."""
    numerator, denominator = sums.of(unit, period.code)
    bases = [sums.of(unit, period.code, basis)[1] for basis in BASES]
    value = None
    if kpi["method"] == "change":
        denominator = bases[0]
        if numerator and denominator:
            value = Fraction(numerator - denominator) / Fraction(denominator)
    elif denominator:
        value = Fraction(numerator) / Fraction(denominator)
        value = Fraction(numerator) if kpi["method"] == "count" else value
    state = status(world, kpi, value, period.end, sums.pending[unit, period.code])
    shown = None if value is None else float(value)
    return Figure(numerator, denominator, shown, state, *bases)


def applies(world: World, kpi: str, unit: Unit, period: Period) -> bool:
    """Whether a unit that existed in the period is one of a type that the KPI is asked of."""
    if not (unit.since <= period.cutoff and period.start < unit.until):
        return False
    return any(
        row["kpi_code"] == kpi and row["agency_type"] == unit.kind and in_force(row, period.end)
        for row in world.book.tables["kpi_applicability"]
    )


def scorecard(world: World) -> dict[Key, Figure]:
    """Every row that must stand in the scorecard, and what it must say."""
    rows = {}
    found = periods(world)
    units = [unit for group in world.book.units.values() for unit in group]
    for kpi in world.book.tables["kpis"]:
        code = kpi["kpi_code"]
        sums = Sums(KPIS[code](world), found)
        kinds = {
            r["agency_type"]
            for r in world.book.tables["kpi_applicability"]
            if r["kpi_code"] == code
        }
        asked = [unit for unit in units if unit.kind in kinds]
        for period in found:
            rows[Key(code, PROVINCE, period.code)] = figure(world, kpi, sums, PROVINCE, period)
            for unit in asked:
                if applies(world, code, unit, period):
                    rows[Key(code, unit, period.code)] = figure(world, kpi, sums, unit, period)
    return rows
