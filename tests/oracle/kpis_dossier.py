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


def owes_result(state: State) -> bool:
    """Finished, with a result that is due or not known not to be."""
    return is_finished(state) and state.get("is_result_required") is not False


def online_submission(world: World) -> list[Item]:
    """Submitted online, with an electronic result where the rule of the day asks for one."""

    def weigh(state: State, day: date) -> tuple[float, float]:
        lacking = owes_result(state) and not state.get("has_electronic_result")
        needed = world.book.rule("online_submission_needs_result", day)
        return (1 if state.get("channel") == "online" and not (lacking and needed) else 0, 1)

    return once(parts(world, received(world), weigh))


def electronic_result(world: World) -> list[Item]:
    """With an electronic result, out of those finished that owe one."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        given = 1 if state.get("has_electronic_result") else 0
        return (given, 1) if owes_result(state) else None

    return once(parts(world, received(world), weigh))


def reuse(world: World) -> list[Item]:
    """With a component that uses digitised data again."""

    def weigh(state: State, day: date) -> tuple[float, float]:
        return (1 if state.get("has_reused_components") else 0, 1)

    return once(parts(world, received(world), weigh))


def online_payment(world: World) -> list[Item]:
    """Paid online, out of those not known to cost nothing."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        paid = 1 if state.get("is_paid_online") else 0
        return None if state.get("fee_amount") == 0 else (paid, 1)

    return once(parts(world, received(world), weigh))


def satisfaction(world: World) -> list[Item]:
    """Rated as satisfied, out of those rated."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        rating, least = state.get("rating"), world.book.rule("dossier_satisfied_rating", day)
        return None if rating is None or least is None else (1 if rating >= least else 0, 1)

    return once(parts(world, received(world), weigh))


KPIS = {
    "dossier_online_submission_share": online_submission,
    "dossier_electronic_result_share": electronic_result,
    "dossier_reuse_share": reuse,
    "dossier_online_payment_share": online_payment,
    "dossier_satisfaction_share": satisfaction,
    "dossier_digital_share": digital_share,
    "dossier_digitised_share": digitised_share,
}
