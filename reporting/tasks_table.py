"""The annex's tasks in the terminal.

Belongs here: columns and words. Does not belong here: which rows, in which order (`tasks.py`).
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.messages import say
from reporting.publication import Publication
from reporting.scorecard_table import print_banner
from reporting.tasks import Row, TaskSelection, agency_label, duty_rows, task_rows
from schemas.problems import Language

SHOWN = 20
_TITLE = 60
_COLOURS = {"overdue": "red", "late": "yellow", "on_time": "green"}
_SUMS = ("due_count", "on_time_count", "late_count", "overdue_count", "not_due_count")


def print_tasks(
    publication: Publication,
    selection: TaskSelection,
    console: Console,
    language: Language,
    *,
    limit: int | None = SHOWN,
    more: str = "",
) -> None:
    """Banner, the sums task by task, and the duties: all with `limit` None."""
    tasks, duties = task_rows(publication, selection), duty_rows(publication, selection)
    print_banner(publication, console, language)
    if not tasks:
        console.print(say("nothing_found", language))
        return
    if selection.task is not None:
        _print_register(tasks[0], console, language)
    console.print(_sums(tasks, agency_label(publication, selection.agency), language))
    # The whole province owes thousands: its list is for one task or one agency, or on demand.
    if selection != TaskSelection() or limit is None:
        _print_duties(duties, selection, console, language, limit)
    _print_next(tasks, duties, selection, console, language, more)


def _print_register(row: Row, console: Console, language: Language) -> None:
    """What the plan says of one task: the six things that must be clear, and who helps."""
    heading = say("task_heading", language, number=row["task_number"], title=row["title_vi"])
    console.print(Text(heading, style="bold"))
    unknown = say("not_stated", language)
    for key, value in (
        ("task_lead", row["lead_text"]),
        ("task_coordinating", row["coordinating_text"] or say("none_named", language)),
        ("clear_who", row["clear_who_vi"] or unknown),
        ("clear_time", row["clear_time_vi"] or unknown),
        ("clear_responsibility", row["clear_responsibility_vi"] or unknown),
        ("clear_authority", row["clear_authority_vi"] or unknown),
        ("clear_product", row["clear_product_vi"] or unknown),
        ("task_measure", _measure(row, language)),
    ):
        console.print(Text(f"  {say(key, language)}: {value}"))
    console.print()


def _sums(tasks: list[Row], agency: str, language: Language) -> Table:
    title = say("tasks_title", language, agency=agency)
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(say("task_number", language), justify="right")
    for key in ("task_work", "task_deadline", "task_measure"):
        table.add_column(say(key, language), overflow="fold")
    for key in _SUMS:
        table.add_column(say(key, language), justify="right")
    for row in tasks:
        table.add_row(
            str(row["task_number"]),
            _short(row["title_vi"]),
            row["deadline_text"],
            _measure(row, language),
            *(str(row[key]) for key in _SUMS),
        )
    return table


def _print_duties(
    duties: list[Row],
    selection: TaskSelection,
    console: Console,
    language: Language,
    limit: int | None,
) -> None:
    table = Table(title=say("duties_title", language), title_justify="left", title_style="bold")
    if selection.agency is None:
        table.add_column(say("agency", language), overflow="fold")
    for key in ("duty", "task_deadline", "last_day", "done", "evidence"):
        table.add_column(say(key, language), overflow="fold")
    table.add_column(say("days_late", language), justify="right")
    table.add_column(say("state", language), overflow="fold")
    for row in duties[:limit]:
        agency = [f"{row['agency_name_vi']} ({row['agency_code']})"]
        table.add_row(
            *(agency if selection.agency is None else []),
            f"{row['label_vi']} ({row['duty_code']})",
            figures.day(row["due_date"], language),
            _last_day(row, language),
            _done(row, language),
            _evidence(row, language),
            figures.number(row["days_late"], language),
            Text(say(f"duty_{row['state']}", language), style=_COLOURS.get(row["state"], "")),
        )
    console.print()
    console.print(table)
    if limit is not None and len(duties) > limit:
        console.print(Text(say("more_duties", language, count=len(duties) - limit)))


def _print_next(
    tasks: list[Row],
    duties: list[Row],
    selection: TaskSelection,
    console: Console,
    language: Language,
    more: str,
) -> None:
    hints = []
    if selection.task is None:
        hints.append(say("next_task", language, number=tasks[0]["task_number"], more=more))
    if selection.agency is None and duties:
        hints.append(say("next_agency_tasks", language, agency=duties[0]["agency_code"], more=more))
    if hints:
        console.print(Text("\n" + "\n".join(hints)), soft_wrap=True)


def _measure(row: Row, language: Language) -> str:
    return ", ".join(row["kpi_codes"]) if row["has_kpi"] else say("product_only", language)


def _last_day(row: Row, language: Language) -> str:
    day = figures.day(row["final_day"], language)
    return say("extended_day", language, day=day) if row["extended_due_date"] else day


def _done(row: Row, language: Language) -> str:
    day = figures.day(row["done_date"], language)
    if row["done_in"] is None:
        return day
    return say("done_in_report", language, day=day, duty=row["done_in"].split(":")[0])


def _evidence(row: Row, language: Language) -> str:
    if row["evidence_ref"]:
        return str(row["evidence_ref"])
    if row["done_date"] is None and row["progress_share"] is not None:
        return say("progress", language, share=figures.percent(row["progress_share"], language))
    return figures.NO_VALUE


def _short(title: str) -> str:
    """The beginning of a long title, cut between two words."""
    if len(title) <= _TITLE:
        return title
    return title[:_TITLE].rsplit(" ", 1)[0].rstrip(" ,;") + " …"
