"""The command `quality`.

Belongs here: its options. Does not belong here: reading the marts (`reporting.quality`), writing a
table (`reporting.quality_table`) or the page (`reporting.quality_page`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli_desk import (
    OK,
    USAGE,
    Desk,
    HomeOption,
    JsonOption,
    LangOption,
    help_text,
    open_desk,
    option_words,
    spoken_errors,
)
from orchestration.cli_read import (
    AgencyOption,
    AllOption,
    AsOfOption,
    PeriodOption,
    about,
    publication_of,
    unknown_words,
)

if TYPE_CHECKING:
    from reporting.publication import Publication
    from reporting.quality import QualitySelection

PageOption = Annotated[bool, typer.Option("--page", help=help_text("quality_page"))]


def quality(
    context: typer.Context,
    agency: AgencyOption = None,
    period: PeriodOption = None,
    all_rows: AllOption = False,
    page: PageOption = False,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Data quality of the agencies, the worst first."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of) as publication:
        from reporting.messages import say
        from reporting.quality import check_counts, failed_checks, owed_rows, quality_rows
        from reporting.quality_page import write_quality_page
        from reporting.quality_table import SHOWN, print_quality

        chosen = _selection(desk, publication, agency, period)
        if page:
            path = desk.home.root / "reports" / "quality.html"
            write_quality_page(path, publication, chosen, desk.language)
            typer.echo(say("page_written", desk.language, path=path), err=json)
        if json:
            found = {
                "period_code": chosen.period,
                "agencies": quality_rows(publication, chosen),
                "checks": check_counts(publication, chosen),
                "failed": failed_checks(publication, chosen),
                "owed": owed_rows(publication, chosen),
            }
            desk.json({**about(publication), **found})
        elif not page:
            more = option_words(period=period, as_of=as_of) + desk.home_words()
            limit = None if all_rows else SHOWN
            print_quality(publication, chosen, desk.console, desk.language, limit=limit, more=more)
    raise typer.Exit(OK)


def _selection(
    desk: Desk, publication: Publication, agency: str | None, period: str | None
) -> QualitySelection:
    """What was asked for; without a period the last month that is over, and what came since."""
    from reporting.lookup import agency_code, period_code
    from reporting.messages import say
    from reporting.quality import QualitySelection, is_month, last_closed_month

    with unknown_words(desk):
        whose = agency_code(publication, agency) if agency else None
        when = period_code(publication, period) if period else last_closed_month(publication)
    if when is None or not is_month(publication, when):
        key = "quality_needs_month" if when else "quality_no_month"
        typer.echo(say(key, desk.language, said=when), err=True)
        raise typer.Exit(USAGE)
    return QualitySelection(when, whose, with_present=period is None)
