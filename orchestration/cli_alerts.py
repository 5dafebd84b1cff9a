"""The command `alerts`: what stands, send it, take it on, be silent about it.

Belongs here: its options and what it prints, also at the end of `run`. Does not belong here:
states and letters (`orchestration/alerts`), sentences (`alert_words.py`).
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

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
    path_words,
    spoken_errors,
)
from orchestration.messages import say

if TYPE_CHECKING:
    from orchestration.alerts.ledger import Ledger
    from orchestration.alerts.model import Alert, AlertRun, Audience

ACTIONS = ("list", "send", "ack", "silence", "unsilence")
AUDIENCES: dict[str, Audience] = {
    "don_vi": "don_vi", "so_noi_vu": "so_noi_vu", "van_phong": "van_phong"}  # fmt: skip
LONGEST_REASON = 300
_PERSONAL = re.compile(r"\S@\S|(?:\d[ .-]?){9,}")
_SIGNS = {3: ("✗", "red"), 2: ("!", "yellow"), 1: ("·", "")}
ActionArgument = Annotated[str, typer.Argument(metavar="ACTION", help=help_text("alerts_action"))]
WordsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="ID…", help=help_text("alerts_words"))
]
AgencyOption = Annotated[str | None, typer.Option("--agency", help=help_text("alerts_agency"))]
AudienceOption = Annotated[
    str | None, typer.Option("--audience", help=help_text("alerts_audience"))
]
UntilOption = Annotated[str | None, typer.Option("--until", help=help_text("alerts_until"))]
ReasonOption = Annotated[str, typer.Option("--reason", help=help_text("reason"))]
ByOption = Annotated[str | None, typer.Option("--by", help=help_text("alerts_by"))]


def alerts(
    context: typer.Context,
    action: ActionArgument = "list",
    words: WordsArgument = None,
    agency: AgencyOption = None,
    audience: AudienceOption = None,
    until: UntilOption = None,
    reason: ReasonOption = "",
    by: ByOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """See, send, acknowledge and silence alerts."""
    desk = open_desk(context, home, lang, asks_json=json)
    if action not in ACTIONS or (audience and audience not in AUDIENCES):
        _usage(desk, "alerts_usage")
    with spoken_errors(desk):
        whose = _agency(desk, agency) if agency else ""
        if action == "send":
            done = alert_round(desk, AUDIENCES.get(audience or ""))
            if json and done is not None:
                desk.json(asdict(done))
            raise typer.Exit(OK if done is not None and done.ok else PROBLEMS)
        with _ledger(desk) as ledger:
            if action == "list":
                _list(desk, ledger, whose)
            elif action == "ack":
                _acknowledge(desk, ledger, words or [], by)
            elif action == "silence":
                _silence(desk, ledger, words or [], whose, until, reason)
            else:
                _unsilence(desk, ledger, words or [])
    raise typer.Exit(OK)


def alert_round(desk: Desk, audience: Audience | None = None) -> AlertRun | None:
    """Judge and send, and say what came of it. None: it could not be judged, which is said."""
    from orchestration.alerts import run_alerts

    place = desk.workplace()
    try:
        done = run_alerts(place, desk.home.root, place.clock.now(), audience)
    except (sqlite3.Error, OSError) as error:
        desk.say("alerts_failed", why=f"{type(error).__name__}: {error}", home=desk.home_words())
        return None
    if done.is_busy:
        desk.say("alerts_busy")
        return done
    desk.say("alerts_judged", standing=done.standing, opened=done.opened, resolved=done.resolved,
             letters=done.letters)  # fmt: skip
    mail = done.delivery
    if mail.sent:
        desk.say("alerts_sent", count=mail.sent)
    if mail.filed:
        desk.say("alerts_filed", count=mail.filed, folder=path_words(desk.home.root / "outbox"))
    if done.is_files_only and not mail.waiting:
        desk.say("alerts_sample" if desk.home.is_sample else "alerts_no_server")
    if mail.waiting:
        desk.say("alerts_waiting", count=mail.waiting, why=mail.why or "…", home=desk.home_words())
    if mail.refused:
        names = ", ".join(mail.refused_mailboxes)
        desk.say("alerts_refused", count=mail.refused, names=names, why=mail.why)
    if mail.uncertain:
        desk.say("alerts_uncertain", count=mail.uncertain)
    if done.unknown:
        desk.say("alerts_unknown_source", names=", ".join(done.unknown))
    if done.no_mailbox:
        desk.say("alerts_no_mailbox", count=done.no_mailbox)
    return done


def _ledger(desk: Desk) -> Any:
    from orchestration.alerts.ledger import FILE, open_ledger

    if not (desk.home.root / FILE).is_file():
        typer.echo(say("alerts_never", desk.language, home=desk.home_words()), err=True)
        raise typer.Exit(PROBLEMS)
    return open_ledger(desk.home.root)


def _list(desk: Desk, ledger: Ledger, agency: str) -> None:
    from reporting import figures

    now = desk.workplace().clock.now()
    standing = [one for one in ledger.alerts().values() if one.status != "resolved"]
    shown = sorted(
        (one for one in standing if not agency or one.agency_code == agency),
        key=lambda one: (-one.severity, one.agency_code, one.check_code, one.subject, one.key),
    )
    silences = [one for one in ledger.silences() if now < one.until]
    if desk.asks_json:
        desk.json({"alerts": [asdict(one) for one in shown],
                   "silences": [asdict(one) for one in silences]})  # fmt: skip
        return
    for one in shown:
        sign, style = _SIGNS[one.severity]
        state = say(f"alert_state_{one.status}", desk.language)
        parts = [f"{one.agency_name} ({one.agency_code})", one.label or one.check_code,
                 one.observed, one.expected, one.period_label, state,
                 figures.day(figures.local(one.opened_at), desk.language)]  # fmt: skip
        desk.line(f"{sign} {one.key} {' · '.join(part for part in parts if part)}", style)
    for silence in silences:
        desk.say("alerts_silence_line", id=silence.silence_id, reason=silence.reason,
                 what=_what(desk, silence.check_code, silence.agency_code),
                 until=_moment(desk, silence.until), home=desk.home_words())  # fmt: skip
    if shown:
        desk.say("alerts_shown", count=len(shown), home=desk.home_words())
    else:
        desk.say("alerts_none")


def _acknowledge(desk: Desk, ledger: Ledger, words: list[str], by: str | None) -> None:
    if not words or by is None:
        _usage(desk, "alerts_usage")
    office = _agency(desk, by or "")
    standing = {key: one for key, one in ledger.alerts().items() if one.status != "resolved"}
    keys = [_key(desk, standing, word) for word in words]
    count = ledger.acknowledge(keys, office, desk.workplace().clock.now())
    desk.say("alerts_acknowledged", office=office, count=count)


def _key(desk: Desk, standing: dict[str, Alert], word: str) -> str:
    found = [key for key in standing if key.startswith(word.lower())]
    if len(found) != 1:
        _usage(desk, "alerts_ambiguous_key" if found else "alerts_unknown_key", said=word)
    return found[0]


def _silence(
    desk: Desk, ledger: Ledger, words: list[str], agency: str, until: str | None, reason: str
) -> None:
    told = " ".join(reason.split())
    if len(words) > 1 or until is None or not (words or agency):
        _usage(desk, "alerts_usage")
    if not told or len(told) > LONGEST_REASON or _PERSONAL.search(told):
        _usage(desk, "alerts_reason_unfit", most=LONGEST_REASON)
    known = sorted({one.check_code for one in ledger.alerts().values()})
    check = words[0] if words else ""
    if check and check not in known:
        _usage(desk, "alerts_unknown_check", check=check, names=", ".join(known))
    end = parse_moment(desk, until or "", may_come=True)
    made = ledger.silence(check, agency, end, told, desk.workplace().clock.now())
    desk.say("alerts_silenced", id=made.silence_id, what=_what(desk, check, agency),
             until=_moment(desk, end))  # fmt: skip


def _unsilence(desk: Desk, ledger: Ledger, words: list[str]) -> None:
    if len(words) != 1:
        _usage(desk, "alerts_usage")
    if not ledger.unsilence(words[0]):
        _usage(desk, "alerts_unknown_silence", id=words[0])
    desk.say("alerts_unsilenced", id=words[0])


def _agency(desk: Desk, said: str) -> str:
    """The code of a unit in force. Exits when no unit is called that."""
    from ingestion.agencies import AgencyDirectory
    from ingestion.clock import local_date
    from orchestration.seed_checks import DIRECTORY
    from orchestration.seeds import seed_files

    seeds = seed_files(desk.settings)
    directory = AgencyDirectory.read(*(seeds[name] for name in DIRECTORY))
    code = directory.resolve(said, local_date(desk.workplace().clock.now()))
    if code is None:
        _usage(desk, "agency_unknown", said=said)
    return str(code)


def _what(desk: Desk, check: str, agency: str) -> str:
    return " · ".join(filter(None, (check, agency))) or say("alerts_everything", desk.language)


def _moment(desk: Desk, value: datetime) -> str:
    from reporting import figures

    return figures.moment(value.isoformat(), desk.language)


def _usage(desk: Desk, key: str, **values: object) -> None:
    typer.echo(say(key, desk.language, **values), err=True)
    raise typer.Exit(USAGE)
