"""The commands `ingest` and `check`.

Belongs here: their options and what they print. Does not belong here: reading a file (`ingestion`).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    option_words,
    path_words,
    spoken_errors,
)
from orchestration.messages import say

if TYPE_CHECKING:
    from ingestion.context import Outcome

SHOWN_PROBLEMS = 20
COUNTS = ("received", "accepted", "duplicate", "quarantined", "withdrawn")
PathsArgument = Annotated[list[Path] | None, typer.Argument(help=help_text("paths"))]
FileArgument = Annotated[Path, typer.Argument(help=help_text("file"))]
AgencyOption = Annotated[str | None, typer.Option("--agency", help=help_text("agency_of_file"))]
LayoutOption = Annotated[str | None, typer.Option("--layout", help=help_text("layout"))]
ConfirmOption = Annotated[bool, typer.Option("--confirm", help=help_text("confirm"))]


def ingest(
    context: typer.Context,
    paths: PathsArgument = None,
    agency: AgencyOption = None,
    layout: LayoutOption = None,
    confirm: ConfirmOption = False,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Take files into the store."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk):
        if paths:
            outcomes = _ingest_paths(desk, paths, agency, layout, confirm)
        elif confirm or agency or layout:
            key = "confirm_needs_path" if confirm else "agency_needs_path"
            values = {"landing": path_words(desk.home.landing), "home": desk.home_words()}
            typer.echo(say(key, desk.language, **values), err=True)
            raise typer.Exit(USAGE)
        else:
            outcomes = ingest_landing_with_progress(desk)
        more = option_words(agency=agency, layout=layout)
        report_outcomes(desk, outcomes, files=_files(paths) if paths else None, more=more)
        if json:
            desk.json([outcome_json(outcome) for outcome in outcomes])
        elif any(outcome.status in ("ingested", "already") for outcome in outcomes):
            desk.say("next_run", home=desk.home_words())
    raise typer.Exit(OK if all(outcome.ok for outcome in outcomes) else PROBLEMS)


def check(
    context: typer.Context,
    file: FileArgument,
    agency: AgencyOption = None,
    layout: LayoutOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Dry run of one file."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk):
        from ingestion import apart

        apart.prepare()
        from ingestion.intake import check_file
        from orchestration.pipeline import intake_context

        outcome = check_file(
            file, context=intake_context(desk.workplace()), agency_code=agency, layout_name=layout
        )
        if json:
            desk.json(outcome_json(outcome))
        else:
            # The reader is the sender: only here may a message quote what the file says.
            more = option_words(agency=agency, layout=layout) + desk.home_words()
            print_outcome(desk, outcome, with_value=True, file=file, more=more)
            if outcome.ok and outcome.applies:
                desk.say("next_ingest", file=path_words(file), more=more)
    raise typer.Exit(OK if outcome.ok else PROBLEMS)


def ingest_landing_with_progress(desk: Desk) -> list[Outcome]:
    """Take in the landing folder, with a bar for people."""
    from rich.progress import Progress

    from orchestration.pipeline import ingest as ingest_step

    with Progress(console=desk.console, transient=True) as bar:
        task = bar.add_task(say("ingesting", desk.language), total=None)

        def on_file(outcome: Outcome, number: int, total: int) -> None:
            bar.update(task, completed=number, total=total, description=outcome.file)

        return ingest_step(desk.workplace(), on_progress=on_file).outcomes


def report_outcomes(
    desk: Desk, outcomes: list[Outcome], *, files: list[Path] | None = None, more: str = ""
) -> None:
    """One line per file, its problems below it, the sum at the end.

    `files` are the paths of the outcomes when they were named, None for the landing folder; `more`
    are options that were given with them.
    """
    if not outcomes:
        desk.say("landing_empty", landing=path_words(desk.home.landing))
        return
    paths = files or [_landed_path(desk, outcome) for outcome in outcomes]
    for outcome, path in zip(outcomes, paths, strict=True):
        print_outcome(desk, outcome, with_value=False, file=path, more=more + desk.home_words())
    if len(outcomes) > 1:
        desk.say("ingest_total", files=len(outcomes), counts=counts_words(desk, outcomes))


def print_outcome(
    desk: Desk, outcome: Outcome, *, with_value: bool, file: Path, more: str = ""
) -> None:
    """What became of a file, what its sender should mend, and how a list is confirmed."""
    sign, style = ("✓", "green") if outcome.ok else ("✗", "red")
    if outcome.ok and not outcome.applies:
        sign, style = "!", "yellow"
    who = f"{outcome.agency_code}: " if outcome.agency_code else ""
    said = say(f"file_{outcome.status}", desk.language)
    # Of a list that is held nothing was written, so it has no counts yet.
    counted = outcome.received and outcome.status != "held"
    counts = f" · {counts_words(desk, [outcome])}" if counted else ""
    desk.line(f"{sign} {who}{outcome.file} · {said}{counts}", style)
    for problem in outcome.problems[:SHOWN_PROBLEMS]:
        desk.line(f"    {problem.text(desk.language, with_value=with_value)}")
    hidden = len(outcome.problems) - SHOWN_PROBLEMS
    if hidden > 0:
        desk.line("    " + say("more_problems", desk.language, count=hidden))
    for note in outcome.notes:
        desk.line(f"    ! {note.text(desk.language, with_value=with_value)}", "yellow")
    if outcome.answer is not None and not outcome.ok:
        desk.say("answered", folder=path_words(desk.home.root / outcome.answer))
    if waits_for_confirmation(outcome):
        key = "next_confirm" if outcome.status == "held" else "next_apply"
        desk.line("    " + say(key, desk.language, file=path_words(file), more=more))


def waits_for_confirmation(outcome: Outcome) -> bool:
    """Whether a list takes no effect unless somebody says that it is right."""
    return outcome.status == "held" or (outcome.status == "already" and not outcome.applies)


def _landed_path(desk: Desk, outcome: Outcome) -> Path:
    """Where a file of the landing folder lies that was left there."""
    from ingestion.file_identity import file_name
    from ingestion.landing import landed_files

    if not waits_for_confirmation(outcome):
        return Path(outcome.file)
    for landed in landed_files(desk.home.root):
        if file_name(landed.path) == outcome.file and landed.agency_code == outcome.agency_code:
            return landed.path
    return Path(outcome.file)


def counts_words(desk: Desk, outcomes: Iterable[Outcome]) -> str:
    """The three-way count in words."""
    files = [outcome for outcome in outcomes if outcome.status != "held"]
    total = {name: sum(getattr(outcome, name) for outcome in files) for name in COUNTS}
    gone = total.pop("withdrawn")
    withdrawn = say("withdrawn", desk.language, count=gone) if gone else ""
    dry = all(outcome.status == "checked" for outcome in files)
    key = "counts_checked" if dry and files else "counts"
    return say(key, desk.language, withdrawn=withdrawn, **total)


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """An outcome for programs. What a cell said stays out: the output may be logged."""
    return {
        "file": outcome.file,
        "status": outcome.status,
        "ok": outcome.ok,
        "applies": outcome.applies,
        "agency_code": outcome.agency_code,
        "stream": outcome.stream,
        "layout": outcome.layout,
        "batch_id": outcome.batch_id,
        **{name: getattr(outcome, name) for name in COUNTS},
        "events_written": outcome.events_written,
        "answer": outcome.answer,
        "problems": [
            {
                "code": problem.code,
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "detail": problem.detail,
            }
            for problem in outcome.problems
        ],
        "notes": [
            {"code": note.code, "row": note.row, "column": note.column, "detail": note.detail}
            for note in outcome.notes
        ],
    }


def _ingest_paths(
    desk: Desk, paths: list[Path], agency: str | None, layout: str | None, confirm: bool
) -> list[Outcome]:
    from ingestion.intake import ingest_file
    from orchestration.pipeline import intake_context

    intake = intake_context(desk.workplace())
    return [
        ingest_file(file, context=intake, agency_code=agency, layout_name=layout, confirm=confirm)
        for file in _files(paths)
    ]


def _files(paths: list[Path]) -> list[Path]:
    """Files as given; a folder stands for the files in it, hidden ones apart."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (file for file in sorted(path.rglob("*")) if file.is_file())
            found += [file for file in inside if not file.name.startswith((".", "~$"))]
        else:
            found.append(path)
    return found
