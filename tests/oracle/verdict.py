"""Targets, and the status of a figure against the one that judges it.

Belongs here: met, not met, not due, no data, not applicable. Does not belong here: the figure.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.oracle.book import Row, in_force
from tests.oracle.totals import Period
from tests.oracle.world import World


def met(value: Fraction, target: Row) -> bool:
    """Compare unrounded, inclusive."""
    goal = Fraction(target["target_value"])
    return {"ge": value >= goal, "le": value <= goal, "eq": value == goal}[target["comparator"]]


def target_of(world: World, kpi: Row, period: Period, *, of_province: bool) -> Row | None:
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
    own = not (kpi["method"] == "count" and of_province)
    if not own and not dated("kpi_applicability", agency_type="tinh"):
        return None
    return next(iter(dated("kpi_targets")), None)


def status(
    kpi: Row, target: Row | None, value: Fraction | None, today: date, *, is_pending: bool
) -> str:
    """The state of a figure against its target."""
    if target is None:
        return "not_applicable"
    if value is None:
        if kpi["is_duty_based"] == "true":
            return "not_due" if is_pending else "not_applicable"
        return "no_data"
    if met(value, target):
        return "met"
    return "not_due" if target["due_date"] and today < target["due_date"] else "not_met"
