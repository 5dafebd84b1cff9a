"""Files made to do harm: workbooks that unpack to a gigabyte, archives in archives, entity bombs.

Belongs here: making them. Does not belong here: what must come of them (`tests/faults`).
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
    f'Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
OPENING = f'<?xml version="1.0"?><worksheet xmlns="{_SHEET}">'
CLOSING = "</sheetData></worksheet>"
MEGABYTE = 1_000_000


def cell(place: str, text: str) -> str:
    """One cell with its text in it."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    """One row of a sheet."""
    return f'<row r="{number}">{"".join(cells)}</row>'


HEADER = row(1, cell("A1", "ma"), cell("B1", "ngay"))
GOOD = row(2, cell("A2", "1"), cell("B2", "01/03/2026"))


def workbook(path: Path, sheet: Iterable[str], others: dict[str, bytes] | None = None) -> Path:
    """A workbook whose only sheet has this XML, with other members beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for text in sheet:
                member.write(text.encode())
        for name, data in (others or {}).items():
            archive.writestr(name, data)
    return path


def sparse(path: Path) -> Path:
    """Two good cells and one in the last place a sheet has: 17 billion cells between."""
    last = row(1_048_576, cell("XFD1048576", "x"))
    opening = f'{OPENING}<dimension ref="A1:XFD1048576"/><sheetData>'
    return workbook(path, [opening, HEADER, GOOD, last, CLOSING])


def boasting(path: Path) -> Path:
    """A sheet that announces 17 billion cells and has four."""
    opening = f'{OPENING}<dimension ref="A1:XFD1048576"/><sheetData>'
    return workbook(path, [opening, HEADER, GOOD, CLOSING])


def gigabyte_of_rows(path: Path) -> Path:
    """A sheet of a gigabyte in 3 MB: 8 million rows."""
    block = "<row><c><v>1</v></c><c t='inlineStr'><is><t>01/03/2026</t></is></c></row>" * 10_000

    def sheet() -> Iterator[str]:
        yield f"{OPENING}<sheetData>{HEADER}"
        for _ in range(1_000 * MEGABYTE // len(block)):
            yield block
        yield CLOSING

    return workbook(path, sheet())


def gigabyte_in_a_cell(path: Path) -> Path:
    """One cell with a gigabyte of text, in 1 MB."""

    def sheet() -> Iterator[str]:
        yield f'{OPENING}<sheetData>{HEADER}<row r="2"><c r="A2" t="inlineStr"><is><t>'
        for _ in range(1_000):
            yield "a" * MEGABYTE
        yield f"</t></is></c></row>{CLOSING}"

    return workbook(path, sheet())


def gigabyte_of_text(path: Path) -> Path:
    """A packed CSV file of 1 MB that unpacks to a gigabyte on one line."""
    with gzip.open(path, "wb", compresslevel=6) as file:
        file.write(b"ma,ngay\n")
        for _ in range(1_000):
            file.write(b"a" * MEGABYTE)
    return path


def nested(path: Path, levels: int = 200) -> Path:
    """An archive in an archive, and so on, under the name of a workbook."""
    data = b"x"
    for _ in range(levels):
        holder = io.BytesIO()
        with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.xlsx", data)
        data = holder.getvalue()
    path.write_bytes(data)
    return path


def overlapping(path: Path) -> Path:
    """A workbook with members that want to be written outside the folder (zip slip)."""
    evil = {"../../../evil.txt": b"x", "/tmp/kl226-evil.txt": b"x", "xl/../../evil.xml": b"x"}
    return workbook(path, [f"{OPENING}<sheetData>{HEADER}{GOOD}{CLOSING}"], evil)


def laughing(path: Path) -> Path:
    """A workbook whose sheet has ten levels of entities, each ten of the one before."""
    levels = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(11)
    )
    text = f'<?xml version="1.0"?><!DOCTYPE x [{levels}]>{OPENING.partition("?>")[2]}<sheetData>'
    return workbook(path, [text, HEADER, row(2, cell("A2", "&a10;")), CLOSING])


def with_sheet(path: Path, sheet: bytes) -> Path:
    """A workbook whose sheet is any XML at all."""
    return workbook(path, [sheet.decode("utf-8", "replace")])
