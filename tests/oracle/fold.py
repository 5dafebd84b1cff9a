"""From events to states: the section of the KPI book on the fold, one event after the other.

Belongs here: order, status, attributes, corrections, withdrawals. Does not belong here: what counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from typing import Any

Event = dict[str, Any]
State = dict[str, Any]
LOCAL = timezone(timedelta(hours=7))
UNMAKING = ("withdrawn", "voided")
ENVELOPE = (
    "event_id", "stream", "event_type", "entity_id", "occurred_at", "recorded_at", "position",
    "batch_id", "source_system", "source_file", "source_sheet", "source_row", "cleared",
)  # fmt: skip
SETS_STATUS = {
    "meeting": {"planned": "planned", "scheduled": "scheduled", "rescheduled": "scheduled",
                "cancelled": "cancelled", "merged": "merged", "held": "held"},
    "document": {"issued": "issued", "recalled": "recalled", "replaced": "replaced"},
    "dossier": {name: name for name in (
        "submitted", "received", "refused", "processing", "supplement_requested",
        "payment_requested", "withdrawn_by_citizen", "stopped", "finished", "returned")},
    "task": {"assigned": "assigned", "plan_issued": "completed", "reported": "in_progress",
             "completed": "completed", "report_submitted": "completed",
             "training_recorded": "recorded", "inspection_recorded": "recorded",
             "violation_handled": "recorded", "publicity_recorded": "recorded",
             "review_recorded": "recorded", "procedures_recorded": "recorded",
             "petitions_recorded": "recorded", "uptime_recorded": "recorded"},
}  # fmt: skip
HAPPENED_AT = {
    "meeting": {"invited": "invited_at", "conclusion_issued": "conclusion_issued_at"},
    "dossier": {"submitted": "submitted_at", "received": "received_at", "finished": "finished_at",
                "returned": "returned_at", "refused": "ended_at", "stopped": "ended_at",
                "withdrawn_by_citizen": "ended_at"},
    "task": dict.fromkeys(("plan_issued", "completed", "report_submitted", "training_recorded", "inspection_recorded", "violation_handled", "publicity_recorded", "review_recorded", "procedures_recorded", "petitions_recorded", "uptime_recorded"), "completed_at"),
}  # fmt: skip
"""The attribute that an event's own time fills where the event does not say it."""
MEANS = {
    "document": {"sent": "is_sent_electronically", "sent_on_paper": "is_sent_on_paper",
                 "digitised": "has_electronic_form"},
    "dossier": {"result_issued": "has_electronic_result"},
}  # fmt: skip
"""The attribute that is true because the event happened, unless the event says otherwise."""


def local_day(moment: datetime | None) -> date | None:
    """The day of a moment in Vietnam (UTC+7 the whole year)."""
    return None if moment is None else moment.astimezone(LOCAL).date()


def heard(event: Event) -> State:
    """What an event says: its attributes, what its type implies, the status it sets."""
    stream, kind = event["stream"], event["event_type"]
    said = {name: value for name, value in event.items() if name not in ENVELOPE}
    said["status"] = event.get("status") or SETS_STATUS[stream].get(kind)
    time = HAPPENED_AT.get(stream, {}).get(kind)
    if time and said.get(time) is None:
        said[time] = event["occurred_at"]
    flag = MEANS.get(stream, {}).get(kind)
    if flag and said.get(flag) is None:
        said[flag] = True
    if stream == "dossier" and kind == "digitised" and said.get("has_digitised_result") is None:
        # One that names neither part speaks of the components.
        said["has_digitised_components"] = said.get("has_digitised_components", True)
    if kind == "extended":
        said["extended_due_date"] = event.get("due_date")
    return {name: value for name, value in said.items() if value is not None}


def place(event: Event) -> tuple[datetime, int]:
    """Where the store learned of an event: when, then commit and row."""
    return (event["recorded_at"], event["position"])


def fold(events: list[Event]) -> State:
    """The state of one entity from all its events that are known."""
    lifecycle = [e for e in events if e["event_type"] not in ("corrected", *UNMAKING)]
    lifecycle.sort(key=lambda e: (e["occurred_at"], place(e)))
    corrections = sorted((e for e in events if e["event_type"] == "corrected"), key=place)
    state: State = {
        "entity_id": events[0]["entity_id"],
        "stream": events[0]["stream"],
        "happened": [e["event_type"] for e in lifecycle],
        "lifecycle": lifecycle,
        "last_place": max(place(e) for e in events),
        "first_recorded_at": min(e["recorded_at"] for e in events),
    }
    for event in [*lifecycle, *corrections]:
        state |= heard(event)
        for name in event.get("cleared") or []:
            state.pop(name, None)
    state["is_real"] = True
    for event in sorted(events, key=place):
        if event["event_type"] in UNMAKING:
            state["is_real"] = False
        elif event["event_type"] == "corrected" and event.get("status"):
            state["is_real"] = True
    if not lifecycle and not corrections:
        state["is_real"] = False
    return state


def states(events: Iterable[Event], as_of: datetime) -> list[State]:
    """Every entity as known at a moment, ordered by stream and id."""
    known: dict[tuple[str, str], dict[str, Event]] = defaultdict(dict)
    for event in events:
        if event["recorded_at"] <= as_of:
            entity = known[event["stream"], event["entity_id"]]
            first = entity.get(event["event_id"])
            if first is None or place(event) < place(first):
                entity[event["event_id"]] = event
    return [fold(list(known[key].values())) for key in sorted(known)]
