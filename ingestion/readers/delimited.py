"""CSV and its relatives: encoding, delimiter, header, rows.

Belongs here: putting a delimited file together from `encoding`, `header`, `lines` and `records`.
Does not belong here: what a cell means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import polars as pl

from ingestion.layout.keys import DELIMITERS
from ingestion.layout.model import Layout
from ingestion.readers.encoding import NUL, REPLACEMENT, EncodingFault, to_utf8
from ingestion.readers.header import HEADER_ROWS, Header, HeaderFault, find_header
from ingestion.readers.lines import Block, Form, blocks, read_block
from ingestion.readers.opening import Source
from ingestion.readers.records import Record, read_records, split_lines
from ingestion.readers.result import (
    SOURCE_ROW,
    RawTable,
    ReadResult,
    complete_frame,
    text_frame,
    was_returned,
)
from schemas.problems import Problem

_HEAD = 256 * 1024
"""Bytes in which the header must lie."""
_MAX_BAD_SHARE = 0.5
"""More unreadable rows than this, and the encoding is wrong, not the rows."""


@dataclass(frozen=True)
class Located:
    """The header of a file: its first and last line (from 1), and the byte at which rows start."""

    delimiter: str
    header: Header
    first: int
    last: int
    start: int


def read_delimited(
    data: bytes, delimiter: str | None = None, encoding: str | None = None, quote: str = '"'
) -> tuple[list[str], list[list[str]]]:
    """Header and rows of delimited bytes exactly as they are written, without any layout.

    Broken records are left out. Raises EncodingFault when the bytes are no text.
    """
    lines = split_lines(to_utf8(data, encoding).decode("utf-8"))
    found = delimiter or _usual_delimiter(lines, quote)
    records = [record.fields for record in read_records(lines, found, quote) if not record.fault]
    return (records[0], records[1:]) if records else ([], [])


def misfit(source: Source, layout: Layout) -> str | None:
    """What the file lacks of the layout, or None when it has the required columns."""
    try:
        locate(to_utf8(source.data[:_HEAD], layout.csv.encoding), layout)
    except (HeaderFault, EncodingFault) as fault:
        return str(fault)
    return None


def read(source: Source, layout: Layout) -> ReadResult:
    """Rows of a delimited file. Raises FileProblem when no row of it can be trusted."""
    try:
        data = to_utf8(source.data, layout.csv.encoding)
        found = locate(data, layout)
    except EncodingFault as fault:
        raise source.problem("bad_encoding", str(fault)) from fault
    except HeaderFault as fault:
        raise source.problem(fault.code, fault.detail) from fault
    header, quote = found.header, layout.csv.quote
    form = Form(found.delimiter, quote, header.width, tuple(sorted(header.positions.values())))
    result = _read_clean(source, data, found.start, found.last, form, header)
    if result is None:
        result = _read_careful(source, data, found.last, form, header)
    table = result.tables[0]
    if not result.received:
        raise source.problem("header_only")
    bad = sum(problem.code == "bad_bytes" for problem in result.problems)
    if bad > 1 and bad > _MAX_BAD_SHARE * result.received:
        raise source.problem("bad_encoding", "UTF-8")
    frame = _as_sent(table.frame) if was_returned(header.names) else table.frame
    frame = complete_frame(frame, layout.source_columns)
    result.tables = [RawTable(None, frame, frozenset(header.positions), header.names)]
    return result


def locate(data: bytes, layout: Layout) -> Located:
    """Where the header of UTF-8 `data` is and what cuts its rows. Raises HeaderFault."""
    lines = split_lines(data[:_HEAD].decode("utf-8", errors="ignore"))
    choices = [layout.csv.delimiter] if layout.csv.delimiter else list(DELIMITERS)
    usual = _usual_delimiter(lines, layout.csv.quote)
    choices.sort(key=lambda delimiter: delimiter != usual)
    fault: HeaderFault | None = None
    for delimiter in choices:
        head = list(islice(read_records(lines, delimiter, layout.csv.quote), HEADER_ROWS))
        rows = [record.fields for record in head]
        if layout.header_row is not None:
            rows = [[] for _ in range(layout.header_row)]
            rows[-1] = next((r.fields for r in head if r.line == layout.header_row), [])
        try:
            header = find_header(rows, layout)
        except HeaderFault as found:
            fault = fault or found
            continue
        record = head[header.index] if layout.header_row is None else None
        first = record.line if record else header.index + 1
        text = record.text if record else lines[header.index]
        until = "".join([*lines[: first - 1], text])
        last = first + len(split_lines(text.rstrip("\r\n"))) - 1
        return Located(delimiter, header, first, last, len(until.encode()))
    raise fault or HeaderFault("header_not_found", "")


def _as_sent(frame: pl.DataFrame) -> pl.DataFrame:
    """The cells of a file we sent back, without the apostrophe before what looks like a formula."""
    return frame.with_columns(pl.col(pl.String).str.replace(r"^'([=@+\-\t\r])", "$1"))


def _usual_delimiter(lines: list[str], quote: str) -> str:
    """The sign that cuts the first rows into the same, largest number of cells."""

    def score(delimiter: str) -> tuple[int, int]:
        head = islice(read_records(lines, delimiter, quote), HEADER_ROWS)
        widths = [len(record.fields) for record in head if not record.fault]
        common = max(set(widths), key=lambda w: (widths.count(w), w), default=1)
        return (widths.count(common) if common > 1 else 0, common)

    return max(DELIMITERS, key=score)


def _read_clean(
    source: Source, data: bytes, start: int, line: int, form: Form, header: Header
) -> ReadResult | None:
    """All rows through the fast reader, or None when some quote needs care."""
    frames: list[pl.DataFrame] = []
    problems: list[Problem] = []
    for piece in blocks(data, start):
        block = read_block(piece, line + 1, form)
        if block is None:
            return None
        line += piece.count(b"\n")
        frames.append(_named(block, header))
        for row, code, text in block.bad:
            problems.append(_problem(source, next(_records(text, row, form)), code, form, header))
    if not frames:
        return ReadResult([RawTable(None, _named_nothing(header), frozenset())])
    return ReadResult([RawTable(None, pl.concat(frames), frozenset())], problems)


def _records(text: str, row: int, form: Form) -> Iterator[Record]:
    for record in read_records([text], form.delimiter, form.quote):
        yield Record(row, record.fields, record.fault, text)


def _named(block: Block, header: Header) -> pl.DataFrame:
    frame = block.frame.rename({f"column_{at}": n for n, at in header.positions.items()})
    return frame.with_columns(block.rows.alias(SOURCE_ROW))


def _named_nothing(header: Header) -> pl.DataFrame:
    return text_frame({name: [] for name in header.positions}, [])


def _read_careful(source: Source, data: bytes, line: int, form: Form, header: Header) -> ReadResult:
    """All rows one by one; what the fast reader refused is told apart here."""
    lines = split_lines(data.decode("utf-8"))
    lines[:line] = ["\n"] * line
    cells: dict[str, list[str | None]] = {name: [] for name in header.positions}
    rows: list[int] = []
    problems: list[Problem] = []
    for record in read_records(lines, form.delimiter, form.quote, form.width):
        code = _fault(record, form)
        if code:
            problems.append(_problem(source, record, code, form, header))
            continue
        rows.append(record.line)
        for name, at in header.positions.items():
            cells[name].append(record.fields[at])
    return ReadResult([RawTable(None, text_frame(cells, rows), frozenset())], problems)


def _fault(record: Record, form: Form) -> str | None:
    if REPLACEMENT in record.text or NUL in record.text:
        return "bad_bytes"
    if record.fault:
        return record.fault
    return None if len(record.fields) == form.width else "ragged_row"


def _problem(source: Source, record: Record, code: str, form: Form, header: Header) -> Problem:
    """A refused row: where it is, never what it says (it may carry a secrecy mark)."""
    detail, column = "", None
    if code == "ragged_row":
        detail = f"{len(record.fields)} ≠ {form.width}" if record.fields else f"dấu {form.quote}"
    if code == "bad_bytes":
        bad = [i for i, cell in enumerate(record.fields) if REPLACEMENT in cell or NUL in cell]
        places = {at: name for name, at in header.positions.items()}
        column = places.get(bad[0]) if bad and len(record.fields) == form.width else None
    return Problem(code, source.name, row=record.line, column=column, detail=detail)
