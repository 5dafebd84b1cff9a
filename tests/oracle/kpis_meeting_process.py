"""How meetings are run: conflicts, invitations, conclusions, cost (KH II.4; QĐ 45/2018; KL 226).

Belongs here: which held meeting weighs what. Does not belong here: form, number and length.
"""

from __future__ import annotations

from datetime import date

from tests.oracle.fold import State, local_day
from tests.oracle.kpis_meeting import held, minutes
from tests.oracle.world import Item, World, once, parts


def sessions(state: State) -> list[tuple[object, object]]:
    """Start and end of each session."""
    listed = state.get("sessions") or [
        {"start": state.get("starts_at"), "end": state.get("ends_at")}
    ]
    return [(s["start"], s["end"]) for s in listed]


def conflict_count(world: World) -> list[Item]:
    """Meetings of which a required unit must be in another meeting at the same time."""
    sittings: dict[str, list[tuple[str, str, object, object]]] = {}
    judged: set[str] = set()
    clashing: set[str] = set()
    for state, day in held(world):
        known = state.get("required_units") and minutes(state) is not None
        if not known or not world.book.unit(state.get("agency_code"), day):
            continue
        entity = state["entity_id"]
        judged.add(entity)
        key = state.get("joint_key") or f"alone {entity}"
        for name in state["required_units"]:
            sittings.setdefault(name, []).extend((key, entity, *s) for s in sessions(state))
    for sat in sittings.values():
        for key, entity, start, end in sat:
            if any(k != key and start < e and end > s for k, _, s, e in sat):  # type: ignore[operator]
                clashing.add(entity)

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        entity = state["entity_id"]
        return (1 if entity in clashing else 0, 1) if entity in judged else None

    return once(parts(world, held(world), weigh))


def invitation_lead(world: World) -> list[Item]:
    """Invited enough working days before, out of those not called at short notice."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        invited, least = (
            local_day(state.get("invited_at")),
            world.book.rule("invitation_min_working_days", day),
        )
        if state.get("is_unscheduled") or invited is None or least is None:
            return None
        return (1 if world.book.working_days(invited, day) >= least else 0, 1)

    return once(parts(world, held(world), weigh))


def last_end(state: State) -> date | None:
    """The day it ended: as said, or that of the last session when all ends are known."""
    ends = [end for _, end in sessions(state)]
    said = state.get("ends_at") or (max(ends) if None not in ends else None)  # type: ignore[type-var]
    return local_day(said)  # type: ignore[arg-type]


def conclusion(world: World) -> list[Item]:
    """Notice of conclusion in time, out of those that need one and have it or are beyond it."""
    pending = []

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        issued, ended = local_day(state.get("conclusion_issued_at")), last_end(state)
        needed = state.get("is_conclusion_required")
        most = world.book.rule("conclusion_max_working_days", day)
        if needed is False or (needed is None and not issued) or not ended or most is None:
            return None
        if not issued and world.book.working_days(ended, world.today) <= most:
            unit = world.book.unit(state.get("agency_code"), day)
            pending.append(Item(unit, day, is_pending=True))
            return None
        return (1 if issued and world.book.working_days(ended, issued) <= most else 0, 1)

    return [*once(parts(world, held(world), weigh)), *pending]


def cost_overrun(world: World) -> list[Item]:
    """Conferences that cost more than their norm, out of those whose cost and norm are known."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        cost, norm = state.get("cost_amount"), state.get("cost_norm_amount")
        ratio = world.book.rule("conference_max_cost_ratio", day)
        if not state.get("is_conference") or cost is None or norm is None or ratio is None:
            return None
        return (1 if cost > norm * ratio else 0, 1)

    return once(parts(world, held(world), weigh))


KPIS = {
    "meeting_conflict_count": conflict_count,
    "meeting_invitation_lead_share": invitation_lead,
    "meeting_conclusion_share": conclusion,
    "meeting_cost_overrun_count": cost_overrun,
}
