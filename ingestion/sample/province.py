"""The sample province: who its agencies are and how each of them tends to work.

Belongs here: units, their invented habits, working days, seeded randomness. Does not belong here:
facts of a stream (`meetings`, `documents`, `dossiers`, `tasks`) and files (`files`, `deliveries`).
Every habit is invented; only codes, names and dates of the units are real.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

FIRST_DAY = date(2024, 12, 15)
"""The reporting year 2025 of NĐ 09/2019 Điều 12 begins on this day; it is the baseline of 2026."""
SEED = "kl226-mau-1"

HOLIDAYS = {
    2025: ((1, 1), (1, 27), (1, 28), (1, 29), (1, 30), (1, 31), (4, 7), (4, 30), (5, 1), (5, 2),
           (9, 1), (9, 2)),
    2026: ((1, 1), (1, 2), (2, 16), (2, 17), (2, 18), (2, 19), (2, 20), (4, 27), (4, 30), (5, 1),
           (8, 31), (9, 1), (9, 2)),
}  # fmt: skip
OFF_DAYS = frozenset(date(year, *day) for year, days in HOLIDAYS.items() for day in days)
"""Public holidays that fall on weekdays, so that no sample office works on Tết."""

SILENT_IN_2026 = ("SCT", "04231")
CONSTANT_FLAGS = "03910"
EXCELLENT = ("SNV", "STP", "VPUBND", "03646", "03721", "03979")
FAILING = ("SXD", "04123", "04228", "03808")


def rng(*parts: object) -> random.Random:
    """A generator that depends on its name only, so no file depends on the order of another."""
    return random.Random(":".join([SEED, *map(str, parts)]))


@dataclass(frozen=True)
class Unit:
    """One agency over one stretch of its life; `today` is the agency that answers for it now."""

    code: str
    name: str
    type: str
    first: date
    last: date
    is_current: bool
    today: str | None
    share: float
    """Part of the work of `today` that this unit did before its end (1 for a current unit)."""


@dataclass(frozen=True)
class Habits:
    """Invented tendencies of one agency; shares run from 0 to 1."""

    online: float
    meeting_factor: float
    document_factor: float
    digital: float
    digitised: float
    paper: float
    over_time: float
    unknown_end: float
    says_status: bool


def load_units(agencies_csv: Path, succession_csv: Path, until: date) -> list[Unit]:
    """Every unit that was in force between FIRST_DAY and `until`, the province itself left out."""
    with agencies_csv.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["agency_type"] != "tinh"]
    with succession_csv.open(encoding="utf-8", newline="") as handle:
        heirs = {
            (row["old_code"], row["old_valid_from"]): row["new_code"]
            for row in csv.DictReader(handle)
        }
    parts: dict[str, int] = {}
    for heir in heirs.values():
        parts[heir] = parts.get(heir, 0) + 1
    units = [_unit(row, heirs, parts, until) for row in rows]
    return [unit for unit in units if unit.first <= unit.last]


def _unit(
    row: dict[str, str], heirs: dict[tuple[str, str], str], parts: dict[str, int], until: date
) -> Unit:
    is_current = not row["valid_to"]
    key = (row["agency_code"], row["valid_from"])
    today = row["agency_code"] if is_current else heirs.get(key)
    last = until
    if row["valid_to"]:
        last = min(until, date.fromisoformat(row["valid_to"]) - timedelta(days=1))
    return Unit(
        code=row["agency_code"],
        name=row["name_vi"],
        type=row["agency_type"],
        first=max(FIRST_DAY, date.fromisoformat(row["valid_from"])),
        last=last,
        is_current=is_current,
        today=today,
        share=1.0 if is_current or today is None else 1 / parts[today],
    )


@cache
def habits(unit: Unit) -> Habits:
    """The habits of the agency that answers for `unit` today; a district has its own."""
    code = unit.today or unit.code
    draw = rng("habits", code)
    good, bad = code in EXCELLENT, code in FAILING
    online = draw.uniform(0.45, 0.72)
    return Habits(
        online=0.78 if good else 0.38 if bad else online,
        meeting_factor=draw.uniform(0.80, 0.86) if good else draw.uniform(0.84, 0.95),
        document_factor=draw.uniform(0.78, 0.84) if good else draw.uniform(0.81, 0.93),
        digital=0.995 if good else 0.80 if bad else draw.uniform(0.90, 0.995),
        digitised=0.99 if good else 0.70 if bad else draw.uniform(0.88, 0.99),
        paper=0.0 if good else 0.12 if bad else draw.choice((0.0, 0.01, 0.03, 0.06)),
        over_time=0.0 if good else 0.05 if bad else draw.choice((0.0, 0.0, 0.01, 0.02)),
        unknown_end=draw.choice((0.0, 0.02, 0.04, 0.15)),
        says_status=draw.random() < 0.6,
    )


def yearly_parts(unit: Unit) -> Iterator[tuple[int, date, date, float]]:
    """(year, first day, last day, part of a year) for every calendar year the unit worked in."""
    for year in range(unit.first.year, unit.last.year + 1):
        first, last = max(unit.first, date(year, 1, 1)), min(unit.last, date(year, 12, 31))
        yield year, first, last, ((last - first).days + 1) / 365


def working_days(first: date, last: date) -> list[date]:
    """Weekdays without public holidays, both ends included; the first day when there is none."""
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in span if day.weekday() < 5 and day not in OFF_DAYS] or [first]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A naive local moment; files of these agencies name no time zone."""
    return datetime.combine(day, time(hour, minute))
