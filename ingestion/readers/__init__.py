"""From a file to tables of text, whatever its format.

Belongs here: opening, decoding, finding the header, refusing what cannot be read. Does not belong
here: what a cell means (`ingestion.normalise`) or which layout fits (`ingestion.layout.match`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

import polars as pl

from ingestion.layout.model import Layout, SecrecyRule
from ingestion.normalise.text import clean_text, fold
from ingestion.readers import delimited, ics, json_records, parquet, workbook, xes, xml_records
from ingestion.readers.opening import Source, open_source
from ingestion.readers.result import SOURCE_ROW, FileProblem, RawTable, ReadResult
from schemas.problems import Problem

__all__ = ["FileProblem", "RawTable", "ReadResult", "misfit", "read_file"]


class _Reader(Protocol):
    def read(self, source: Source, layout: Layout) -> ReadResult: ...

    def misfit(self, source: Source, layout: Layout) -> str | None: ...


_READERS: dict[str, _Reader] = {
    "csv": delimited,
    "xlsx": workbook,
    "json": json_records,
    "jsonl": json_records,
    "parquet": parquet,
    "xml": xml_records,
    "xes": xes,
    "ics": ics,
}


def read_file(path: Path, layout: Layout, days: tuple[date, date] | None = None) -> ReadResult:
    """Every row of `path` as text under the layout's column names; of a calendar, those `days`.

    Rows that cannot be read, and rows with a secrecy mark, are problems and not in any table.
    Raises FileProblem when the file as a whole cannot be used.
    """
    source = open_source(path, layout, days)
    result = _READERS[source.format].read(source, layout)
    if layout.stop_at and source.format != "xlsx":
        result.tables = [_until_stop(table, layout) for table in result.tables]
    if layout.secrecy:
        result.tables = [_without_secrets(table, layout, result, source) for table in result.tables]
    return result


def misfit(path: Path, layout: Layout) -> str | None:
    """The columns a file lacks of those the layout requires, in words; None when it has them all.

    Raises FileProblem when the file cannot be opened.
    """
    source = open_source(path, layout)
    return _READERS[source.format].misfit(source, layout)


def _until_stop(table: RawTable, layout: Layout) -> RawTable:
    stop = workbook.stop_row(table.frame, layout)
    if stop is None:
        return table
    return replace(table, frame=table.frame.filter(pl.col(SOURCE_ROW) < stop))


def _without_secrets(
    table: RawTable, layout: Layout, result: ReadResult, source: Source
) -> RawTable:
    secret = pl.repeat(False, table.frame.height, eager=True)
    for rule in layout.secrecy:
        secret = secret | _marked(table.frame[rule.column], rule)
    if not secret.any():
        return table
    for row in table.frame[SOURCE_ROW].filter(secret):
        result.problems.append(Problem("secret_row", source.name, table.sheet, row))
    return replace(table, frame=table.frame.filter(~secret))


def _marked(column: pl.Series, rule: SecrecyRule) -> pl.Series:
    marks = [mark for mark in column.unique() if _is_secret(mark or "", rule)]
    return column.is_in(marks).fill_null(None in marks)


def _is_secret(text: str, rule: SecrecyRule) -> bool:
    if rule.pattern is not None and rule.pattern.search(clean_text(text)):
        return True
    return bool(rule.clear) and fold(text) not in rule.clear
