"""What each alert is called, what to do and where to look.

Belongs here: the words of the alerts this product raises itself, and how the words of quality
checks and detectors (their registers) are found. Does not belong here: layout (`render.py`).
Every code here has a heading in docs/runbook.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from reporting.finding_sources import CHECKS, DETECTORS
from schemas.check_register import CHECKS as REGISTER


@dataclass(frozen=True)
class AlertWords:
    """`title` heads a block; `todo_unit` is for the unit itself, `todo_office` for those above.

    `look` is a command with `{agency}`, `{subject}`, `{period}`; `expected` stands before the
    value that was expected.
    """

    title: str
    todo_unit: str
    todo_office: str
    look: str
    expected: str = ""
    look_at_many: str = ""
    """Instead of `look` where a block holds several alerts."""


OWN: dict[str, AlertWords] = {
    "kpi_not_met": AlertWords(
        "Chỉ tiêu chưa đạt",
        "Rà các mục chưa đạt của đơn vị, xử lý trong kỳ; mục ghi sai thì gửi lại tệp đã sửa.",
        "Xem mục nào, đơn vị nào chưa đạt rồi đôn đốc; mở số liệu gốc trước khi kết luận.",
        "kl226 explain {subject} {agency} {period}",
        "chỉ tiêu",
        "kl226 show --agency {agency} --period {period}",
    ),
    "kpi_at_risk": AlertWords(
        "Dự báo không đạt vào cuối năm",
        "Xem còn được phép bao nhiêu mục chưa đạt đến cuối năm và điều chỉnh kế hoạch ngay.",
        "Trao đổi với đơn vị về kế hoạch các tháng còn lại, trước khi chỉ tiêu bị lỡ.",
        "kl226 show --agency {agency} --period {period}",
    ),
    "submission_missing": AlertWords(
        "Quá hạn, chưa gửi",
        "Gửi ngay tệp còn thiếu vào thư mục nhận của đơn vị; vướng mắc thì báo Sở Nội vụ.",
        "Gọi văn thư của đơn vị; nếu có lý do chính đáng thì cho nộp muộn có thời hạn.",
        "kl226 show --agency {agency}",
    ),
    "submission_late": AlertWords(
        "Đã gửi nhưng muộn",
        "Không cần gửi lại; kỳ sau gửi trước hạn.",
        "Chỉ để biết; lặp lại nhiều kỳ thì nhắc đơn vị.",
        "kl226 show --agency {agency}",
    ),
    "nothing_sent": AlertWords(
        "Không gửi số liệu",
        "Gửi danh sách cuộc họp, văn bản, hồ sơ của đơn vị; chưa có phần mềm thì dùng mẫu nhập.",
        "Gọi đơn vị: chưa gửi, gửi nhầm thư mục, hay hệ thống ngừng đẩy. Các chỉ số của đơn vị "
        "này tạm không cảnh báo.",
        "kl226 show --agency {agency}",
    ),
    "rows_quarantined": AlertWords(
        "Dòng bị cách ly chờ sửa",
        "Sửa các ô tô đỏ trong tệp được trả lại rồi gửi lại với đúng tên tệp cũ.",
        "Chuyển tệp trả lại cho đơn vị (thư mục outbox) và nhắc gửi lại.",
        "kl226 quarantine --agency {agency}",
    ),
}
"""The alerts that this product raises itself."""

_CHECK_LOOK = "kl226 quality --agency {agency}"
_DETECTOR_LOOK = "kl226 show --agency {agency} --period {period}"
_CHECK_UNIT = (
    "Xem lại các dòng của tháng trong tệp đã gửi: sai thì sửa và gửi lại với đúng tên tệp cũ, đúng "
    "thì báo Sở Nội vụ lý do."
)
_DETECTOR_UNIT = (
    "Đây là câu hỏi, chưa phải kết luận. Đối chiếu với hồ sơ gốc: sai thì sửa và gửi lại, đúng thì "
    "trả lời Sở Nội vụ kèm căn cứ."
)
_QUESTION = "Đây là câu hỏi, chưa phải kết luận."


def words_of(check_code: str, source: str, label: str, todo: str) -> AlertWords:
    """Words of an alert. A check without a row in the register is called by its code.

    A publication may hold results of a check that this version no longer has.
    """
    if check_code in OWN:
        return OWN[check_code]
    if source == DETECTORS:
        asks = f"{_QUESTION} {todo}".strip()
        return AlertWords(label, _DETECTOR_UNIT, asks, _DETECTOR_LOOK)
    if source == CHECKS:
        known = REGISTER.get(check_code)
        title, asks = (known.label("vi"), known.todo("vi")) if known else (check_code, todo)
        return AlertWords(title, _CHECK_UNIT, asks, _CHECK_LOOK, "mức cho phép")
    raise KeyError(f"no words for the alert {check_code} of {source}")
