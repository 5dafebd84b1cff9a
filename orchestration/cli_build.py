"""The commands `build` and `run`.

Belongs here: their options, progress, and what they print. Does not belong here: building and
publishing (`pipeline.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

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
from orchestration.dbt_run import log_file
from orchestration.home import Home
from orchestration.messages import say
from orchestration.settings import Language

if TYPE_CHECKING:
    from orchestration.dbt_run import Progress as OnNode
    from orchestration.pipeline import BuildOutcome, OnStep

SHOWN_WARNINGS = 10
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
AsOfOption = Annotated[str | None, typer.Option("--as-of", help=help_text("as_of_build"))]
FullOption = Annotated[bool, typer.Option("--full-refresh", help=help_text("full_refresh"))]


def build(
    context: typer.Context,
    as_of: AsOfOption = None,
    full_refresh: FullOption = False,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Compute and publish."""
    desk = open_desk(context, home, lang, asks_json=json)
    moment = parse_moment(desk, as_of) if as_of else None
    with spoken_errors(desk):
        result = build_with_progress(desk, moment=moment, full_refresh=full_refresh)
        report_build(desk, result, as_of=as_of)
        if json:
            desk.json(build_json(result, desk.language))
    raise typer.Exit(OK if result.ok else PROBLEMS)


def run(
    context: typer.Context,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """The daily job."""
    from orchestration.cli_alerts import alert_round
    from orchestration.cli_intake import (
        ingest_landing_with_progress,
        outcome_json,
        report_outcomes,
    )
    from orchestration.timetable.run_end import run_end

    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), run_end(desk.workplace()) as end:
        outcomes = ingest_landing_with_progress(desk)
        report_outcomes(desk, outcomes)
        result = build_with_progress(desk)
        end.ok, end.run_id = result.ok, result.build.run_id
        report_build(desk, result, as_of=None)
        # Figures that were not published are nothing to alert about; trouble with mail is said,
        # shows in the exit code, and takes nothing back.
        alerted = alert_round(desk) if result.ok else None
        if json:
            taken = [outcome_json(outcome) for outcome in outcomes]
            told = asdict(alerted) if alerted else None
            built = build_json(result, desk.language)
            desk.json({"files": taken, "build": built, "alerts": told})
    good = result.ok and all(outcome.ok for outcome in outcomes)
    good = good and alerted is not None and alerted.ok
    raise typer.Exit(OK if good else PROBLEMS)


def build_with_progress(
    desk: Desk, *, moment: datetime | None = None, full_refresh: bool = False
) -> BuildOutcome:
    """Check, build and publish, with a bar for people."""
    from orchestration.pipeline import build_and_publish

    say_own_seeds(desk)
    with progress_bar(desk) as (on_node, on_step):
        return build_and_publish(
            desk.workplace(),
            as_of=moment,
            full_refresh=full_refresh,
            progress=on_node,
            on_step=on_step,
        )


def home_as_of(desk: Desk, moment: datetime, said: str, *, as_published: bool) -> Home:
    """The home of a build as known at `moment`, built now where it is not there yet.

    `as_published` takes a build of earlier rules or code as it stands; otherwise it is made anew.
    Ends the command with exit code 1 when the build is not published.
    """
    from reporting.publication import POINTER, NoPublication

    home = desk.home.as_of(moment)
    if as_published and (home.published / POINTER).is_file():
        return home
    if not desk.home.root.is_dir():
        raise NoPublication("no_publication", home=desk.home.root)
    if not (home.published / POINTER).is_file():
        desk.say("building_as_of", moment=said)
    result = build_with_progress(desk, moment=moment)
    if not result.ok:
        report_build(desk, result, as_of=said)
        raise typer.Exit(PROBLEMS)
    return home


def say_own_seeds(desk: Desk) -> None:
    """One line where tables of the province's own are in force. Raises SeedsFolderMissing."""
    from orchestration.seeds import own_seeds

    own = own_seeds(desk.settings)
    if own:
        folder = path_words(own[0].parent)
        names = ", ".join(path.name for path in own)
        desk.say("seeds_own", count=len(own), folder=folder, names=names)


