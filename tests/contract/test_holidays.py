"""The seed of days off is what the package says, and what was announced for 2025 and 2026."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise

from tests.holiday_seed import SEED, package_rows, seed_rows

OVERRIDES = SEED.with_name("working_day_overrides.csv")


def days_off(year: int) -> set[date]:
    """Weekdays without work in a year, by the two seeds together."""
    with OVERRIDES.open(encoding="utf-8") as file:
        said = {row["day"]: row["is_working_day"] for row in csv.DictReader(file)}
    rows = {**{row[0]: row[1] for row in seed_rows()}, **said}
    found = {date.fromisoformat(day) for day, works in rows.items() if works == "false"}
    return {day for day in found if day.year == year and day.weekday() < 5}


def test_the_seed_equals_what_the_package_says() -> None:
    assert seed_rows() == package_rows(), "run `make holidays` and read the difference"


def test_days_stand_once_and_in_order() -> None:
    days = [row[0] for row in seed_rows()]
    assert all(earlier < later for earlier, later in pairwise(days))


def test_tet_2025_and_the_swapped_second_of_may_are_off() -> None:
    tet = {date(2025, 1, 27) + timedelta(days=n) for n in range(5)}
    others = {date(2025, 1, 1), date(2025, 4, 7), date(2025, 4, 30), date(2025, 5, 1),
              date(2025, 5, 2), date(2025, 9, 1), date(2025, 9, 2)}  # fmt: skip
    assert days_off(2025) == tet | others


def test_tet_2026_and_its_substitute_and_swapped_days_are_off() -> None:
    tet = {date(2026, 2, 16) + timedelta(days=n) for n in range(5)}
    others = {date(2026, 1, 1), date(2026, 1, 2), date(2026, 4, 27), date(2026, 4, 30),
              date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2),
              date(2026, 11, 24)}  # fmt: skip
    assert days_off(2026) == tet | others


def test_an_override_never_repeats_what_the_package_already_knows() -> None:
    known = {row[0]: row[1] for row in package_rows()}
    with OVERRIDES.open(encoding="utf-8") as file:
        repeated = [r for r in csv.DictReader(file) if known.get(r["day"]) == r["is_working_day"]]
    assert repeated == []
