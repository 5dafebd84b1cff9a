"""What each alert is called, what to do and where to look.

Belongs here: the words of the alerts this product raises itself, and how the words of quality
checks and detectors (their registers) are found. Does not belong here: layout (`render.py`).
Every code here has a heading in docs/runbook.md.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass

from reporting.finding_sources import CHECKS, DETECTORS


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

_CHECK_LOOK, _DETECTOR_LOOK = "kl226 doctor", "kl226 show --agency {agency} --period {period}"
_CHECK_REGISTER = "schemas.check_register"
_DETECTOR_TODO = "Đây là câu hỏi, chưa phải kết luận."


def words_of(check_code: str, source: str, label: str, todo: str) -> AlertWords:
    """Words of an alert. A check or detector brings its own; without them its code is shown."""
    if check_code in OWN:
        return OWN[check_code]
    if source == DETECTORS:
        asks = f"{todo} {_DETECTOR_TODO}".strip()
        return AlertWords(label, asks, asks, _DETECTOR_LOOK)
    if source == CHECKS:
        title, asks = _registered(check_code) or (label or check_code, todo)
        return AlertWords(title, asks, asks, _CHECK_LOOK, "mức cho phép")
    raise KeyError(f"no words for the alert {check_code} of {source}")


def _registered(check_code: str) -> tuple[str, str] | None:
    """What the register of checks calls one and says to do; None where it does not know it.

    A publication may hold results of a check that this version no longer has, or of a version
    that has a register where this one has none.
    """
    if importlib.util.find_spec(_CHECK_REGISTER) is None:
        return None
    known = importlib.import_module(_CHECK_REGISTER).CHECKS.get(check_code)
    return (known.label("vi"), known.todo("vi")) if known else None
