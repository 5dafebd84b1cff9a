"""The command `template`.

Belongs here: its options, where the workbooks go, what is printed. Does not belong here: the
workbook itself (`ingestion.entry_book`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli_desk import (
    OK,
    USAGE,
    Desk,
    HomeOption,
    LangOption,
    help_text,
    open_desk,
    path_words,
    spoken_errors,
)
from orchestration.messages import say

if TYPE_CHECKING:
    from ingestion.context import IntakeContext
    from ingestion.entry_book.book import Unit

FOLDER = "mau_nhap"
StreamArgument = Annotated[str, typer.Argument(metavar="STREAM", help=help_text("template_stream"))]
UnitOption = Annotated[str | None, typer.Option("--agency", help=help_text("template_agency"))]
YearOption = Annotated[int | None, typer.Option("--year", help=help_text("template_year"))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help=help_text("output"))]


def template(
    context: typer.Context,
    stream: StreamArgument,
    agency: UnitOption = None,
    year: YearOption = None,
    output: OutputOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
) -> None:
    """Write entry workbooks."""
    desk = open_desk(context, home, lang)
    with spoken_errors(desk):
        from ingestion.clock import local_date
        from ingestion.entry_book.book import entry_book, file_name_of
        from ingestion.entry_book.fields import LAYOUTS
        from orchestration.pipeline import intake_context

        if stream not in LAYOUTS:
            _usage(desk, "template_stream_unknown", said=stream, known=", ".join(LAYOUTS))
        intake = intake_context(desk.workplace())
        layout = intake.layouts[LAYOUTS[stream]]
        units = _units(desk, intake, agency)
        wanted = year or local_date(intake.clock.now()).year
        if not 2000 <= wanted <= 2099:
            _usage(desk, "template_year_unknown", said=wanted)
        paths = _places(output, [file_name_of(layout, unit, wanted) for unit in units])
        for unit, path in zip(units, paths, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(entry_book(layout, unit, wanted))
        place = paths[0] if len(paths) == 1 else paths[0].parent
        desk.say("template_written", count=len(paths), place=path_words(place.absolute()))
        if len(paths) == 1 and paths[0].name != file_name_of(layout, units[0], wanted):
            desk.say("template_renamed", name=file_name_of(layout, units[0], wanted))
    raise typer.Exit(OK)


def _units(desk: Desk, intake: IntakeContext, agency: str | None) -> list[Unit]:
    """The unit asked for, or every unit in force today."""
    from ingestion.clock import local_date
    from ingestion.entry_book.book import Unit

    today = local_date(intake.clock.now())
    names = intake.agencies.names_on(today)
    if agency is None:
        return [Unit(code, name) for code, name in sorted(names.items())]
    code = intake.agencies.resolve(agency, today)
    if code is None or code not in names:
        _usage(desk, "agency_unknown", said=agency)
    return [Unit(str(code), names[str(code)])]


def _places(output: Path | None, names: list[str]) -> list[Path]:
    """Where each workbook goes: a file as named, or a folder for several."""
    if len(names) == 1:
        is_file = output is not None and output.suffix.lower() == ".xlsx"
        return [output] if is_file and output else [(output or Path()) / names[0]]
    return [(output or Path(FOLDER)) / name for name in names]


def _usage(desk: Desk, key: str, **values: object) -> None:
    typer.echo(say(key, desk.language, **values), err=True)
    raise typer.Exit(USAGE)
