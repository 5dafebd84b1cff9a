"""From a number to the entities that made it, and to the file, sheet and row each came from.

Belongs here: reading the evidence of one row of the scorecard (of its KPI's own relation: the union
`kpi_evidence` of all costs 0.1 s to plan). Does not belong here: a formula
(a number is the sum of its evidence, and dbt tests that), layout (`explain_table.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reporting.entities import entity_sql
from reporting.publication import Publication, literal
from reporting.scorecard import Row, Selection, select_rows

TEMPORARY = "explained_evidence"
"""Where the evidence of the number that is being explained lies; only of this connection."""
GROUPS = ("in_numerator", "in_denominator", "of_baseline", "left_out")


class NoSuchRow(Exception):
    """The KPI does not apply to this agency in this period, so there is no number."""


@dataclass(frozen=True)
class Group:
    """One group of the evidence: how much there is in all, and the rows that were asked for."""

    count: int = 0
    numerator: float | None = None
    denominator: float | None = None
    weighs: bool = False
    """Whether some row counts for other than 1, so that what it counts for is worth showing."""
    reasons: Mapping[str | None, int] = field(default_factory=dict)
    """How many rows are left out for which reason; empty for any other group."""
    rows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Explanation:
    """One number and what made it, by group of `GROUPS`."""

    row: Row
    kpi: dict[str, Any]
    period: dict[str, Any]
    groups: dict[str, Group] = field(default_factory=dict)
    baselines: dict[str, float | None] = field(default_factory=dict)
    """Last year's figure by basis, of a KPI that compares; empty for any other."""

    @property
    def evidence(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of each group."""
        return {name: group.rows for name, group in self.groups.items()}

    def total(self, part: str) -> float | None:
        """Sum of `numerator` or `denominator` over what counts; None when there is nothing."""
        counted = (group for name, group in self.groups.items() if name != "left_out")
        values = [value for group in counted if (value := getattr(group, part)) is not None]
        return sum(values) if values else None


def explain(
    publication: Publication,
    kpi: str,
    agency: str,
    period: str,
    *,
    limit: int | None = None,
    entity: str | None = None,
) -> Explanation:
    """Everything behind one number; codes must exist in the publication. Raises NoSuchRow.

    With `limit`, each group lists its first so many rows and still counts all of them; with
    `entity`, only the rows of that entity are looked at.
    """
    rows = select_rows(publication, Selection(period, kpi, agency))
    if not rows:
        raise NoSuchRow(f"{kpi} {agency} {period}")
    row = rows[0]
    about = publication.rows(f"select * from marts.dim_kpis where kpi_code = {literal(kpi)}")[0]
    dates = publication.rows(
        "select period_code, label_vi, start_date, end_date, cutoff_date from marts.dim_periods "
        f"where period_code = {literal(period)}"
    )[0]
    # Looked up once and kept in memory for the connection: each group reads it again.
    made = _evidence_sql(row, about, dates, entity)
    publication.rows(f"create or replace temp table {TEMPORARY} as {made}")
    evidence = f"select * from {TEMPORARY}"
    groups = {name: Group() for name in GROUPS}
    groups |= _counted(publication, evidence)
    for name, group in groups.items():
        if group.count:
            wanted = _rows_sql(evidence, about["stream"], name, limit)
            groups[name] = replace(group, rows=publication.rows(wanted))
    return Explanation(row, about, dates, groups, _baselines(publication, row, about))


def places_of(explanation: Explanation, entity: str) -> list[tuple[str, dict[str, Any]]]:
    """Groups and rows of one entity in the evidence; none when it is no part of the number."""
    return [
        (name, row)
        for name, rows in explanation.evidence.items()
        for row in rows
        if row["entity_id"] == entity
    ]


def _counted(publication: Publication, evidence: str) -> dict[str, Group]:
    """The size of each group that has any row, without its rows."""
    found: dict[str, Group] = {}
    for one in publication.rows(
        f"""
        select
            part, excluded_reason, count(*) as count, sum(numerator) as numerator,
            sum(denominator) as denominator, coalesce(bool_or(denominator <> 1), false) as weighs
        from ({evidence})
        group by part, excluded_reason
        order by part, count desc, excluded_reason
        """
    ):
        name, reason = one["part"], one["excluded_reason"]
        group = found.get(name, Group())
        reasons = {**group.reasons, reason: one["count"]} if name == "left_out" else {}
        found[name] = Group(
            group.count + one["count"],
            _plus(group.numerator, one["numerator"]),
            _plus(group.denominator, one["denominator"]),
            group.weighs or one["weighs"],
            reasons,
        )
    return found


def _plus(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else one + other


def _rows_sql(evidence: str, stream: str, part: str, limit: int | None) -> str:
    """The first rows of one group; what they are is looked up only for those that are shown."""
    joined, columns = entity_sql(stream)
    order = "evidence.fact_date, evidence.entity_id, evidence.basis"
    return f"""
        select
            evidence.* exclude (part), {columns},
            facts.source_file, facts.source_sheet, facts.source_row, facts.source_position
        from (
            select * from ({evidence}) as evidence
            where part = {literal(part)}
            order by {order}
            {"" if limit is None else f"limit {limit}"}
        ) as evidence
        {joined}
        order by {order}
    """


def _evidence_sql(
    row: Row, about: dict[str, Any], dates: dict[str, Any], entity: str | None
) -> str:
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
    only = "" if entity is None else f"and evidence.entity_id = {literal(entity)}"
    return f"""
        select
            *,
            case
                when excluded_reason is not null or not is_counted then 'left_out'
                when basis is not null then 'of_baseline'
                when numerator <> 0 then 'in_numerator'
                else 'in_denominator'
            end as part
        from (
            select
                evidence.entity_id, evidence.agency_code, evidence.fact_date, evidence.numerator,
                evidence.denominator, evidence.basis, evidence.note,
                coalesce(
                    evidence.excluded_reason,
                    case when silent.agency_id is not null then 'unit_silent' end
                ) as excluded_reason,
                coalesce({counted}, false) as is_counted
            from kpi.kpi_{about["kpi_code"]} as evidence
            left join marts.kpi_unit_totals as silent
                on evidence.kpi_code = silent.kpi_code and evidence.agency_id = silent.agency_id
                and silent.period_code = {literal(dates["period_code"])} and silent.is_silent
                and evidence.basis is not null
            where evidence.kpi_code = {literal(about["kpi_code"])} and {basis}
                and {whose} and {within} {only}
        )
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


__all__ = ["GROUPS", "Explanation", "Group", "NoSuchRow", "explain", "places_of"]
