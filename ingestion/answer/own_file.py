"""The sender's own file, marked: bytes in, bytes out.

Belongs here: choosing how a format is marked, and how large a file may be. Does not belong here:
whether it may go back (`outbox`). It opens the file again, so it is done in the reading process.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

from ingestion.answer.delimited import mark_delimited
from ingestion.answer.mark import Mark, Place
from ingestion.answer.workbook import mark_workbook
from ingestion.layout.model import Layout
from ingestion.readers.opening import Source, open_source


class TooLarge(Exception):
    """The file would take too much memory to be marked."""


def own_file(
    path: Path, layout: Layout, marks: dict[Place, list[Mark]], limit: int
) -> tuple[str, bytes]:
    """Name and content of the file that goes back. `limit` is in bytes, unpacked.

    Raises TooLarge, NotMarked, FileProblem, and what openpyxl raises of a bad workbook.
    """
    source = open_source(path, layout)
    if _unpacked(source) > limit:
        raise TooLarge
    if source.format == "csv":
        data = mark_delimited(source.data, layout, marks)
        packed = source.name.lower().endswith(".gz")
        return source.name, gzip.compress(data, mtime=0) if packed else data
    stem = Path(source.name.removesuffix(".gz").removesuffix(".GZ")).stem
    return f"{stem}.xlsx", mark_workbook(source, layout, marks)


def _unpacked(source: Source) -> int:
    if not source.data.startswith(b"PK"):
        return len(source.data)
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        return sum(item.file_size for item in archive.infolist())
