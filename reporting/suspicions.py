"""What the detectors found: questions to units, the gravest first.

Belongs here: reading `marts.detector_findings`, `detector_evidence`, `detectors`. Does not belong
here: columns and words (`suspicions_table.py`), what is suspicious (`dbt_project`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reporting.lookup import find_word
from reporting.publication import NoPublication, Publication, literal

Row = dict[str, Any]
_NAMES = (
    "(select agency_id, name_vi as agency_name_vi from marts.dim_agencies) as units "
    "on found.agency_id = units.agency_id"
)
_GRAVEST = "case detectors.severity when 'error' then 1 when 'warning' then 2 else 3 end"


@dataclass(frozen=True)
class SuspicionSelection:
    """Which findings: None means all. `period` is any period code, days overlapping."""

    detector: str | None = None
    agency: str | None = None
    period: str | None = None


def need_detectors(publication: Publication) -> None:
    """Raise NoPublication where a publication is older than the detectors: nothing is known."""
    found = publication.rows(
        "select 1 from information_schema.tables where table_schema = 'marts' "
        "and table_name = 'detector_findings'"
    )
    if not found:
        raise NoPublication("no_detectors")


def detector_code(publication: Publication, said: str) -> str:
    """Code of a detector by code or label. Raises UnknownWord."""
    rows = publication.rows("select detector_code, label_vi from marts.detectors order by 1")
    return find_word("unknown_detector", said, {r["detector_code"]: r["label_vi"] for r in rows})


def finding_rows(publication: Publication, selection: SuspicionSelection) -> list[Row]:
    """One row per detector, unit and month, the gravest and largest first."""
    days = (
        "found.period_code in (select months.period_code from marts.dim_periods as months, "
        "marts.dim_periods as chosen where months.period_kind = 'month' "
        "and months.start_date <= chosen.end_date and months.end_date >= chosen.start_date "
        "and chosen.period_code = {})"
    )
    return publication.rows(
        "select found.*, units.agency_name_vi, detectors.label_vi, detectors.label_en, "
        "detectors.what_it_means_vi, detectors.what_to_do_vi, detectors.kpi_code "
        "from marts.detector_findings as found "
        "inner join marts.detectors as detectors on found.detector_code = detectors.detector_code "
        f"left join {_NAMES} where {_where(selection, days)} "
        f"order by {_GRAVEST}, found.entity_count desc, found.detector_code, found.agency_code, "
        "found.period_code"
    )


def evidence_rows(publication: Publication, selection: SuspicionSelection) -> list[Row]:
    """One row per suspicious entity, the gravest first."""
    days = (
        "exists (select 1 from marts.dim_periods as chosen where chosen.period_code = {} "
        "and found.fact_date between chosen.start_date and chosen.end_date)"
    )
    return publication.rows(
        "select found.*, units.agency_name_vi, detectors.label_vi, detectors.label_en, "
        "detectors.severity, detectors.kpi_code from marts.detector_evidence as found "
        "inner join marts.detectors as detectors on found.detector_code = detectors.detector_code "
        f"left join {_NAMES} where {_where(selection, days)} "
        f"order by {_GRAVEST}, found.detector_code, found.agency_code, found.fact_date, "
        "found.entity_id"
    )


def _where(selection: SuspicionSelection, days: str) -> str:
    wanted = ["true"]
    if selection.detector:
        wanted.append(f"found.detector_code = {literal(selection.detector)}")
    if selection.agency:
        wanted.append(f"found.agency_code = {literal(selection.agency)}")
    if selection.period:
        wanted.append(days.format(literal(selection.period)))
    return " and ".join(wanted)
