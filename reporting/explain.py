"""From a number to the entities that made it, and to the file, sheet and row each came from.

Belongs here: reading `kpi_evidence` for one row of the scorecard. Does not belong here: a formula
(a number is the sum of its evidence, and dbt tests that), layout (`explain_table.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reporting.entities import entity_sql
from reporting.publication import Publication, literal
from reporting.scorecard import Row, Selection, select_rows

GROUPS = ("in_numerator", "in_denominator", "of_baseline", "left_out")


class NoSuchRow(Exception):
    """The KPI does not apply to this agency in this period, so there is no number."""


@dataclass(frozen=True)
class Explanation:
    """One number and what made it. `evidence` holds the rows of each group of `GROUPS`."""

    row: Row
    kpi: dict[str, Any]
    period: dict[str, Any]
    evidence: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    baselines: dict[str, float | None] = field(default_factory=dict)
    """Last year's figure by basis, of a KPI that compares; empty for any other."""

    def total(self, part: str) -> float | None:
        """Sum of `numerator` or `denominator` over what counts; None when there is nothing."""
        values = [
            row[part]
            for group in GROUPS
            if group != "left_out"
            for row in self.evidence.get(group, [])
            if row[part] is not None
        ]
        return sum(values) if values else None


def explain(publication: Publication, kpi: str, agency: str, period: str) -> Explanation:
    """Everything behind one number; codes must exist in the publication. Raises NoSuchRow."""
    rows = select_rows(publication, Selection(period, kpi, agency))
    if not rows:
        raise NoSuchRow(f"{kpi} {agency} {period}")
    row = rows[0]
    about = publication.rows(f"select * from marts.dim_kpis where kpi_code = {literal(kpi)}")[0]
    dates = publication.rows(
        "select period_code, label_vi, start_date, end_date, cutoff_date from marts.dim_periods "
        f"where period_code = {literal(period)}"
    )[0]
    evidence: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for found in publication.rows(_evidence_sql(row, about, dates)):
        evidence[_group(found)].append(found)
    return Explanation(row, about, dates, evidence, _baselines(publication, row, about))


def entity_ids(explanation: Explanation) -> list[str]:
    """Every entity of the evidence, once."""
    found = (row["entity_id"] for group in GROUPS for row in explanation.evidence[group])
    return list(dict.fromkeys(found))


def places_of(explanation: Explanation, entity: str) -> list[tuple[str, dict[str, Any]]]:
    """Groups and rows of one entity in the evidence; none when it is no part of the number."""
    return [
        (group, row)
        for group in GROUPS
        for row in explanation.evidence[group]
        if row["entity_id"] == entity
    ]


def _group(row: dict[str, Any]) -> str:
    if row["excluded_reason"] is not None or not row["is_counted"]:
        return "left_out"
    if row["basis"] is not None:
        return "of_baseline"
    return "in_numerator" if row["numerator"] else "in_denominator"


def _evidence_sql(row: Row, about: dict[str, Any], dates: dict[str, Any]) -> str:
    """Evidence of one number. The dates are those the totals use (kpi_period_totals)."""
    cutoff = f"date '{dates['cutoff_date']}'"
    if about["method"] == "stock":
        within = f"{cutoff} between evidence.fact_date and evidence.until_date"
        undated = "evidence.until_date is null and evidence.excluded_reason is not null and "
        within = f"({within} or ({undated} coalesce(evidence.fact_date <= {cutoff}, true)))"
    else:
        within = f"evidence.fact_date between date '{dates['start_date']}' and {cutoff}"
        # What is not due yet lies after the cut-off, and says so.
        later = f"evidence.fact_date between {cutoff} + 1 and date '{dates['end_date']}'"
        within = f"({within} or ({later} and evidence.excluded_reason = 'not_due'))"
    if row["is_province"]:
        whose, counted = "true", "evidence.counts_for_province"
    else:
        whose = (
            f"(evidence.agency_id = {literal(row['agency_id'])} or (evidence.agency_id is null "
            f"and evidence.agency_code = {literal(row['agency_code'])}))"
        )
        counted = "evidence.agency_id is not null"
    basis = "(evidence.basis is null or evidence.basis = 'like_for_like')"
    joined, columns = entity_sql(about["stream"])
    return f"""
        select
            evidence.entity_id, evidence.agency_code, evidence.fact_date, evidence.numerator,
            evidence.denominator, evidence.basis, evidence.note,
            coalesce(
                evidence.excluded_reason,
                case when silent.agency_id is not null then 'unit_silent' end
            ) as excluded_reason,
            coalesce({counted}, false) as is_counted, {columns},
            facts.source_file, facts.source_sheet, facts.source_row,
            facts.last_position
        from marts.kpi_evidence as evidence
        left join marts.kpi_unit_totals as silent
            on evidence.kpi_code = silent.kpi_code and evidence.agency_id = silent.agency_id
            and silent.period_code = {literal(dates["period_code"])} and silent.is_silent
            and evidence.basis is not null
        {joined}
        where evidence.kpi_code = {literal(about["kpi_code"])} and {basis}
            and {whose} and {within}
        order by evidence.fact_date, evidence.entity_id, evidence.basis
    """


def _baselines(
    publication: Publication, row: Row, about: dict[str, Any]
) -> dict[str, float | None]:
    if about["method"] != "change":
        return {}
    found = publication.rows(
        "select basis, baseline_value from marts.kpi_baselines where "
        f"kpi_code = {literal(row['kpi_code'])} and agency_id = {literal(row['agency_id'])} "
        f"and period_code = {literal(row['period_code'])}"
    )
    return {one["basis"]: one["baseline_value"] for one in found}


__all__ = ["GROUPS", "Explanation", "NoSuchRow", "entity_ids", "explain", "places_of"]
