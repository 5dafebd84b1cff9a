"""What a random event of each stream says, aimed at the edges of the KPI book.

Belongs here: moments, attributes, event types. Does not belong here: when the store learns of it.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.oracle.fold import LOCAL, Event

EDGES = [
    date(2025, 3, 1), date(2025, 7, 1), date(2025, 12, 15), date(2026, 1, 1), date(2026, 6, 15),
    date(2025, 6, 15), date(2024, 12, 15), date(2025, 1, 1), date(2026, 4, 1), date(2026, 12, 15),
    date(2024, 7, 1), date(2024, 3, 1), date(2024, 2, 29), date(2026, 9, 15), date(2026, 3, 1),
]  # fmt: skip
KINDS = ["dissemination", "professional", "in_depth", "briefing", "training", "review"]
TYPES = ["cong_van", "ke_hoach", "giay_moi", "quy_pham_phap_luat", "van_ban_dang", "nghi_quyet"]
DUTIES = ["KH226-01-2026", "BC-2026-H1", "BC-2026", "KH226-02-2026-H1", "KH226-03-2026"]
DUE = {"KH226-01-2026": date(2026, 5, 15), "BC-2026-H1": date(2026, 6, 5),
       "BC-2026": date(2026, 12, 4), "KH226-02-2026-H1": date(2026, 6, 5),
       "KH226-03-2026": date(2026, 12, 4)}  # fmt: skip
LIFECYCLE = {
    "meeting": ["planned", "scheduled", "held", "held", "held", "held", "cancelled", "merged",
                "mode_changed", "rescheduled", "conclusion_issued", "invited"],
    "document": ["issued", "issued", "issued", "sent", "sent_on_paper", "digitised", "recalled",
                 "replaced", "accepted", "updated"],
    "dossier": ["received", "received", "received", "processing", "supplement_requested",
                "finished", "returned", "refused", "stopped", "withdrawn_by_citizen", "digitised",
                "result_issued", "payment_requested", "submitted", "paid"],
}  # fmt: skip
RECORDS = [
    "training_recorded",
    "procedures_recorded",
    "petitions_recorded",
    "inspection_recorded",
    "violation_handled",
    "publicity_recorded",
    "review_recorded",
    "uptime_recorded",
]
DUTY_EVENTS = ["assigned", "reported", "completed", "extended", "plan_issued", "report_submitted"]
RESTORED = {"meeting": ["held", "held", "cancelled", "scheduled"], "document": ["issued"],
            "dossier": ["received", "finished", "returned"], "task": ["completed", "recorded"]}  # fmt: skip


def moment_near(dice: random.Random, day: date) -> datetime:
    """Around a local midnight: the last minute, the first, or hours that differ in UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    minutes = dice.choice([-1, 0, 1, -61, 390, 419, 420, 421, 480, 1439, -1439, 840])
    return (midnight + timedelta(minutes=minutes)).astimezone(UTC)


def moment(dice: random.Random) -> datetime:
    """An edge of a period or a reform, the same a year on, or any day of three years."""
    if dice.random() < 0.6:
        return moment_near(dice, dice.choice(EDGES))
    return moment_near(dice, date(2024, 1, 1) + timedelta(days=dice.randrange(1090)))


def flag(dice: random.Random, yes: float = 0.7) -> bool | None:
    """True, false or not said."""
    return None if dice.random() < 0.15 else dice.random() < yes


def meeting(dice: random.Random, when: datetime) -> dict[str, Any]:
    """Attributes of a meeting: length around a half-day, sites around one."""
    length = dice.choice([60, 239, 240, 241, 480, 481, 720, 721, None])
    said: dict[str, Any] = {
        "starts_at": when,
        "ends_at": when + timedelta(minutes=length) if length else None,
        "mode": dice.choice(["online", "hybrid", "hybrid", "in_person", None]),
        "remote_site_count": dice.choice([0, 1, 2, None]),
        "kind": dice.choice([*KINDS, None]),
        "is_conference": flag(dice),
        "scope": dice.choice(["province_wide", "commune_wide", "internal", None]),
        "is_paperless": flag(dice),
        "plan_ref": dice.choice(["KH-1", None]),
        "required_units": dice.sample(["STC", "STP", "SYT", "SXD"], dice.randrange(3)),
        "invited_at": near(dice, when, -3),
        "is_unscheduled": flag(dice, 0.2),
        "is_conclusion_required": flag(dice),
        "conclusion_issued_at": near(dice, when, 6),
        "cost_amount": dice.choice([99, 100, 101, None]),
        "cost_norm_amount": dice.choice([100, None]),
    }
    if dice.random() < 0.2:
        starts = [when + timedelta(hours=24 * n) for n in range(dice.randrange(1, 4))]
        ends = [s + timedelta(minutes=dice.choice([120, 180, 240, 241])) for s in starts]
        said["sessions"] = [
            {"start": s, "end": None if dice.random() < 0.1 else e}
            for s, e in zip(starts, ends, strict=True)
        ]
    return said


def near(dice: random.Random, when: datetime, days: int) -> datetime | None:
    """About so many days from a moment, or not said."""
    return None if dice.random() < 0.5 else when + timedelta(days=days + dice.randrange(-2, 3))


def due(dice: random.Random, when: datetime) -> datetime | None:
    """A deadline of a dossier: to the minute, or a day without an hour, or none."""
    if dice.random() < 0.2:
        return None
    later = when + timedelta(hours=dice.choice([1, 24, 48, 49, 300, 700]))
    day = later.astimezone(LOCAL)
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight if dice.random() < 0.4 else later).astimezone(UTC)


def document(dice: random.Random, when: datetime) -> dict[str, Any]:
    """Attributes of a document."""
    return {
        "issued_date": when.astimezone(LOCAL).date(),
        "document_type": dice.choice([*TYPES, None]),
        "direction": dice.choice(["out", "out", "out", "in", None]),
        "has_electronic_form": flag(dice),
        "is_between_agencies": flag(dice),
        "is_sent_electronically": flag(dice),
        "is_sent_on_paper": flag(dice, 0.3),
        "is_signed_digitally": flag(dice),
        "number": str(dice.randrange(1, 4)),
        "notation": "UBND-VP",
        "content_key": dice.choice(["0a", "0b", "0C", None]),
    }


def dossier(dice: random.Random, when: datetime) -> dict[str, Any]:
    """Attributes of a dossier; the time of reception is mostly the event's own."""
    return {
        "channel": dice.choice(["online", "online", "in_person", "post", None]),
        "is_entered_online": flag(dice),
        "is_processed_on_system": flag(dice, 0.9),
        "has_digitised_components": flag(dice, 0.9),
        "has_digitised_result": flag(dice, 0.9),
        "is_result_required": flag(dice),
        "has_electronic_result": flag(dice),
        "received_at": when if dice.random() < 0.3 else None,
        "due_at": due(dice, when),
        "is_paid_online": flag(dice),
        "has_reused_components": flag(dice),
        "fee_amount": dice.choice([0, 1000, None]),
        "supplement_count": dice.choice([1, 2]) if dice.random() < 0.1 else None,
        "supplement_days": dice.choice([0.5, 3.0]) if dice.random() < 0.1 else None,
        "rating": dice.choice([1, 3, 4, 5, None]),
        "procedure_code": "1.000001",
    }


SAID = {"meeting": meeting, "document": document, "dossier": dossier}


def said(dice: random.Random, stream: str, when: datetime, share: float) -> Event:
    """Some of the attributes an event of a stream can say."""
    values = SAID[stream](dice, when)
    return {n: v for n, v in values.items() if v is not None and dice.random() < share}
