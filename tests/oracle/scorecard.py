"""From evidence to the scorecard: periods, sums, baselines, status.

Belongs here: what is the same for every KPI. Does not belong here: the definition of any one KPI.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from tests.oracle import (
    kpis_data,
    kpis_document,
    kpis_dossier,
    kpis_dossier_time,
    kpis_meeting,
    kpis_meeting_process,
    kpis_record,
    kpis_task,
)
from tests.oracle.book import Row, Unit, in_force
from tests.oracle.fold import State, local_day
from tests.oracle.world import Item, World

KPIS: dict[str, Callable[[World], list[Item]]] = {
    **kpis_data.KPIS,
    **kpis_dossier_time.KPIS,
    **kpis_meeting.KPIS,
    **kpis_meeting_process.KPIS,
    **kpis_record.KPIS,
    **kpis_document.KPIS,
    **kpis_dossier.KPIS,
    **kpis_task.KPIS,
}
BASES = ("like_for_like", "raw", "no_successor")
PROVINCE = None
NOBODY = Unit("(nobody)", date.min, date.max, "", "")


def others(status: str) -> Unit:
    """Stands for all units whose rows hold no number, only a status; they are counted together."""
    return Unit(f"(units without a number: {status})", date.min, date.max, "", "")




@dataclass(frozen=True)
class Period:
    """One period of one calendar; `cutoff` is its last day that can be known."""

    code: str
    start: date
    end: date
    cutoff: date
    kind: str


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
        self.touched: set[tuple[Unit | None, str]] = set()

        @lru_cache(maxsize=None)
        def holding(day: date, until: date | None, pending: bool) -> list[Period]:
            if until:
                return [p for p in found if day <= p.cutoff <= until]
            return [p for p in found if p.start <= day <= (p.end if pending else p.cutoff)]

        for item in items:
            for period in holding(item.day, item.until, item.is_pending):
                for unit in [item.unit] * item.for_unit + [PROVINCE] * item.for_province:
                    self.touched.add((unit, period.code))
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


def target_of(world: World, kpi: Row, unit: Unit | None, period: Period) -> Row | None:
    """The target in force on the last day of a period, where it judges such a row at all."""

    def dated(table: str, **same: str) -> list[Row]:
        wanted = {"kpi_code": kpi["kpi_code"], **same}
        day = period.cutoff if table == "kpi_applicability" else period.end
        rows = world.book.tables[table]
        return [r for r in rows if in_force(r, day) and all(r[n] == v for n, v in wanted.items())]

    limited = any(
        row["kpi_code"] == kpi["kpi_code"] for row in world.book.tables["kpi_target_periods"]
    )
    if limited and not dated("kpi_target_periods", period_kind=period.kind):
        return None
    # A limit on a count is one for each unit that it is asked of, and none for their sum.
    if kpi["method"] == "count" and unit is None:
        if not dated("kpi_applicability", agency_type="tinh"):
            return None
    return next(iter(dated("kpi_targets")), None)


def status(
    world: World, kpi: Row, unit: Unit | None, value: Fraction | None, period: Period, pending: int
) -> str:
    """The state of a figure against its target."""
    target = target_of(world, kpi, unit, period)
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
    state = status(world, kpi, unit, value, period, sums.pending[unit, period.code])
    shown = None if value is None else float(value)
    return Figure(numerator, denominator, shown, state, *bases)


def asked(world: World, kpi: str, day: date) -> set[str]:
    """The types of unit that a KPI is asked of on a day."""
    return {
        row["agency_type"]
        for row in world.book.tables["kpi_applicability"]
        if row["kpi_code"] == kpi and row["agency_type"] != "tinh" and in_force(row, day)
    }


def scorecard(world: World) -> dict[Key, Figure]:
    """Every row that must stand in the scorecard, and what it must say.

    A row without any number is counted under `others` of its status.
    """
    rows: dict[Key, Figure] = {}
    found = periods(world)
    units = [unit for group in world.book.units.values() for unit in group]

    @lru_cache(maxsize=None)
    def alive(kind: str, day: date) -> list[Unit]:
        return [unit for unit in units if unit.kind == kind and unit.in_force(day)]

    for kpi in world.book.tables["kpis"]:
        code = kpi["kpi_code"]
        sums = Sums(KPIS[code](world), found)
        for period in found:
            rows[Key(code, PROVINCE, period.code)] = figure(world, kpi, sums, PROVINCE, period)
            empty: Counter[str] = Counter()
            silent = status(world, kpi, NOBODY, None, period, 0)
            for kind in asked(world, code, period.cutoff):
                for unit in alive(kind, period.cutoff):
                    if (unit, period.code) not in sums.touched:
                        empty[silent] += 1
                        continue
                    said = figure(world, kpi, sums, unit, period)
                    if any(said[:3]) or said.value is not None or any(said[4:]):
                        rows[Key(code, unit, period.code)] = said
                    else:
                        empty[said.status] += 1
            for state, count in empty.items():
                rows[Key(code, others(state), period.code)] = nameless(state, count)
    return rows


def nameless(state: str, count: int) -> Figure:
    """So many units without a number."""
    return Figure(count, 0, None, state, 0, 0, 0)
