"""Spreadsheets as communes make them, in all formats, through the ready-made layouts."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from ingestion.normalise.legacy_fonts import TABLES
from tests.homes import Home
from tests.ods import ods
from tests.planted import MEETING, clean
from tests.reading import layout_of, rows
from tests.unit.test_readers_workbook import book

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)

STATISTICS = """
layout: statistics
stream: meeting
kind: snapshot
match: {files: ["*.xls"]}
format: xlsx
agency: {constant: SNV}
columns:
  "Stt": {to: entity_key, required: true}
  "Đơn vị tính": _unit
  "K.H 2005": {to: remote_site_count, required: true}
  "So sánh (%) T1-2005/ ƯT1-2004": _share
entity: "{agency_code}:{entity_key}"
"""


def sheet(*changes: dict[str, Any]) -> list[list[Any]]:
    """A commune's list: titles, a header of two rows, numbered columns, rows, a total."""
    lines = [{**clean(MEETING, n), **change} for n, change in enumerate(changes, 1)]
    names = list(lines[0])
    at = names.index("Bắt đầu")
    top = ["TT", *names]
    top[at + 1 : at + 3] = ["Thời gian", None]
    below: list[Any] = [None] * len(top)
    below[at + 1 : at + 3] = ["Bắt đầu", "Kết thúc"]
    numbers = [f"({n})" for n in range(1, len(top) + 1)]
    body = [[n, *line.values()] for n, line in enumerate(lines, 1)]
    total = ["Tổng cộng", f"{len(lines)} cuộc"]
    return [["ỦY BAN NHÂN DÂN"], ["DANH SÁCH NĂM 2026"], [], top, below, numbers, *body, total]


WRITTEN: list[Any] = [
    datetime(2026, 3, 5, 8, 0),
    46086.333333333336,
    "05/03/2026 08:00",
    "2026-03-05 08:00:00",
    "08 giờ 00 phút, ngày 05 tháng 3 năm 2026",
    "8h ngày 5 tháng 3 năm 2026",
    unicodedata.normalize("NFD", "8 giờ ngày 05 tháng 3 năm 2026"),
]


@pytest.mark.parametrize("make", [book, ods], ids=["xlsx", "ods"])
def test_a_list_is_read_whatever_way_its_dates_are_written(office: Home, make: Any) -> None:
    lines = [{"Bắt đầu": value, "Kết thúc": None} for value in WRITTEN]
    ending = "xlsx" if make is book else "ods"
    outcome = office.ingest(office.put(f"hop_2026.{ending}", make(("Cuộc họp", sheet(*lines)))))
    assert outcome.problems == []
    assert outcome.accepted == len(WRITTEN)
    assert office.events()["starts_at"].to_list() == [START] * len(WRITTEN)


def test_words_are_known_in_every_spelling(office: Home) -> None:
    spellings = [
        "Trực tuyến", "TRỰC TUYẾN", "truc tuyen", unicodedata.normalize("NFD", "Trực tuyến"),
        "  Trực   tuyến ", "trực-tuyến",
    ]  # fmt: skip
    table = sheet(*({"Hình thức": s} for s in spellings))
    outcome = office.ingest(office.put("hop_2026.xlsx", book(("Cuộc họp", table))))
    assert outcome.problems == []
    assert set(office.events()["mode"]) == {"online"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ủy ban nhân dân phường Tô Hiệu", "03646"),
        ("UBND phường Tô Hiệu", "03646"),
        ("Uỷ ban nhân dân phường Tô Hiệu", "03646"),
        ("phuong to hieu", "03646"),
        (unicodedata.normalize("NFD", "Phường Tô Hiệu"), "03646"),
        ("PHƯỜNG TÔ HIỆU", "03646"),
        ("03646", "03646"),
        ("3646", "03646"),
        ("Sở Nội vụ", "SNV"),
        ("so noi vu", "SNV"),
    ],
)
def test_a_unit_is_known_by_every_way_to_write_it(office: Home, name: str, code: str) -> None:
    assert office.context.agencies.resolve(name) == code


def typed_in(font: str, text: Any) -> Any:
    """A text as it is stored when it is typed in a font of before Unicode."""
    if not isinstance(text, str):
        return text
    table = {letter: sign for sign, letter in TABLES[font].items()}
    return "".join(table.get(c) or table.get(c.lower(), c) for c in text)


