"""The command `tasks`.

Belongs here: its options. Does not belong here: reading the marts (`reporting.tasks`) or writing a
table (`reporting.tasks_table`).
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
    about,
    publication_of,
    unknown_words,
)

TaskOption = Annotated[str | None, typer.Option("--task", help=help_text("task"))]


def tasks(
    context: typer.Context,
    agency: AgencyOption = None,
    task: TaskOption = None,
    all_rows: AllOption = False,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """The annex's tasks, who leads them and where they stand."""
    desk = open_desk(context, home, lang, asks_json=json)
    with spoken_errors(desk), publication_of(desk, as_of) as publication:
        from reporting.lookup import agency_code, task_number
        from reporting.tasks import TaskSelection, duty_rows, select_agency, task_rows
        from reporting.tasks_table import SHOWN, print_tasks

        with unknown_words(desk):
            code = agency_code(publication, agency) if agency else None
            selection = TaskSelection(
                select_agency(publication, code) if code else None,
                task_number(publication, task) if task else None,
            )
        if json:
            found = {
                "tasks": task_rows(publication, selection),
                "duties": duty_rows(publication, selection),
            }
            desk.json({**about(publication), **found})
        else:
            print_tasks(
                publication,
                selection,
                desk.console,
                desk.language,
                limit=None if all_rows else SHOWN,
                more=option_words(as_of=as_of) + desk.home_words(),
            )
    raise typer.Exit(OK)
