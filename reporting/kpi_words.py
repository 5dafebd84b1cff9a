"""Words of the supporting meeting and document KPIs, in Vietnamese and English.

Belongs here: why an entity of these KPIs counts, does not, or is left out. Does not belong here:
any other sentence (`messages.py`), when they are said (`process_remarks.py`, `entities.py`).
"""

from __future__ import annotations

# fmt: off
SENTENCES: dict[str, tuple[str, str]] = {
    # --- why an entity counts or does not
    "counted_in": ("Được đếm", "Counted"),
    "looked_at": ("Đã xét, không đếm", "Looked at, not counted"),
    "of_looked_at": ("trong {count} mục đã xét", "of {count} looked at"),
    "hybrid_not_counted": ("họp kết hợp, không tính", "hybrid, does not count"),
    "with_paper": ("có dùng giấy", "held with paper"),
    "paper_unknown": ("không rõ có dùng giấy hay không", "not said whether paper was used"),
    "not_planned": ("không thấy trong kế hoạch năm", "not known to stand in the yearly plan"),
    "conflict_with": (
        "{unit} cùng lúc phải dự {meeting}", "{unit} was due in {meeting} at the same time"),
    "invited_days": (
        "gửi giấy mời trước {count} ngày làm việc", "invited {count} working days before"),
    "concluded_days": (
        "ra thông báo sau {count} ngày làm việc", "notice {count} working days after"),
    "no_notice": (
        "quá hạn, chưa có thông báo kết luận", "no notice of conclusion, and its time is over"),
    "cost_of_norm": ("{cost} đồng / định mức {norm} đồng", "{cost} đồng, norm {norm} đồng"),
    "not_signed": ("không ký số", "not signed digitally"),
    "signature_unknown": (
        "không rõ có ký số hay không", "not said whether it was signed digitally"),
    "same_content_as": ("cùng nội dung với {document}", "same content as {document}"),
    # --- reasons why an entity is left out
    "not_conference": ("không phải hội nghị", "no conference"),
    "conference_unknown": (
        "không rõ có là hội nghị hay không", "not said whether it was a conference"),
    "scope_unknown": ("không rõ phạm vi", "scope unknown"),
    "attendees_unknown": ("không rõ đơn vị phải dự", "not said who must attend"),
    "unscheduled": ("họp đột xuất", "called at short notice"),
    "invitation_unknown": ("không rõ ngày gửi giấy mời", "day of the invitation unknown"),
    "calendar_unknown": (
        "lịch làm việc chưa có ngày này", "the calendar of working days lacks this day"),
    "no_rule": ("chưa có quy định vào ngày này", "no rule in force on that day"),
    "conclusion_not_required": (
        "không cần ra thông báo kết luận", "needs no notice of conclusion"),
    "conclusion_unknown": (
        "không rõ có cần ra thông báo kết luận hay không",
        "not said whether it needs a notice of conclusion"),
    "end_unknown": ("không rõ lúc kết thúc", "end unknown"),
    "cost_unknown": ("không rõ kinh phí", "cost unknown"),
    "norm_unknown": ("không rõ định mức kinh phí", "norm unknown"),
    "content_unknown": ("không có mã nội dung", "no key of its content"),
}
# fmt: on
