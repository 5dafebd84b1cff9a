"""The command `period`: who has submitted, approve, return, open again, let somebody be late.

Belongs here: its options and what it prints. Does not belong here: what is allowed
(`schemas.signoff`), freezing (`cli_freeze.py`).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, cast, get_args

import typer

from orchestration.cli_build import parse_moment
from orchestration.cli_desk import (
    OK,
    PROBLEMS,
    USAGE,
    Desk,
    HomeOption,
    JsonOption,
    LangOption,
    help_text,
    open_desk,
    spoken_errors,
)
from orchestration.signoff_words import say
from schemas.signoff import MAY, WHOLE_PERIOD, Act, Action, PeriodState

if TYPE_CHECKING:
    from ingestion.store import EventStore
    from orchestration.signoff_book import Book, Period

LONGEST_REASON = 300
_PERSONAL = re.compile(r"\S@\S|(?:\d[ .-]?){9,}")
"""An e-mail, or nine digits in a row: what the store must never hold."""
WORDS = ("status", *(one for one in get_args(Action) if one not in ("freeze", "withdraw")))
ActionArgument = Annotated[str, typer.Argument(metavar="ACTION", help=help_text("period_action"))]
PeriodArgument = Annotated[
    str | None, typer.Argument(metavar="PERIOD", help=help_text("period_code"))
]
UnitsArgument = Annotated[list[str] | None, typer.Argument(metavar="AGENCY…",
                          help=help_text("period_agencies"))]  # fmt: skip
ByOption = Annotated[str | None, typer.Option("--by", help=help_text("by"))]
ReasonOption = Annotated[str, typer.Option("--reason", "--note", help=help_text("reason"))]
UntilOption = Annotated[str | None, typer.Option("--until", help=help_text("until"))]
AllOption = Annotated[bool, typer.Option("--all", help=help_text("all_units"))]


def period(
    context: typer.Context,
    action: ActionArgument = "status",
    code: PeriodArgument = None,
    agencies: UnitsArgument = None,
    by: ByOption = None,
    reason: ReasonOption = "",
    until: UntilOption = None,
    every: AllOption = False,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """States of the periods."""
    desk = open_desk(context, home, lang, asks_json=json)
    if action not in WORDS:
        usage(desk, "action_unknown", action=action, actions=list(WORDS))
    with spoken_errors(desk):
        from orchestration.signoff_book import UnknownWord

        try:
            book = read_book(desk)
            if action == "status":
                _status(desk, book, code, every)
            else:
                _act(desk, book, cast(Action, action), code, agencies or [], by, reason,
                     until, every)  # fmt: skip
        except UnknownWord as error:
            usage(desk, error.key, **error.values)
    raise typer.Exit(OK)


def read_book(desk: Desk) -> Book:
    """Periods, units and offices. Raises SeedsWrong when the directory of units is wrong."""
    from orchestration.seed_checks import require_seeds
    from orchestration.seeds import seed_files
    from orchestration.signoff_book import Book

    require_seeds(desk.settings, only=("agencies", "agency_identifiers", "period_rules"))
    return Book.read(seed_files(desk.settings))


def usage(desk: Desk, key: str, **values: object) -> None:
    """Wrong usage: say what, exit 2."""
    typer.echo(say(key, desk.language, **values), err=True)
    raise typer.Exit(USAGE)


def fit_reason(desk: Desk, reason: str) -> str:
    """A reason the store may keep for ever: no personal data, not long. Exits otherwise."""
    told = " ".join(reason.split())
    if len(told) > LONGEST_REASON or _PERSONAL.search(told):
        usage(desk, "reason_unfit", most=LONGEST_REASON)
    return told


def refuse(desk: Desk, act: Act, key: str, values: Any) -> None:
    """Say why the rules forbid an action, exit 1."""
    why = say(key, desk.language, **values)
    who = act.agency or act.office
    typer.echo(say("refused", desk.language, period=act.period_code, agency=who, why=why), err=True)
    raise typer.Exit(PROBLEMS)


def _act(
    desk: Desk,
    book: Book,
    action: Action,
    code: str | None,
    agencies: list[str],
    by: str | None,
    reason: str,
    until: str | None,
    every: bool,
) -> None:
    from ingestion.clock import local_date
    from ingestion.signoff import ActRefused, period_states, record
    from orchestration.pipeline import open_store

    place = desk.workplace()
    store, now = open_store(place.home), place.clock.now()
    today = local_date(now)
    told = book.period(code or "", today)
    if action == "grant" and until is None:
        usage(desk, "until_needed")
    expires = parse_moment(desk, until, may_come=True) if until else None
    with store.writing():
        state = period_states(store).get(told.code, PeriodState())
        units = _units(desk, book, action, told, agencies, every, state, now)
        acts = []
        for unit in units:
            done: Action = action
            if action == "return" and state.unit(unit).is_approved:
                done = "withdraw"
            named = book.agency(by, today) if by else None
            office = named or book.default_office(MAY[done][-1], unit, today)
            if done == "grant" and not named and state.frozen_as:
                office = book.default_office("province", unit, today)
            role = book.role(done, office, unit, today)
            acts.append(
                Act(done, told.code, office, role, now, unit, fit_reason(desk, reason), expires,
                    state.frozen_as if done == "unfreeze" else "")
            )  # fmt: skip
        try:
            record(store, acts, book.expected(told, today))
        except ActRefused as error:
            refuse(desk, error.act, error.why.key, error.why.values)
    _tell(desk, acts)


def _units(
    desk: Desk,
    book: Book,
    action: Action,
    told: Period,
    agencies: list[str],
    every: bool,
    state: PeriodState,
    now: datetime,
) -> list[str | None]:
    from ingestion.clock import local_date

    if action in WHOLE_PERIOD:
        if agencies:
            usage(desk, "agencies_not_wanted")
        return [None]
    if every and action == "approve":
        waiting = sorted(
            code for code, unit in state.units.items() if unit.is_submitted and not unit.is_ready
        )
        if not waiting:
            typer.echo(say("nothing_submitted", desk.language, period=told.code), err=True)
            raise typer.Exit(PROBLEMS)
        return list(waiting)
    if not agencies:
        usage(desk, "agencies_needed")
    today = local_date(now)
    return list(dict.fromkeys(book.agency(one, min(told.end, today)) for one in agencies))


def _tell(desk: Desk, acts: list[Act]) -> None:
    if desk.asks_json:
        desk.json(
            [
                {
                    "action": act.action,
                    "period_code": act.period_code,
                    "agency_code": act.agency,
                    "office_code": act.office,
                    "reason": act.reason or None,
                    "expires_at": act.expires_at,
                }
                for act in acts
            ]
        )
        return
    for act in acts:
        desk.line(
            say(
                f"did_{act.action}",
                desk.language,
                agency=act.agency,
                office=act.office,
                period=act.period_code,
                until=act.expires_at,
                freeze=act.freeze_id,
            )
        )


def _status(desk: Desk, book: Book, code: str | None, every: bool) -> None:
    from ingestion.clock import local_date
    from ingestion.signoff import period_states
    from orchestration.frozen import freeze_records
    from orchestration.period_table import period_json, print_freezes, print_period
    from orchestration.pipeline import open_store

    now = desk.workplace().clock.now()
    today = local_date(now)
    store: EventStore = open_store(desk.home)
    states = period_states(store)
    codes = [book.period(code, today).code] if code else sorted(states)
    rows = []
    for one in codes:
        told, state = book.period(one, today), states.get(one, PeriodState())
        if desk.asks_json:
            rows.append(period_json(told, state, book.expected(told, today)))
        else:
            print_period(desk, book, told, state, now, units=bool(code), every=every)
    if desk.asks_json:
        desk.json(rows)
    elif not codes:
        desk.line(say("period_none", desk.language, home=desk.home_words()))
    else:
        print_freezes(desk, freeze_records(store), codes[0] if code else None)
