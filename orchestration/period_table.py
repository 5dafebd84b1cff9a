"""How the state of a period looks in the terminal and as JSON.

Belongs here: lines and table. Does not belong here: finding the state (`ingestion.signoff`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ingestion.clock import local_date
from orchestration.cli_desk import Desk
from orchestration.settings import Language
from orchestration.signoff_book import Book, Period
from orchestration.signoff_words import say
from schemas.signoff import PeriodState, UnitState


def print_period(
    desk: Desk,
    book: Book,
    period: Period,
    state: PeriodState,
    now: datetime,
    *,
    units: bool,
    every: bool,
) -> None:
    """One line on the period and, with `units`, a table of those not approved; of all: `every`."""
    language, today = desk.language, local_date(now)
    expected = book.expected(period, today)
    missing = state.missing(expected)
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
    if not units and not every:
        return
    if shown:
        day = min(period.end, today)
        named = {code: f"{book.name(code, day)} ({code})" for code in shown}
        _print_units(desk, named, state, now)
    if len(shown) < len(expected):
        desk.line(say("more_units", language, count=len(expected) - len(shown)))


def print_freezes(
    desk: Desk, records: Mapping[str, Mapping[str, Any]], period: str | None = None
) -> None:
    """One line per freeze (of a period), those undone since as well."""
    language = desk.language
    told = {name: said for name, said in records.items() if period in (None, said["period_code"])}
    if told:
        desk.line(say("freezes", language))
    for freeze_id, said in told.items():
        kind = say("kind_provisional", language) if said["is_provisional"] else ""
        at = said["unfrozen_at"]
        undone = say("kind_undone", language, at=at) if at else ""
        as_of = datetime.fromisoformat(said["as_of"])
        desk.line(say("freeze_line", language, freeze=freeze_id, at=said["frozen_at"],
                      as_of=as_of, kind=kind, undone=undone))  # fmt: skip


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


def _print_units(desk: Desk, named: Mapping[str, str], state: PeriodState, now: datetime) -> None:
    from rich.table import Table

    names = ("column_unit", "column_submitted", "column_approved", "column_late")
    table = Table(*(say(name, desk.language) for name in names))
    for code, name in named.items():
        table.add_row(name, *_cells(state.unit(code), now, desk.language))
    desk.console.print(table)


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
