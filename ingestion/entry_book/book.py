"""The sheets of an entry workbook: entry, instructions, lists.

Belongs here: cells, validations, protection. Does not belong here: what a column takes (`fields`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ingestion.entry_book.fields import Field, fields_of
from ingestion.layout.model import Layout

LAST_ROW = 5000
"""Rows that are prepared; more can be entered, without lists."""
HEADER_ROW = 3
"""Row of the header, from 0: below title, unit and hint."""
GUIDE, LISTS = "Hướng dẫn", "Danh mục"
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
_FORMATS = {"date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm", "text": "@", "list": "@"}
_MAY = {
    "sort": True, "autofilter": True, "format_cells": True, "format_columns": True,
    "format_rows": True, "insert_rows": True, "delete_rows": True,
}  # fmt: skip
_GUIDE = (
    "1. Nhập ở trang “{sheet}”, mỗi dòng một {thing}, từ dòng {first} trở xuống, không để dòng "
    "trống ở giữa.",
    "2. Không đổi tên, thêm, bớt cột; không đổi tên trang tính. Dòng tiêu đề đã khóa.",
    "3. Cột nền đậm là bắt buộc. Ô bắt buộc còn trống của dòng đang nhập hiện màu vàng.",
    "4. Ô trống nghĩa là “không rõ”, không phải “không” và không phải 0.",
    "5. Không ghi tên người, số giấy tờ, điện thoại, địa chỉ; không ghi nội dung mật ở bất kỳ ô "
    "nào.",
    "6. Lưu với đúng tên tệp {file} và gửi vào thư mục của đơn vị. Khi có thay đổi: sửa trên chính "
    "tệp này rồi gửi lại cả tệp.",
    "7. Nếu có dòng bị trả lại, tệp được gửi lại với ô sai tô đỏ và cột “Lý do trả lại”: sửa ngay "
    "trên tệp đó rồi gửi lại.",
)


@dataclass(frozen=True)
class Unit:
    """Whose workbook it is."""

    code: str
    name: str


def file_name_of(layout: Layout, unit: Unit, year: int) -> str:
    """Name under which a workbook is written, and by which its layout knows it again."""
    prefix = layout.files[0].split("*")[0]
    return f"{prefix}{unit.code}_{year}.xlsx"


def entry_book(layout: Layout, unit: Unit, year: int) -> bytes:
    """The entry workbook of a unit for a year, as XLSX."""
    import xlsxwriter

    target = io.BytesIO()
    fields = fields_of(layout)
    # The date of creation would make two equal workbooks differ.
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": layout.label_vi, "created": datetime(year, 1, 1)})
        guide = book.add_worksheet(GUIDE)
        entry = book.add_worksheet(layout.sheet.name)
        lists = book.add_worksheet(LISTS)
        ranges = _write_lists(lists, fields)
        _write_entry(book, entry, layout, unit, year, fields, ranges)
        _write_guide(book, guide, layout, fields, file_name_of(layout, unit, year))
        lists.hide()
        entry.activate()
    return target.getvalue()


def _write_lists(sheet: Any, fields: list[Field]) -> dict[str, str]:
    """The words of every list, a column each; field → where they stand."""
    from xlsxwriter.utility import xl_range_abs

    ranges = {}
    chosen = [field for field in fields if field.choices]
    for column, field in enumerate(chosen):
        sheet.write_string(0, column, field.name)
        for row, word in enumerate(field.choices, 1):
            sheet.write_string(row, column, word)
        ranges[field.name] = f"='{LISTS}'!{xl_range_abs(1, column, len(field.choices), column)}"
    sheet.protect()
    return ranges


def _write_entry(
    book: Any, sheet: Any, layout: Layout, unit: Unit, year: int, fields: list[Field],
    ranges: dict[str, str],
) -> None:  # fmt: skip
    title = book.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, f"{layout.label_vi.upper()} · NĂM {year}", title)
    sheet.write_string(1, 0, f"Đơn vị: {unit.name} ({unit.code})", book.add_format({"bold": True}))
    sheet.write_string(2, 0, f"Cách nhập: xem trang “{GUIDE}”.", book.add_format({"italic": True}))
    heads = {
        needed: book.add_format({
            "bold": True, "text_wrap": True, "valign": "top", "border": 1,
            "bg_color": "#9BC2E6" if needed else "#DDEBF7",
        })
        for needed in (True, False)
    }  # fmt: skip
    for column, field in enumerate(fields):
        form = {"num_format": _FORMATS.get(field.kind, "General"), "locked": False}
        sheet.set_column(column, column, max(14, min(32, len(field.name))), book.add_format(form))
        sheet.write_string(HEADER_ROW, column, field.name, heads[field.required])
        sheet.write_comment(HEADER_ROW, column, field.hint(), {"author": "", "x_scale": 2})
        rule = _validation(field, ranges)
        if rule:
            sheet.data_validation(HEADER_ROW + 1, column, LAST_ROW, column, rule)
    _highlight(book, sheet, fields)
    sheet.set_row(HEADER_ROW, 45)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.protect("", _MAY)


def _validation(field: Field, ranges: dict[str, str]) -> dict[str, Any] | None:
    says = {
        "input_title": field.name[:32],
        "input_message": field.hint()[:255],
        "error_title": "Giá trị không dùng được",
        "error_message": field.hint()[:255],
    }
    if field.kind == "list":
        return {"validate": "list", "source": ranges[field.name], **says}
    if field.kind in ("date", "moment"):
        between = {"criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
        return {"validate": "date", **between, **says}
    if field.kind in ("whole", "decimal"):
        kind = "integer" if field.kind == "whole" else "decimal"
        if field.minimum is not None and field.maximum is not None:
            limits = {"minimum": field.minimum, "maximum": field.maximum}
            return {"validate": kind, "criteria": "between", **limits, **says}
        if field.minimum is not None:
            return {"validate": kind, "criteria": ">=", "value": field.minimum, **says}
    return {"validate": "any", **says}


def _highlight(book: Any, sheet: Any, fields: list[Field]) -> None:
    """Required cells left empty in a row that says something, and a code that stands twice."""
    from xlsxwriter.utility import xl_col_to_name

    first, last = HEADER_ROW + 2, xl_col_to_name(len(fields) - 1)
    missing = book.add_format({"bg_color": "#FFEB9C"})
    twice = book.add_format({"bg_color": "#FFC7CE"})
    for column, field in enumerate(fields):
        area = (HEADER_ROW + 1, column, LAST_ROW, column)
        name = xl_col_to_name(column)
        if field.required:
            formula = f"=AND(COUNTA($A{first}:${last}{first})>0,ISBLANK({name}{first}))"
            rule = {"type": "formula", "criteria": formula, "format": missing}
            sheet.conditional_format(*area, rule)
        if field.is_key:
            sheet.conditional_format(*area, {"type": "duplicate", "format": twice})


def _write_guide(
    book: Any, sheet: Any, layout: Layout, fields: list[Field], file_name: str
) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34, wrap)
    sheet.set_column(1, 1, 12, wrap)
    sheet.set_column(2, 2, 90, wrap)
    heading = book.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, f"HƯỚNG DẪN: {layout.label_vi}", heading)
    said = {"sheet": layout.sheet.name, "thing": _THINGS[layout.stream], "file": file_name}
    for row, words in enumerate(_GUIDE, 2):
        sheet.merge_range(row, 0, row, 2, words.format(first=HEADER_ROW + 2, **said), wrap)
        sheet.set_row(row, 32)
    top = len(_GUIDE) + 3
    for column, text in enumerate(("Cột", "Bắt buộc", "Cách ghi")):
        sheet.write_string(top, column, text, bold)
    for row, field in enumerate(fields, top + 1):
        sheet.write_string(row, 0, field.name, wrap)
        sheet.write_string(row, 1, "có" if field.required else "", wrap)
        sheet.write_string(row, 2, field.hint(), wrap)
    sheet.protect()


_THINGS = {
    "meeting": "hội nghị, cuộc họp",
    "document": "văn bản",
    "dossier": "hồ sơ",
    "task": "việc đã làm",
}
