"""Dated limits of orchestration: how many publications to keep, when a batch looks wrong.

Belongs here: reading `rules.csv`. Does not belong here: limits of ingestion
(`ingestion/rules.csv`) or of a KPI (`dbt_project/seeds`).
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from schemas.dated_limits import Threshold, limit, thresholds

RULES_FILE = Path(__file__).with_name("rules.csv")


@cache
def load_rules(path: Path = RULES_FILE) -> tuple[Threshold, ...]:
    """Every dated row of the file, in file order."""
    with path.open(encoding="utf-8", newline="") as stream:
        return thresholds(csv.DictReader(stream))


def rule(code: str, day: date) -> float:
    """Value in force on `day`. Raises KeyError when no row covers it."""
    return limit(load_rules(), code, day)
