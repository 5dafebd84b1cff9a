"""Sentences about what the detectors found; a part of the catalogue `messages`.

Belongs here: texts of the command `findings`. Does not belong here: when they are said.
"""

from __future__ import annotations

# fmt: off
SUSPICION_SENTENCES: dict[str, tuple[str, str]] = {
    "unknown_detector": ("Không có phép dò “{said}”", "There is no detector “{said}”"),
    "no_detectors": (
        "Bản công bố này có trước các phép dò, nên chưa biết có gì đáng hỏi. "
        "Chạy {kl226} build{more} để dựng lại",
        "This publication is older than the detectors, so nothing is known. "
        "Run {kl226} build{more}"),
    "suspicions_title": (
        "Dấu hiệu cần hỏi lại, nặng nhất trước", "What to ask about, gravest first"),
    "suspicion_evidence": ("Từng mục cần hỏi lại", "Entity by entity"),
    "suspicions_none": (
        "Các phép dò không thấy dấu hiệu nào.", "The detectors found nothing."),
    "suspicions_are_questions": (
        "Đây là câu hỏi gửi đơn vị, không phải kết luận; không con số nào bị đổi vì nó.",
        "These are questions to units, not verdicts; no figure is changed by them."),
    "severity": ("Mức", "Severity"),
    "severity_error": ("✗ nặng", "✗ error"),
    "severity_warning": ("! cần hỏi", "! warning"),
    "severity_info": ("· để ý", "· info"),
    "detector": ("Phép dò", "Detector"),
    "suspicion_month": ("Tháng", "Month"),
    "suspicion_count": ("Số mục", "Entities"),
    "suspicion_observed": ("Thấy / chờ đợi", "Observed / expected"),
    "suspicion_day": ("Ngày", "Day"),
    "suspicion_entity": ("Mục", "Entity"),
    "suspicion_note": ("Dấu hiệu", "What"),
    "more_suspicions": (
        "… và {count} dòng khác. Xem đủ: thêm --all",
        "… and {count} more. To see them all: add --all"),
    "next_suspicion": (
        "Xem từng mục: {kl226} findings{more}", "See the entities: {kl226} findings{more}"),
    "next_suspicious": (
        "Xem lịch sử một mục: {kl226} explain {place} --entity {entity}{more}",
        "See the history of one: {kl226} explain {place} --entity {entity}{more}"),
}
# fmt: on
