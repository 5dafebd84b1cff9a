"""Data quality of the agencies: scores, checks that were not met, submissions owed.

Belongs here: reading `marts.agency_quality`, `check_results`, `submissions`, worst first. Does not
belong here: columns and words (`quality_table.py`, `quality_page.py`), any limit or weight (seeds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reporting.publication import Publication, literal

Row = dict[str, Any]


@dataclass(frozen=True)
class QualitySelection:
    """Which month and whose; `agency` None means all.

    `with_present`: what was found of the months after it, the running one included, is shown too.
    """

    period: str
    agency: str | None = None
    with_present: bool = False


def last_closed_month(publication: Publication) -> str | None:
    """The newest month that is over; None before any."""
    rows = publication.rows(
        "select max(period_code) as period_code from marts.dim_periods "
        "where calendar = 'calendar' and period_kind = 'month' and not is_running"
    )
    return rows[0]["period_code"]


def is_month(publication: Publication, period: str) -> bool:
    """Whether a period is a calendar month, the grain of every check."""
    rows = publication.rows(
        "select 1 as found from marts.dim_periods where calendar = 'calendar' "
        f"and period_kind = 'month' and period_code = {literal(period)}"
    )
    return bool(rows)


def quality_rows(publication: Publication, selection: QualitySelection) -> list[Row]:
    """Score and parts of each agency in the month, the worst first, the unknown last."""
    return publication.rows(
        "select quality.*, agencies.name_vi from marts.agency_quality as quality "
        "inner join marts.dim_agencies as agencies on quality.agency_id = agencies.agency_id "
        f"where quality.period_code = {literal(selection.period)}{_whose(selection, 'quality')} "
        "order by quality_score nulls last, quality.agency_code"
    )


def failed_checks(publication: Publication, selection: QualitySelection) -> list[Row]:
    """Checks that were not met, the severe ones first; those on files belong to every month."""
    whose = _whose(selection, "results", or_all=True)
    return publication.rows(
        "select * from marts.check_results as results where not passed "
        f"and {_when('period_code', selection, or_none=True)}{whose} "
        "order by case severity when 'error' then 1 when 'warning' then 2 else 3 end, "
        "check_group, check_code, stream, agency_code, period_code, subject"
    )


def check_counts(publication: Publication, selection: QualitySelection) -> list[Row]:
    """Per check: how many were judged, not met, and could not be judged for want of data."""
    when, whose = _when("period_code", selection, or_none=True), _whose(selection, "counted")
    return publication.rows(
        "select check_code, sum(judged) as judged, sum(failed) as failed, sum(unknown) as unknown "
        "from (select check_code, agency_code, period_code, 1 as judged, "
        "case when passed then 0 else 1 end as failed, 0 as unknown from marts.check_results "
        "union all select check_code, agency_code, period_code, 0, 0, 1 "
        "from marts.quality_measures where not is_judged) as counted "
        f"where {when}{whose} group by check_code order by failed desc, check_code"
    )


def owed_rows(publication: Publication, selection: QualitySelection) -> list[Row]:
    """Submissions due in the month that are missing or came late, the missing ones first."""
    when = _when("strftime(due_date, '%Y-%m')", selection)
    return publication.rows(
        f"select * from marts.submissions as owed where {when}{_whose(selection, 'owed')} "
        "and status in ('missing', 'late') "
        "order by status desc, days_late desc, agency_code, obligation_code"
    )


def owed_counts(publication: Publication, selection: QualitySelection) -> dict[str, int]:
    """Submissions due in the month by status."""
    when = _when("strftime(due_date, '%Y-%m')", selection)
    rows = publication.rows(
        "select status, count(*) as owed_count from marts.submissions as owed "
        f"where {when}{_whose(selection, 'owed')} group by status"
    )
    return {row["status"]: row["owed_count"] for row in rows}


def thresholds(publication: Publication) -> list[Row]:
    """Every dated limit of every check, with its history."""
    return publication.rows(
        "select * from ref.check_thresholds order by check_code, stream, valid_from"
    )


def _when(column: str, selection: QualitySelection, *, or_none: bool = False) -> str:
    sign = ">=" if selection.with_present else "="
    said = f"{column} {sign} {literal(selection.period)}"
    return f"({said} or {column} is null)" if or_none else said


def _whose(selection: QualitySelection, table: str, *, or_all: bool = False) -> str:
    """A condition on the agency; `or_all` adds what is said of nobody in particular."""
    if selection.agency is None:
        return ""
    said = f"{table}.agency_code = {literal(selection.agency)}"
    return f" and ({said} or {table}.agency_code is null)" if or_all else f" and {said}"
