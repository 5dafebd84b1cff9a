"""The seeds as plain lists of dicts: units, rules, targets, periods, duties.

Belongs here: reading the CSV files and asking them a dated question. Does not belong here: events.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
DATES = ("valid_from", "valid_to", "effective_date", "old_valid_from", "due_date", "day")
TABLES = (
    "agencies", "agency_succession", "annex_duties", "annex_tasks", "document_types", "holidays",
    "kpi_applicability", "kpi_rules", "kpi_target_periods", "kpi_targets", "kpis", "meeting_caps",
    "period_rules", "working_day_overrides",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Unit:
    """A unit is a code and the day from which the code means this unit."""

    code: str
    since: date
    until: date = field(compare=False)
    kind: str = field(compare=False)
    level: str = field(compare=False)

    def in_force(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return self.since <= day < self.until


def read(table: str) -> list[Row]:
    """The rows of a seed; dates are dates and an empty cell is None."""
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        rows: list[Row] = [
            {name: cell or None for name, cell in row.items()} for row in csv.DictReader(lines)
        ]
    for row in rows:
        for name in DATES:
            if row.get(name):
                row[name] = date.fromisoformat(row[name])
    return rows


def in_force(row: Row, day: date) -> bool:
    """Whether a dated row holds on a day (valid_to is exclusive, empty is open)."""
    return bool(row["valid_from"] <= day and (row.get("valid_to") is None or day < row["valid_to"]))


class Book:
    """The seeds, with the rows that a test adds to them."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {table: read(table) for table in TABLES}
        self.index()

    def add(self, table: str, rows: list[Row]) -> None:
        """More rows of a seed; columns left out are empty. `index` must follow."""
        self.tables[table] += rows

    def index(self) -> None:
        """Read the units and what succeeded them once."""
        self.units: dict[str, list[Unit]] = {}
        for row in self.tables["agencies"]:
            end = row.get("valid_to") or date.max
            kind, level = row["agency_type"], row["level"]
            unit = Unit(row["agency_code"], row["valid_from"], end, kind, level)
            self.units.setdefault(unit.code, []).append(unit)
        self.heirs = {
            (row["old_code"], row["old_valid_from"]): (row["new_code"], row["effective_date"])
            for row in self.tables["agency_succession"]
        }

        self.by_day: dict[str, dict[date, list[Row]]] = {}
        for table in ("working_day_overrides", "holidays"):
            self.by_day[table] = {}
            for row in self.tables[table]:
                self.by_day[table].setdefault(row["day"], []).append(row)

    def unit(self, code: str | None, day: date) -> Unit | None:
        """The unit that a code means on a day."""
        return next((u for u in self.units.get(code or "", []) if u.in_force(day)), None)

    def bearer(self, unit: Unit, day: date) -> Unit | None:
        """Who answers on a day for what a unit did earlier: itself, or who succeeded it."""
        seen: set[Unit] = set()
        current: Unit | None = unit
        while current is not None and not current.in_force(day):
            heir = self.heirs.get((current.code, current.since))
            if heir is None or current in seen or heir[1] > day:
                return None
            seen.add(current)
            current = self.unit(*heir)
        return current

    def rule(self, code: str, day: date) -> float | None:
        """The value of a dated rule; None on a day without one."""
        rows = [r for r in self.tables["kpi_rules"] if r["rule_code"] == code and in_force(r, day)]
        return float(rows[0]["value"]) if rows else None

    def is_working_day(self, day: date) -> bool:
        """Whether public servants work: a decision of its own, else a holiday, else the weekday."""
        for table in ("working_day_overrides", "holidays"):
            for row in self.by_day[table].get(day, []):
                return bool(row["is_working_day"] == "true")
        return day.isoweekday() < 6

    def working_days(self, earlier: date, later: date) -> int:
        """Working days after the earlier day up to and including the later, negative backwards."""
        if later < earlier:
            return -self.working_days(later, earlier)
        span = (earlier + timedelta(days=n + 1) for n in range((later - earlier).days))
        return sum(self.is_working_day(day) for day in span)

    def kpi(self, code: str) -> Row:
        """The register row of a KPI."""
        return next(row for row in self.tables["kpis"] if row["kpi_code"] == code)
