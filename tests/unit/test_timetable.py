"""Days of digests, reminders and the close, over Tết and over swapped working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orchestration.settings import SEEDS
from orchestration.timetable.moments import (
    cron,
    is_weekly_day,
    last_close_day,
    steps_reached,
    weekly_day,
)
from orchestration.timetable.workdays import UnknownYear, WorkCalendar


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return WorkCalendar.read({path.stem: path for path in SEEDS.glob("*.csv")})


def weekly_days(calendar: WorkCalendar, first: date, last: date) -> list[date]:
    span = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return [day for day in span if is_weekly_day(calendar, day)]


def test_a_swapped_friday_is_off_and_its_saturday_is_worked(calendar: WorkCalendar) -> None:
    assert not calendar.is_working_day(date(2026, 1, 2))
    assert calendar.is_working_day(date(2026, 1, 10))
    assert calendar.between(date(2025, 12, 31), date(2026, 1, 11)) == 6


def test_a_year_nobody_knows_is_not_taken_for_a_year_of_work(calendar: WorkCalendar) -> None:
    with pytest.raises(UnknownYear, match="2999"):
        calendar.is_working_day(date(2999, 1, 4))


def test_the_weekly_digest_goes_out_once_a_week_on_monday_or_the_next_day_of_work(
    calendar: WorkCalendar,
) -> None:
    days = weekly_days(calendar, date(2026, 4, 20), date(2026, 5, 10))
    # 27/4 is the day off for the tenth of the third lunar month (Sunday 26/4).
    assert days == [date(2026, 4, 20), date(2026, 4, 28), date(2026, 5, 4)]


def test_a_week_of_tet_has_no_digest_of_its_own(calendar: WorkCalendar) -> None:
    days = weekly_days(calendar, date(2026, 2, 9), date(2026, 2, 28))
    assert days == [date(2026, 2, 9), date(2026, 2, 23)]
    assert weekly_day(calendar, date(2026, 2, 18)) == date(2026, 2, 23)


def test_a_deadline_is_reminded_of_fifteen_five_and_one_working_day_before(
    calendar: WorkCalendar,
) -> None:
    last_day = date(2026, 6, 5)
    first = {}
    for back in range(40, -3, -1):
        today = last_day - timedelta(days=back)
        for step in steps_reached(calendar, today, last_day):
            first.setdefault(step, today)
    assert first == {15: date(2026, 5, 15), 5: date(2026, 5, 29), 1: date(2026, 6, 4)}


def test_tet_moves_the_reminders_and_not_the_deadline(calendar: WorkCalendar) -> None:
    last_day = date(2026, 2, 24)
    assert steps_reached(calendar, date(2026, 2, 12), last_day) == [15, 5]
    assert steps_reached(calendar, date(2026, 2, 10), last_day) == [15, 5]
    assert steps_reached(calendar, date(2026, 2, 9), last_day) == [15]
    # Monday the 23rd is the first day after Tết: one working day is left.
    assert steps_reached(calendar, date(2026, 2, 20), last_day) == [15, 5]
    assert steps_reached(calendar, date(2026, 2, 23), last_day) == [15, 5, 1]


def test_a_missed_day_reminds_late_and_a_passed_deadline_never(calendar: WorkCalendar) -> None:
    last_day = date(2026, 6, 5)
    assert steps_reached(calendar, date(2026, 6, 2), last_day) == [15, 5]
    assert steps_reached(calendar, last_day, last_day) == [15, 5, 1]
    assert steps_reached(calendar, date(2026, 6, 6), last_day) == []


def test_the_close_is_the_fifteenth_that_has_come() -> None:
    assert last_close_day(date(2026, 6, 15)) == date(2026, 6, 15)
    assert last_close_day(date(2026, 6, 14)) == date(2026, 5, 15)
    assert last_close_day(date(2027, 1, 3)) == date(2026, 12, 15)


def test_hours_are_dated_rows() -> None:
    assert cron("daily_run_hour", date(2026, 6, 5)) == "0 6 * * *"
    assert cron("close_hour", date(2026, 6, 5), days="15") == "0 7 15 * *"
