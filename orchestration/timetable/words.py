"""Sentences of reminders, the close and letters about operation, in Vietnamese.

Belongs here: texts for people. Does not belong here: who gets them and when. Letters go to offices
of the province, so they are in Vietnamese only; the command line speaks both (`messages.py`).
"""

from __future__ import annotations

# fmt: off
SENTENCES: dict[str, str] = {
    "reminder_subject": "[KL226] Nhắc hạn {agency}: {count} việc sắp đến hạn",
    "reminder_opening": "{agency}: các việc sau sắp đến hạn và hệ thống chưa nhận được kết quả.",
    "reminder_line": "{label}: hạn cuối {day}, còn {left} ngày làm việc ({legal})",
    "reminder_line_today": "{label}: hạn cuối là hôm nay, {day} ({legal})",
    "reminder_closing": (
        "Nếu đã làm: gửi tệp có kết quả vào thư mục nhận của đơn vị; lần chạy sau ghi nhận và "
        "không nhắc nữa."),
    "close_subject": "[KL226] Khóa sổ {day}: {ready}/{all} đơn vị được duyệt, kỳ {period}",
    "close_subject_none": "[KL226] Khóa sổ {day}: không có kỳ báo cáo nào kết thúc",
    "close_opening": (
        "Ngày {day}: kỳ của NĐ 09/2019/NĐ-CP kết thúc ngày {end}. Hệ thống không tự chốt; chốt là "
        "việc của tỉnh."),
    "close_line": (
        "Kỳ {period} ({start} đến {end}): {submitted}/{all} đơn vị đã nộp, {ready}/{all} được "
        "duyệt; {state}"),
    "close_line_running": (
        "Kỳ {period} đang chạy ({start} đến {end}): {submitted}/{all} đơn vị đã nộp"),
    "close_state_open": "chưa chốt",
    "close_state_frozen": "đã chốt ({freeze})",
    "close_missing": "Kỳ {period}, chưa nộp {count}: {names}",
    "close_next": (
        "Xem: {kl226} period status {period}. Duyệt: {kl226} period approve {period} --all. Chốt: "
        "{kl226} freeze {period}"),
    "close_publication": "Bản công bố đang dùng: số liệu đến {day}.",
    "close_no_publication": "Chưa có bản công bố nào.",
    "submit_subject": "[KL226] Chưa nộp số liệu kỳ {period}",
    "submit_opening": "{agency}: kỳ {period} đã kết thúc ngày {end} mà đơn vị chưa nộp số liệu.",
    "submit_line": "Kỳ {period} ({start} đến {end}): chưa nộp",
    "submit_closing": (
        "Sau khi soát số liệu, nộp bằng lệnh: {kl226} period submit {period} {agency}"),
    "run_failed_subject": "[KL226] Lần chạy không xong: {job}",
    "run_failed_opening": "Việc “{job}” của hệ thống không chạy xong lúc {at}.",
    "run_failed_line": "Bước {steps}; loại lỗi {errors}; mã lần chạy {run}",
    "run_failed_closing": (
        "Số liệu đang công bố không đổi. Gõ: {kl226} doctor, rồi {kl226} run. Nếu lặp lại, gửi mã "
        "lần chạy cho bộ phận kỹ thuật (sổ tay vận hành: run_failed)."),
    "stale_subject": "[KL226] Số liệu công bố đã {days} ngày chưa được làm mới",
    "stale_opening": "Bản công bố đang dùng mang số liệu đến {day}, đã {days} ngày.",
    "stale_line": "Giới hạn là {limit} ngày; người xem đang thấy số liệu cũ",
    "none_subject": "[KL226] Chưa có bản công bố dùng được",
    "none_opening": "Hệ thống đã chạy nhưng không có bản công bố nào mở được.",
    "none_line": "Người xem không thấy số liệu",
    "stale_closing": (
        "Gõ: {kl226} run, rồi {kl226} doctor (sổ tay vận hành: publication_stale)."),
    "heart_subject": "[KL226] Không thấy hệ thống chạy",
    "heart_opening": "Không có lần chạy nào kết thúc trong thời hạn (trạng thái: {state}).",
    "heart_line": "Lần chạy cuối: {at}",
    "heart_closing": (
        "Xem crontab hoặc Dagster có còn chạy, rồi gõ: {kl226} run và {kl226} doctor (sổ tay vận "
        "hành: heartbeat_missing)."),
    "alive_subject": "[KL226] Hệ thống đang chạy, {day}",
    "alive_opening": (
        "Thư hằng ngày để biết hệ thống còn chạy; không nhận được thư này là có sự cố."),
    "alive_line": "Lần chạy cuối xong lúc {at}, {state}; số liệu công bố đến {as_of}",
    "alive_published": "đã công bố",
    "alive_failed": "không công bố được",
    "unknown": "chưa biết",
}
# fmt: on


def words(key: str, **values: object) -> str:
    """One sentence with its values filled in. Raises KeyError for an unknown key."""
    from reporting.command import command

    return SENTENCES[key].format(**{"kl226": command(), **values})
