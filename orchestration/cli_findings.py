"""The command `findings`.

Belongs here: its options. Does not belong here: reading the marts (`reporting.suspicions`) or
writing a table (`reporting.suspicions_table`).
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
from orchestration.cli_read import (
    AgencyOption,
    AllOption,
    AsOfOption,
    PeriodOption,
    about,
    publication_of,
    unknown_words,
)

DetectorOption = Annotated[str | None, typer.Option("--detector", help=help_text("detector"))]
EvidenceOption = Annotated[bool, typer.Option("--evidence", help=help_text("evidence"))]


def findings(
    context: typer.Context,
    detector: DetectorOption = None,
    agency: AgencyOption = None,
    period: PeriodOption = None,
    evidence: EvidenceOption = False,
    all_rows: AllOption = False,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """What the detectors would ask units about."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of) as publication:
        from reporting import suspicions
        from reporting.lookup import agency_code, period_code
        from reporting.scorecard_table import print_banner
        from reporting.suspicions_table import SHOWN, print_evidence, print_findings

        suspicions.need_detectors(publication)
        with unknown_words(desk):
            selection = suspicions.SuspicionSelection(
                suspicions.detector_code(publication, detector) if detector else None,
                agency_code(publication, agency) if agency else None,
                period_code(publication, period) if period else None,
            )
        read = suspicions.evidence_rows if evidence else suspicions.finding_rows
        rows = read(publication, selection)
        if json:
            desk.json({**about(publication), "rows": rows})
        else:
            print_banner(publication, desk.console, desk.language)
            show = print_evidence if evidence else print_findings
            more = option_words(as_of=as_of) + desk.home_words()
            limit = None if all_rows else SHOWN
            show(rows, desk.console, desk.language, limit=limit, more=more)
    raise typer.Exit(OK)