@contextmanager
def progress_bar(desk: Desk) -> Iterator[tuple[OnNode, OnStep]]:
    """A bar that follows the steps of a build and, within dbt, the models and tests."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=desk.console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def on_node(done: int, total: int, name: str) -> None:
            text = f"{say('step_build', desk.language)}: {name}"
            bar.update(task, completed=done, total=total, description=text)

        def on_step(step: str) -> None:
            bar.update(task, description=say(f"step_{step}", desk.language), total=None)
            if not desk.console.is_terminal:
                desk.line(f"· {say(f'step_{step}', desk.language)}")

        yield on_node, on_step


def report_build(desk: Desk, result: BuildOutcome, *, as_of: str | None) -> None:
    """What was built, what stands against publishing it, and what to type next."""
    built = result.build
    if built.status == "nothing_new":
        desk.say("nothing_new_as_of" if as_of else "nothing_new", run=built.run_id)
    elif built.status == "failed":
        desk.say("dbt_failed", error=built.error)
        desk.say("see_log", log=log_file(result.home))
    else:
        why = say(f"because_{built.full_refresh}", desk.language) if built.full_refresh else ""
        passed = result.verdict.tests_passed if result.verdict else 0
        desk.say("built", models=built.models, tests=passed, seconds=round(built.seconds), why=why)
        _report_verdict(desk, result)
    if result.publication and result.publication.row_counts.get("marts.ingest_batches") == 0:
        desk.line("")
        landing = path_words(desk.home.landing)
        desk.say("store_empty", landing=landing, home=desk.home_words())
    if result.ok:
        desk.say("next_show", home=desk.home_words(), as_of=option_words(as_of=as_of))


def build_json(result: BuildOutcome, language: Language) -> dict[str, Any]:
    """A build for programs."""
    built, verdict = result.build, result.verdict
    return {
        "status": built.status,
        "published": result.ok,
        "run_id": built.run_id,
        "chain_hash": built.chain_hash,
        "full_refresh": built.full_refresh or None,
        "models": built.models,
        "tests_passed": verdict.tests_passed if verdict else None,
        "refusals": [vars(one) for one in verdict.refusals] if verdict else [],
        "warnings": verdict.warnings(language) if verdict else [],
        "error": built.error or None,
        "row_counts": result.publication.row_counts if result.publication else None,
    }


def parse_moment(desk: Desk, said: str, *, may_come: bool = False) -> datetime:
    """A moment as people write it, local where no offset is given; a day means its end.

    One that is still to come is wrong usage unless it `may_come`.
    """
    # 30/06/2026 is how a day is written here; it stands for 2026-06-30 in whatever follows.
    plain = re.sub(r"^(\d{1,2})/(\d{1,2})/(\d{4})", _iso_day, said.strip())
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        typer.echo(say("bad_moment", desk.language, said=said), err=True)
        raise typer.Exit(USAGE) from None
    if len(plain) <= len("2026-06-30"):
        moment = datetime.combine(moment.date(), time.max)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
    if not may_come and aware > datetime.now(LOCAL):
        typer.echo(say("future_moment", desk.language, said=said), err=True)
        raise typer.Exit(USAGE)
    return aware


def _iso_day(found: re.Match[str]) -> str:
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"


def _report_verdict(desk: Desk, result: BuildOutcome) -> None:
    from orchestration.batch_words import batch_sentence

    verdict = result.verdict
    if verdict is None:
        return
    if verdict.refusals:
        desk.say("not_published", count=len(verdict.refusals))
        blocking = (row for row in verdict.batch_failures if row.is_blocking_failure)
        said = [batch_sentence(row, desk.language) for row in blocking]
        for refusal in verdict.refusals:
            detail = f": {refusal.detail}" if refusal.detail else ""
            if refusal.kind != "batch_failed":
                said.append(f"{refusal.name} {say(refusal.kind, desk.language)}{detail}")
        for sentence in said[:SHOWN_WARNINGS]:
            desk.line(f"  ✗ {sentence}", "red")
        desk.say("see_log", log=log_file(result.home))
    elif result.publication:
        desk.say("published", run=result.publication.run_id)
    warnings = verdict.warnings(desk.language)
    if warnings:
        desk.say("warnings", count=len(warnings))
        for warning in warnings[:SHOWN_WARNINGS]:
            desk.line(f"  ! {warning}", "yellow")
