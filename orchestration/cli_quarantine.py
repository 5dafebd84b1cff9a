"""The command `quarantine`.

Belongs here: its options, and joining the published marts with the archive. Does not belong here:
reading the marts (`reporting.quarantine`) or writing a table (`reporting.quarantine_table`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli_desk import (
    OK,
    Desk,
    HomeOption,
    JsonOption,
    LangOption,
    help_text,
    open_desk,
    path_words,
    spoken_errors,
)
from orchestration.cli_read import AgencyOption, AsOfOption, about, publication_of, unknown_words

if TYPE_CHECKING:
    from reporting.publication import Publication

SupersededOption = Annotated[bool, typer.Option("--all", help=help_text("all_quarantined"))]


def quarantine(
    context: typer.Context,
    agency: AgencyOption = None,
    superseded: SupersededOption = False,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Rows that are in no figure, why, and what their senders should do."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of) as publication:
        from ingestion.clock import SystemClock, local_date
        from orchestration.originals import Originals
        from reporting.lookup import agency_code
        from reporting.quarantine import quarantined, reason
        from reporting.quarantine_table import print_quarantine
        from reporting.scorecard_table import print_banner

        with unknown_words(desk):
            sender = agency_code(publication, agency) if agency else None
        rows = quarantined(publication, sender, superseded=superseded)
        originals = Originals.of(desk.home, publication, local_date(SystemClock().now()))

        def original_words(batch_id: str) -> str:
            found = originals.of_batch(batch_id)
            if found.path is not None:
                return path_words(desk.home.root / found.path)
            return found.words(desk.language, originals.days)

        if json:
            for row in rows:
                row["reason"], row["remedy"] = reason(row, desk.language)
                found = originals.of_batch(row["batch_id"])
                row["original"], row["original_missing"] = found.path, found.missing
            desk.json({**about(publication), "rows": rows})
        else:
            print_banner(publication, desk.console, desk.language)
            print_quarantine(
                rows,
                desk.console,
                desk.language,
                original=original_words,
            )
            _print_sums(desk, publication, sender, is_listed=superseded)
    raise typer.Exit(OK)


def _print_sums(desk: Desk, publication: Publication, sender: str | None, is_listed: bool) -> None:
    """How many rows are open, and how many superseded ones the list leaves out."""
    from reporting.messages import say
    from reporting.quarantine import open_rows, open_words, superseded_rows

    if open_rows(publication, sender):
        desk.line(open_words(publication, desk.language, agency=sender))
    hidden = 0 if is_listed else superseded_rows(publication, sender)
    if hidden:
        desk.line(say("quarantine_superseded", desk.language, count=hidden))
