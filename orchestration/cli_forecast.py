"""The command `forecast`.

Belongs here: its options. Does not belong here: reading the marts (`reporting.forecast`) or writing
a table (`reporting.forecast_table`).
"""

from __future__ import annotations

import typer

from orchestration.cli_desk import (
    OK,
    PROBLEMS,
    HomeOption,
    JsonOption,
    LangOption,
    open_desk,
    option_words,
    spoken_errors,
)
from orchestration.cli_read import (
    AgencyOption,
    AsOfOption,
    KpiOption,
    about,
    publication_of,
    unknown_words,
)


def forecast(
    context: typer.Context,
    kpi: KpiOption = None,
    agency: AgencyOption = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Which yearly targets will be missed, and what may still happen."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of) as publication:
        from reporting.forecast import ForecastSelection, forecast_rows, has_forecasts
        from reporting.forecast_table import allowance_sentence, print_forecasts, risk_sentence
        from reporting.lookup import agency_code, kpi_code
        from reporting.messages import say
        from reporting.scorecard_table import print_banner

        with unknown_words(desk):
            selection = ForecastSelection(
                agency_code(publication, agency) if agency else None,
                kpi_code(publication, kpi) if kpi else None,
            )
        if not has_forecasts(publication):
            desk.line(say("no_forecasts", desk.language))
            raise typer.Exit(PROBLEMS)
        rows = forecast_rows(publication, selection)
        if json:
            for row in rows:
                row["allowance_sentence"] = allowance_sentence(row, desk.language)
                row["risk_sentence"] = risk_sentence(row, desk.language)
            desk.json({**about(publication), "rows": rows})
        else:
            print_banner(publication, desk.console, desk.language)
            more = option_words(as_of=as_of) + desk.home_words()
            print_forecasts(rows, selection, desk.console, desk.language, more=more)
    raise typer.Exit(OK)
