"""What is still owed and when it is due: the lines of a reminder.

Belongs here: reading `marts.annex_task_status` and `marts.submissions`. Does not belong here: when
one reminds (`orchestration.timetable`), which day is the last (`dbt_project`), wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reporting.publication import Publication

SUBMISSIONS = "submissions"
_DUTIES = """
    select duty_code as code, agency_code, label_vi, final_day as last_day, legal_ref
    from marts.annex_task_status
    where done_date is null and final_day between date '{first}' and date '{last}'
"""
_OWED = """
    select concat(obligation_code, ':', period_code) as code, agency_code,
        concat(label_vi, ' (', period_code, ')') as label_vi, due_date as last_day, legal_ref
    from marts.submissions
    where received_at is null and frequency not in ('once', 'daily')
        and due_date between date '{first}' and date '{last}'
"""


@dataclass(frozen=True)
class Deadline:
    """Something that one agency still owes. `last_day`: the last day on which it is in time."""

    code: str
    agency_code: str
    label_vi: str
    last_day: date
    legal_ref: str


@dataclass(frozen=True)
class Deadlines:
    """What is owed, soonest first; `unknown` names tables that this publication does not have."""

    owed: tuple[Deadline, ...]
    unknown: tuple[str, ...]


def open_deadlines(publication: Publication, first: date, last: date) -> Deadlines:
    """Return what is not done and whose last day lies from `first` to `last`, both included.

    Plans and reports stand in both tables; those of the annex (frequency `once`) are read there.
    """
    queries, unknown = [_DUTIES], []
    if f"marts.{SUBMISSIONS}" in publication.pointer.row_counts:
        queries.append(_OWED)
    else:
        unknown.append(SUBMISSIONS)
    sql = " union all ".join(query.format(first=first, last=last) for query in queries)
    rows = publication.rows(f"{sql} order by last_day, code, agency_code")
    return Deadlines(tuple(Deadline(**row) for row in rows), tuple(unknown))
