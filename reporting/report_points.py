"""Whether a period's figures are provisional or final, and which reported ones they restate.

Belongs here: reading `dim_periods` and `dim_report_points`. Does not belong here: deciding the
dates (seed `report_points`), marks of late data (`coverage.py`): those say that files are missing,
these that the period was not closed yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from reporting import figures
from reporting.publication import Publication, literal
from reporting.revision_words import say
from schemas.problems import Language

FigureState = Literal["provisional", "final", "restated"]


@dataclass(frozen=True)
class PeriodState:
    """What the figures of a period are on a day, and the report they stood in, if there is one.

    `provisional` before `final_from`; from then on `restated` where a report was due earlier and so
    gave a provisional figure, `final` otherwise. `reported_on` is the due day of that report.
    """

    period_code: str
    state: FigureState
    final_from: date
    reported_on: date | None


def state_on(final_from: date, reported_on: date | None, day: date) -> FigureState:
    """State of figures as known on `day` (local): the one rule for publications and freezes."""
    if day < final_from:
        return "provisional"
    return "restated" if reported_on is not None and reported_on < final_from else "final"


def period_state(publication: Publication, period: str, day: date | None = None) -> PeriodState:
    """State of a period's figures as known on `day` (local; default: the publication's own).

    `period` must exist in the publication. A later publication knows the same dates, so any one in
    which the period has begun can be asked about any day.
    """
    known = day or date.fromisoformat(publication.pointer.as_of_date)
    [row] = publication.rows(
        "select periods.final_from, points.report_due_date from marts.dim_periods as periods "
        "left join marts.dim_report_points as points on periods.period_code = points.period_code "
        f"where periods.period_code = {literal(period)}"
    )
    final_from, reported_on = row["final_from"], row["report_due_date"]
    return PeriodState(period, state_on(final_from, reported_on, known), final_from, reported_on)


def state_words(found: PeriodState, language: Language, *, more: str = "") -> str:
    """One sentence for people: provisional until when, or which report the figures restate."""
    days = {"final_from": figures.day(found.final_from, language)}
    if found.reported_on is None:
        return say(f"period_{found.state}", language, **days)
    days["reported"] = figures.day(found.reported_on, language)
    key = "period_restated" if found.state == "restated" else "period_reported"
    return say(key, language, period=found.period_code, more=more, **days)
