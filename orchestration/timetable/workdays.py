"""Working days of public servants, from the same two seeds as `marts.dim_days`.

Belongs here: whether a day is worked and how many working days lie between two. Does not belong
here: what is due (`moments.py`), lateness of a duty (`dbt_project`).
The schedules cannot ask the marts: on a new home, or after a failed run, there are none.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SATURDAY = 5
ONE_DAY = timedelta(days=1)


class UnknownYear(LookupError):
    """The seed of holidays does not reach that year: whether a day is worked is unknown."""

    def __init__(self, year: int) -> None:
        super().__init__(f"holidays.csv has no row of {year}; write it again with: make holidays")
        self.year = year


@dataclass(frozen=True)
class WorkCalendar:
    """Days that are not what their weekday says, and the years that are known."""

    special: Mapping[date, bool]
    years: frozenset[int]

    @classmethod
    def read(cls, seeds: Mapping[str, Path]) -> WorkCalendar:
        """Read the seeds `holidays` and `working_day_overrides` (which win)."""
        holidays = _days(seeds["holidays"])
        years = frozenset(day.year for day in holidays)
        return cls({**holidays, **_days(seeds["working_day_overrides"])}, years)

    def is_working_day(self, day: date) -> bool:
        """Whether public servants work. Raises UnknownYear."""
        if day in self.special:
            return self.special[day]
        if day.year not in self.years:
            raise UnknownYear(day.year)
        return day.weekday() < SATURDAY

    def on_or_after(self, day: date) -> date:
        """The first working day from `day` on. Raises UnknownYear."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def between(self, earlier: date, later: date) -> int:
        """Working days after `earlier` up to and including `later`; 0 when it is not later.

        Raises UnknownYear.
        """
        span = range(1, (later - earlier).days + 1)
        return sum(self.is_working_day(earlier + ONE_DAY * step) for step in span)


def _days(path: Path) -> dict[date, bool]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            date.fromisoformat(row["day"]): row["is_working_day"].strip().lower() == "true"
            for row in csv.DictReader(stream)
        }
