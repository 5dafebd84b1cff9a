"""A table as CSV or XLSX.

Belongs here: writing the rows of a table so that no text in it can become a formula. Does not
belong here: which rows (every one: `Ask.is_file`).
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

from reporting.pages.cells import file_values
from reporting.pages.page import Column, Table, Value

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
SHEET_ROWS = 1_048_000
"""Rows of an Excel sheet, with room for heading and notes."""


def as_csv(table: Table, stamp: str) -> bytes:
    """UTF-8 with its mark (Excel needs it), comma, numbers unrounded with a point."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_safe(title) for one in table.columns for title in one.files])
    for row in table.rows:
        writer.writerow(
            _plain(value)
            for cell, one in zip(row, table.columns, strict=True)
            for value in file_values(cell, len(one.files))
        )
    writer.writerow([])
    writer.writerow([_safe(stamp)])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, title: str, stamp: str) -> bytes:
    """A workbook: title, stamp, then the table with its heading frozen. Texts stay texts."""
    import xlsxwriter

    holder = io.BytesIO()
    # No time of its making: the same figures give the same bytes.
    book = xlsxwriter.Workbook(holder, {"in_memory": True, "remove_timezone": True})
    book.set_properties({"title": title, "created": datetime(2026, 1, 1)})
    forms = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"}),
        "percent": book.add_format({"num_format": "0.00%"}),
        "number": book.add_format({"num_format": "#,##0.##"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy"}),
        "moment": book.add_format({"num_format": "hh:mm dd/mm/yyyy"}),
        "": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    sheet = book.add_worksheet("So lieu")
    sheet.write_string(0, 0, f"{title} · {table.caption}", forms["title"])
    sheet.write_string(1, 0, stamp)
    place = 0
    for one in table.columns:
        for name in one.files:
            sheet.write_string(3, place, name, forms["head"])
            sheet.set_column(place, place, 40 if not place else 18)
            place += 1
    for number, row in enumerate(table.rows[:SHEET_ROWS], 4):
        place = 0
        for cell, one in zip(row, table.columns, strict=True):
            for value in file_values(cell, len(one.files)):
                _write(sheet, number, place, value, one, forms)
                place += 1
    sheet.freeze_panes(4, 1)
    book.close()
    return holder.getvalue()


def _write(
    sheet: Any, row: int, place: int, value: Value, column: Column, forms: dict[str, Any]
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, "có" if value else "không", forms[""])
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value, forms[column.form or "number"])
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value, forms["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, forms["day"])
    else:
        # Excel takes no more characters in a cell.
        sheet.write_string(row, place, value[:32_000], forms[""])


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str):
        return _safe(value)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)


def _safe(text: str) -> str:
    """A text that a spreadsheet takes for a formula gets a sign before it."""
    return f"'{text}" if text.startswith(_RISKY) else text
