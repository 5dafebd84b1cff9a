"""KPIs about the data themselves: how late they come, how much of them is refused.

Belongs here: late and quarantined data per unit. Does not belong here: what the data say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.oracle.fold import State, local_day
from tests.oracle.kpis_document import issued
from tests.oracle.kpis_dossier import received
from tests.oracle.kpis_meeting import held
from tests.oracle.world import Item, World


def submitted(world: World) -> Iterator[tuple[State, date]]:
    """Every entity that counts somewhere, a joint meeting once for each host, with its day."""
    listed: set[tuple[object, str]] = set()
    for state, day in sorted(held(world), key=lambda f: (f[1], f[0]["entity_id"])):
        host = (world.book.unit(state.get("agency_code"), day), state.get("joint_key") or "")
        if not host[1] or host not in listed:
            yield state, day
        listed.add(host)
    yield from issued(world)
    yield from received(world)
    for state in world.entities["task"]:
        done = local_day(state.get("completed_at"))
        if state["is_real"] and done:
            yield state, done


def late_share(world: World) -> list[Item]:
    """First heard of more than so many days after it happened."""
    items = []
    for state, day in submitted(world):
        unit, limit = (
            world.book.unit(state.get("agency_code"), day),
            world.book.rule("late_submission_days", day),
        )
        known = local_day(state["first_recorded_at"])
        if unit and limit is not None and known:
            items.append(Item(unit, day, 1 if (known - day).days > limit else 0, 1))
    return items


def quarantine_share(world: World) -> list[Item]:
    """Rows quarantined out of rows received, by the day a file came; refused files left out."""
    items = []
    for batch in world.batches:
        day = local_day(batch["recorded_at"])
        unit = world.book.unit(batch["agency_code"], day) if day else None
        if unit and day and batch["event_type"] == "file_ingested":
            items.append(Item(unit, day, batch["quarantined"], batch["received"]))
    return items


KPIS = {"late_submission_share": late_share, "quarantine_share": quarantine_share}
