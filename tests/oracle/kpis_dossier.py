"""Dossier KPIs, by the words of the KPI book (KH II.5, Annex task 11; QĐ 766/QĐ-TTg).

Belongs here: which dossier weighs what. Does not belong here: periods, sums, targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.oracle.fold import State, local_day
from tests.oracle.world import Item, World, once, parts

DONE = ("finished", "returned")
NO_RESULT = ("refused", "withdrawn_by_citizen", "stopped")


def received(world: World) -> Iterator[tuple[State, date]]:
    """Real dossiers that were received, with the local day of it."""
    for state in world.entities["dossier"]:
        day = local_day(state.get("received_at"))
        if state["is_real"] and day:
            yield state, day


def is_finished(state: State) -> bool:
    """Processing came to an end with a result: said by the status or by the time of the end."""
    ended = any(state.get(name) is not None for name in ("finished_at", "returned_at"))
    return state.get("status") not in NO_RESULT and (ended or state.get("status") in DONE)


def digital_share(world: World) -> list[Item]:
    """Digital from reception to result, out of all received. Unknown is never a pass."""

    def weigh(state: State, day: date) -> tuple[float, float]:
        entered = state.get("channel") == "online" or state.get("is_entered_online")
        on_system = state.get("is_processed_on_system")
        if on_system is None:
            on_system = "processing" in state["happened"]
        owes_result = is_finished(state) and state.get("is_result_required") is not False
        result = not owes_result or state.get("has_electronic_result")
        return (1 if entered and on_system and result else 0, 1)

    return once(parts(world, received(world), weigh))


def digitised_share(world: World) -> list[Item]:
    """Components and result digitised, out of those received in the period and finished."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        if not is_finished(state):
            return None
        both = state.get("has_digitised_components") and state.get("has_digitised_result")
        return (1 if both else 0, 1)

    return once(parts(world, received(world), weigh))


KPIS = {
    "dossier_digital_share": digital_share,
    "dossier_digitised_share": digitised_share,
}
