"""Reminders of deadlines: fifteen, five and one working day before, each once.

Belongs here: which agency is reminded of what today. Does not belong here: what is owed
(`reporting.deadlines`), that a mark is said once (`alerts/notices.py`), the days (`moments.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import groupby

from orchestration.alerts.notices import Line, Notice
from orchestration.timetable.moments import reminder_steps, steps_reached
from orchestration.timetable.words import words
from orchestration.timetable.workdays import WorkCalendar
from reporting.deadlines import Deadline

CODE = "deadline_reminder"
DAYS_PER_WORKING_DAY = 3
"""More calendar days than any stretch of working days takes, Tết (nine days off) aside."""
TET = 20


def horizon(today: date) -> date:
    """A day after every deadline of which one may have to remind today."""
    return today + timedelta(days=reminder_steps(today)[0] * DAYS_PER_WORKING_DAY + TET)


def reminders(
    owed: Iterable[Deadline], names: Mapping[str, str], calendar: WorkCalendar, today: date
) -> list[Notice]:
    """One letter per agency with everything whose step is reached today.

    The letter carries the marks of every step reached, so that after missed days one letter, and
    not three, catches up. Raises UnknownYear.
    """
    reached = [(one, steps_reached(calendar, today, one.last_day)) for one in owed]
    due = sorted(
        ((one, steps) for one, steps in reached if steps),
        key=lambda pair: (pair[0].agency_code, pair[0].last_day, pair[0].code),
    )
    return [
        _letter(agency, names.get(agency, agency), list(group), calendar, today)
        for agency, group in groupby(due, key=lambda pair: pair[0].agency_code)
    ]


def mark(deadline: Deadline, step: int) -> str:
    """What is said once: (obligation, agency, working days before)."""
    return f"{CODE}:{deadline.code}:{deadline.agency_code}:{deadline.last_day}:T-{step}"


def _letter(
    agency: str,
    name: str,
    due: list[tuple[Deadline, list[int]]],
    calendar: WorkCalendar,
    today: date,
) -> Notice:
    lines = []
    for one, steps in due:
        left = calendar.between(today, one.last_day)
        key = "reminder_line" if today < one.last_day else "reminder_line_today"
        text = words(key, label=one.label_vi, day=f"{one.last_day:%d/%m/%Y}", left=left,
                     legal=one.legal_ref)  # fmt: skip
        lines.append(Line(text, tuple(mark(one, step) for step in steps)))
    return Notice(
        CODE,
        agency,
        "don_vi",
        words("reminder_subject", agency=agency, count="{count}"),
        words("reminder_opening", agency=name),
        tuple(lines),
        (words("reminder_closing"),),
    )
