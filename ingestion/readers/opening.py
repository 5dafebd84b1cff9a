"""From a path to bytes of a known format, with everything that can be wrong before parsing.

Belongs here: missing and empty files, extensions, magic bytes, gzip, size limits. Does not belong
here: the content of any format.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
_PIECE = 64 * 1024
"""Bytes of a streamed file looked at in one go."""
STREAMED: tuple[FileFormat, ...] = ("xml", "xes")
"""Formats read piece by piece, since they take many times the room of what is read out of them."""

EXTENSIONS: dict[str, FileFormat] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx",
    ".ods": "xlsx",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".parquet": "parquet",
    ".xml": "xml", ".edxml": "xml", ".xes": "xes", ".ics": "ics",
}  # fmt: skip
_MAGIC = (
    (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"PAR1", "parquet"), (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "ole"), (b"%PDF", "pdf"),
)  # fmt: skip
_EXPECTED = {"xlsx": "zip", "parquet": "parquet"}


@dataclass(frozen=True)
class Source:
    """Unpacked bytes of one file and the format they are in.

    Of a streamed format `data` is only the beginning; `pieces` gives all of it.
    """

    name: str
    format: FileFormat
    data: bytes
    path: Path
    days: tuple[date, date] | None = None
    """First and last day of a calendar that are read, where that is asked for."""

    def problem(self, code: str, detail: str = "", sheet: str | None = None) -> FileProblem:
        """A problem of this file as a whole, ready to raise."""
        return FileProblem(Problem(code, self.name, sheet=sheet, detail=detail))

    def pieces(self) -> Iterator[bytes]:
        """The unpacked content, piece by piece. Raises FileProblem at the damage, if there is."""
        packed = _file_pieces(self.path, self.name)
        return _unpacked(packed, self.name) if is_packed(self.name) else packed


def is_packed(name: str) -> bool:
    """True for names of gzip files."""
    return name.lower().endswith(".gz")


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
    data = _head(path, name) if format_ in STREAMED else _read(path, name)
    if (sniff(data) == "gzip") != is_packed(name):
        raise _wrong(name, data, ".gz")
    if is_packed(name):
        parts = _unpacked(_file_pieces(path, name) if format_ in STREAMED else (data,), name)
        data = next(parts, b"") if format_ in STREAMED else b"".join(parts)
    if not data[:_CHUNK].strip() and not data.strip():
        raise FileProblem(Problem("file_empty", name))
    # Many programs write XLSX under the name .xls; Excel opens it, and so do we.
    expected = ("ole", "zip") if _is_xls(name) else (_EXPECTED.get(format_, "text"),)
    if sniff(data) not in expected:
        raise _wrong(name, data, format_)
    return Source(name, format_, data, path, days)


def _is_xls(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(".xls")


def _read(path: Path, name: str) -> bytes:
    data = b"".join(_file_pieces(path, name))
    if not data:
        raise FileProblem(Problem("file_empty", name))
    return data


def _head(path: Path, name: str) -> bytes:
    """The first piece of a file that is read piece by piece."""
    data = next(_file_pieces(path, name), b"")
    if not data:
        raise FileProblem(Problem("file_empty", name))
    return data


def _file_pieces(path: Path, name: str) -> Iterator[bytes]:
    with _told(name), open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > MAX_BYTES:
            raise _too_large(name)
        while piece := file.read(_PIECE):
            yield piece


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What the system says against a file as the problem of that file."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileProblem(Problem("file_missing", name)) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise FileProblem(Problem("file_unreadable", name, detail=detail)) from error


def _unpacked(packed: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Unpacked gzip of one or more members; a cut or damaged file is found when it is reached."""
    stream = zlib.decompressobj(wbits=31)
    size = 0
    for piece in packed:
        rest, part = piece, b""
        while rest or len(part) == _CHUNK:
            if stream.eof:
                rest = rest.lstrip(b"\0")
                if not rest:
                    break
                stream = zlib.decompressobj(wbits=31)
            try:
                part = stream.decompress(rest, _CHUNK)
            except zlib.error as error:
                detail = f"gzip: {error}"
                raise FileProblem(Problem("file_unreadable", name, detail=detail)) from error
            size += len(part)
            if size > MAX_BYTES:
                raise _too_large(name)
            if part:
                yield part
            rest = stream.unused_data if stream.eof else stream.unconsumed_tail
    if not stream.eof:
        raise FileProblem(Problem("file_truncated", name, detail="gzip"))


def _too_large(name: str) -> FileProblem:
    return FileProblem(Problem("file_too_large", name, detail=f"{MAX_BYTES // 1024**2} MB"))


def _wrong(name: str, data: bytes, expected: str) -> FileProblem:
    if expected == "xlsx" and sniff(data) == "ole":
        detail = "tệp .xls cũ hoặc tệp đặt mật khẩu"
    else:
        detail = f"{sniff(data)} ≠ {expected}"
    return FileProblem(Problem("wrong_extension", name, detail=detail))
