"""The monthly close: who has submitted, who has not, and what to type; nothing is frozen.

Belongs here: the letters of the 15th from the states of the sign-off. Does not belong here: the
rules of the sign-off (`schemas.signoff`), building and publishing (`pipeline.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from orchestration.alerts.notices import Line, Notice
from orchestration.signoff_book import Book, Period, UnknownWord
from orchestration.timetable.moments import last_close_day
from orchestration.timetable.words import words
from schemas.signoff import PeriodState

CODE, SUBMIT = "monthly_close", "submission_reminder"
REPORTING = "reporting"
NAMED_UNITS = 30


def reporting_periods(book: Book, day: date) -> list[Period]:
    """Every period of NĐ 09/2019 that contains `day`, the shortest first."""
    found = []
    for rule in book.rules:
        for year in (day.year, day.year + 1):
            if rule["calendar"] == REPORTING:
                try:
                    period = book.period(f"{rule['prefix']}{year}{rule['suffix']}", day)
                except UnknownWord:
                    continue  # begins later, or its rule is not in force
                if period.start <= day <= period.end:
                    found.append(period)
    return sorted(found, key=lambda one: (one.end - one.start, one.code))


def ended_periods(book: Book, close: date) -> list[Period]:
    """The reporting periods whose last day is the one before the close."""
    last = close - timedelta(days=1)
    return [one for one in reporting_periods(book, last) if one.end == last]


def close_notices(
    book: Book, states: Mapping[str, PeriodState], publication: str, today: date
) -> list[Notice]:
    """A letter to the office that approves and one to each unit that has not submitted.

    Of the latest close day that has come, so that a missed day only makes it late. `publication`
    is the sentence on what is published.
    """
    close = last_close_day(today)
    ended = ended_periods(book, close)
    shown = ended or reporting_periods(book, close)
    lines = [line for one in shown for line in _lines(book, states, one, close, bool(ended))]
    first = shown[0] if shown else None
    day = f"{close:%d/%m/%Y}"
    subject = words("close_subject_none", day=day)
    if ended:
        units = book.expected(ended[0], close)
        ready = len(units) - len(_state(states, ended[0]).missing(units))
        subject = words("close_subject", day=day, ready=ready, all=len(units),
                        period=ended[0].code)  # fmt: skip
    opening = words("close_opening", day=day, end=f"{close - timedelta(days=1):%d/%m/%Y}")
    closing = [publication]
    if first is not None:
        closing.append(words("close_next", period=first.code))
    told = Notice(CODE, "", "so_noi_vu", subject, opening, tuple(lines), tuple(closing))
    asked = [one for period in ended for one in _submit(book, states, period, close)]
    return [told, *asked]


def _lines(
    book: Book, states: Mapping[str, PeriodState], period: Period, close: date, is_ended: bool
) -> list[Line]:
    state, units = _state(states, period), book.expected(period, close)
    waiting = _waiting(state, units)
    frozen = words("close_state_frozen", freeze=state.frozen_as)
    text = words(
        "close_line" if is_ended else "close_line_running",
        period=period.code,
        start=f"{period.start:%d/%m/%Y}",
        end=f"{period.end:%d/%m/%Y}",
        submitted=len(units) - len(waiting),
        ready=len(units) - len(state.missing(units)),
        all=len(units),
        state=frozen if state.frozen_as else words("close_state_open"),
    )
    mark = f"{CODE}:{close}:{period.code}"
    lines = [Line(text, (mark,))]
    if is_ended and waiting:
        names = [book.name(code, min(period.end, close)) for code in waiting]
        more = f" … +{len(names) - NAMED_UNITS}" if len(names) > NAMED_UNITS else ""
        listed = ", ".join(names[:NAMED_UNITS]) + more
        text = words("close_missing", period=period.code, count=len(waiting), names=listed)
        lines.append(Line(text, (f"{mark}:missing",)))
    return lines


def _submit(
    book: Book, states: Mapping[str, PeriodState], period: Period, close: date
) -> list[Notice]:
    state = _state(states, period)
    if state.frozen_as:
        return []
    span = {"start": f"{period.start:%d/%m/%Y}", "end": f"{period.end:%d/%m/%Y}"}
    return [
        Notice(
            SUBMIT,
            code,
            "don_vi",
            words("submit_subject", period=period.code),
            words("submit_opening", agency=book.name(code, period.end), period=period.code, **span),
            (Line(words("submit_line", period=period.code, **span),
                  (f"{SUBMIT}:{period.code}:{code}",)),),
            (words("submit_closing", period=period.code, agency=code),),
        )
        for code in _waiting(state, book.expected(period, close))
    ]  # fmt: skip


def _state(states: Mapping[str, PeriodState], period: Period) -> PeriodState:
    return states.get(period.code, PeriodState())


def _waiting(state: PeriodState, units: frozenset[str]) -> list[str]:
    return sorted(code for code in units if not state.unit(code).is_submitted)
