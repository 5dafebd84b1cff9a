"""Every submission is answered: a receipt, and the sender's own file with its bad cells marked."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingestion.answer.workbook import COLOUR
from ingestion.readers.result import REASON_COLUMN
from tests.homes import EVENTS_HEADER, Home, step
from tests.planted import (
    DOCUMENT,
    DOCUMENT_DEFECTS,
    MEETING,
    MEETING_DEFECTS,
    RECORD,
    RECORD_DEFECTS,
    Defect,
    Row,
    clean,
    planted,
)
from tests.unit.test_readers_workbook import book

Planted = list[tuple[Row, Sequence[str]]]


def sheet_of(rows: Sequence[Row], title: str = "DANH SÁCH") -> list[list[Any]]:
    names = list(rows[0])
    return [[title], [], ["TT", *names], *([n, *row.values()] for n, row in enumerate(rows, 1))]


def text_of(rows: Sequence[Row]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerows([list(rows[0]), *(row.values() for row in rows)])
    return target.getvalue().encode()


def marked_cells(path: Path) -> tuple[dict[int, set[str]], dict[int, str], Any]:
    """Marked columns and the reason of each row of a workbook whose header is in row 3."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    names = [cell.value for cell in sheet[3]]
    marks: dict[int, set[str]] = {}
    reasons: dict[int, str] = {}
    for row in sheet.iter_rows(min_row=4):
        for name, cell in zip(names, row, strict=True):
            is_red = cell.fill.fill_type == "solid" and cell.fill.start_color.rgb == COLOUR
            assert is_red == (cell.comment is not None)
            if is_red:
                assert len(cell.comment.text) > 20
                marks.setdefault(cell.row, set()).add(name)
            if name == REASON_COLUMN and cell.value:
                reasons[cell.row] = cell.value
    return marks, reasons, sheet


def expected(rows: Planted, first: int = 4) -> dict[int, set[str]]:
    return {at: set(columns) for at, (_, columns) in enumerate(rows, first) if columns}


def test_there_are_more_than_sixty_kinds_of_defect() -> None:
    assert len([*MEETING_DEFECTS, *DOCUMENT_DEFECTS, *RECORD_DEFECTS]) >= 60


@pytest.mark.parametrize(
    ("name", "sheet", "template", "defects"),
    [
        ("hop_2026.xlsx", "Cuộc họp", MEETING, MEETING_DEFECTS),
        ("so_van_ban_2026.xlsx", "Sổ văn bản", DOCUMENT, DOCUMENT_DEFECTS),
    ],
)
def test_every_defect_of_a_workbook_is_marked_at_its_cell_and_the_mended_file_is_taken(
    office: Home, name: str, sheet: str, template: Row, defects: list[Defect]
) -> None:
    rows = planted(template, defects)
    table = sheet_of([row for row, _ in rows])
    first = office.ingest(office.put(name, book((sheet, table))))
    assert (first.status, first.received, first.quarantined) == (
        "ingested",
        len(rows),
        len(defects),
    )
    files = office.answered(first.answer)
    assert set(files) == {"bien_nhan.txt", "bien_nhan.json", name}
    marks, reasons, page = marked_cells(files[name])
    assert marks == expected(rows)
    assert set(reasons) == set(marks)
    for row, columns in marks.items():
        assert all(f"“{column}”" in reasons[row] for column in columns)

    names = [cell.value for cell in page[3]]
    for at, (row, columns) in enumerate(rows, 4):
        for column, value in {**row, **(clean(template, 10_000 + at) if columns else {})}.items():
            cell = page.cell(at, names.index(column) + 1)
            if not columns:
                assert cell.value == value or str(cell.value) == str(value), (column, value)
            else:
                cell.value = value
    page.parent.save(office.root / "landing" / "SNV" / name)
    (second,) = office.run()
    assert second.quarantined == 0, second.problems
    assert (second.accepted, second.duplicate) == (len(defects), len(rows) - len(defects))
    assert set(office.answered(second.answer)) == {"bien_nhan.txt", "bien_nhan.json"}


