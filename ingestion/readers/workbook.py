"""Workbooks (XLSX, XLS, ODS): sheets, headers of several rows, total rows, error cells.

Belongs here: everything a sheet does to a table. Does not belong here: dates and numbers of cells
(`ingestion.normalise`): a real date leaves here as ISO text, a number as its digits.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl

from ingestion.layout.model import Layout
from ingestion.normalise.legacy_fonts import decode_legacy
from ingestion.normalise.text import fold
from ingestion.readers.header import HEADER_ROWS, Header, HeaderFault, find_header
from ingestion.readers.opening import MAX_BYTES, Source
from ingestion.readers.result import SOURCE_ROW, FileProblem, RawTable, ReadResult, complete_frame
from schemas.problems import Problem

HEADER_DEPTH = 3
"""Rows over which a header may be spread."""
_REPEATS = "is_header_again"


def misfit(source: Source, layout: Layout) -> str | None:
    """What the sheets the layout asks for lack, or None when one has the required columns."""
    book = open_book(source)
    lacks = ""
    try:
        sheets = _sheets(book, source, layout)
    except FileProblem as fault:
        return fault.problem.detail
    for name in sheets:
        try:
            head = load_sheet(book, name, source, HEADER_ROWS)[0].rows()
            find_header(head, layout, HEADER_DEPTH)
        except HeaderFault as fault:
            lacks = lacks or fault.detail
            continue
        return None
    return lacks


def read(source: Source, layout: Layout) -> ReadResult:
    """Rows of the sheets the layout asks for. Raises FileProblem."""
    book = open_book(source)
    result = ReadResult([])
    without: list[tuple[str, HeaderFault]] = []
    for name in _sheets(book, source, layout):
        try:
            _read_sheet(book, name, source, layout, result)
        except HeaderFault as fault:
            without.append((name, fault))
    many = layout.sheet.all or layout.sheet.pattern is not None
    for name, lack in without:
        # Of many sheets some only explain; one that has some of the columns is a list gone wrong.
        if not (many and result.tables and lack.is_other):
            raise source.problem(lack.code, lack.detail, name) from lack
        result.unread_sheets.append(name)
    if not result.received:
        raise source.problem("header_only")
    return result


def open_book(source: Source) -> Any:
    """The workbook, whichever of the formats it is in. Raises FileProblem."""
    # fastexcel costs 0.1 s to import and only workbooks need it.
    import fastexcel

    if source.data.startswith(b"PK"):
        _check_archive(source)
    with _refusing(source):
        return fastexcel.read_excel(source.data)


@contextmanager
def _refusing(source: Source, sheet: str | None = None) -> Iterator[None]:
    """Every fault of the workbook library, its panics included, as one problem of this file."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise source.problem("file_unreadable", _first_line(error), sheet) from error


def _check_archive(source: Source) -> None:
    """A workbook is a zip archive; its directory stands at the end, so a cut file has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_BYTES:
                raise source.problem("file_too_large", f"{MAX_BYTES // 1024**2} MB")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise source.problem("file_truncated", "xlsx") from error


def _sheets(book: Any, source: Source, layout: Layout) -> list[str]:
    names = list(book.sheet_names)
    rule = layout.sheet
    if rule.all:
        return names
    if rule.name:
        found = [name for name in names if fold(name) == fold(rule.name)]
    elif rule.pattern:
        found = [name for name in names if rule.pattern.search(name)]
    else:
        found = names[(rule.index or 1) - 1 : rule.index or 1]
    if not found:
        wanted = rule.name or (rule.pattern.pattern if rule.pattern else str(rule.index or 1))
        raise source.problem("sheet_missing", f"“{wanted}”")
    return found


def load_sheet(
    book: Any, name: str, source: Source, limit: int | None = None
) -> tuple[pl.DataFrame, list[tuple[int, int]]]:
    """Every cell of a sheet as Unicode text, row 1 first, and where cells hold an error.

    A place is row and column from 0; the first column is the first that any cell uses.
    """
    with _refusing(source, name):
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=limit, dtypes="string")
        batch, errors = sheet.to_arrow_with_errors()
    places = [error.position for error in errors.errors] if errors is not None else []
    frame = pl.from_arrow(batch)
    cells = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame()
    return decode_legacy(cells), places


def _read_sheet(book: Any, name: str, source: Source, layout: Layout, result: ReadResult) -> None:
    cells, errors = load_sheet(book, name, source)
    if not cells.height:
        if layout.sheet.all or layout.sheet.pattern:
            return
        raise source.problem("file_empty", sheet=name)
    header = find_header(cells.head(HEADER_ROWS).rows(), layout, HEADER_DEPTH)
    frame = _table(cells, header)
    stop = stop_row(frame, layout)
    if stop is not None:
        frame = frame.filter(pl.col(SOURCE_ROW) < stop)
    named = [n for n in header.positions if frame.height]
    frame = frame.filter(pl.any_horizontal(pl.col(named).str.contains(r"\S"))) if named else frame
    frame = _without_errors(frame, errors, header, name, source, result)
    frame = complete_frame(frame, layout.source_columns)
    result.tables.append(RawTable(name, frame, frozenset(header.positions), header.names))


def _table(cells: pl.DataFrame, header: Header) -> pl.DataFrame:
    names = cells.columns
    columns = [pl.col(names[at]).cast(pl.String).alias(n) for n, at in header.positions.items()]
    rows = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(SOURCE_ROW)
    table = cells.select(*columns, rows, _is_header(cells, header).alias(_REPEATS))
    return table.slice(header.start).filter(~pl.col(_REPEATS)).drop(_REPEATS)


def _is_header(cells: pl.DataFrame, header: Header) -> pl.Expr:
    """True for a row that says what a header row says: printed lists repeat it on every page."""
    same = []
    for row in cells.slice(header.first, header.index - header.first + 1).rows():
        named = [at for at in header.positions.values() if row[at]]
        pairs = [pl.col(cells.columns[at]).eq_missing(row[at]) for at in named]
        same += [pl.all_horizontal(pairs)] if pairs else []
    return pl.any_horizontal(same)


def stop_row(frame: pl.DataFrame, layout: Layout) -> int | None:
    """Source row at which the table ends by the layout's `stop_at`, or None."""
    rule = layout.stop_at
    if rule is None or rule.column not in frame.columns:
        return None
    for text, row in frame.select(rule.column, SOURCE_ROW).iter_rows():
        if text is not None and rule.pattern.search(text.strip()):
            return int(row)
    return None


def _without_errors(
    frame: pl.DataFrame, errors: list[tuple[int, int]], header: Header, sheet: str,
    source: Source, result: ReadResult,
) -> pl.DataFrame:  # fmt: skip
    """Refuse rows whose cell is an error (#DIV/0!, #REF!): its value is lost, not empty."""
    places = {at: name for name, at in header.positions.items()}
    kept = set(frame[SOURCE_ROW])
    refused: dict[int, str] = {}
    for row, column in errors:
        if column in places and row + 1 in kept:
            refused.setdefault(row + 1, places[column])
    for row, name in sorted(refused.items()):
        result.problems.append(
            Problem("bad_format", source.name, sheet, row, name, detail="không có lỗi công thức")
        )
    return frame.filter(~pl.col(SOURCE_ROW).is_in(list(refused))) if refused else frame


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
