"""The province's dated rules of alerting, and whose mailbox is told.

Belongs here: reading `alert_rules` and `alert_recipients` of the seeds in force. Does not belong
here: applying them (`evaluate.py`, `route.py`), checking the tables (`schemas.seed_rules`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from orchestration.alerts.model import Recipient, Role

SEEDS = ("alert_rules", "alert_recipients")
"""The seeds read here."""


@dataclass(frozen=True)
class AlertRules:
    """The values in force on one day, by rule and subject."""

    day: date
    values: Mapping[tuple[str, str], float]

    def value(self, code: str, subject: str = "*") -> float:
        """A value; a row of the subject wins over `*`. Raises KeyError when none is in force."""
        for said in (subject, "*"):
            if (code, said) in self.values:
                return self.values[code, said]
        raise KeyError(f"no rule {code} of {subject} on {self.day}")


def read_rules(seeds: Mapping[str, Path], day: date) -> AlertRules:
    """Rules in force on `day`."""
    rows = _in_force(seeds["alert_rules"], day)
    return AlertRules(day, {(row["rule_code"], row["subject"]): float(row["value"])
                            for row in rows})  # fmt: skip


def read_recipients(seeds: Mapping[str, Path], day: date) -> list[Recipient]:
    """Mailboxes in force on `day`, in the order of the table."""
    return [
        Recipient(row["agency_code"], cast(Role, row["role"]), row["mailbox"])
        for row in _in_force(seeds["alert_recipients"], day)
    ]


def _in_force(path: Path, day: date) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            ends = row["valid_to"]
            begins = date.fromisoformat(row["valid_from"])
            if begins <= day and (not ends or day < date.fromisoformat(ends)):
                yield row
