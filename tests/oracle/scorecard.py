"""From evidence to the scorecard: periods, sums, baselines, status.

Belongs here: what is the same for every KPI. Does not belong here: the definition of any one KPI.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cache
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
from tests.oracle.totals import PROVINCE, Period, Sums, periods
from tests.oracle.verdict import status, target_of
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
BASES = ("like_for_like", "raw", "no_successor", "silent")


def others(status: str) -> Unit:
    """Stands for all units whose rows hold no number, only a status; they are counted together."""
    return Unit(f"(units without a number: {status})", date.min, date.max, "", "")


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
    silent: float


def figure(
    kpi: Row, sums: Sums, unit: Unit | None, period: Period, target: Row | None, today: date
) -> Figure:
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
    is_pending = sums.pending[unit, period.code] > 0
    state = status(kpi, target, value, today, is_pending=is_pending)
    shown = None if value is None else float(value)
    return Figure(numerator, denominator, shown, state, *bases)


def asked(world: World, kpi: str, day: date) -> set[str]:
    """The types of unit that a KPI is asked of on a day."""
    return {
        row["agency_type"]
        for row in world.book.tables["kpi_applicability"]
        if row["kpi_code"] == kpi and row["agency_type"] != "tinh" and in_force(row, day)
    }


def has_number(said: Figure) -> bool:
    """Whether a row holds anything but a status."""
    return said.value is not None or any([*said[:2], *said[4:]])


def scorecard(world: World) -> dict[Key, Figure]:
    """Every row that must stand in the scorecard, and what it must say.

    A row without any number is counted under `others` of its status.
    """
    rows: dict[Key, Figure] = {}
    found = periods(world)
    units = [unit for group in world.book.units.values() for unit in group]

    @cache
    def alive(kind: str, day: date) -> int:
        return sum(unit.kind == kind and unit.in_force(day) for unit in units)

    for kpi in world.book.tables["kpis"]:
        code = kpi["kpi_code"]
        sums = Sums(KPIS[code](world), found)
        for period in found:
            if world.book.rule("silent_units_leave_baseline", period.end) == 1:
                sums.leave_out_the_silent(period.code)
            target = target_of(world, kpi, period, of_province=True)
            whole = figure(kpi, sums, PROVINCE, period, target, world.today)
            rows[Key(code, PROVINCE, period.code)] = whole
            kinds = asked(world, code, period.cutoff)
            target = target_of(world, kpi, period, of_province=False)
            silent = status(kpi, target, None, world.today, is_pending=False)
            empty = Counter({silent: sum(alive(kind, period.cutoff) for kind in kinds)})
            for unit in sums.touched[period.code]:
                if unit is None or unit.kind not in kinds or not unit.in_force(period.cutoff):
                    continue
                said = figure(kpi, sums, unit, period, target, world.today)
                empty[silent] -= 1
                if has_number(said):
                    rows[Key(code, unit, period.code)] = said
                else:
                    empty[said.status] += 1
            for state, count in empty.items():
                if count:
                    rows[Key(code, others(state), period.code)] = nameless(state, count)
    return rows


def nameless(state: str, count: int) -> Figure:
    """So many units without a number."""
    return Figure(count, 0, None, state, 0, 0, 0, 0)
