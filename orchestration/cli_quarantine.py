"""The command `quarantine`.

Belongs here: its options. Does not belong here: reading the marts or writing a table
(`reporting.quarantine`).
"""

from __future__ import annotations

import typer

from orchestration.cli_desk import (
    OK,
    HomeOption,
    JsonOption,
    LangOption,
    open_desk,
    spoken_errors,
)
from orchestration.cli_read import AgencyOption, AsOfOption, about, publication_of, unknown_words


def quarantine(
    context: typer.Context,
    agency: AgencyOption = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Rows that are in no figure, why, and what their senders should do."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of) as publication:
        from reporting.lookup import agency_code
        from reporting.quarantine import open_words, print_quarantine, quarantined, reason
        from reporting.scorecard_table import print_banner

        with unknown_words(desk):
            sender = agency_code(publication, agency) if agency else None
        rows = quarantined(publication, sender)
        if json:
            for row in rows:
                row["reason"], row["remedy"] = reason(row, desk.language)
            desk.json({**about(publication), "rows": rows})
        else:
            print_banner(publication, desk.console, desk.language)
            print_quarantine(rows, desk.console, desk.language)
            if rows:
                desk.line(open_words(publication, desk.language, agency=sender))
    raise typer.Exit(OK)
