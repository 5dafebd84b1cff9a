"""Planted fraud is found, and honest units are left alone: a province that cheats beside one that
does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import honest_lookalikes, planted_fraud
from tests.honest_province import ARRIVED, generate
from tests.planted_fraud import Planted
from tests.warehouse_fixture import Warehouse

SEED, NEVER_WAIT = 226, 8
RECALL, FALSE_PER_THOUSAND, LEAST_PLANTED = 0.95, 1.0, 40
KINDS = {
    "meeting_split", "meeting_merged", "meeting_online_without_site", "meeting_hybrid_as_online",
    "document_back_dated", "document_number_reused", "document_moved_to_secret",
    "dossier_reopened", "dossier_finished_before_received", "dossier_status_rewritten",
    "dossier_digitised_in_bulk", "count_exactly_at_target",
}  # fmt: skip
AGENCY_MONTHS = """
    select count(*) from (
        select distinct agency_id, date_trunc('month', fact_date) from (
            select agency_id, fact_date from kpi.counted_meetings where excluded_reason is null
            union all
            select agency_id, fact_date from kpi.counted_documents where excluded_reason is null
            union all
            select agency_id, fact_date from kpi.counted_dossiers where excluded_reason is null
        ) as facts
    ) as months
"""


@dataclass
class Found:
    """What the detectors said of a province."""

    evidence: dict[str, set[str]]
    findings: list[tuple[str, str, int]]
    agency_months: int
    planted: list[Planted]


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    folder: Path = tmp_path_factory.mktemp("detectors")
    return {
        "honest": built(folder / "honest", 0),
        "cheating": built(folder / "cheating", NEVER_WAIT),
    }


def built(folder: Path, never_wait: int) -> Found:
    province = generate(SEED, never_wait=never_wait)
    honest_lookalikes.lay(province)
    planted = planted_fraud.plant(province) if never_wait else []
    warehouse = Warehouse(folder)
    province.fill(warehouse)
    unwanted = ("--exclude", "resource_type:unit_test", "resource_type:test")
    warehouse.dbt("build", *unwanted, "--select", "+detector_findings")
    evidence: dict[str, set[str]] = {}
    rows = warehouse.query("select detector_code, entity_id from marts.detector_evidence")
    for detector, entity in rows:
        evidence.setdefault(detector, set()).add(entity)
    findings = warehouse.query(
        "select detector_code, agency_code, entity_count from marts.detector_findings"
    )
    return Found(evidence, findings, warehouse.query(AGENCY_MONTHS)[0][0], planted)


def is_found(planted: Planted, found: Found) -> bool:
    """Most of what the fraud touched is named by the detector that should ask."""
    named = planted.entities & found.evidence.get(planted.detector, set())
    return len(named) * 2 >= len(planted.entities) > 0


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_planted_fraud_of_every_kind_is_found(provinces: dict[str, Found], kind: str) -> None:
    cheating = provinces["cheating"]
    planted = [one for one in cheating.planted if one.detector == kind]
    assert len(planted) >= LEAST_PLANTED
    hits = [one for one in planted if is_found(one, cheating)]
    assert len(hits) / len(planted) >= RECALL


def test_units_that_hide_all_waiting_are_found_and_no_others(provinces: dict[str, Found]) -> None:
    named = {
        agency
        for detector, agency, _ in provinces["cheating"].findings
        if detector == "dossier_waiting_never_seen"
    }
    assert named == set(ARRIVED[:NEVER_WAIT])


def test_honest_units_and_their_oddities_are_left_alone(provinces: dict[str, Found]) -> None:
    honest = provinces["honest"]
    assert honest.agency_months > 1_500
    assert len(honest.findings) / honest.agency_months * 1_000 <= FALSE_PER_THOUSAND, (
        honest.findings
    )


def test_a_fraud_accuses_few_others(provinces: dict[str, Found]) -> None:
    cheating = provinces["cheating"]
    touched = {entity for one in cheating.planted for entity in one.entities}
    named = {
        entity
        for detector, entities in cheating.evidence.items()
        if detector != "dossier_waiting_never_seen"
        for entity in entities
    }
    assert len(named - touched) / len(named) <= 1 - RECALL