def test_every_defect_of_a_csv_is_named_in_its_row_and_the_mended_file_is_taken(
    office: Home,
) -> None:
    rows = planted(RECORD, RECORD_DEFECTS)
    data = text_of([row for row, _ in rows])
    first = office.ingest(office.put("nhat_ky_nhiem_vu_2026.csv", data))
    assert (first.received, first.quarantined) == (len(rows), len(RECORD_DEFECTS))
    back = office.answered(first.answer)["nhat_ky_nhiem_vu_2026.csv"]
    lines = list(csv.DictReader(io.StringIO(back.read_text("utf-8-sig")), delimiter=";"))
    for line, (row, columns) in zip(lines, rows, strict=True):
        reason = line.pop(REASON_COLUMN)
        assert line == row
        assert bool(reason) == bool(columns)
        assert all(f"“{column}”" in reason for column in columns)
        line.update({**(clean(RECORD, 10_000 + len(reason)) if columns else {})})
        line[REASON_COLUMN] = reason
    for number, line in enumerate(lines):
        line["Mã nhiệm vụ"] = f"TR-2026-M{number}" if line[REASON_COLUMN] else line["Mã nhiệm vụ"]
    office.put("nhat_ky_nhiem_vu_2026.csv", text_of(lines))
    (second,) = office.run()
    assert second.problems == []
    assert (second.accepted, second.duplicate) == (len(RECORD_DEFECTS), len(rows) - len(RECORD_DEFECTS))  # fmt: skip
    assert [note.code for note in second.notes] == []


def test_rows_that_cannot_be_cut_into_cells_keep_their_line_and_stay_refused(home: Home) -> None:
    lines = [step("1"), step("2") + ",thừa", step("3"), '4,"hở', step("5"), step("6", sites="\x00")]
    path = home.land("steps_a.csv", *lines)
    first = home.ingest(path)
    assert (first.accepted, first.quarantined) == (3, 3)
    back = home.answered(first.answer)["steps_a.csv"]
    said = back.read_text("utf-8-sig").splitlines()
    assert [bool("Cách sửa" in line) for line in said] == [
        False,
        False,
        True,
        False,
        True,
        False,
        True,
    ]
    path.write_bytes(back.read_bytes())
    second = home.ingest(path)
    assert (second.accepted, second.duplicate, second.quarantined) == (0, 3, 3)
    third = home.answered(second.answer)["steps_a.csv"].read_text("utf-8-sig")
    assert third.splitlines()[0].count(REASON_COLUMN) == 1


def test_ten_thousand_clean_rows_get_no_mark(office: Home) -> None:
    rows: Planted = [(clean(DOCUMENT, n), ()) for n in range(1, 10_001)]
    rows.insert(5_000, ({**clean(DOCUMENT, 20_000), "Ký số": "?"}, ["Ký số"]))
    table = sheet_of([row for row, _ in rows])
    outcome = office.ingest(office.put("so_van_ban_2026.xlsx", book(("Sổ văn bản", table))))
    assert (outcome.accepted, outcome.quarantined) == (10_000, 1)
    back = office.answered(outcome.answer)["so_van_ban_2026.xlsx"]
    marks, reasons, _ = marked_cells(back)
    assert marks == expected(rows)
    assert set(reasons) == set(marks)


def test_what_would_run_as_a_formula_comes_back_as_text_and_returns_unchanged(home: Home) -> None:
    evil = '=HYPERLINK("http://x","y")'
    lines = [
        f'"{evil.replace(chr(34), chr(34) * 2)}",04/05/2026 08:00,trực tuyến,-2,đã họp,,@SUM(1)'
    ]
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("@k"), *lines], "SNV")
    first = home.ingest(path)
    assert (first.accepted, first.quarantined) == (1, 1)
    back = home.answered(first.answer)["steps_a.csv"]
    rows = list(csv.reader(io.StringIO(back.read_text("utf-8-sig"))))
    assert rows[1][0] == "'@k"
    assert rows[2][0] == "'" + evil
    assert (rows[2][3], rows[2][6]) == ("-2", "'@SUM(1)")
    path.write_bytes(back.read_text("utf-8-sig").replace(",-2,", ",2,").encode())
    second = home.ingest(path)
    assert (second.accepted, second.duplicate, second.quarantined) == (1, 1, 0)
    assert "SNV:" + evil in home.events()["entity_id"].to_list()


