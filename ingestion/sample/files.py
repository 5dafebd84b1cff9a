"""Writers of the sample files: the same rows give the same bytes on every run.

Belongs here: XLSX with title and total rows, CSV in the encodings agencies use, JSONL.gz, Parquet.
Does not belong here: what the rows say.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

SAMPLE_MARK = "DỮ LIỆU MẪU — không phải số liệu thật"
TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
CREATED = datetime(2026, 1, 1)

Row = Mapping[str, object]


@dataclass(frozen=True)
class Look:
    """How an office types its list; all of these are met in real files."""

    dates: str = "real"
    """real (Excel dates) | text (dd/mm/yyyy HH:MM) | mixed (both, and numbers without a format)."""
    is_decomposed: bool = False
    """Text in NFD, as some Macs and phones type it."""
    has_eth: bool = False
    """Ð (U+00D0) where Đ (U+0110) is meant."""
    has_loose_spaces: bool = False
    has_numbers_as_text: bool = False

    def shows_number(self, line: int) -> bool:
        """Does this line hold its dates as Excel numbers?"""
        return self.dates == "real" or (self.dates == "mixed" and line % 3 != 1)

    def text(self, value: str) -> str:
        """`value` as this office would type it."""
        if self.has_eth:
            value = value.replace("Đ", "Ð")
        if self.has_loose_spaces and value:
            value = f" {value}  "
        return unicodedata.normalize("NFD", value) if self.is_decomposed else value


def as_text(value: object) -> str:
    """A cell as text: local dates day first, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def write_workbook(
    path: Path, sheet: str, columns: Sequence[str], rows: Iterable[Row], *,
    title: str, look: Look = Look(), total: str = "Tổng cộng",
) -> None:  # fmt: skip
    """One sheet: two title rows, a blank row, the header, the rows, a total row."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": CREATED, "title": SAMPLE_MARK})
    page = book.add_worksheet(sheet)
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_string(0, 0, title)
    page.write_string(1, 0, SAMPLE_MARK)
    page.write_row(3, 0, [look.text(name) for name in columns])
    line = 3
    for line, row in enumerate(rows, 4):
        for place, name in enumerate(columns):
            value = row.get(name)
            if value is None or value == "":
                continue
            if isinstance(value, date) and look.shows_number(line):
                style = moment if isinstance(value, datetime) else day
                is_bare = look.dates == "mixed" and line % 3 == 0
                page.write_datetime(line, place, value, None if is_bare else style)
            elif isinstance(value, int) and not look.has_numbers_as_text:
                page.write_number(line, place, value)
            else:
                page.write_string(line, place, look.text(as_text(value)))
    page.write_string(line + 1, 0, total)
    page.write_number(line + 1, 1, line - 3)
    book.close()


def encode_windows_1258(text: str) -> bytes:
    """Vietnamese in Windows-1258, whose tone marks stand after the letter as their own bytes."""
    out: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in TONE_MARKS)
        letter = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONE_MARKS))
        out.append(letter + tones)
    return "".join(out).encode("cp1258", errors="replace")


ENCODERS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "windows-1258": encode_windows_1258,
}


def write_csv(
    path: Path, columns: Sequence[str], rows: Iterable[Row], *,
    encoding: str = "utf-8", delimiter: str = ",", tail: str = "",
) -> None:  # fmt: skip
    """A CSV file; `tail` is appended as it is, for broken last lines."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([as_text(row.get(name)) for name in columns])
    path.write_bytes(ENCODERS[encoding](buffer.getvalue() + tail))


def write_jsonl(path: Path, rows: Iterable[Row], *, tail: str = "") -> None:
    """One JSON object a line, gzipped when the name ends in .gz; `tail` as for CSV."""
    lines = [json.dumps(row, ensure_ascii=False, default=as_text) for row in rows]
    data = ("\n".join(lines) + "\n" + tail).encode("utf-8")
    if path.suffix == ".gz":
        data = gzip.compress(data, compresslevel=6, mtime=0)
    path.write_bytes(data)


def write_parquet(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """A Parquet file whose columns are all text, as the portal exports them."""
    import polars as pl

    table = {name: [row.get(name) for row in rows] for name in columns}
    pl.DataFrame(table, schema=dict.fromkeys(columns, pl.String)).write_parquet(path)
