"""Meeting KPIs, by the words of the KPI book (KH I.2, II.4; QĐ 45/2018/QĐ-TTg).

Belongs here: which held meeting weighs what. Does not belong here: periods, sums, targets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
        return (1 if counts_as_online(world, state, day) else 0, 1)

    return once(parts(world, held(world), weigh))


def counts_as_online(world: World, state: State, day: date) -> bool:
    """Online, or hybrid with at least so many remote sites; unknown is no."""
    if state.get("mode") != "hybrid":
        return state.get("mode") == "online"
    sites, enough = state.get("remote_site_count"), world.book.rule("hybrid_min_remote_sites", day)
    counts = bool(world.book.rule("hybrid_counts_as_online", day))
    return counts and None not in (sites, enough) and sites >= enough


def simple_share(is_so: Callable[[State], object]) -> Callable[[World], list[Item]]:
    """Held meetings of which something is known to be so, out of all."""
    return lambda world: once(
        parts(world, held(world), lambda state, day: (1 if is_so(state) else 0, 1))
    )


def conference_online_share(world: World) -> list[Item]:
    """As online_share, of what is known to be a hội nghị."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        online = counts_as_online(world, state, day)
        return (1 if online else 0, 1) if state.get("is_conference") else None

    return once(parts(world, held(world), weigh))


def conference_change(world: World) -> list[Item]:
    """Conferences against those of the year before."""
    found = parts(world, held(world), lambda s, day: (1, 0) if s.get("is_conference") else None)
    return with_baselines(world, found)


def wide_count(scope: str, levels: tuple[str, ...]) -> Callable[[World], list[Item]]:
    """Conferences of a scope, out of the meetings of a level known to be such or not to be."""

    def kpi(world: World) -> list[Item]:
        def weigh(state: State, day: date) -> tuple[float, float] | None:
            unit = world.book.unit(state.get("agency_code"), day)
            conference, said = state.get("is_conference"), state.get("scope")
            is_other = conference is False or (said is not None and said != scope)
            if not unit or unit.level not in levels:
                return None
            if not is_other and (conference is None or said is None):
                return None
            return (0 if is_other else 1, 1)

        return once(parts(world, held(world), weigh))

    return kpi


def count_change(world: World) -> list[Item]:
    """Held meetings against those of the year before."""
    return with_baselines(world, parts(world, held(world), lambda state, day: (1, 0)))


def minutes(state: State) -> float | None:
    """Length: the sum of the sessions, or from start to end; None when an end is unknown or impossible."""
    sessions = state.get("sessions") or [
        {"start": state.get("starts_at"), "end": state.get("ends_at")}
    ]
    if any(None in (s["start"], s["end"]) or s["end"] < s["start"] for s in sessions):
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
        allowed = min(caps) * (world.book.rule("half_day_minutes", day) or 0)
        return (1 if length > allowed else 0, 1)

    return once(parts(world, held(world), weigh))


KPIS = {
    "meeting_online_share": online_share,
    "meeting_count_change": count_change,
    "meeting_over_time_share": over_time_share,
    "meeting_online_only_share": simple_share(lambda s: s.get("mode") == "online"),
    "meeting_paperless_share": simple_share(lambda s: s.get("is_paperless")),
    "meeting_planned_share": simple_share(
        lambda s: s.get("plan_ref") or "planned" in s["happened"]
    ),
    "conference_online_share": conference_online_share,
    "conference_count_change": conference_change,
    "province_wide_conference_count": wide_count("province_wide", ("province", "provincial")),
    "commune_wide_conference_count": wide_count("commune_wide", ("commune",)),
}
