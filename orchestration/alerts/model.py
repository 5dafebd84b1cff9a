"""What an alert is, what is said of it to whom, and what came of a round of alerts.

Belongs here: the shapes that the other files of this folder hand to each other. Does not belong
here: deciding (`evaluate.py`, `route.py`), storing (`ledger.py`), any text for people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Role = Literal["don_vi", "so_noi_vu", "van_phong"]
Audience = Role
Status = Literal["open", "acknowledged", "silenced", "resolved"]
Resolution = Literal["", "gone", "period_over", "covered"]
"""Why an alert ended: the check is met, its period is over, or another alert says more."""
What = Literal["new", "worse", "repeat", "listed", "resolved"]
INFO, WARNING, ERROR = 1, 2, 3
SEVERITIES: Mapping[str, int] = {"info": INFO, "warning": WARNING, "error": ERROR}
ROLES: tuple[Role, ...] = ("don_vi", "so_noi_vu", "van_phong")
"""In the order in which an alert climbs: its level is the place of the highest role told."""


def alert_key(check_code: str, subject: str, agency_code: str, period_code: str) -> str:
    """The 12 hexadecimal digits by which (check, agency, period) is one alert for ever."""
    told = "\x1f".join((check_code, subject, agency_code, period_code))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Alert:
    """One alert as the ledger keeps it. Times are aware; `severity` is 1 info to 3 error."""

    key: str
    check_code: str
    subject: str
    agency_code: str
    period_code: str
    source: str
    agency_name: str
    period_label: str
    label: str
    severity: int
    observed: str
    expected: str
    count: int
    todo: str
    status: Status
    episode: int
    level: int
    opened_at: datetime
    last_seen_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str = ""
    resolved_at: datetime | None = None
    resolution: Resolution = ""


@dataclass(frozen=True)
class Silence:
    """Say nothing of matching alerts until a moment; an empty field matches everything."""

    silence_id: str
    check_code: str
    agency_code: str
    until: datetime
    reason: str
    created_at: datetime

    def covers(self, check_code: str, agency_code: str, now: datetime) -> bool:
        """Whether an alert of this check and agency is silenced now."""
        return (
            now < self.until
            and self.check_code in ("", check_code)
            and self.agency_code in ("", agency_code)
        )


@dataclass(frozen=True)
class Recipient:
    """A functional mailbox in force: whose it is and in which role it is told."""

    agency_code: str
    role: Role
    mailbox: str


@dataclass(frozen=True)
class Told:
    """What a mailbox was last told of an alert in its present episode, and how many times."""

    at: datetime
    severity: int
    times: int
    is_resolved: bool


@dataclass(frozen=True)
class Item:
    """One alert in one letter, and why it stands there."""

    alert: Alert
    what: What
    times: int = 0


@dataclass(frozen=True)
class Letter:
    """A message of the outbox. `follows`: the letter before, which may or may not have arrived."""

    message_id: str
    mailbox: str
    agency_code: str
    audience: str
    subject: str
    text: str
    html: str
    created_at: datetime
    state: str = "queued"
    attempts: int = 0
    next_attempt_at: datetime | None = None
    why: str = ""
    follows: str = ""


@dataclass
class Delivery:
    """What a round of delivery did, in letters; `why` is what the server last said."""

    sent: int = 0
    filed: int = 0
    refused: int = 0
    waiting: int = 0
    uncertain: int = 0
    why: str = ""
    refused_mailboxes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class AlertRun:
    """What came of `run_alerts`: alerts now, letters written, delivery, what is unknown."""

    opened: int
    resolved: int
    standing: int
    letters: int
    delivery: Delivery
    unknown: tuple[str, ...] = ()
    no_mailbox: int = 0
    is_files_only: bool = False
    is_busy: bool = False

    @property
    def ok(self) -> bool:
        """Whether everything that was to be said has been handed over."""
        left = self.delivery.refused + self.delivery.waiting + self.delivery.uncertain
        return not left and not self.is_busy
