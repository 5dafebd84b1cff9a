"""What a publication says is wrong, read from publications made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reporting.findings import FindingLimits, Reading, read_findings
from reporting.publication import open_published
from tests.alert_place import MONDAY, UNITS, failed, not_met, publish

LIMITS = FindingLimits(months_judged=3, silent_after_days=60, forecast_min_probability=0.5)
DAY = date(2026, 11, 16)


def read(tmp_path: Path, rows: dict[str, Any]) -> Reading:
    publish(tmp_path, rows)
    with open_published(tmp_path) as publication:
        return read_findings(publication, LIMITS)


def said(reading: Reading) -> list[tuple[str, str, str, str, str]]:
    return [(one.check_code, one.agency_code, one.period_code, one.observed, one.expected)
            for one in reading.findings]  # fmt: skip


def test_a_table_that_is_absent_is_unknown_and_no_pass(tmp_path: Path) -> None:
    reading = read(tmp_path, {})
    assert reading.findings == ()
    assert reading.unknown == ("checks", "detectors", "submissions", "forecasts")
    everything = dict.fromkeys(
        ("check_results", "detectors", "detector_findings", "submissions", "kpi_forecasts"), ()
    )
    assert read(tmp_path, everything).unknown == ()


def test_missed_targets_of_both_years_are_found_in_words(tmp_path: Path) -> None:
    other = ("online", "SNV", "2025", 0.1, 0.6, "ge", "not_met", "SNV")
    unknown = ("paper", "STP", "2026", None, 0.6, "ge", "no_data", "STP")
    reading = read(
        tmp_path,
        {"kpi_scorecard": [not_met("SNV"), not_met("SNV", period="R2026"), other, unknown]},
    )
    assert said(reading) == [
        ("kpi_not_met", "SNV", "2026", "50,00 %", "≥ 60,00 %"),
        ("kpi_not_met", "SNV", "R2026", "50,00 %", "≥ 60,00 %"),
    ]
    assert reading.unjudged == {("kpi_not_met", "paper", "STP", "2026")}
    assert reading.twins == {"R2026": "2026"}


def test_failed_checks_of_recent_months_are_one_finding_per_check_stream_agency_and_month(
    tmp_path: Path,
) -> None:
    passed = (
        "late_rows",
        "facts",
        "meeting",
        "STP",
        "2026-10",
        None,
        "warning",
        True,
        "0",
        "",
        MONDAY,
    )
    null = (
        "late_rows",
        "facts",
        "dossier",
        "STP",
        "2026-10",
        None,
        "warning",
        None,
        "",
        "",
        MONDAY,
    )
    system = ("batch_keys", "batch", None, None, None, "b1", "error", False, "3", "0", MONDAY)
    reading = read(tmp_path, {"check_results": [
        failed("late_rows", "SNV"), failed("late_rows", "SNV", severity="error"),
        failed("late_rows", "SNV", period="2026-08"), passed, null, system,
    ]})  # fmt: skip
    assert [(one.check_code, one.agency_code, one.severity, one.count, one.observed)
            for one in reading.findings] == [
        ("batch_keys", "SONLA", "error", 1, "3"), ("late_rows", "SNV", "error", 2, "25,00 %")]  # fmt: skip
    assert reading.unjudged == {("late_rows", "dossier", "STP", "2026-10")}


def test_detectors_submissions_quarantine_and_forecasts_are_found(tmp_path: Path) -> None:
    reading = read(tmp_path, {
        "detectors": [("meeting_split", "Họp tách đôi", "Hỏi đơn vị.")],
        "detector_findings": [
            ("meeting_split", "STP", "STP", "2026-11", "meeting", "warning", 4, 4.0, 0.0)],
        "submissions": [
            ("meeting_month", "Danh sách họp", "SNV", "2026-10", DAY, None, "missing", 3),
            ("meeting_month", "Danh sách họp", "STP", "2026-10", DAY, MONDAY, "late", None),
            ("meeting_month", "Danh sách họp", "STP", "2026-09", DAY, MONDAY, "received", 0)],
        "quarantine": [("b1", "SNV", None, 3, True), ("b1", "SNV", None, 3, True),
                       ("b2", "SNV", "S1", 4, True), ("b2", "STP", "S1", 4, False),
                       ("b3", None, None, 1, True)],
        "kpi_forecasts": [("online", "STP", "2026", 0.5, 0.55), ("online", "SNV", "2026", 0.4, 0.7),
                          ("paper", "SNV", "2026", None, None)],
    })  # fmt: skip
    assert said(reading) == [
        ("meeting_split", "STP", "2026-11", "4 mục", ""),
        ("submission_missing", "SNV", "2026-10", "chưa gửi, chậm 3 ngày", "hạn 16/11/2026"),
        ("submission_late", "STP", "2026-10", "đã gửi", "hạn 16/11/2026"),
        ("rows_quarantined", "SNV", "", "2 dòng của 2 tệp", ""),
        ("rows_quarantined", "SONLA", "", "1 dòng của 1 tệp", ""),
        ("kpi_at_risk", "STP", "2026", "khả năng không đạt 50,00 %", "dự báo 55,00 %"),
    ]
    assert reading.unjudged == {("kpi_at_risk", "paper", "SNV", "2026")}
    assert reading.findings[0].todo == "Hỏi đơn vị."


def test_a_unit_without_facts_for_long_is_found_and_silent_when_the_year_has_none(
    tmp_path: Path,
) -> None:
    def met(agency: str, day: date, status: str = "held", gone: bool = False) -> tuple:
        return agency, day, status, gone

    reading = read(tmp_path, {
        "fct_meetings": [met("SNV", DAY - timedelta(days=60)), met("STP", DAY - timedelta(days=61)),
                         met("STP", DAY, "cancelled"), met("VPUBND", DAY, gone=True)],
        "fct_tasks": [("VPUBND", date(2025, 12, 31), False)],
    })  # fmt: skip
    assert said(reading) == [
        ("nothing_sent", "STP", "", "số liệu cuối cùng 16/09/2026", "quá 60 ngày"),
        ("nothing_sent", "VPUBND", "", "số liệu cuối cùng 31/12/2025", "quá 60 ngày"),
    ]
    assert reading.silent == {"VPUBND"}


def test_findings_of_units_that_are_no_more_are_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, {"check_results": [failed("late_rows", "OLD")]})
    assert reading.findings == ()
    assert set(reading.agencies) == set(UNITS)
