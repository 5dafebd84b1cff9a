"""Vietnamese words for what happened and for the state it led to.

Belongs here: one word per event type and status of every stream (docs/events.md says the same).
Does not belong here: which event sets which status (`schemas.vocabularies`).
"""

from __future__ import annotations

from schemas.problems import Language

_WORDS: dict[str, str] = {
    "accepted": "đã tiếp nhận",
    "assigned": "giao, phân công",
    "cancelled": "hủy",
    "completed": "hoàn thành",
    "conclusion_issued": "ra thông báo kết luận",
    "corrected": "đính chính",
    "delivered": "đã đến nơi nhận",
    "digitised": "số hóa",
    "extended": "gia hạn",
    "finished": "giải quyết xong",
    "held": "đã họp",
    "in_progress": "đang thực hiện",
    "inspection_recorded": "ghi nhận kiểm tra",
    "invited": "gửi giấy mời",
    "issued": "ban hành",
    "merged": "ghép vào cuộc họp khác",
    "mode_changed": "đổi hình thức họp",
    "paid": "đã thanh toán",
    "payment_requested": "yêu cầu thanh toán",
    "petitions_recorded": "ghi nhận trả lời phản ánh, kiến nghị",
    "plan_issued": "ban hành kế hoạch",
    "planned": "có trong kế hoạch năm",
    "procedures_recorded": "ghi nhận số thủ tục toàn trình",
    "processed": "xử lý",
    "processing": "đang xử lý",
    "publicity_recorded": "ghi nhận tuyên truyền",
    "rated": "đánh giá mức độ hài lòng",
    "recall_requested": "yêu cầu lấy lại",
    "recall_agreed": "đồng ý lấy lại",
    "recall_refused": "từ chối lấy lại",
    "recalled": "thu hồi",
    "received": "tiếp nhận",
    "recorded": "đã ghi nhận",
    "refused": "từ chối tiếp nhận",
    "rejected": "bị từ chối",
    "replaced": "bị thay thế",
    "report_submitted": "gửi báo cáo",
    "reported": "báo cáo tiến độ",
    "rescheduled": "đổi lịch",
    "result_issued": "có kết quả",
    "returned": "trả kết quả",
    "review_recorded": "ghi nhận rà soát",
    "scheduled": "xếp lịch",
    "sent": "gửi điện tử",
    "sent_on_paper": "gửi bản giấy",
    "stopped": "dừng xử lý",
    "submitted": "nộp hồ sơ",
    "supplement_requested": "yêu cầu bổ sung",
    "training_recorded": "ghi nhận tập huấn",
    "updated": "cập nhật",
    "uptime_recorded": "ghi nhận thời gian hoạt động",
    "violation_handled": "xử lý vi phạm",
    "voided": "xóa khỏi danh sách của nguồn",
    "withdrawn": "rút khỏi danh sách của nguồn",
    "withdrawn_by_citizen": "công dân rút hồ sơ",
}


def event_word(code: str, language: Language) -> str:
    """Word for an event type or a status; the code in plain words where there is none."""
    if language == "vi" and code in _WORDS:
        return _WORDS[code]
    return code.replace("_", " ")
