"""The command `demo`.

Belongs here: its options and what it prints. Does not belong here: the demo itself (`demo.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli_build import progress_bar, report_build, say_own_seeds
from orchestration.cli_desk import (
    OK,
    PROBLEMS,
    Desk,
    HomeOption,
    LangOption,
    help_text,
    open_desk,
    spoken_errors,
)
from orchestration.messages import say

if TYPE_CHECKING:
    from orchestration.demo import DemoResult

DEMO_FOLDER = "demo"
ScaleOption = Annotated[
    float, typer.Option("--scale", min=0.01, max=100, hidden=True, help=help_text("scale"))
]


def demo(
    context: typer.Context,
    home: HomeOption = None,
    lang: LangOption = None,
    scale: ScaleOption = 1.0,
) -> None:
    """Make a sample province and run everything on it."""
    desk = open_desk(context, home, lang, inner=DEMO_FOLDER)
    with spoken_errors(desk):
        say_own_seeds(desk)
        desk.say("demo_begins", home=desk.settings.home)
        try:
            result = _run(desk, scale)
        except FileExistsError as error:
            desk.say("demo_foreign_home", home=desk.settings.home)
            raise typer.Exit(PROBLEMS) from error
        _report(desk, result)
    raise typer.Exit(OK if result.ok else PROBLEMS)


def _run(desk: Desk, scale: float) -> DemoResult:
    from rich.progress import MofNCompleteColumn, Progress

    from orchestration import demo as steps

    steps.start_clean(desk.home)
    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=desk.console, transient=True
    ) as bar:
        task = bar.add_task(say("demo_files", desk.language), total=None)

        def on_written(_: str) -> None:
            bar.update(task, advance=1)

        waves = steps.write_waves(desk.home, scale=scale, on_written=on_written)
        files = sum(len(wave.deliveries) for wave in waves)
        bar.reset(task, total=files, description=say("demo_waves", desk.language))

        def on_wave(day: str, count: int) -> None:
            text = say("demo_wave", desk.language, day=day)
            bar.update(task, description=text, advance=count)
            if not desk.console.is_terminal:
                desk.line(f"· {text}: {count}")

        place = steps.workplace(desk.home, desk.settings, waves)
        outcomes = steps.deliver(place, waves, on_wave)
    with progress_bar(desk) as (on_node, on_step):
        return steps.finish(place, outcomes, progress=on_node, on_step=on_step)


def _report(desk: Desk, result: DemoResult) -> None:
    from orchestration.cli_intake import counts_words
    from reporting.publication import open_published
    from reporting.scorecard import Selection, current_period
    from reporting.scorecard_table import print_scorecard

    outcomes = result.outcomes
    agencies = len({outcome.agency_code for outcome in outcomes if outcome.agency_code})
    desk.say(
        "demo_ingested", files=len(outcomes), agencies=agencies, counts=counts_words(desk, outcomes)
    )
    desk.say("demo_planted", found=sum(result.found.values()), planted=sum(result.planted.values()))
    for code in sorted({*result.planted, *result.found}):
        planted, found = result.planted.get(code, 0), result.found.get(code, 0)
        if found != planted:
            desk.say("demo_not_found", code=code, planted=planted, found=found)
    report_build(desk, result.build, as_of=None)
    if not result.build.ok:
        return
    desk.line("")
    with open_published(desk.home.root) as publication:
        selection = Selection(current_period(publication))
        print_scorecard(publication, selection, desk.console, desk.language, more=desk.home_words())
    desk.line("")
    desk.say("demo_next", home=desk.home_words())
