"""Whether a dossier was resolved in time (QĐ 766/QĐ-TTg 2.1), by the words of the KPI book.

Belongs here: end, deadline, waiting for supplements. Does not belong here: the digital KPIs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from tests.oracle.fold import LOCAL, SETS_STATUS, State, local_day
from tests.oracle.kpis_dossier import DONE, NO_RESULT, received
from tests.oracle.world import Item, World


def ended(state: State) -> datetime | None:
    """When it was finished, else returned, else refused, withdrawn or stopped."""
    end: datetime | None = state.get("finished_at") or state.get("returned_at")
    return state.get("ended_at") if end is None and state.get("status") in NO_RESULT else end


def waited(state: State, until: datetime) -> timedelta:
    """Time spent waiting for supplements: as declared, or from each request to the next step."""
    if state.get("supplement_days") is not None:
        return timedelta(days=state["supplement_days"])
    steps = [e for e in state["lifecycle"] if e["event_type"] in SETS_STATUS["dossier"]]
    total = timedelta(0)
    for step, after in pairwise([*steps, None]):
        if step["event_type"] == "supplement_requested":
            end = after["occurred_at"] if after else until
            total += max(end - step["occurred_at"], timedelta(0))
    return total


def in_time(moment: datetime, due: datetime) -> bool:
    """Not later than the deadline; one without an hour lasts until its day is over."""
    local = due.astimezone(LOCAL)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return moment < due + timedelta(days=1)
    return moment <= due


def on_time(world: World) -> list[Item]:
    """Ended in time, out of those that ended and those open beyond their deadline."""
    items = []
    for state, _ in received(world):
        due, end = state.get("due_at"), ended(state)
        if due is None or (end is None and state.get("status") in (*DONE, *NO_RESULT)):
            continue
        day = local_day(end or due)
        unit = world.book.unit(state.get("agency_code"), day) if day else None
        if not unit or not day:
            continue
        moment = end or world.as_of
        if world.book.rule("dossier_excludes_supplement_time", day):
            moment -= waited(state, moment)
        asked = state["happened"].count("supplement_requested")
        asked = state.get("supplement_count", asked)
        limit = world.book.rule("dossier_late_from_supplements", day)
        if end is None and in_time(moment, due):
            items.append(Item(unit, day, is_pending=True))
            continue
        good = end is not None and in_time(moment, due) and not (limit and asked >= limit)
        items.append(Item(unit, day, 1 if good else 0, 1))
    return items


KPIS = {"dossier_on_time_share": on_time}
