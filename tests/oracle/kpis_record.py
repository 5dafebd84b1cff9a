"""KPIs out of records of numbers: flows that a period adds up, and one stock (KH II.5, II.6, Annex).

Belongs here: which record adds what. Does not belong here: training (`kpis_task`) and duties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tests.oracle.book import Unit
from tests.oracle.fold import State, local_day
from tests.oracle.kpis_task import stock
from tests.oracle.world import Item, World


def records(world: World, kind: str) -> Iterator[tuple[State, Unit, date]]:
    """Real records of a kind, with their unit and local day."""
    for state in world.entities["task"]:
        day = local_day(state.get("completed_at"))
        unit = world.book.unit(state.get("agency_code"), day) if day else None
        if state["is_real"] and day and unit and state["happened"][-1:] == [kind]:
            yield state, unit, day


def share(kind: str) -> Callable[[World], list[Item]]:
    """The part out of the whole, both known."""

    def kpi(world: World) -> list[Item]:
        found = []
        for state, unit, day in records(world, kind):
            part, whole = state.get("item_count"), state.get("total_count")
            if part is not None and whole is not None:
                found.append(Item(unit, day, part, whole))
        return found

    return kpi


def count(kind: str) -> Callable[[World], list[Item]]:
    """The sum of the numbers, out of the records that give one."""

    def kpi(world: World) -> list[Item]:
        return [
            Item(unit, day, state["item_count"], 1)
            for state, unit, day in records(world, kind)
            if state.get("item_count") is not None
        ]

    return kpi


KPIS = {
    "procedure_full_online_share": stock("procedures_recorded", "item_count", "total_count"),
    "petition_on_time_share": share("petitions_recorded"),
    "inspection_count": count("inspection_recorded"),
    "violation_handled_share": share("violation_handled"),
    "publicity_count": count("publicity_recorded"),
    "legal_review_share": share("review_recorded"),
    "conference_system_uptime_share": share("uptime_recorded"),
}
