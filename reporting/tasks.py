"""The annex's 18 tasks and where their duties stand.

Belongs here: reading `marts.dim_annex_tasks`, `annex_task_totals`, `annex_task_status`, worst
first. Does not belong here: columns and words (`tasks_table.py`), when a duty is late
(`dbt_project`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reporting.publication import Publication, literal

Row = dict[str, Any]
_WORST_FIRST = (
    "case state when 'overdue' then 1 when 'late' then 2 when 'not_due' then 3 else 4 end, "
    "days_late desc, final_day, task_number, duty_code, agency_code"
)


@dataclass(frozen=True)
class TaskSelection:
    """Which tasks and whose duties; `agency` None means the province."""

    agency: str | None = None
    task: int | None = None


def select_agency(publication: Publication, said: str) -> str | None:
    """The agency of a selection: None where the code is the province's own."""
    found = publication.rows(
        f"select 1 as found from marts.dim_agencies where agency_code = {literal(said)} "
        "and is_province"
    )
    return None if found else said


def agency_label(publication: Publication, agency: str | None) -> str:
    """Name of an agency, or of the province."""
    wanted = f"agency_code = {literal(agency)}" if agency else "is_province"
    rows = publication.rows(
        f"select name_vi from marts.dim_agencies where {wanted} order by valid_from desc limit 1"
    )
    return str(rows[0]["name_vi"]) if rows else ""


def task_rows(publication: Publication, selection: TaskSelection) -> list[Row]:
    """One row per task that the agency (or somebody in the province) owes: register and sums."""
    whose = (
        f"totals.agency_code = {literal(selection.agency)}"
        if selection.agency
        else "totals.agency_code in (select agency_code from marts.dim_agencies where is_province)"
    )
    which = f" and tasks.task_number = {selection.task}" if selection.task is not None else ""
    return publication.rows(
        "select tasks.*, totals.* exclude (task_number) from marts.dim_annex_tasks as tasks "
        "inner join marts.annex_task_totals as totals on tasks.task_number = totals.task_number "
        f"where {whose}{which} "
        "order by totals.overdue_count desc, totals.late_count desc, totals.max_days_late desc, "
        "tasks.task_number"
    )


def duty_rows(publication: Publication, selection: TaskSelection) -> list[Row]:
    """One row per duty and unit that leads it, the worst first."""
    wanted = [f"agency_code = {literal(selection.agency)}"] if selection.agency else []
    wanted += [f"task_number = {selection.task}"] if selection.task is not None else []
    where = f"where {' and '.join(wanted)} " if wanted else ""
    return publication.rows(f"select * from marts.annex_task_status {where}order by {_WORST_FIRST}")
