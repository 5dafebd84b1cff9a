"""From a path to bytes of a known format, with everything that can be wrong before parsing.

Belongs here: missing and empty files, extensions, magic bytes, gzip, size limits. Does not belong
here: the content of any format.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingestion.file_identity import file_name, open_regular
from ingestion.layout.model import FileFormat, Layout
from ingestion.readers.result import FileProblem
from schemas.problems import Problem

MAX_BYTES = 2 * 1024**3
"""Largest content read, after unpacking: about 10 M rows of 200 bytes, and far below memory."""
_CHUNK = 4 * 1024**2

EXTENSIONS: dict[str, FileFormat] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".parquet": "parquet",
    ".ics": "ics",
}  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PAR1", "parquet"), (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "ole"), (b"%PDF", "pdf"),
)  # fmt: skip
_EXPECTED = {"xlsx": "zip", "parquet": "parquet"}


@dataclass(frozen=True)
class Source:
    """Unpacked bytes of one file and the format they are in."""

    name: str
    format: FileFormat
    data: bytes
    days: tuple[date, date] | None = None
    """First and last day of a calendar that are read, where that is asked for."""

    def problem(self, code: str, detail: str = "", sheet: str | None = None) -> FileProblem:
        """A problem of this file as a whole, ready to raise."""
        return FileProblem(Problem(code, self.name, sheet=sheet, detail=detail))


def format_of(name: str, default: FileFormat) -> FileFormat:
    """Format by extension, `.gz` aside; `default` for extensions that say nothing."""
    lower = name.lower().removesuffix(".gz")
    return EXTENSIONS.get(Path(lower).suffix, default)


def sniff(data: bytes) -> str:
    """What the first bytes say: zip, parquet, gzip, ole, pdf or text."""
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "text")


def open_source(path: Path, layout: Layout, days: tuple[date, date] | None = None) -> Source:
    """The file's content. Raises FileProblem when there is none or it is not what it says."""
    name = file_name(path)
    format_ = format_of(name, layout.format)
    data = _read(path, name)
    packed = name.lower().endswith(".gz")
    if (sniff(data) == "gzip") != packed:
        raise _wrong(name, data, ".gz")
    if packed:
        data = _unpack(data, name)
    if not data[:_CHUNK].strip() and not data.strip():
        raise FileProblem(Problem("file_empty", name))
    expected = "ole" if name.lower().endswith(".xls") else _EXPECTED.get(format_, "text")
    if sniff(data) != expected:
        raise _wrong(name, data, format_)
    return Source(name, format_, data, days)


def _read(path: Path, name: str) -> bytes:
    try:
        with open_regular(path) as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise _too_large(name)
            data = file.read()
    except FileNotFoundError as error:
        raise FileProblem(Problem("file_missing", name)) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise FileProblem(Problem("file_unreadable", name, detail=detail)) from error
    if not data:
        raise FileProblem(Problem("file_empty", name))
    return data


def _unpack(data: bytes, name: str) -> bytes:
    """Unpacked gzip; every byte is read so that a cut or damaged file is found here."""
    stream = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size = 0
    rest = data
    try:
        while rest:
            part = stream.decompress(rest, _CHUNK)
            size += len(part)
            parts.append(part)
            if size > MAX_BYTES:
                raise _too_large(name)
            rest = stream.unconsumed_tail
            if stream.eof:
                rest = stream.unused_data.lstrip(b"\0")
                stream = zlib.decompressobj(wbits=31) if rest else stream
    except zlib.error as error:
        raise FileProblem(Problem("file_unreadable", name, detail=f"gzip: {error}")) from error
    if not stream.eof:
        raise FileProblem(Problem("file_truncated", name, detail="gzip"))
    return b"".join(parts)


def _too_large(name: str) -> FileProblem:
    return FileProblem(Problem("file_too_large", name, detail=f"{MAX_BYTES // 1024**2} MB"))


def _wrong(name: str, data: bytes, expected: str) -> FileProblem:
    if expected == "xlsx" and sniff(data) == "ole":
        detail = "tệp .xls cũ hoặc tệp đặt mật khẩu"
    else:
        detail = f"{sniff(data)} ≠ {expected}"
    return FileProblem(Problem("wrong_extension", name, detail=detail))
