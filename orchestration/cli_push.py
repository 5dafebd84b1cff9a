"""The commands `receive` and `token`: files pushed over HTTP, and who may push.

Belongs here: options and what is printed. Does not belong here: the endpoint (`ingestion.push`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

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

HostOption = Annotated[str, typer.Option("--host", help=help_text("host"))]
PortOption = Annotated[int, typer.Option("--port", help=help_text("port"))]
WhoArgument = Annotated[
    str | None, typer.Argument(metavar="AGENCY", help=help_text("token_agency"))
]
RevokeOption = Annotated[str | None, typer.Option("--revoke", help=help_text("token_revoke"))]


def receive(
    context: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8226,
    home: HomeOption = None,
    lang: LangOption = None,
) -> None:
    """Take in what systems push."""
    desk = open_desk(context, home, lang)
    with spoken_errors(desk):
        import uvicorn

        from ingestion.push.endpoint import Endpoint
        from ingestion.push.tokens import Tokens
        from orchestration.pipeline import intake_context

        intake = intake_context(desk.workplace())
        endpoint = Endpoint(intake.home, intake.layouts, intake.clock, intake.rules)
        desk.say("receiving", host=host, port=port, home=desk.home_words())
        if not Tokens(intake.home).all():
            desk.say("token_none", home=desk.home_words())
        uvicorn.run(endpoint.app(), host=host, port=port, log_level="warning", access_log=False)
    raise typer.Exit(OK)


def token(
    context: typer.Context,
    agency: WhoArgument = None,
    revoke: RevokeOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Make, list or revoke tokens."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk):
        if revoke:
            _revoke(desk, revoke)
        elif agency:
            _make(desk, agency)
        else:
            _list(desk)
    raise typer.Exit(OK)


def _make(desk: Desk, told: str) -> None:
    from ingestion.push.tokens import Tokens
    from orchestration.messages import say
    from orchestration.pipeline import intake_context

    intake = intake_context(desk.workplace())
    agency = intake.agencies.resolve(told)
    if agency is None:
        typer.echo(say("agency_unknown", desk.language, said=told), err=True)
        raise typer.Exit(USAGE)
    made = Tokens(desk.home.root).make(agency, intake.clock.now())
    if desk.asks_json:
        desk.json({"agency_code": agency, "token": made})
    else:
        desk.say("token_made", agency=agency)
        desk.line(made)


def _list(desk: Desk) -> None:
    from ingestion.push.tokens import Tokens
    from reporting.figures import moment

    tokens = Tokens(desk.home.root).all()
    if desk.asks_json:
        desk.json([{"name": one.name, **vars(one)} for one in tokens])
        return
    if not tokens:
        desk.say("token_none", home=desk.home_words())
    for one in tokens:
        at = moment(datetime.fromisoformat(one.created_at).isoformat(), desk.language)
        desk.line(f"{one.name}  {one.agency_code}  {at}")


def _revoke(desk: Desk, name: str) -> None:
    from ingestion.push.tokens import Tokens
    from orchestration.messages import say

    gone = Tokens(desk.home.root).revoke(name)
    if gone is None:
        typer.echo(say("token_unknown", desk.language, name=name), err=True)
        raise typer.Exit(PROBLEMS)
    desk.say("token_revoked", name=gone.name, agency=gone.agency_code)
