"""Dated limits of what is shown: when a figure is only provisional.

Belongs here: reading `rules.csv`. Does not belong here: a limit that decides a status
(`dbt_project/seeds`) or a limit of another room (its own `rules.csv`).
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from schemas.dated_limits import Threshold, limit, thresholds

RULES_FILE = Path(__file__).with_name("rules.csv")


def rule(code: str, stream: str, day: date) -> float:
    """Value in force on `day`; a row of the stream wins over `*`. Raises KeyError for none."""
    return limit(_rows(), code, day, stream)


@cache
def _rows() -> tuple[Threshold, ...]:
    with RULES_FILE.open(encoding="utf-8", newline="") as stream:
        return thresholds(csv.DictReader(stream))
