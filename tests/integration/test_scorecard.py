"""A handful of events whose figures anybody can count, through the whole of dbt to the scorecard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.warehouse_fixture import LOCAL, Warehouse

AS_OF = datetime(2026, 6, 30, 18, tzinfo=LOCAL)
PLAN_OWNERS = 88
"""13 provincial bodies and 75 communes, of 2025-07-01 on."""
Value = tuple[Any, ...]
Score = Callable[[str, str, str], Value]


def at(text: str) -> datetime:
    """A local moment."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


class Log:
    """Writes events in the order in which the store learns of them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse
        self.position = 0

    def add(
        self, stream: str, event_type: str, entity: str, agency: str, when: str, **more: Any
    ) -> None:
        """One event; `recorded_at` is a week before as_of unless told."""
        self.position += 1
        event = {
            "event_id": f"e{self.position}", "stream": stream, "event_type": event_type,
            "entity_id": entity, "agency_code": agency, "occurred_at": at(when),
            "recorded_at": AS_OF - timedelta(days=7), "position": self.position,
            "source_system": "test", "source_file": "test.csv", "source_row": self.position,
        }  # fmt: skip
        self.warehouse.insert(f"{stream}_events", [event | more])

    def held(
        self, entity: str, agency: str, when: str, mode: str = "in_person", **more: Any
    ) -> None:
        """A held meeting of two hours."""
        end = at(when) + timedelta(hours=2)
        self.add("meeting", "held", entity, agency, when, mode=mode, kind="briefing",
                 starts_at=at(when), ends_at=end, **more)  # fmt: skip


def write_meetings(log: Log) -> None:
    for number, mode in enumerate(["online", "online", "in_person", "in_person"]):
        log.held(f"SNV:{number}", "SNV", f"2026-01-1{number} 08:00", mode)
    log.held("SNV:h", "SNV", "2026-01-20 08:00", "hybrid", remote_site_count=1)
    for host in ("SNV", "STP"):
        log.held(f"{host}:joint", host, "2026-02-10 08:00", "online", joint_key="2026-02-10|A")
    log.held("STP:corrected", "STP", "2026-03-05 08:00")
    log.add("meeting", "corrected", "STP:corrected", "STP", "2026-04-20 08:00", mode="online")
    log.held("STP:cancelled", "STP", "2026-03-06 08:00")
    log.add("meeting", "cancelled", "STP:cancelled", "STP", "2026-03-06 09:00")
    log.held("STP:future", "STP", "2026-03-07 08:00", recorded_at=AS_OF + timedelta(seconds=1))
    # The year before: same day of the running year, a later day, and units that ended.
    log.held("SNV:2025a", "SNV", "2025-06-30 08:00")
    log.held("SNV:2025b", "SNV", "2025-07-01 08:00")
    log.held("old:1", "03649", "2025-03-10 08:00")
    log.held("old:2", "03652", "2025-03-11 08:00")
    log.held("new:1", "03646", "2026-03-10 08:00")
    log.held("district:1", "116", "2025-04-01 08:00")
    # The last minute of a reporting year and the first of the next.
    log.held("SYT:14", "SYT", "2025-12-14 23:59")
    log.held("SYT:15", "SYT", "2025-12-15 00:00")


def write_tasks(log: Log) -> None:
    log.add("task", "plan_issued", "KH226-01-2026:SNV", "SNV", "2026-05-14 23:59")
    log.add("task", "plan_issued", "KH226-01-2026:STP", "STP", "2026-05-15 00:00")
    log.add("task", "report_submitted", "BC-2026-H1:SNV", "SNV", "2026-06-05 16:00")
    for day, trained in (("2026-03-31", 40), ("2026-06-15", 100)):
        log.add("task", "training_recorded", f"TR-{day}:SNV", "SNV", f"{day} 08:00",
                trained_count=trained, staff_count=100)  # fmt: skip


def write_intake(warehouse: Warehouse) -> None:
    details = (
        '{"stream": "meeting", "layout": "l", "received": 3, "accepted": 1, "duplicate": 1, '
        '"quarantined": 1, "withdrawn": 0, "events_written": 1, "problems": {"bad_date": 1}}'
    )
    recorded = AS_OF - timedelta(days=7)
    warehouse.insert("ingest_events", [{
        "batch_id": "b1", "entity_id": "b1", "stream": "ingest", "event_type": "file_ingested",
        "agency_code": "SNV", "recorded_at": recorded, "position": 1, "details": details,
    }])  # fmt: skip
    warehouse.insert("quarantine_rows", [
        {"batch_id": batch, "source_row": 2, "problem_code": "bad_date", "recorded_at": recorded}
        for batch in ("b1", "left behind by a crash")
    ])  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Everything above, built with every data test."""
    warehouse = Warehouse(tmp_path_factory.mktemp("scorecard"))
    warehouse.set_as_of(AS_OF)
    log = Log(warehouse)
    write_meetings(log)
    write_tasks(log)
    write_intake(warehouse)
    warehouse.build()
    return warehouse


@pytest.fixture
def score(warehouse: Warehouse) -> Score:
    """(numerator, denominator, kpi_value, status) of one row of the scorecard."""

    def of(kpi: str, agency: str, period: str) -> Value:
        rows = warehouse.query(
            "select numerator, denominator, kpi_value, status from marts.kpi_scorecard where "
            f"kpi_code = '{kpi}' and agency_code = '{agency}' and period_code = '{period}'"
        )
        assert len(rows) == 1, (kpi, agency, period, rows)
        return rows[0]

    return of


