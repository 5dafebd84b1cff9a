"""Dated limits of ingestion, each a row of `rules.csv` with its reason.

Belongs here: looking a limit up for a day. Does not belong here: limits of a KPI (seeds of
`dbt_project`) and rules of what an event must look like (`schemas`).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from schemas.dated_limits import Threshold, limit, thresholds

RULES_FILE = Path(__file__).with_name("rules.csv")


class Rules:
    """All limits of ingestion."""

    def __init__(self, rows: Sequence[Threshold]) -> None:
        self._rows = rows

    @classmethod
    def load(cls, path: Path = RULES_FILE) -> Rules:
        """Read the limits from a CSV file with the columns of `rules.csv`."""
        with path.open(encoding="utf-8", newline="") as file:
            return cls(thresholds(csv.DictReader(file)))

    def value(self, code: str, day: date) -> float:
        """Return the limit in force on a day. Raises KeyError when there is none."""
        return limit(self._rows, code, day)
