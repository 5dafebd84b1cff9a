"""Why an item stands in the denominator and not in the numerator."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from reporting.remarks import remark
from schemas.problems import Language

DUTY_BASED = ("report_on_time_share", "task_on_time_share")


def said(kpi: str, language: Language = "vi", **row: Any) -> str | None:
    counted = {"excluded_reason": None, "basis": None, "numerator": 0.0, "note": None}
    about = {"kpi_code": kpi, "is_duty_based": kpi in DUTY_BASED}
    return remark(about, {**counted, **row}, language)


def meeting(mode: str | None, sites: int | None = None, **row: Any) -> str | None:
    return said("meeting_online_share", note=mode, remote_site_count=sites, **row)


def test_a_hybrid_meeting_says_whether_its_sites_are_unknown_or_too_few() -> None:
    assert meeting("hybrid") == "họp kết hợp nhưng không rõ số điểm cầu"
    assert meeting("hybrid", 0) == "họp kết hợp nhưng chưa đủ điều kiện tính là trực tuyến"
    assert meeting(None) == "không rõ hình thức họp"
    assert meeting("online", numerator=1.0) is None
    assert meeting("hybrid", excluded_reason="cancelled") is None


def test_a_meeting_names_the_rule_of_its_cap() -> None:
    over = said("meeting_over_time_share", note="KH II.4", numerator=1.0)
    within = said("meeting_over_time_share", note="KH II.4")
    assert (over, within) == (
        "vượt mức tối đa theo KH II.4",
        "trong mức tối đa theo KH II.4",
    )


def test_a_missing_flag_is_told_from_a_flag_that_says_no() -> None:
    assert said("document_digitised_share", has_electronic_form=None) == (
        "không rõ có bản điện tử hay không"
    )
    assert said("document_digitised_share", has_electronic_form=False) == "không có bản điện tử"
    flags = {"has_digitised_components": None, "has_digitised_result": False}
    assert said("dossier_digitised_share", **flags) == (
        "không rõ đã số hóa thành phần hay chưa, chưa số hóa kết quả"
    )
    unheard = {"channel": None, "is_entered_online": None}
    unheard |= {"is_processed_on_system": None, "has_electronic_result": None}
    assert said("dossier_digital_share", note="received_on_paper", **unheard) == (
        "không rõ tiếp nhận trực tuyến hay bằng giấy"
    )
    assert said(
        "dossier_digital_share", note="received_on_paper", **{**unheard, "channel": "direct"}
    ) == ("tiếp nhận bằng giấy")
    assert said("document_electronic_share", note="sent_on_paper", is_sent_electronically=True) == (
        "có gửi bản giấy"
    )


def test_what_a_view_says_is_missing_is_said_in_words() -> None:
    assert said("dossier_on_time_share", note="ended_late", numerator=0.0) is not None
    assert said("dossier_online_submission_share", note="channel_unknown") == "không rõ kênh nộp"
    assert said("dossier_online_submission_share", note=None, numerator=1.0) is None
    heard = datetime(2026, 3, 11, 17, tzinfo=UTC)
    assert said("late_submission_share", note="meeting", first_recorded_at=heard) == (
        "kho biết ngày 12/03/2026"
    )


@pytest.mark.parametrize(
    ("kpi", "row", "words"),
    [
        ("meeting_online_only_share", {"note": "hybrid"}, "họp kết hợp, không tính"),
        ("meeting_online_only_share", {"note": None}, "không rõ hình thức họp"),
        ("meeting_online_only_share", {"note": "online", "numerator": 1.0}, None),
        ("conference_online_share", {"note": "hybrid", "remote_site_count": None},
         "họp kết hợp nhưng không rõ số điểm cầu"),
        ("province_wide_conference_count", {"note": "province_wide", "numerator": 1.0},
         "Toàn tỉnh"),
        ("commune_wide_conference_count", {"note": None}, None),
        ("meeting_paperless_share", {"is_paperless": None}, "không rõ có dùng giấy hay không"),
        ("meeting_paperless_share", {"is_paperless": False}, "có dùng giấy"),
        ("meeting_planned_share", {"is_planned": False}, "không thấy trong kế hoạch năm"),
        ("meeting_conflict_count", {"note": "SYT also in STP:CH-2", "numerator": 1.0},
         "SYT cùng lúc phải dự STP:CH-2"),
        ("meeting_conflict_count", {"note": None}, None),
        ("meeting_invitation_lead_share", {"note": "-1"}, "gửi giấy mời trước −1 ngày làm việc"),
        ("meeting_conclusion_share", {"note": "6"}, "ra thông báo sau 6 ngày làm việc"),
        ("meeting_conclusion_share", {"note": None}, "quá hạn, chưa có thông báo kết luận"),
        ("meeting_cost_overrun_count",
         {"cost_amount": 5_000_001, "cost_norm_amount": 5_000_000, "numerator": 1.0},
         "5.000.001 đồng / định mức 5.000.000 đồng"),
        ("document_signed_share", {"is_signed_digitally": None}, "không rõ có ký số hay không"),
        ("document_signed_share", {"is_signed_digitally": True, "numerator": 1.0}, None),
        ("document_duplicate_count", {"note": "SNV:out:1", "numerator": 1.0},
         "cùng nội dung với SNV:out:1"),
    ],
)  # fmt: skip
def test_a_supporting_kpi_says_why_an_item_counts_or_does_not(
    kpi: str, row: dict[str, Any], words: str | None
) -> None:
    assert said(kpi, **row) == words


DUTY = {"source_file": None, "own_date": None, "entity_status": None}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "chưa nhận được gì"),
        ({"source_file": "a.csv", "entity_status": "in_progress"}, "chưa hoàn thành"),
        (
            {"source_file": "a.csv", "entity_status": "completed", "own_date": date(2026, 6, 9)},
            "hoàn thành 09/06/2026, sau hạn",
        ),
        ({"source_file": "a.csv", "note": "2026-06-09"}, "hoàn thành 09/06/2026, sau hạn"),
        ({"note": "reported in BC-2026-H1:SNV"}, "đã nêu trong báo cáo BC-2026-H1:SNV, sau hạn"),
        (
            {"note": "reported in BC-2026-H1:SNV", "numerator": 1.0},
            "đã nêu trong báo cáo BC-2026-H1:SNV",
        ),
        ({"note": "extended 2026-07-01"}, "được gia hạn đến 01/07/2026, chưa nhận được gì"),
    ],
)
def test_a_duty_says_why_it_is_late_in_vietnamese(row: dict[str, Any], words: str) -> None:
    assert said("task_on_time_share", **{**DUTY, **row}) == words
