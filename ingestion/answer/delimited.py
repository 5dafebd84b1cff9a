"""A sender's CSV with the reason at the end of each bad row.

Belongs here: writing a delimited file back, rows that cannot be cut into cells included. Does not
belong here: workbooks, finding out what is wrong.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingestion.answer.mark import Mark, NotMarked, Place
from ingestion.layout.model import Layout
from ingestion.normalise.text import fold
from ingestion.readers.delimited import locate
from ingestion.readers.encoding import to_utf8
from ingestion.readers.records import Record, read_records, split_lines
from ingestion.readers.result import REASON_COLUMN

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else and shows no Vietnamese."""
_RUNS = re.compile(r"^(?:[=@\t\r]|[+-](?!\s*[\d.,][\d., ]*%?$))")
"""Text that a spreadsheet would take for a formula; a signed number is none."""


@dataclass(frozen=True)
class _Form:
    delimiter: str
    quote: str
    width: int
    reason_at: int | None
    """Where the column of reasons stands, None when the file has none yet."""


def mark_delimited(data: bytes, layout: Layout, marks: Mapping[Place, list[Mark]]) -> bytes:
    """The delimited file `data` in UTF-8 with the column of reasons; no line is lost or moved.

    A cell that a spreadsheet would run as a formula gets an apostrophe, which the reader takes off
    again. Rows whose cells cannot be told apart keep their text, so that they stay refused until
    mended. Raises NotMarked and the faults of reading.
    """
    text = to_utf8(data, layout.csv.encoding)
    found = locate(text, layout)
    names = [fold(name) for name in found.header.names]
    key = fold(REASON_COLUMN)
    reason_at = names.index(key) if key in names else None
    form = _Form(found.delimiter, layout.csv.quote, found.header.width, reason_at)
    lines = split_lines(text.decode("utf-8"))
    header = "".join(lines[found.first - 1 : found.last])
    parts = [*lines[: found.first - 1]]
    parts.append(
        _row(Record(found.first, list(found.header.names), None, header), REASON_COLUMN, form)
    )
    at, placed = found.last, 0
    below = ["\n"] * found.last + lines[found.last :]
    for record in read_records(below, form.delimiter, form.quote, form.width):
        parts += lines[at : record.line - 1]
        here = marks.get((None, record.line), [])
        placed += bool(here)
        parts.append(_row(record, " | ".join(mark.line for mark in here), form))
        at = record.line - 1 + max(1, len(split_lines(record.text.rstrip("\r\n"))))
    if placed != len(marks):
        raise NotMarked
    return (BOM + "".join([*parts, *lines[at:]])).encode("utf-8")


def _row(record: Record, reason: str, form: _Form) -> str:
    """One record with its reason, and with its own end of line."""
    body = record.text.rstrip("\r\n")
    end = record.text[len(body) :] or "\n"
    if record.fault is not None or len(record.fields) != form.width:
        return body + (_last(reason, form) if form.reason_at is None else "") + end
    safe = [f"'{field}" if _RUNS.match(field) else field for field in record.fields]
    if form.reason_at is not None:
        safe[form.reason_at] = reason
        return _written(safe, form) + end
    if safe == record.fields:
        return body + _last(reason, form) + end
    return _written([*safe, reason], form) + end


def _last(cell: str, form: _Form) -> str:
    """A last cell, for text whose other cells are as they were."""
    return form.delimiter + (_written([cell], form) if cell else "")


def _written(fields: list[str], form: _Form) -> str:
    target = io.StringIO()
    writer = csv.writer(
        target, delimiter=form.delimiter, quotechar=form.quote, lineterminator="",
        quoting=csv.QUOTE_MINIMAL,
    )  # fmt: skip
    writer.writerow(fields)
    return target.getvalue()
