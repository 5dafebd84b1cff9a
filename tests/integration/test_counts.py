"""Counts and process KPIs from events to the scorecard and its explanation, counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.integration.test_scorecard import Log, at
from tests.warehouse_fixture import LOCAL, Warehouse

COMMUNE, OTHER_COMMUNE = "03646", "03721"


def conference(log: Log, entity: str, agency: str, when: str, scope: str, **more: Any) -> None:
    """A conference of two hours that was held."""
    start = at(when)
    log.add("meeting", "held", entity, agency, when, mode="online", kind="thematic",
            is_conference=True, scope=scope, starts_at=start, ends_at=start + timedelta(hours=2),
            **more)  # fmt: skip


def write_facts(log: Log) -> None:
    for number, host in enumerate(("VPUBND", "SNV", "SNV")):
        conference(log, f"{host}:{number}", host, f"2026-0{number + 1}-12 08:00", "province_wide")
    log.add("meeting", "cancelled", "SNV:2", "SNV", "2026-03-12 09:00")
    conference(log, "X:1", COMMUNE, "2026-02-10 08:00", "internal")
    for number in range(4):
        conference(log, f"Y:{number}", OTHER_COMMUNE, f"2026-02-1{number} 08:00", "commune_wide")
    # Planned, invited and concluded are events of their own; the times are theirs.
    log.add("meeting", "planned", "STP:1", "STP", "2026-01-05 08:00")
    log.add("meeting", "invited", "STP:1", "STP", "2026-03-05 16:00")
    log.held("STP:1", "STP", "2026-03-10 08:00", required_units=["SYT"],
             is_conclusion_required=True)  # fmt: skip
    log.add("meeting", "conclusion_issued", "STP:1", "STP", "2026-03-17 16:00")
    log.held("STP:2", "STP", "2026-03-10 10:00", required_units=["SYT"])
    log.held("SYT:1", "SYT", "2026-03-10 09:00", required_units=["SYT", "STC"])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("counts"))
    warehouse.set_as_of(datetime(2026, 6, 30, 18, tzinfo=LOCAL))
    write_facts(Log(warehouse))
    warehouse.build()
    return warehouse


@pytest.mark.parametrize(
    ("kpi", "agency", "period", "expected"),
    [
        ("province_wide_conference_count", "SONLA", "2026", (2, 2, 2, "met")),
        ("province_wide_conference_count", "SONLA", "2026-01", (1, 1, 1, "not_applicable")),
        ("commune_wide_conference_count", COMMUNE, "2026", (0, 1, 0, "met")),
        ("commune_wide_conference_count", OTHER_COMMUNE, "2026", (4, 4, 4, "not_met")),
        ("commune_wide_conference_count", "04231", "2026", (None, None, None, "no_data")),
        ("commune_wide_conference_count", "SONLA", "2026", (4, 5, 4, "not_applicable")),
        ("meeting_planned_share", "STP", "2026-03", (1, 2, 0.5, "not_applicable")),
        ("meeting_invitation_lead_share", "STP", "2026-03", (1, 1, 1, "met")),
        ("meeting_conclusion_share", "STP", "2026-03", (1, 1, 1, "met")),
        ("meeting_conflict_count", "STP", "2026-03", (2, 2, 2, "not_applicable")),
        ("meeting_conflict_count", "SYT", "2026-03", (1, 1, 1, "not_applicable")),
        ("meeting_conflict_count", "SONLA", "2026-03", (3, 3, 3, "not_applicable")),
    ],
)
def test_figures_are_those_of_a_count_by_hand(
    warehouse: Warehouse, kpi: str, agency: str, period: str, expected: tuple[Any, ...]
) -> None:
    found = warehouse.query(
        "select numerator, denominator, kpi_value, status from marts.kpi_scorecard where "
        f"kpi_code = '{kpi}' and agency_code = '{agency}' and period_code = '{period}'"
    )
    assert found == [expected]


def test_a_limit_for_the_province_has_no_row_of_an_agency(warehouse: Warehouse) -> None:
    found = warehouse.query(
        "select distinct agency_code from marts.kpi_scorecard "
        "where kpi_code = 'province_wide_conference_count'"
    )
    assert found == [("SONLA",)]


def test_a_meeting_that_starts_as_another_ends_conflicts_only_with_the_third(
    warehouse: Warehouse,
) -> None:
    found = warehouse.query(
        "select entity_id, note from marts.kpi_evidence where kpi_code = 'meeting_conflict_count' "
        "and numerator = 1 order by entity_id"
    )
    assert found == [
        ("STP:1", "SYT also in SYT:1"),
        ("STP:2", "SYT also in SYT:1"),
        ("SYT:1", "SYT also in STP:1"),
    ]
