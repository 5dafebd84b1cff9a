"""Why an item stands in the denominator and not in the numerator."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reporting.remarks import remark
from schemas.problems import Language


def said(kpi: str, language: Language = "vi", **row: Any) -> str | None:
    counted = {"excluded_reason": None, "basis": None, "numerator": 0.0, "note": None}
    about = {"kpi_code": kpi, "is_duty_based": kpi.endswith("on_time_share")}
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
