"""Meeting KPIs, by the words of the KPI book (KH I.2, II.4; QĐ 45/2018/QĐ-TTg).

Belongs here: which held meeting weighs what. Does not belong here: periods, sums, targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.oracle.book import in_force
from tests.oracle.fold import State, local_day
from tests.oracle.world import Item, World, once, parts, with_baselines


def held(world: World) -> Iterator[tuple[State, date]]:
    """Real meetings that were held, with the local day they started."""
    for state in world.entities["meeting"]:
        day = local_day(state.get("starts_at"))
        if state["is_real"] and state.get("status") == "held" and day:
            yield state, day


def online_share(world: World) -> list[Item]:
    """Online, or hybrid with enough sites where the rule of the day says so, out of all."""

    def weigh(state: State, day: date) -> tuple[float, float]:
        online = state.get("mode") == "online"
        if state.get("mode") == "hybrid" and world.book.rule("hybrid_counts_as_online", day):
            sites = state.get("remote_site_count")
            online = sites is not None and sites >= world.book.rule("hybrid_min_remote_sites", day)
        return (1 if online else 0, 1)

    return once(parts(world, held(world), weigh))


def count_change(world: World) -> list[Item]:
    """Held meetings against those of the year before."""
    return with_baselines(world, parts(world, held(world), lambda state, day: (1, 0)))


def minutes(state: State) -> float | None:
    """Length: the sum of the sessions, or from start to end; None when an end is unknown."""
    sessions = state.get("sessions") or [
        {"start": state.get("starts_at"), "end": state.get("ends_at")}
    ]
    if any(s["start"] is None or s["end"] is None for s in sessions):
        return None
    return sum((s["end"] - s["start"]).total_seconds() / 60 for s in sessions)


def over_time_share(world: World) -> list[Item]:
    """Longer than the strictest cap of its kind, out of those of known length with a cap."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        length = minutes(state)
        caps = [
            float(row["max_half_days"])
            for row in world.book.tables["meeting_caps"]
            if row["kind"] == state.get("kind") and in_force(row, day)
        ]
        if length is None or not caps:
            return None
        allowed = min(caps) * world.book.rule("half_day_minutes", day)
        return (1 if length > allowed else 0, 1)

    return once(parts(world, held(world), weigh))


KPIS = {
    "meeting_online_share": online_share,
    "meeting_count_change": count_change,
    "meeting_over_time_share": over_time_share,
}
