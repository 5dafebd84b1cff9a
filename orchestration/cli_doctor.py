"""The command `doctor`.

Belongs here: its options and what it prints. Does not belong here: looking (`doctor.py`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.cli_desk import (
    OK,
    PROBLEMS,
    Desk,
    HomeOption,
    JsonOption,
    LangOption,
    help_text,
    open_desk,
    path_words,
    spoken_errors,
)
from orchestration.messages import say
from reporting.figures import day as day_words
from reporting.figures import moment
from reporting.messages import say as say_figure

if TYPE_CHECKING:
    from orchestration.doctor import Finding

_SIGNS = {
    "ok": ("✓", "green"),
    "note": ("·", ""),
    "warning": ("!", "yellow"),
    "error": ("✗", "red"),
}
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=help_text("quiet_doctor"))]


def doctor(
    context: typer.Context,
    quiet: QuietOption = False,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Is everything in order?"""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk):
        from ingestion.clock import SystemClock
        from orchestration.doctor import examine

        findings = examine(desk.home, desk.settings, SystemClock().now(), is_watch=quiet)
        if quiet:
            findings = [one for one in findings if one.level == "error"]
        if json:
            desk.json(
                [
                    {
                        "topic": one.topic,
                        "level": one.level,
                        "code": one.key,
                        "text": sentence(desk, one),
                    }
                    for one in findings
                ]
            )
        elif findings:
            _print(desk, findings)
    bad = any(one.level == "error" for one in findings)
    raise typer.Exit(PROBLEMS if bad else OK)


def sentence(desk: Desk, finding: Finding) -> str:
    """What was found and, unless all is well, what to do."""
    values: dict[str, Any] = dict(finding.values)
    if isinstance(values.get("file"), Path):
        values["file"] = path_words(values["file"])
    if "problem" in values:
        problem = values["problem"]
        values["problem"] = replace(problem, file=values.get("file", problem.file)).text(
            desk.language
        )
    if "coverage" in values:
        found = values["coverage"]
        values["stream"] = say_figure(f"stream_{found.stream}", desk.language)
        values["missing"] = len(found.missing)
        values["all"] = found.expected
        values["names"] = found.missing_words(desk.language)
    if "part" in values:
        values["part"] = say(f"part_{values['part']}", desk.language)
    if "at" in values:
        values["at"] = moment(values["at"], desk.language)
    if "day" in values:
        values["day"] = day_words(values["day"], desk.language)
    if "error" in values:
        values["error"] = values["error"].text(desk.language, desk.home_words())
    return say(finding.key, desk.language, home_option=desk.home_words(), **values)


def _print(desk: Desk, findings: list[Finding]) -> None:
    for one in findings:
        sign, style = _SIGNS[one.level]
        desk.line(f"{sign} {sentence(desk, one)}", style)
    errors = sum(one.level == "error" for one in findings)
    warnings = sum(one.level == "warning" for one in findings)
    key = "doctor_all_well" if not errors + warnings else "doctor_sum"
    desk.say(key, errors=errors, warnings=warnings)
