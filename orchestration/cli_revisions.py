"""The command `revisions`.

Belongs here: its options, and which two builds are meant. Does not belong here: comparing
(`revisions.py`), reading or writing the table (`reporting`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.cli_build import LOCAL, home_as_of, parse_moment
from orchestration.cli_desk import (
    OK,
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
from orchestration.cli_read import AgencyOption, KpiOption, PeriodOption, unknown_words

if TYPE_CHECKING:
    from orchestration.revisions import Build
    from reporting.publication import Publication
    from reporting.revisions import Comparison, Wanted

FromArgument = Annotated[str | None, typer.Argument(metavar="FROM", help=help_text("moment_from"))]
ToArgument = Annotated[str | None, typer.Argument(metavar="TO", help=help_text("moment_to"))]
ReportOption = Annotated[str | None, typer.Option("--report", help=help_text("report"))]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help=help_text("limit"))]
PublishedOption = Annotated[bool, typer.Option("--as-published", help=help_text("as_published"))]


@dataclass(frozen=True)
class Report:
    """A row of `dim_report_points`, with what its figures are now."""

    period_code: str
    report_due_date: date
    restated_on: date
    is_restated: bool


def revisions(
    context: typer.Context,
    before: FromArgument = None,
    after: ToArgument = None,
    report: ReportOption = None,
    kpi: KpiOption = None,
    agency: AgencyOption = None,
    period: PeriodOption = None,
    limit: LimitOption = None,
    as_published: PublishedOption = False,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """What moved between two moments, and why."""
    desk = open_desk(context, home, lang, asks_json=json)
    if (before is None) == (report is None):
        key = "revisions_either" if report else "revisions_need_from"
        _refuse(desk, key, home=desk.home_words())
    with spoken_errors(desk):
        asked = _report(desk, report) if report else None
        if asked:
            before, after = asked.report_due_date.isoformat(), _restated_moment(asked)
        earlier, later = _builds(desk, str(before), after, as_published)
        _show(desk, earlier, later, asked, (kpi, agency, period), limit)
    raise typer.Exit(OK)


def _builds(desk: Desk, before: str, after: str | None, as_published: bool) -> tuple[Build, Build]:
    from orchestration.revisions import Build

    moments = [parse_moment(desk, said) for said in (before, after) if said]
    if len(moments) == 2 and moments[0] >= moments[1]:
        _refuse(desk, "revisions_order", before=before, after=after)
    homes = [
        home_as_of(desk, moment, said or "", as_published=as_published)
        for moment, said in zip(moments, (before, after), strict=False)
    ]
    earlier = Build.of(homes[0])
    later = Build.of(homes[1] if len(homes) == 2 else desk.home)
    if earlier.as_of >= later.as_of:
        shown = later.as_of.astimezone(LOCAL).isoformat(timespec="minutes")
        _refuse(desk, "revisions_order", before=before, after=shown)
    return earlier, later


def _show(
    desk: Desk,
    earlier: Build,
    later: Build,
    report: Report | None,
    words: tuple[str | None, str | None, str | None],
    limit: int | None,
) -> None:
    from orchestration.pipeline import open_store
    from orchestration.revisions import compare
    from reporting.publication import Publication, open_marts
    from reporting.revisions import open_comparison
    from reporting.revisions_table import SHOWN, print_revisions

    path = compare(desk.home, desk.settings, earlier, later, open_store(desk.home))
    with open_marts(later.path) as connection:
        publication = Publication(later.pointer, later.path, connection)
        wanted = _wanted(desk, publication, report, words)
        with open_comparison(path, publication) as comparison:
            if desk.asks_json:
                desk.json(_json(comparison, wanted, limit, str(path), report))
                return
            print_revisions(
                comparison,
                wanted,
                desk.console,
                desk.language,
                limit=limit or SHOWN,
                title=_title(desk, report) if report else "",
                file=path_words(path),
            )


def _wanted(
    desk: Desk,
    publication: Publication,
    report: Report | None,
    words: tuple[str | None, str | None, str | None],
) -> Wanted:
    from reporting.lookup import agency_code, kpi_code, period_code
    from reporting.revisions import Wanted

    kpi, agency, period = words
    with unknown_words(desk):
        named = report.period_code if report and not period else None
        return Wanted(
            kpi_code(publication, kpi) if kpi else None,
            agency_code(publication, agency) if agency else None,
            named or (period_code(publication, period) if period else None),
        )


def _report(desk: Desk, period: str) -> Report:
    """The report whose period was named, out of the present publication."""
    from reporting.lookup import folded
    from reporting.publication import open_published

    with open_published(desk.home.root) as publication:
        rows = publication.rows(
            "select period_code, report_due_date, restated_on, is_reported, is_restated "
            "from marts.dim_report_points order by report_due_date"
        )
    found = [row for row in rows if folded(row["period_code"]) == folded(period)]
    if not found:
        known = ", ".join(row["period_code"] for row in rows) or "—"
        _refuse(desk, "report_unknown", period=period, known=known)
    is_reported = found[0].pop("is_reported")
    report = Report(**found[0])
    if not is_reported:
        from reporting import figures

        day = figures.day(report.report_due_date, desk.language)
        _refuse(desk, "report_not_due", period=report.period_code, day=day)
    return report


def _restated_moment(report: Report) -> str | None:
    """The end of the day of restatement, once it has passed; until then the present counts."""
    ended = datetime.combine(report.restated_on, time.max, LOCAL) < datetime.now(LOCAL)
    return report.restated_on.isoformat() if report.is_restated and ended else None


def _title(desk: Desk, report: Report) -> str:
    from reporting import figures, revision_words

    key = "state_restated" if report.is_restated else "state_provisional"
    day = figures.day(report.restated_on, desk.language)
    return revision_words.say(
        "revisions_report",
        desk.language,
        period=report.period_code,
        reported=figures.day(report.report_due_date, desk.language),
        state=revision_words.say(key, desk.language, day=day),
    )


def _json(
    comparison: Comparison, wanted: Wanted, limit: int | None, path: str, report: Report | None
) -> dict[str, Any]:
    """A comparison for programs, with figures that only one build has; entities of one figure."""
    return {
        **comparison.builds(),
        "file": path,
        "report": vars(report) if report else None,
        "counts": comparison.counts(wanted),
        "figures": comparison.figures(wanted, everything=True)[:limit],
        "entities": comparison.entities(wanted)[:limit] if wanted.is_one_figure else None,
    }


def _refuse(desk: Desk, key: str, **values: object) -> None:
    """Wrong usage: say why, exit 2."""
    from reporting import revision_words

    typer.echo(revision_words.say(key, desk.language, **values), err=True)
    raise typer.Exit(USAGE)
