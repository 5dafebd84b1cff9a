"""A list of what is wrong with a file, without anything the file says.

Belongs here: the workbook that goes back when the file itself may not or cannot. Does not belong
here: choosing between the two (`outbox`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from ingestion.answer.mark import Mark, Place

FAULT_LIST = "danh_sach_loi.xlsx"
_HEAD = ("Trang tính", "Dòng", "Cột", "Lý do và cách sửa")
_WIDTHS = (20, 8, 30, 90)
_MOST = 1_000_000
"""A sheet ends at row 1,048,576."""


def fault_list(marks: Sequence[tuple[Place, Mark]]) -> bytes:
    """An XLSX workbook with a row for each mark: sheet, row, columns, reason."""
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách lỗi")
        bold = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for at, (title, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width, wrap)
            sheet.write_string(0, at, title, bold)
        sheet.freeze_panes(1, 0)
        for number, ((name, row), mark) in enumerate(marks[:_MOST], 1):
            sheet.write_string(number, 0, name or "")
            sheet.write_number(number, 1, row)
            sheet.write_string(number, 2, ", ".join(mark.columns))
            sheet.write_string(number, 3, mark.reason)
    return target.getvalue()
