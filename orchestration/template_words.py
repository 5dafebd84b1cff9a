"""Sentences of `template`, in both languages.

Belongs here: what is said when entry workbooks are written or cannot be. Does not belong here: the
text of the workbooks (`ingestion.entry_book`), every other sentence (`messages.py`).
"""

from __future__ import annotations

from orchestration.settings import Language

# fmt: off
_SENTENCES: dict[str, tuple[str, str]] = {
    "written": (
        "Đã tạo {count} mẫu nhập: {place}", "Entry workbooks written: {count}, {place}"),
    "renamed": (
        "Khi gửi, đặt tên tệp là {name}: hệ thống nhận ra mẫu theo tên này.",
        "Send it under the name {name}: by it the workbook is known."),
    "stream_unknown": (
        "Không có mẫu “{said}”; chọn một trong: {known}",
        "There is no workbook “{said}”; choose one of: {known}"),
    "agency_unknown": (
        "Không có đơn vị “{said}” đang hoạt động; mã có trong dbt_project/seeds/agencies.csv",
        "No unit “{said}” is in force; the codes are in dbt_project/seeds/agencies.csv"),
    "year_unknown": (
        "Năm {said} ngoài khoảng 2000 đến 2099", "The year {said} is not in 2000 to 2099"),
}
# fmt: on


def say(key: str, language: Language, **values: object) -> str:
    """One sentence with its values filled in. Raises KeyError for an unknown key."""
    return _SENTENCES[key][0 if language == "vi" else 1].format(**values)
