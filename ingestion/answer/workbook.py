"""A sender's workbook with its bad cells marked: coloured, commented, the reason at the row's end.

Belongs here: what is written into sheets. Does not belong here: which cells (`marks`), text files.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ingestion.answer.conversion import converted, is_xlsx
from ingestion.answer.mark import Mark, NotMarked, Place
from ingestion.layout.model import Layout
from ingestion.normalise.text import fold
from ingestion.readers.header import HEADER_ROWS, Header, HeaderFault, find_header
from ingestion.readers.opening import Source
from ingestion.readers.result import REASON_COLUMN
from ingestion.readers.workbook import HEADER_DEPTH

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR = "kl226"
COLOUR = "FFFFC7CE"
"""Of a marked cell; a cell of this very colour is taken for marked by us before."""
_WIDEST = 1000
"""Columns looked at: no list is wider, but a format may reach to the last column, XFD."""
_REASON_WIDTH = 70


def mark_workbook(source: Source, layout: Layout, marks: Mapping[Place, list[Mark]]) -> bytes:
    """A workbook marked, as XLSX. Raises NotMarked, and what openpyxl raises of a bad file.

    Formats and values stay; a formula becomes the value it had, links to other files and macros
    are dropped: nothing that runs goes back. Of .xls and .ods only the values go back.
    """
    from openpyxl import load_workbook

    if not is_xlsx(source.data):
        return marked(converted(source), layout, marks)
    with warnings.catch_warnings():
        # openpyxl warns of parts of a workbook it does not carry over (slicers, extensions).
        warnings.simplefilter("ignore", UserWarning)
        file = io.BytesIO(source.data)
        book = load_workbook(file, data_only=True, keep_links=False, rich_text=True)
        return marked(book, layout, marks)


def marked(book: Workbook, layout: Layout, marks: Mapping[Place, list[Mark]]) -> bytes:
    """A workbook in memory, marked and saved. Raises NotMarked."""
    placed = 0
    for sheet in book.worksheets:
        rows = {row: found for (name, row), found in marks.items() if name == sheet.title}
        header = _header(sheet, layout)
        if header is not None:
            _mark_sheet(sheet, header, rows)
            placed += len(rows)
    if placed != len(marks):
        raise NotMarked
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _header(sheet: Worksheet, layout: Layout) -> Header | None:
    width = min(sheet.max_column, _WIDEST)
    cells = sheet.iter_rows(max_row=HEADER_ROWS, max_col=width, values_only=True)
    rows = [[None if value is None else str(value) for value in row] for row in cells]
    try:
        return find_header(rows, layout, HEADER_DEPTH)
    except HeaderFault:
        return None


def _cells(sheet: Worksheet, header: Header) -> list[Any]:
    """Cells of the table that the file has; a place nobody wrote to is none, and is not made one.

    A sheet of one cell in its last row would otherwise become a million rows.
    """
    return [cell for (row, _), cell in sheet._cells.items() if row > header.start]


def _clear(cells: Iterable[Any], column: int | None) -> None:
    """Take away what was marked when the file went back an earlier time."""
    from openpyxl.styles import PatternFill

    for cell in cells:
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
        if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == COLOUR:
            cell.fill = PatternFill()
        if cell.column == column:
            cell.value = None


def _mark_sheet(sheet: Worksheet, header: Header, rows: Mapping[int, list[Mark]]) -> None:
    place = _reason_place(header)
    _clear(_cells(sheet, header), place)
    if place is None and not rows:
        return
    column = place or _free_column(sheet, header)
    _head(sheet, header, column)
    for number, marks in rows.items():
        _write_reason(sheet.cell(number, column), "\n".join(mark.line for mark in marks))
        for mark in marks:
            for name in _known(mark, header):
                _mark_cell(_visible(sheet, number, header.positions[name] + 1), mark.reason)


def _known(mark: Mark, header: Header) -> tuple[str, ...]:
    """Columns of a mark that the sheet has; the first of all when it concerns the whole row."""
    named = tuple(name for name in mark.columns if name in header.positions)
    return named or (min(header.positions, key=lambda name: header.positions[name]),)


def _reason_place(header: Header) -> int | None:
    names = [fold(name) for name in header.names]
    key = fold(REASON_COLUMN)
    return names.index(key) + 1 if key in names else None


def _free_column(sheet: Worksheet, header: Header) -> int:
    """The first column right of the header in which no row of the table says anything."""
    used = {cell.column for cell in _cells(sheet, header) if cell.value is not None}
    column = max(at for at, name in enumerate(header.names, 1) if name) + 1
    while column in used:
        column += 1
    return column


def _head(sheet: Worksheet, header: Header, column: int) -> None:
    from copy import copy

    from openpyxl.utils import get_column_letter

    cell: Any = sheet.cell(header.index + 1, column)
    if cell.value is None:
        beside: Any = sheet.cell(header.index + 1, column - 1)
        cell.value = REASON_COLUMN
        cell._style = copy(beside._style)
    sheet.column_dimensions[get_column_letter(column)].width = _REASON_WIDTH


def _write_reason(cell: Any, text: str) -> None:
    from openpyxl.styles import Alignment

    cell.value = text
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _mark_cell(cell: Any, reason: str) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    earlier = f"{cell.comment.text}\n" if cell.comment is not None else ""
    author = cell.comment.author if cell.comment is not None else AUTHOR
    cell.comment = Comment(f"{earlier}{reason}", author or AUTHOR, height=120, width=320)
    cell.fill = PatternFill("solid", start_color=COLOUR, end_color=COLOUR)


def _visible(sheet: Worksheet, row: int, column: int) -> Any:
    """The cell people see at a place: of merged cells the first."""
    from openpyxl.cell import MergedCell

    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return cell