def test_formulas_of_a_workbook_come_back_as_their_values_and_text_stays_text(office: Home) -> None:
    rows = [clean(MEETING, 1), {**clean(MEETING, 2), "Cấp": "?", "Tên cuộc họp": "=1+cmd|' /C'!A0"}]
    target = io.BytesIO(book(("Cuộc họp", sheet_of(rows))))
    made = openpyxl.load_workbook(target)
    made.worksheets[0]["A9"] = "=SUM(A4:A5)"
    target = io.BytesIO()
    made.save(target)
    outcome = office.ingest(office.put("hop_2026.xlsx", target.getvalue()))
    page = openpyxl.load_workbook(office.answered(outcome.answer)["hop_2026.xlsx"]).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert "=1+cmd|' /C'!A0" in [cell.value for cell in cells if cell.data_type == "s"]


def test_the_senders_formats_comments_and_other_sheets_stay(office: Home) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    rows = [clean(MEETING, 1), {**clean(MEETING, 2), "Cấp": "?"}]
    made = openpyxl.load_workbook(io.BytesIO(book(("Cuộc họp", sheet_of(rows)), ("Khác", [["a"]]))))
    page = made.worksheets[0]
    page["B4"].font = Font(name="Times New Roman", bold=True)
    page["C4"].fill = PatternFill("solid", start_color="FF00FF00")
    page["B4"].comment = Comment("của đơn vị", "SNV")
    page.merge_cells("A1:F1")
    page.column_dimensions["C"].width = 44
    target = io.BytesIO()
    made.save(target)
    outcome = office.ingest(office.put("hop_2026.xlsx", target.getvalue()))
    back = openpyxl.load_workbook(office.answered(outcome.answer)["hop_2026.xlsx"])
    assert back.sheetnames == ["Cuộc họp", "Khác"]
    page = back.worksheets[0]
    assert (page["B4"].font.name, page["B4"].font.bold) == ("Times New Roman", True)
    assert page["C4"].fill.start_color.rgb == "FF00FF00"
    assert page["B4"].comment.text == "của đơn vị"
    assert page.column_dimensions["C"].width == 44
    assert "A1:F1" in [str(r) for r in page.merged_cells.ranges]


def test_marks_of_an_earlier_return_are_gone_when_their_cell_is_mended(office: Home) -> None:
    rows = [{**clean(MEETING, n), "Cấp": "?"} for n in (1, 2)]
    first = office.ingest(office.put("hop_2026.xlsx", book(("Cuộc họp", sheet_of(rows)))))
    made = openpyxl.load_workbook(office.answered(first.answer)["hop_2026.xlsx"])
    page = made.worksheets[0]
    level = [cell.value for cell in page[3]].index("Cấp") + 1
    page.cell(4, level).value = "Tỉnh"
    made.save(office.root / "landing" / "SNV" / "hop_2026.xlsx")
    (second,) = office.run()
    assert (second.accepted, second.quarantined) == (1, 1)
    marks, reasons, _ = marked_cells(office.answered(second.answer)["hop_2026.xlsx"])
    assert marks == {5: {"Cấp"}}
    assert set(reasons) == {5}


def test_a_packed_csv_comes_back_packed(home: Home) -> None:
    path = home.land("steps_a.csv", step("1", mode="?"))
    packed = path.with_name("steps_a.csv.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    outcome = home.ingest(packed)
    back = home.answered(outcome.answer)["steps_a.csv.gz"]
    assert "Cách sửa" in gzip.decompress(back.read_bytes()).decode()
