"""The command `rank`.

Belongs here: its options. Does not belong here: reading the marts (`reporting.ranking`) or writing
a table (`reporting.ranking_table`).
"""

from __future__ import annotations

from typing import Annotated

import typer

from orchestration.cli_desk import (
    OK,
    HomeOption,
    JsonOption,
    LangOption,
    help_text,
    open_desk,
    option_words,
    spoken_errors,
)
from orchestration.cli_read import AsOfOption, PeriodOption, about, publication_of, unknown_words

GroupOption = Annotated[str | None, typer.Option("--group", help=help_text("group"))]


def rank(
    context: typer.Context,
    period: PeriodOption = None,
    group: GroupOption = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Units inside their peer groups, the best first."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of) as publication:
        from reporting.lookup import period_code
        from reporting.ranking import group_code, ranked_rows
        from reporting.ranking_table import print_ranking
        from reporting.scorecard import current_period
        from reporting.scorecard_table import print_banner

        with unknown_words(desk):
            when = period_code(publication, period) if period else current_period(publication)
            which = group_code(publication, group, desk.language) if group else None
        rows = ranked_rows(publication, when, which)
        if json:
            desk.json({**about(publication), "period_code": when, "rows": rows})
        else:
            print_banner(publication, desk.console, desk.language)
            more = option_words(as_of=as_of) + desk.home_words()
            print_ranking(rows, when, desk.console, desk.language, more=more)
    raise typer.Exit(OK)
