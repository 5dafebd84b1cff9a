"""The command `notify`: the messages of the schedules, for cron or by hand.

Belongs here: its options and what it prints. Does not belong here: what is sent and when
(`timetable/notify.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

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
from orchestration.messages import say

if TYPE_CHECKING:
    from orchestration.timetable.notify import Kind, Notified

KindArgument = Annotated[str, typer.Argument(metavar="KIND", help=help_text("notify_kind"))]
ForceOption = Annotated[bool, typer.Option("--anyway", help=help_text("notify_anyway"))]


def notify(
    context: typer.Context,
    kind: KindArgument,
    anyway: ForceOption = False,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Send what is due."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk):
        from orchestration.timetable.notify import KINDS
        from orchestration.timetable.notify import notify as send
        from orchestration.timetable.workdays import UnknownYear

        if kind not in KINDS:
            typer.echo(say("notify_unknown", desk.language, kind=kind, kinds=" | ".join(KINDS)),
                       err=True)  # fmt: skip
            raise typer.Exit(USAGE)
        try:
            done = send(desk.workplace(), cast("Kind", kind), is_forced=anyway)
        except UnknownYear as error:
            typer.echo(say("holidays_unknown", desk.language, year=error.year), err=True)
            raise typer.Exit(PROBLEMS) from None
        _tell(desk, done)
    raise typer.Exit(OK if done.ok else PROBLEMS)


def _tell(desk: Desk, done: Notified) -> None:
    result = done.delivery
    if desk.asks_json:
        desk.json(
            {
                "kind": done.kind,
                "skipped": done.skipped or None,
                "letters": done.letters,
                "delivery": vars(result) if result else None,
                "unknown": list(done.unknown),
                "no_mailbox": list(done.no_mailbox),
            }
        )
        return
    if done.skipped:
        desk.say(f"notify_{done.skipped}")
        return
    desk.say("notify_letters", count=done.letters)
    if result is not None:
        desk.say("notify_delivery", sent=result.sent, filed=result.filed, waiting=result.waiting,
                 refused=result.refused, uncertain=result.uncertain)  # fmt: skip
        if result.why:
            desk.say("notify_why", why=result.why)
    if done.unknown:
        desk.say("notify_unread", names=", ".join(done.unknown))
    if done.no_mailbox:
        desk.say("notify_no_mailbox", names=", ".join(done.no_mailbox))
