"""The commands `show` and `explain`.

Belongs here: their options. Does not belong here: joining a number with store and archive
(`cli_entity.py`), reading the marts or writing a table (`reporting`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.cli_build import home_as_of, parse_moment
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
    path_words,
    spoken_errors,
)

if TYPE_CHECKING:
    from reporting.explain import Explanation
    from reporting.publication import Publication

KpiOption = Annotated[str | None, typer.Option("--kpi", help=help_text("kpi"))]
AgencyOption = Annotated[str | None, typer.Option("--agency", help=help_text("agency"))]
PeriodOption = Annotated[str | None, typer.Option("--period", help=help_text("period_code"))]
StatusOption = Annotated[str | None, typer.Option("--status", help=help_text("status"))]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help=help_text("as_of_show"))]
FreezeOption = Annotated[str | None, typer.Option("--freeze", help=help_text("freeze_show"))]
KpiArgument = Annotated[str, typer.Argument(metavar="KPI", help=help_text("kpi"))]
AgencyArgument = Annotated[str, typer.Argument(metavar="AGENCY", help=help_text("agency"))]
PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help=help_text("period_code"))]
EntityOption = Annotated[str | None, typer.Option("--entity", help=help_text("entity"))]
AllOption = Annotated[bool, typer.Option("--all", help=help_text("all_rows"))]


def show(
    context: typer.Context,
    kpi: KpiOption = None,
    agency: AgencyOption = None,
    period: PeriodOption = None,
    as_of: AsOfOption = None,
    freeze: FreezeOption = None,
    status: StatusOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """The scorecard."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of, freeze) as publication:
        from reporting.lookup import agency_code, kpi_code, period_code, status_code
        from reporting.scorecard import Selection, current_period, select_rows
        from reporting.scorecard_table import print_scorecard

        with unknown_words(desk):
            selection = Selection(
                period_code(publication, period) if period else current_period(publication),
                kpi_code(publication, kpi) if kpi else None,
                agency_code(publication, agency) if agency else None,
                status_code(status, desk.language) if status else None,
            )
        if json:
            rows = select_rows(publication, selection)
            state = period_json(publication, selection.period)
            said = {**about(publication), "period_code": selection.period}
            desk.json({**said, "period_state": state, "rows": rows})
        else:
            print_scorecard(
                publication,
                selection,
                desk.console,
                desk.language,
                more=_more_words(desk, as_of, freeze),
                home=desk.home_words(),
            )
    raise typer.Exit(OK)


def explain(
    context: typer.Context,
    kpi: KpiArgument,
    agency: AgencyArgument,
    period: PeriodArgument,
    entity: EntityOption = None,
    all_rows: AllOption = False,
    as_of: AsOfOption = None,
    freeze: FreezeOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """What makes a number."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of, freeze) as publication:
        from ingestion.clock import SystemClock, local_date
        from orchestration.cli_entity import explanation_json, show_entity
        from orchestration.originals import Originals
        from reporting.explain_table import SHOWN, print_explanation
        from reporting.messages import say

        limit = None if all_rows or json or entity else SHOWN
        explanation = _explanation(desk, publication, (kpi, agency, period), limit, entity)
        originals = Originals.of(desk.home, publication, local_date(SystemClock().now()))
        if entity:
            show_entity(desk, publication, explanation, originals, entity, json)
        elif json:
            desk.json(explanation_json(publication, explanation, originals))
        else:
            archive = path_words(desk.home.root / "archive")
            print_explanation(
                publication,
                explanation,
                desk.console,
                desk.language,
                more=_more_words(desk, as_of, freeze),
                home=desk.home_words(),
                originals=say("originals_lie", desk.language, archive=archive, days=originals.days),
                is_kept=originals.is_kept,
            )
    raise typer.Exit(OK)


@contextmanager
def publication_of(
    desk: Desk, as_of: str | None, freeze: str | None = None
) -> Iterator[Publication]:
    """The publication in force, a frozen one, or the one as of a moment, built now if needed."""
    import duckdb

    from orchestration.fingerprint import fingerprint
    from reporting.publication import NoPublication, open_published

    root, signed = desk.home.root, None
    if freeze:
        from orchestration.frozen import signed_freeze

        signed = signed_freeze(desk.home, freeze)
        root = desk.home.freeze(freeze).root
    elif as_of:
        root = home_as_of(desk, parse_moment(desk, as_of), as_of, as_published=True).root
    with open_published(root, signed) as publication:
        try:
            yield publication
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            if publication.pointer.fingerprint == fingerprint(desk.settings):
                raise
            if freeze:
                raise NoPublication("freeze_old", freeze=freeze) from error
            moment = option_words(as_of=as_of)
            raise NoPublication("publication_old", as_of=moment) from error


@contextmanager
def unknown_words(desk: Desk) -> Iterator[None]:
    """A word that names nothing is wrong usage: say what was near, exit 2."""
    from reporting.lookup import UnknownWord

    try:
        yield
    except UnknownWord as error:
        typer.echo(error.text(desk.language), err=True)
        raise typer.Exit(USAGE) from error


def about(publication: Publication) -> dict[str, Any]:
    """What every JSON answer says of its source; times in the province's zone."""
    from reporting.figures import local

    pointer = publication.pointer
    names = ("run_id", "as_of", "published_at", "chain_hash", "is_sample")
    said = {name: getattr(pointer, name) for name in names}
    times = {name: datetime.fromisoformat(said[name]) for name in ("as_of", "published_at")}
    said |= {name: local(time).isoformat() for name, time in times.items()}
    if publication.freeze:
        said["freeze"] = vars(publication.freeze)
    return said


def period_json(publication: Publication, period: str) -> dict[str, Any]:
    """Whether the figures of a period are provisional, final, or restate reported ones."""
    from reporting.report_points import period_state

    found = period_state(publication, period)
    return {
        "state": found.state,
        "final_from": found.final_from,
        "reported_on": found.reported_on,
    }


def _explanation(
    desk: Desk,
    publication: Publication,
    said: tuple[str, str, str],
    limit: int | None,
    entity: str | None,
) -> Explanation:
    from reporting.explain import NoSuchRow, explain
    from reporting.lookup import agency_code, kpi_code, period_code
    from reporting.messages import say

    with unknown_words(desk):
        codes = (
            kpi_code(publication, said[0]),
            agency_code(publication, said[1]),
            period_code(publication, said[2]),
        )
    try:
        return explain(publication, *codes, limit=limit, entity=entity)
    except NoSuchRow as error:
        sentence = say("no_such_row", desk.language, kpi=codes[0], agency=codes[1], period=codes[2])
        typer.echo(sentence, err=True)
        raise typer.Exit(USAGE) from error


def _more_words(desk: Desk, as_of: str | None, freeze: str | None) -> str:
    return option_words(as_of=as_of, freeze=freeze) + desk.home_words()
