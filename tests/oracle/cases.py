"""Histories in which the two calculations once differed, kept small, with the reason.

Belongs here: one function per past failure. Does not belong here: what the figures must be; the
oracle says that for these as for any history.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.oracle.fold import LOCAL, Event
from tests.oracle.histories import History
from tests.oracle.units import SO, XA, Units


def at(text: str) -> datetime:
    """A local moment, as the store keeps it."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).astimezone(UTC)


def event(stream: str, type_: str, entity: str, agency: str, when: str, **more: Any) -> Event:
    """One event, learned a day after it happened unless told; times may be written as text."""
    learned = at(more.pop("learned", "2026-06-01 08:00"))
    moments = {n: at(v) for n, v in more.items() if n.endswith("_at") and isinstance(v, str)}
    return {"stream": stream, "event_type": type_, "entity_id": entity, "agency_code": agency,
            "occurred_at": at(when), "recorded_at": learned} | more | moments  # fmt: skip


def held(entity: str, agency: str, when: str, **more: Any) -> Event:
    """A held briefing."""
    return event("meeting", "held", entity, agency, when, starts_at=when, kind="briefing", **more)


def one_code_two_hosts(p: str) -> tuple[Units, list[Event]]:
    """A joint meeting listed by one code before and after the code was used again: two hosts."""
    units = Units()
    units.add(f"{p}A", "oracle_meeting", until=XA)
    units.add(f"{p}A", "oracle_meeting", XA)
    return units, [
        held(f"{p}1", f"{p}A", "2025-06-30 08:00", joint_key=f"{p}j", mode="online"),
        held(f"{p}2", f"{p}A", "2025-07-01 08:00", joint_key=f"{p}j", mode="in_person"),
    ]


def host_without_an_end(p: str) -> tuple[Units, list[Event]]:
    """Of a joint meeting the first host does not say the end: the other must speak."""
    units = Units()
    units.add(f"{p}A", "oracle_meeting")
    units.add(f"{p}B", "oracle_meeting")
    end = {"ends_at": "2026-03-02 15:00"}
    return units, [
        held(f"{p}1", f"{p}A", "2026-03-02 08:00", joint_key=f"{p}j"),
        held(f"{p}2", f"{p}A", "2026-03-02 08:00", joint_key=f"{p}j", **end),
        held(f"{p}3", f"{p}B", "2026-03-02 08:00", joint_key=f"{p}j", **end),
    ]


def joint_of_the_abolished(p: str) -> tuple[Units, list[Event]]:
    """A joint meeting of a unit without a successor and one that lives: once in the baseline."""
    units = Units()
    units.add(f"{p}A", "oracle_meeting")
    units.add(f"{p}B", "oracle_meeting", until=XA)
    return units, [
        held(f"{p}1", f"{p}B", "2025-05-05 08:00", joint_key=f"{p}j"),
        held(f"{p}2", f"{p}A", "2025-05-05 08:00", joint_key=f"{p}j"),
        held(f"{p}3", f"{p}A", "2026-05-05 08:00"),
    ]


def listed_twice_on_two_days(p: str) -> tuple[Units, list[Event]]:
    """A host lists a joint meeting on two days of last year, with a reform a year later between."""
    units = Units()
    units.add(f"{p}A", "oracle_meeting", until=SO)
    units.add(f"{p}B", "oracle_meeting", SO)
    units.succeed(f"{p}A", f"{p}B", SO)
    return units, [
        held(f"{p}1", f"{p}A", "2024-02-29 08:00", joint_key=f"{p}j"),
        held(f"{p}2", f"{p}A", "2024-07-01 08:00", joint_key=f"{p}j"),
    ]


def moved_without_its_end(p: str) -> tuple[Units, list[Event]]:
    """A meeting moved to a later day keeps its old end: its length is unknown, not negative."""
    units = Units()
    units.add(f"{p}A", "oracle_meeting")
    due = {"required_units": [f"{p}X"]}
    return units, [
        held(f"{p}1", f"{p}A", "2026-03-02 08:00", ends_at="2026-03-02 10:00", **due),
        event("meeting", "corrected", f"{p}1", f"{p}A", "2026-03-03 08:00",
              starts_at="2026-03-09 08:00"),
        held(f"{p}2", f"{p}A", "2026-03-02 08:00", ends_at="2026-03-20 10:00", **due),
    ]  # fmt: skip


def delivered_twice(p: str) -> tuple[Units, list[Event]]:
    """An event delivered again after a later one of the same moment: one event, at its first place."""
    units = Units()
    units.add(f"{p}A", "oracle_document")
    day = {"issued_date": at("2026-03-02 08:00").date(), "direction": "out"}
    first = event("document", "issued", f"{p}1", f"{p}A", "2026-03-02 08:00", event_id=f"{p}e0",
                  has_electronic_form=False, learned="2026-03-03 08:00", **day)  # fmt: skip
    scan = event("document", "digitised", f"{p}1", f"{p}A", "2026-03-02 08:00")
    return units, [first, scan, first | {"recorded_at": at("2026-06-20 08:00")}]


def came_in_unregistered(p: str) -> tuple[Units, list[Event]]:
    """An incoming document that nobody registered as issued was received; an outgoing one is a draft."""
    units = Units()
    units.add(f"{p}A", "oracle_document")
    day = {"issued_date": at("2026-03-02 08:00").date(), "has_electronic_form": True}
    return units, [
        event("document", "accepted", f"{p}1", f"{p}A", "2026-03-02 08:00", direction="in", **day),
        event("document", "sent", f"{p}2", f"{p}A", "2026-03-02 08:00", direction="out", **day),
    ]


def returned_then_refused(p: str) -> tuple[Units, list[Event]]:
    """A dossier that was returned and then refused ended when it was returned."""
    units = Units()
    units.add(f"{p}A", "oracle_dossier")
    own = (f"{p}1", f"{p}A")
    return units, [
        event("dossier", "received", *own, "2026-03-02 08:00", due_at="2026-03-10 00:00"),
        event("dossier", "returned", *own, "2026-03-10 23:59"),
        event("dossier", "refused", *own, "2026-04-01 08:00"),
    ]


CASES: list[Callable[[str], tuple[Units, list[Event]]]] = [
    one_code_two_hosts, host_without_an_end, joint_of_the_abolished, listed_twice_on_two_days,
    moved_without_its_end, delivered_twice, came_in_unregistered, returned_then_refused,
]  # fmt: skip


def cases() -> list[History]:
    """Every past failure as a history of its own."""
    histories = []
    for number, make in enumerate(CASES):
        units, events = make(f"h{number}.")
        for place, item in enumerate(events):
            item.setdefault("event_id", f"h{number}.e{place}")
        histories.append(History(number, units, events))
    return histories
