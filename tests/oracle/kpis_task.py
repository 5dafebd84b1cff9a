"""KPIs of the plan's annex: duties with a deadline, and training as a stock (KH V.1, Annex).

Belongs here: which duty or record weighs what. Does not belong here: periods, sums, targets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.book import Row, Unit
from tests.oracle.fold import State, local_day
from tests.oracle.world import Item, World

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """One obligation of one unit."""

    row: Row
    unit: Unit

    @property
    def id(self) -> str:
        """The entity that carries its events."""
        return f"{self.row['duty_code']}:{self.unit.code}"


def duties(world: World) -> Iterator[Duty]:
    """Every obligation of every unit that leads it and exists on its due date."""
    owing = {
        row["agency_type"]
        for row in world.book.tables["kpi_applicability"]
        if row["kpi_code"] == "plan_issued_on_time"
    }
    everybody = [unit for group in world.book.units.values() for unit in group]
    leads = [unit for unit in everybody if unit.kind in owing]
    for row in world.book.tables["annex_duties"]:
        for unit in leads if row["lead"] == "all" else world.book.units.get(row["lead"], []):
            if unit.in_force(row["due_date"]):
                yield Duty(row, unit)


def done_on(state: State | None) -> date | None:
    """The local day on which a duty was done, None when it was not."""
    if state is None or not state["is_real"] or state.get("status") != "completed":
        return None
    return local_day(state.get("completed_at"))


def judged(world: World, kinds: tuple[str, ...], *, extensions: bool) -> list[Item]:
    """Done in time out of those whose last day has passed; the others are pending."""
    known = {state["entity_id"]: state for state in world.entities["task"]}
    items = []
    for duty in duties(world):
        row = duty.row
        if row["kind"] not in kinds:
            continue
        state = known.get(duty.id)
        due = row["due_date"]
        last = due if row["is_due_day_included"] == "true" else due - DAY
        if extensions and state and state["is_real"] and state.get("extended_due_date"):
            due = last = state["extended_due_date"]
        days = [done_on(state)]
        if row["reported_in"] and extensions:
            days.append(done_on(known.get(f"{row['reported_in']}:{duty.unit.code}")))
        first = min((day for day in days if day), default=None)
        if last < world.today:
            on_time = first is not None and first <= last
            items.append(Item(duty.unit, due, 1 if on_time else 0, 1))
        else:
            items.append(Item(duty.unit, due, is_pending=True))
    return items


def stock(kind: str, part: str, whole: str) -> Callable[[World], list[Item]]:
    """The latest record of each unit, until the next one or the end of the unit."""

    def kpi(world: World) -> list[Item]:
        by_unit: dict[Unit, list[tuple[date, object, State]]] = {}
        for state in world.entities["task"]:
            day = local_day(state.get("completed_at")) if state["is_real"] else None
            unit = world.book.unit(state.get("agency_code"), day) if day else None
            known = state.get(part) is not None and state.get(whole) is not None
            if day and unit and known and state["happened"][-1:] == [kind]:
                by_unit.setdefault(unit, []).append((day, state["last_place"], state))
        items = []
        for unit, records in by_unit.items():
            records.sort(key=lambda record: record[:2])
            ends = [day for day, _, _ in records[1:]] + [unit.until]
            for (day, _, state), end in zip(records, ends, strict=True):
                if day < end:
                    items.append(Item(unit, day, state[part], state[whole], until=end - DAY))
        return items

    return kpi


def plan_on_time(world: World) -> list[Item]:
    """Plans issued before the deadline out of the units that owe one."""
    return judged(world, ("plan",), extensions=False)


def report_on_time(world: World) -> list[Item]:
    """Periodic reports received by the deadline out of the reports due."""
    return judged(world, ("report",), extensions=False)


def task_on_time(world: World) -> list[Item]:
    """Annex duties done by their (extended) deadline out of the duties due."""
    return judged(world, ("plan", "report", "product"), extensions=True)


KPIS = {
    "training_digital_skill_share": stock("training_recorded", "trained_count", "staff_count"),
    "plan_issued_on_time": plan_on_time,
    "report_on_time_share": report_on_time,
    "task_on_time_share": task_on_time,
}
