"""What the sender should know of the columns of a file that was read all the same.

Belongs here: comparing the columns of a file with those of its layout. Does not belong here:
columns that must be there (`readers.header`), cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingestion.layout.model import Layout
from ingestion.layout.nearest import NAME_LENGTH, nearest, with_nearest
from ingestion.normalise.text import clean_text, fold
from ingestion.readers.opening import format_of
from ingestion.readers.result import REASON_COLUMN, RawTable
from schemas.problems import Problem

SHOWN_NAMES = 20


def header_notes(tables: Sequence[RawTable], layout: Layout, file: str) -> list[Problem]:
    """Return notes on columns the layout reads and the file lacks, and on columns not read.

    A note that holds for several sheets is given once, without a sheet.
    """
    format_ = format_of(file, layout.format)
    # A record of JSON or XML leaves out what it has no value for, so absence says nothing there.
    may_omit = format_ in ("json", "jsonl", "xml", "xes")
    found: dict[tuple[str, str], list[str | None]] = {}
    for table in tables:
        for note in _notes(table, layout, may_omit):
            # A message has dozens of elements by its standard, and there are thousands of messages.
            if format_ == "xml" and note[0] == "columns_not_read":
                continue
            found.setdefault(note, []).append(table.sheet)
    return [
        Problem(code, file, sheets[0] if len(sheets) == 1 else None, detail=detail)
        for (code, detail), sheets in found.items()
    ]


def sheet_notes(sheets: Sequence[str], file: str) -> list[Problem]:
    """Return one note that names the sheets which hold no table, or nothing."""
    return [Problem("sheets_not_read", file, detail=_listed(sheets))] if sheets else []


def _notes(table: RawTable, layout: Layout, may_omit: bool) -> Iterator[tuple[str, str]]:
    spare = _not_read(table, layout)
    marks = {rule.column for rule in layout.secrecy if not rule.required}
    missing = [
        name for name in layout.source_columns if name not in table.present and name not in marks
    ]
    like = [name for name in missing if nearest(name, spare)]
    for name in like:
        yield "column_not_found", with_nearest(name, spare)
    absent = [name for name in missing if name not in like]
    if absent and not may_omit:
        yield "column_not_found", _listed(absent)
    if spare:
        yield "columns_not_read", _listed(spare)


def _not_read(table: RawTable, layout: Layout) -> list[str]:
    """Columns of the file that no name of the layout reaches; `record.ID` reaches `record`."""
    read = {fold(name) for name in layout.source_columns} | {fold(REASON_COLUMN)}
    read |= {fold(name.split(".")[0]) for name in layout.source_columns if name in table.present}
    names = (clean_text(name) for name in table.headers)
    return list(dict.fromkeys(name for name in names if name and fold(name) not in read))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name[:NAME_LENGTH]}”" for name in names[:SHOWN_NAMES])
    return f"{shown} …" if len(names) > SHOWN_NAMES else shown
