"""KPIs of the plan's annex: duties with a deadline, and training as a stock (KH V.1, Annex).

Belongs here: which duty or record weighs what. Does not belong here: periods, sums, targets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle.book import Book, Row, Unit, in_force
from tests.oracle.fold import State, local_day
from tests.oracle.world import Item, World

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Duty:
    """One obligation of one unit; `reported_in` is the entity of the report that tells of it."""

    id: str
    kind: str
    unit: Unit
    due: date
    last: date
    reported_in: str | None


def duties(world: World) -> Iterator[Duty]:
    """Every obligation of every unit that leads it and exists on its due date."""
    leads = {row["task_number"]: row["lead"] for row in world.book.tables["annex_tasks"]}
    for row in world.book.tables["annex_duties"]:
        for year in years_of(row, world.today.year + 1):
            due = date.fromisoformat(f"{year}-{row['due_day']}")
            for unit in leading(world.book, leads[row["task_number"]], due):
                names = [
                    f"{row[column].replace('{year}', str(year))}:{unit.code}"
                    if row[column]
                    else None
                    for column in ("duty_code", "reported_in")
                ]
                last = last_day(world.book, row, due)
                yield Duty(str(names[0]), row["kind"], unit, due, last, names[1])


def years_of(row: Row, newest: int) -> range:
    """The years in which a duty recurs; one that never ends goes to the year after as_of."""
    first = int(row["first_year"])
    last = int(row["last_year"]) if row["last_year"] else max(first, newest)
    return range(first, last + 1)


def leading(book: Book, lead: str, day: date) -> Iterator[Unit]:
    """The unit that leads a task on a day, or every unit of a type that owes tasks on it."""
    owing = {
        row["agency_type"]
        for row in book.tables["kpi_applicability"]
        if row["kpi_code"] == "task_on_time_share" and in_force(row, day)
    }
    for code, group in book.units.items():
        for unit in group:
            is_lead = unit.kind in owing if lead == "all" else code == lead
            if is_lead and unit.in_force(day):
                yield unit


def last_day(book: Book, row: Row, due: date) -> date:
    """The last day on which a duty is in time, once days of rest have moved it."""
    last = due if row["is_due_day_included"] == "true" else due - DAY
    step = book.rule("deadline_shift", due) or 0
    while step and not book.is_working_day(last):
        last += DAY if step > 0 else -DAY
    return last


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
        if duty.kind not in kinds:
            continue
        state = known.get(duty.id)
        due, last = duty.due, duty.last
        if extensions and state and state["is_real"] and state.get("extended_due_date"):
            due = last = state["extended_due_date"]
        days = [done_on(state)]
        if duty.reported_in and extensions:
            days.append(done_on(known.get(duty.reported_in)))
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
