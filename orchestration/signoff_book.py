"""Periods, units and offices of the sign-off, read from the seeds.

Belongs here: what a period code means, which units it has, which office speaks in which role. Does
not belong here: what is allowed (`schemas.signoff`), figures (dbt reads the same seeds).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ingestion.agencies import AgencyDirectory
from orchestration.seed_checks import DIRECTORY
from schemas.seeds import PROVINCE
from schemas.signoff import MAY, Action, Role

Row = Mapping[str, str]


class UnknownWord(Exception):
    """A word names nothing: `key` of the sentence, and what was said."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(f"{key}: {values}")
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Period:
    """A period of one of the two calendars; both days belong to it."""

    code: str
    start: date
    end: date

    def is_provisional(self, day: date) -> bool:
        """Whether figures known on a day come before the period is over."""
        return day <= self.end


@dataclass(frozen=True)
class Book:
    """The seeds that the sign-off needs."""

    rules: list[Row]
    units: list[Row]
    offices: list[Row]
    directory: AgencyDirectory

    @classmethod
    def read(cls, seeds: Mapping[str, Path]) -> Book:
        """Read them out of every seed by its name (`seeds.seed_files`)."""
        directory = AgencyDirectory.read(*(seeds[name] for name in DIRECTORY))
        rules, units, offices = (
            _rows(seeds[name]) for name in ("period_rules", "agencies", "signoff_offices")
        )
        return cls(rules, units, offices, directory)

    def period(self, code: str, today: date) -> Period:
        """A period that has begun. Raises UnknownWord for any other."""
        wanted = code.strip().upper()
        for rule in self.rules:
            year = wanted.removeprefix(rule["prefix"]).removesuffix(rule["suffix"])
            if not (len(year) == 4 and year.isdigit() and int(year) > 0):
                continue
            if wanted != f"{rule['prefix']}{year}{rule['suffix']}":
                continue
            start = _day(int(year), rule["start_year_offset"], rule["start_day"])
            after = _day(int(year), rule["end_year_offset"], rule["day_after_end"])
            if not _in_force(rule, start):
                continue
            if start > today:
                raise UnknownWord("period_not_begun", period=wanted, day=start)
            return Period(wanted, start, after - timedelta(days=1))
        raise UnknownWord("period_unknown", period=code)

    def expected(self, period: Period, today: date) -> frozenset[str]:
        """The units that sign a period off: those in force on its last day so far."""
        day = min(period.end, today)
        return frozenset(
            row["agency_code"]
            for row in self.units
            if row["agency_type"] != PROVINCE and _in_force(row, day)
        )

    def agency(self, text: str, today: date) -> str:
        """Code of the unit that a text means. Raises UnknownWord."""
        code = self.directory.resolve(text, today)
        if code is None:
            raise UnknownWord("agency_unknown", agency=text)
        return code

    def name(self, code: str, day: date) -> str:
        """Name of a unit on a day; its code where the seed has no such row."""
        rows = (one for one in self.units if one["agency_code"] == code and _in_force(one, day))
        return next((one["name_vi"] for one in rows), code)

    def default_office(self, role: Role, agency: str | None, today: date) -> str:
        """The office that acts in a role when nobody says which. Raises UnknownWord."""
        if role == "unit" and agency:
            return agency
        found = self._holders(role, today)
        if not found:
            raise UnknownWord("no_office", role=role)
        return found[0]

    def role(self, action: Action, office: str, agency: str | None, today: date) -> Role:
        """The role in which an office does something: one that may, if it holds one."""
        above: tuple[Role, ...] = ("province", "department")
        held = [role for role in above if office in self._holders(role, today)]
        if office == agency or not held:
            held.append("unit")
        return next((role for role in MAY[action] if role in held), held[0])

    def _holders(self, role: Role, today: date) -> list[str]:
        if role == "province":
            rows = [row for row in self.units if row["agency_type"] == PROVINCE]
            return [row["agency_code"] for row in rows if _in_force(row, today)]
        return [
            row["office_code"]
            for row in self.offices
            if row["level"] == role and _in_force(row, today)
        ]


def _day(year: int, offset: str, month_day: str) -> date:
    return date.fromisoformat(f"{year + int(offset):04d}-{month_day}")


def _in_force(row: Row, day: date) -> bool:
    begins, ends = row["valid_from"], row["valid_to"]
    return date.fromisoformat(begins) <= day and (not ends or day < date.fromisoformat(ends))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
