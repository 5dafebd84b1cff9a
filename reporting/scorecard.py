"""The scorecard: reading it, and putting the worst first.

Belongs here: queries on `kpi_scorecard` and their order. Does not belong here: a formula or a
status (dbt decided both), layout of a table (`scorecard_table.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reporting.coverage import mark_reach
from reporting.publication import Publication, literal

Row = dict[str, Any]

_ORDER = ("not_met", "no_data", "not_due", "met", "not_applicable")
_COLUMNS = """
    scorecard.kpi_code, scorecard.agency_code, scorecard.period_code, scorecard.numerator,
    scorecard.denominator, scorecard.kpi_value, scorecard.baseline_value, scorecard.baseline_basis,
    scorecard.target_value, scorecard.comparator, scorecard.gap, scorecard.status,
    scorecard.due_date, scorecard.target_legal_ref, kpis.label_vi as kpi_label, kpis.unit,
    kpis.label_en as kpi_label_en,
    kpis.method, kpis.is_headline, kpis.stream, units.name_vi as agency_name, units.is_province,
    scorecard.agency_id
"""
_FROM = """
    from marts.kpi_scorecard as scorecard
    inner join marts.dim_kpis as kpis on scorecard.kpi_code = kpis.kpi_code
    inner join marts.dim_agencies as units on scorecard.agency_id = units.agency_id
"""


@dataclass(frozen=True)
class Selection:
    """Which rows: codes that exist in the publication; None means all."""

    period: str
    kpi: str | None = None
    agency: str | None = None
    status: str | None = None

    @property
    def is_overview(self) -> bool:
        """Whether nothing but a period was asked for: then the province speaks for all."""
        return self.kpi is None and self.agency is None and self.status is None


def current_period(publication: Publication) -> str:
    """The period that was frozen; otherwise the calendar year that `as_of` lies in."""
    if publication.freeze:
        return publication.freeze.period_code
    return publication.pointer.as_of_date[:4]


def select_rows(publication: Publication, selection: Selection) -> list[Row]:
    """Rows of a selection with how far their data reach: the province first, headline KPIs before
    those beside them, then the worst."""
    wanted = [f"scorecard.period_code = {literal(selection.period)}"]
    for column, value in (
        ("scorecard.kpi_code", selection.kpi),
        ("scorecard.agency_code", selection.agency),
        ("scorecard.status", selection.status),
    ):
        if value is not None:
            wanted.append(f"{column} = {literal(value)}")
    if selection.is_overview:
        wanted.append("units.is_province")
    rows = publication.rows(f"select {_COLUMNS} {_FROM} where {' and '.join(wanted)}")
    mark_reach(publication, selection.period, rows)
    return sorted(rows, key=_badness)


def status_counts(publication: Publication, period: str) -> dict[str, dict[str, int]]:
    """For each KPI, how many units below the province have each status."""
    rows = publication.rows(
        f"select scorecard.kpi_code, scorecard.status, count(*) as units {_FROM} "
        f"where scorecard.period_code = {literal(period)} and not units.is_province "
        "group by scorecard.kpi_code, scorecard.status"
    )
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["kpi_code"], {})[row["status"]] = int(row["units"])
    return counts


def agencies_by_failures(publication: Publication, period: str, limit: int) -> list[Row]:
    """Units below the province with the most headline KPIs not met, with counts by status."""
    return publication.rows(
        "select scorecard.agency_code, units.name_vi as agency_name, "
        "count_if(scorecard.status = 'not_met') as not_met, "
        "count_if(scorecard.status = 'met') as met, "
        f"count_if(scorecard.status = 'no_data') as no_data {_FROM} "
        f"where scorecard.period_code = {literal(period)} and not units.is_province "
        "and kpis.is_headline group by all having not_met > 0 "
        f"order by not_met desc, no_data desc, met, scorecard.agency_code limit {limit}"
    )


def _badness(row: Row) -> tuple[bool, bool, int, float, str, str]:
    gap = abs(row["gap"]) if row["gap"] is not None else 0.0
    far = -gap if row["status"] != "met" else gap
    order = _ORDER.index(row["status"])
    aside = not row["is_headline"]
    return (not row["is_province"], aside, order, far, row["kpi_code"], row["agency_code"])
