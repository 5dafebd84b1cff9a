"""A workbook of another format (.xls, .ods) as one that can be marked.

Belongs here: values of all sheets into an XLSX workbook, each at its row. Does not belong here:
marking. Formats and formulas stay behind: no library here writes the old formats.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ingestion.readers.opening import Source
from ingestion.readers.workbook import load_sheet, open_book

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?")
"""What a number cell reads as; a code with a leading zero stays text."""
_DAY, _TIME = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"


def is_xlsx(data: bytes) -> bool:
    """True for a workbook in Office Open XML, whatever its file is called."""
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "xl/workbook.xml" in archive.namelist()


def converted(source: Source) -> Workbook:
    """All sheets of an old or open-document workbook. Raises FileProblem."""
    from openpyxl import Workbook

    book = open_book(source)
    made = Workbook()
    made.remove(made.worksheets[0])
    for name in book.sheet_names:
        sheet = made.create_sheet(name)
        cells, errors = load_sheet(book, name, source)
        for number, row in enumerate(cells.iter_rows(), 1):
            for column, text in enumerate(row, 1):
                if text is not None:
                    _write(sheet.cell(number, column), text)
        for at, column in errors:
            cell: Any = sheet.cell(at + 1, column + 1)
            cell.value, cell.data_type = "#N/A", "e"
    return made


def _write(cell: Any, text: str) -> None:
    if _MOMENT.fullmatch(text):
        cell.value = datetime.fromisoformat(text)
        cell.number_format = _DAY if text.endswith("00:00:00") else _TIME
    elif _NUMBER.fullmatch(text):
        cell.value = float(text) if "." in text else int(text)
    else:
        cell.value, cell.data_type = text, "s"
