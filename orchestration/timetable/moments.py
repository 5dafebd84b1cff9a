"""Which day is a day for what: digests, reminders, the monthly close.

Belongs here: decisions on days from the calendar and the dated rules, without clock or store. Does
not belong here: doing it (`digests.py`, `reminders.py`, `close.py`), Dagster (`schedules.py`).
"""

from __future__ import annotations

from datetime import date, timedelta

from orchestration.rules import rule
from orchestration.timetable.workdays import WorkCalendar

REMINDER_RULES = (
    "reminder_first_working_days",
    "reminder_second_working_days",
    "reminder_last_working_days",
)


def weekly_day(calendar: WorkCalendar, day: date) -> date:
    """The day of the weekly digest of the week of `day`: its dated weekday or the next worked one.

    In a week that is off to its end (Tết) that day lies in the next week, whose own digest it is.
    Raises UnknownYear.
    """
    monday = day - timedelta(days=day.weekday())
    weekday = int(rule("weekly_digest_weekday", day))
    return calendar.on_or_after(monday + timedelta(days=weekday - 1))


def is_weekly_day(calendar: WorkCalendar, day: date) -> bool:
    """Whether the weekly digest goes out on `day`. Raises UnknownYear."""
    return weekly_day(calendar, day) == day


def last_close_day(day: date) -> date:
    """The latest day of a monthly close that is not after `day`."""
    close = int(rule("close_day_of_month", day))
    if day.day >= close:
        return day.replace(day=close)
    return (day.replace(day=1) - timedelta(days=1)).replace(day=close)


def reminder_steps(day: date) -> list[int]:
    """Working days before a deadline at which one reminds, widest first: 15, 5, 1."""
    return sorted({int(rule(code, day)) for code in REMINDER_RULES}, reverse=True)


def steps_reached(calendar: WorkCalendar, today: date, last_day: date) -> list[int]:
    """The reminders that are due today for a deadline, widest first; none once it has passed.

    A step stays reached until the deadline, so that a missed day only makes it late.
    Raises UnknownYear.
    """
    if today > last_day:
        return []
    left = calendar.between(today, last_day)
    return [step for step in reminder_steps(today) if left <= step]


def cron(code: str, day: date, *, minute: int = 0, days: str = "*") -> str:
    """A cron line for the dated hour `code`, in the province's time: `0 6 * * *`."""
    return f"{minute} {int(rule(code, day))} {days} * *"
