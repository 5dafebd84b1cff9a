"""How the state of a period looks in the terminal and as JSON.

Belongs here: lines and table. Does not belong here: finding the state (`ingestion.signoff`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from orchestration.cli_desk import Desk
from orchestration.settings import Language
from orchestration.signoff_book import Period
from orchestration.signoff_words import say
from schemas.signoff import PeriodState, UnitState


def print_period(
    desk: Desk,
    period: Period,
    state: PeriodState,
    expected: frozenset[str],
    now: datetime,
    *,
    units: bool,
    every: bool,
) -> None:
    """One line on the period and, with `units`, a table of those not approved (or of `every`)."""
    from rich.table import Table

    language, missing = desk.language, state.missing(expected)
    key = "state_frozen" if state.frozen_as else "state_open"
    desk.line(
        say(
            "period_line",
            language,
            period=period.code,
            start=f"{period.start:%d/%m/%Y}",
            end=f"{period.end:%d/%m/%Y}",
            state=say(key, language, freeze=state.frozen_as),
            ready=len(expected) - len(missing),
            all=len(expected),
        )
    )
    shown = sorted(expected) if every else missing
    if not units or not shown:
        return
    names = ("column_unit", "column_submitted", "column_approved", "column_late")
    table = Table(*(say(name, language) for name in names))
    for code in shown:
        table.add_row(code, *_cells(state.unit(code), now, language))
    desk.console.print(table)
    if len(shown) < len(expected):
        desk.line(say("more_units", language, count=len(expected) - len(shown)))


def period_json(period: Period, state: PeriodState, expected: frozenset[str]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "period_code": period.code,
        "start_date": period.start,
        "end_date": period.end,
        "freeze_id": state.frozen_as or None,
        "freezes": list(state.freezes),
        "missing": state.missing(expected),
        "units": {code: vars(state.unit(code)) for code in sorted(expected)},
    }


def _cells(unit: UnitState, now: datetime, language: Language) -> tuple[str, str, str]:
    approved = "state_outdated" if unit.is_outdated else "state_approved"
    late = ""
    if unit.exception_until:
        key = "late_until" if unit.may_be_late(now) else "late_over"
        late = say(key, language, until=unit.exception_until)
    return (
        say("state_submitted" if unit.is_submitted else "state_open", language),
        say(approved if unit.is_approved else "state_open", language),
        late,
    )