@pytest.mark.parametrize("font", sorted(TABLES))
def test_a_list_in_a_font_of_the_years_before_unicode_is_read(office: Home, font: str) -> None:
    table = [[typed_in(font, cell) for cell in row] for row in sheet({}, {"Hội nghị": "có"})]
    assert "Trực tuyến" not in str(table)
    outcome = office.ingest(office.put("hop_2026.xlsx", book(("Cuộc họp", table))))
    assert outcome.problems == []
    events = office.events()
    assert (set(events["mode"]), set(events["scope"])) == ({"online"}, {"internal"})
    assert set(events["level"]) == {"provincial"}


def test_bad_cells_of_an_ods_come_back_marked_in_an_xlsx_that_is_taken_in(office: Home) -> None:
    table = sheet({}, {"Hình thức": "qua điện thoại"}, {"Số điểm cầu": "ba"})
    first = office.ingest(office.put("hop_2026.ods", ods(("Cuộc họp", table), ("Khác", [["a"]]))))
    assert (first.accepted, first.quarantined) == (1, 2)
    back = openpyxl.load_workbook(office.root / str(first.answer) / "hop_2026.xlsx")
    assert back.sheetnames == ["Cuộc họp", "Khác"]
    page = back["Cuộc họp"]
    marked = {cell.coordinate: cell for row in page.iter_rows() for cell in row if cell.comment}
    assert sorted(cell.value for cell in marked.values()) == ["ba", "qua điện thoại"]
    for cell, mended in zip(
        sorted(marked.values(), key=lambda c: c.row), ["Trực tuyến", 3], strict=True
    ):
        cell.value = mended
    back.save(office.root / "landing" / "SNV" / "hop_2026.xlsx")
    outcome = next(o for o in office.run() if o.file == "hop_2026.xlsx")
    assert (outcome.accepted, outcome.duplicate, outcome.quarantined) == (2, 1, 0)


def test_an_xlsx_called_xls_is_read(office: Home) -> None:
    outcome = office.ingest(office.put("hop_2026.xls", book(("Cuộc họp", sheet({})))))
    assert (outcome.accepted, outcome.problems) == (1, [])


def test_a_real_xls_of_2005_is_read_and_comes_back_in_unicode(
    office: Home, shared_data: Path
) -> None:
    from ingestion.readers import read_file

    source = shared_data / "xls_vn_legacy_dev" / "tcvn3" / "2005-C6DFD_XK_01-05.xls"
    layout = layout_of(STATISTICS)
    result = read_file(source, layout)
    table = rows(result, "Stt", "Đơn vị tính", "K.H 2005", "So sánh (%) T1-2005/ ƯT1-2004")
    assert ("1", "Ng. tấn", "18500", "86.157380816") in table
    home = Home(office.root, replace(office.context, layouts={"statistics": layout}))
    outcome = home.ingest(home.put(source.name, source.read_bytes()))
    assert outcome.quarantined > 0
    back = openpyxl.load_workbook(home.root / str(outcome.answer) / f"{source.stem}.xlsx")
    page = back.worksheets[0]
    texts = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert "Máy vi tính, linh kiện" in texts
    said = {cell.row: cell.value for cell in page[_letter(page)] if cell.value}
    reasons = {row for row, text in said.items() if text != "Lý do trả lại"}
    assert reasons == {problem.row for problem in outcome.problems}


def test_every_real_workbook_is_read_or_refused_with_a_reason(
    office: Home, shared_data: Path
) -> None:
    files = [*shared_data.glob("xls_*/**/*.xls"), *shared_data.glob("xls_*/**/*.xlsx")]
    layout = layout_of(STATISTICS, sheet="{all: true}", match='{files: ["*"]}')
    home = Home(office.root, replace(office.context, layouts={"statistics": layout}))
    seen = [home.ingest(home.put(path.name, path.read_bytes())) for path in files]
    assert len(seen) > 20
    for outcome in seen:
        assert outcome.status in ("ingested", "refused")
        assert outcome.answer
        assert outcome.status == "ingested" or outcome.problems[0].text("vi")


def _letter(page: Any) -> str:
    head = [cell for row in page.iter_rows(max_row=8) for cell in row]
    return str(next(c.column_letter for c in head if c.value == "Lý do trả lại"))


def test_numbers_are_read_as_offices_write_them(tmp_path: Path) -> None:
    from ingestion.normalise.numbers import parse_decimal

    texts = pl.Series(["95%", "0,95", "95 %", "0.95", "95,0%"])
    assert parse_decimal(texts).round(6).to_list() == [0.95] * 5
