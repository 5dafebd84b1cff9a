"""Dated limits of ingestion, each a row of `rules.csv` with its reason.

Belongs here: looking a limit up for a day. Does not belong here: limits of a KPI (seeds of
`dbt_project`) and rules of what an event must look like (`schemas`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

RULES_FILE = Path(__file__).with_name("rules.csv")


@dataclass(frozen=True)
class Rule:
    """One limit and the days on which it holds (`valid_to` is the first day it does not)."""

    code: str
    valid_from: date
    valid_to: date | None
    value: float


class Rules:
    """All limits of ingestion."""

    def __init__(self, rows: list[Rule]) -> None:
        self._rows = rows

    @classmethod
    def load(cls, path: Path = RULES_FILE) -> Rules:
        """Read the limits from a CSV file with the columns of `rules.csv`."""
        with path.open(encoding="utf-8", newline="") as file:
            return cls([_rule(row) for row in csv.DictReader(file)])

    def value(self, code: str, day: date) -> float:
        """Return the limit in force on a day. Raises KeyError when there is none."""
        for rule in self._rows:
            begun = rule.code == code and rule.valid_from <= day
            if begun and (rule.valid_to is None or day < rule.valid_to):
                return rule.value
        raise KeyError(f"no rule {code} on {day}")


def _rule(row: dict[str, str]) -> Rule:
    ends = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
    begins = date.fromisoformat(row["valid_from"])
    return Rule(row["rule_code"], begins, ends, float(row["value"]))