def test_three_of_five_online_meets_sixty_per_cent(score: Score) -> None:
    assert score("meeting_online_share", "SNV", "2026-01") == (3, 5, 0.6, "met")


def test_a_month_without_meetings_has_no_data_and_no_zero(score: Score) -> None:
    assert score("meeting_online_share", "SNV", "2026-05") == (None, None, None, "no_data")


def test_a_year_without_a_target_shows_its_value_and_is_not_judged(score: Score) -> None:
    assert score("meeting_online_share", "SYT", "2025") == (0, 2, 0, "not_applicable")


def test_a_joint_meeting_counts_for_each_host_and_once_for_the_province(score: Score) -> None:
    for agency in ("SNV", "STP", "SONLA"):
        assert score("meeting_online_share", agency, "2026-02") == (1, 1, 1, "met"), agency


def test_a_correction_after_the_period_changes_the_period_it_speaks_of(score: Score) -> None:
    assert score("meeting_online_share", "STP", "2026-03") == (1, 1, 1, "met")
    assert score("meeting_online_share", "STP", "2026-04") == (None, None, None, "no_data")


def test_a_running_year_is_compared_up_to_the_same_day(score: Score) -> None:
    assert score("meeting_count_change", "SNV", "2026") == (6, 1, 5, "not_met")


def test_a_new_commune_is_compared_with_those_it_succeeded(
    score: Score, warehouse: Warehouse
) -> None:
    assert score("meeting_count_change", "03646", "2026") == (1, 2, -0.5, "met")
    baselines = warehouse.query(
        "select basis, baseline_value from marts.kpi_baselines where agency_code = '03646' "
        "and period_code = '2026' and kpi_code = 'meeting_count_change' order by basis"
    )
    assert baselines == [("like_for_like", 2), ("raw", None)]


def test_an_abolished_district_stands_in_the_raw_baseline_of_the_province_and_apart(
    warehouse: Warehouse,
) -> None:
    baselines = warehouse.query(
        "select basis, numerator, baseline_value from marts.kpi_baselines where "
        "agency_code = 'SONLA' and period_code = '2026' and kpi_code = 'meeting_count_change' "
        "order by basis"
    )
    assert baselines == [("like_for_like", 8, 3), ("no_successor", None, 1), ("raw", 8, 4)]


def test_a_reporting_year_begins_on_the_fifteenth_of_december(score: Score) -> None:
    assert score("meeting_online_share", "SYT", "2025-12")[:2] == (0, 2)
    assert score("meeting_online_share", "SYT", "R2025")[:2] == (0, 1)
    assert score("meeting_online_share", "SYT", "R2026")[:2] == (0, 1)


def test_a_plan_of_the_fifteenth_is_late_and_a_silent_agency_too(score: Score) -> None:
    assert score("plan_issued_on_time", "SNV", "2026") == (1, 1, 1, "met")
    assert score("plan_issued_on_time", "STP", "2026") == (0, 1, 0, "not_met")
    assert score("plan_issued_on_time", "SYT", "2026") == (0, 1, 0, "not_met")
    assert score("plan_issued_on_time", "SONLA", "2026")[:2] == (1, PLAN_OWNERS)
    assert score("plan_issued_on_time", "SNV", "2026-01") == (None, None, None, "not_applicable")


def test_a_duty_without_any_event_is_evidence_under_its_own_id(warehouse: Warehouse) -> None:
    found = warehouse.query(
        "select numerator, denominator from marts.kpi_evidence "
        "where kpi_code = 'report_on_time_share' and entity_id = 'BC-2026-H1:SYT'"
    )
    assert found == [(0, 1)]


def test_the_yearly_report_is_not_due_in_june(score: Score, warehouse: Warehouse) -> None:
    assert score("report_on_time_share", "SNV", "2026") == (1, 1, 1, "met")
    reasons = warehouse.query(
        "select excluded_reason from marts.kpi_evidence "
        "where kpi_code = 'report_on_time_share' and entity_id = 'BC-2026:SNV'"
    )
    assert reasons == [("not_due",)]


def test_a_report_in_time_discharges_the_results_that_belong_in_it(score: Score) -> None:
    numerator, denominator, _, status = score("task_on_time_share", "SNV", "2026")
    assert numerator == denominator > 5
    assert status == "met"


def test_training_is_the_last_record_up_to_the_end_of_the_period(score: Score) -> None:
    assert score("training_digital_skill_share", "SNV", "2026-Q1") == (40, 100, 0.4, "not_met")
    assert score("training_digital_skill_share", "SNV", "2026") == (100, 100, 1, "met")
    assert score("training_digital_skill_share", "SNV", "2026-02")[3] == "no_data"


def test_an_unknown_future_is_not_counted(warehouse: Warehouse) -> None:
    assert warehouse.query(
        "select count(*) from marts.fct_meetings where entity_id = 'STP:future'"
    ) == [(0,)]


def test_only_quarantined_rows_of_a_recorded_file_are_shown(warehouse: Warehouse) -> None:
    assert warehouse.query("select batch_id, layout, problem_code from marts.quarantine") == [
        ("b1", "l", "bad_date")
    ]


def test_published_views_name_no_database(warehouse: Warehouse) -> None:
    views = warehouse.query(
        "select view_name, sql from duckdb_views() where schema_name in ('kpi', 'marts')"
    )
    assert len(views) >= 13
    assert [name for name, sql in views if '"warehouse"' in sql.split(" AS ", 1)[1]] == []
    assert [name for name, sql in views if "run_context" in sql] == []
