"""Dated limits of what is shown: when a figure is only provisional.

Belongs here: reading `rules.csv`. Does not belong here: a limit that decides a status
(`dbt_project/seeds`) or a limit of another room (its own `rules.csv`).
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

RULES_FILE = Path(__file__).with_name("rules.csv")


def rule(code: str, stream: str, day: date) -> float:
    """Value in force on `day`; a row of the stream wins over `*`. Raises KeyError for none."""
    found = [
        row
        for row in _rows()
        if row["rule_code"] == code
        and row["stream"] in ("*", stream)
        and row["valid_from"] <= day.isoformat()
        and (not row["valid_to"] or day.isoformat() < row["valid_to"])
    ]
    if not found:
        raise KeyError(f"reporting/rules.csv has no {code} of {stream} on {day}")
    return float(max(found, key=lambda row: row["stream"] != "*")["value"])


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with RULES_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
