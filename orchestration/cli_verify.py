"""The command `verify`.

Belongs here: its options and what it prints. Does not belong here: looking (`ingestion.verify`).
"""

from __future__ import annotations

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
    path_words,
    spoken_errors,
)

FreezeArgument = Annotated[
    str | None, typer.Argument(metavar="FREEZE", help=help_text("freeze_id"))
]
HeadOption = Annotated[str | None, typer.Option("--head", help=help_text("head"))]


def verify(
    context: typer.Context,
    freeze: FreezeArgument = None,
    head: HeadOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Is the store what was once written?"""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk):
        found = prove_freeze(desk, freeze) if freeze else verify_home(desk, head)
    raise typer.Exit(PROBLEMS if found else OK)


def prove_freeze(desk: Desk, freeze: str) -> int:
    """Rebuild a freeze and, without --json, look for what was changed in the store."""
    from orchestration.cli_freeze import prove

    proved = prove(desk, freeze)
    return (0 if proved else 1) + (0 if desk.asks_json else verify_home(desk, None))


def verify_home(desk: Desk, head: str | None) -> int:
    """Verify store and freezes of the home and print it; returns how many findings there are."""
    from ingestion.verify import SHORTEST_HEAD, verify_store
    from orchestration.pipeline import open_store
    from orchestration.verify_words import as_json, head_too_short, no_store, sentence, summary

    if head is not None and len(head) < SHORTEST_HEAD:
        typer.echo(head_too_short(SHORTEST_HEAD, desk.language), err=True)
        raise typer.Exit(USAGE)
    if not (desk.home.root / "store").is_dir():
        typer.echo(no_store(path_words(desk.home.root), desk.language), err=True)
        raise typer.Exit(PROBLEMS)
    seen = verify_store(
        open_store(desk.home), expected_head=head, freezes=desk.home.root / "freezes"
    )
    if desk.asks_json:
        desk.json(as_json(seen, desk.language))
        return len(seen.findings)
    for one in seen.findings:
        desk.line(f"✗ {sentence(one, desk.language)}", "red")
    for line in summary(seen, head, desk.language):
        desk.line(line)
    return len(seen.findings)
