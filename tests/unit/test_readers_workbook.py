"""XLSX as offices make them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from ingestion.layout.match import match_layout
from ingestion.readers import read_file
from tests.reading import LIMITS, candidates, column, faults, layout_of, refusal, rows, written

HEAD = ("Mã", "Ngày", "Ghi chú")


def book(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """A workbook whose cells have the types of the values given."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        moment = made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for name, table in sheets:
            sheet = made.add_worksheet(name)
            for r, row in enumerate(table):
                for c, cell in enumerate(row):
                    if isinstance(cell, (datetime, date)):
                        sheet.write_datetime(r, c, cell, moment)
                    elif isinstance(cell, str) and cell.startswith("#"):
                        sheet.write_formula(r, c, "=1/0", None, cell)
                    elif isinstance(cell, str):
                        sheet.write_string(r, c, cell)
                    elif cell is not None:
                        sheet.write(r, c, cell)
    return buffer.getvalue()


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    return lambda *sheets: written(tmp_path, "x.xlsx", book(*sheets))


ROWS = [
    ["DANH SÁCH"],
    [],
    list(HEAD),
    ["03646", datetime(2026, 3, 5, 8, 30), "a"],
    [7, 46086.5, None],
]


def test_text_numbers_dates_and_serials_arrive(save: Callable[..., Path]) -> None:
    result, made = candidates(save(("Sheet1", ROWS)), layout_of(format="xlsx"))
    assert rows(result, "ma") == [("03646",), ("7",)]
    assert made.frame["source_row"].to_list() == [4, 5]
    assert made.frame["source_sheet"].to_list() == ["Sheet1", "Sheet1"]
    assert column(made, "starts_at") == [
        datetime(2026, 3, 5, 1, 30, tzinfo=UTC), datetime(2026, 3, 5, 5, 0, tzinfo=UTC),
    ]  # fmt: skip
    assert made.problems == []


def test_dates_typed_as_text_follow_the_layout(save: Callable[..., Path]) -> None:
    table = [list(HEAD), ["1", "05/03/2026 08:30", ""], ["2", "31/02/2026", ""]]
    _, made = candidates(save(("S", table)), layout_of(format="xlsx"))
    assert [(p.code, p.sheet, p.row, p.column) for p in made.problems] == [
        ("bad_date", "S", 3, "ngay")
    ]
    assert column(made, "starts_at")[0] == datetime(2026, 3, 5, 1, 30, tzinfo=UTC)


def test_total_rows_and_blank_rows_are_left_out(save: Callable[..., Path]) -> None:
    table = [
        list(HEAD),
        ["1", "x", "a"],
        [None, " ", None],
        ["2", "y", "b"],
        ["Tổng", None, "2"],
        ["9"],
    ]
    layout = layout_of(format="xlsx", stop_at="{column: ma, pattern: '(?i)^tổng'}")
    assert rows(read_file(save(("S", table)), layout), "ma") == [("1",), ("2",)]


SHEETS = (
    ("Cuộc họp", [list(HEAD), ["1", "x", "a"]]),
    ("Ghi chú", [["khác"]]),
    ("Cuộc họp 2", [list(HEAD), ["2", "y", "b"]]),
)


@pytest.mark.parametrize(
    ("rule", "sheets"),
    [
        ("{name: 'CUOC HOP'}", ["Cuộc họp"]),
        ("{index: 3}", ["Cuộc họp 2"]),
        ("{pattern: '^Cuộc'}", ["Cuộc họp", "Cuộc họp 2"]),
    ],
)
def test_sheets_are_chosen_by_name_place_or_pattern(
    save: Callable[..., Path], rule: str, sheets: list[str]
) -> None:
    result = read_file(save(*SHEETS), layout_of(format="xlsx", sheet=rule))
    assert [table.sheet for table in result.tables] == sheets


def test_the_first_sheet_is_read_when_nothing_is_said(save: Callable[..., Path]) -> None:
    assert [t.sheet for t in read_file(save(*SHEETS), layout_of(format="xlsx")).tables] == [
        "Cuộc họp"
    ]


@pytest.mark.parametrize("rule", ["{name: Không có}", "{index: 9}", "{pattern: '^Z'}"])
def test_a_missing_sheet_is_named(save: Callable[..., Path], rule: str) -> None:
    assert refusal(save(*SHEETS), layout_of(format="xlsx", sheet=rule)) == "sheet_missing"


def test_of_all_sheets_one_that_is_about_something_else_is_left_out_and_told(
    save: Callable[..., Path],
) -> None:
    result = read_file(save(*SHEETS), layout_of(format="xlsx", sheet="{all: true}"))
    assert [table.sheet for table in result.tables] == ["Cuộc họp", "Cuộc họp 2"]
    assert result.unread_sheets == ["Ghi chú"]


def test_of_all_sheets_one_that_has_only_some_of_the_columns_refuses_the_file(
    save: Callable[..., Path],
) -> None:
    broken = ("Tháng 3", [["Mã số", "Ngày", "Ghi chú"], ["3", "z", "c"]])
    layout = layout_of(format="xlsx", sheet="{all: true}")
    assert refusal(save(*SHEETS, broken), layout) == "column_missing"


def test_a_cell_with_an_error_costs_its_row_alone(save: Callable[..., Path]) -> None:
    table = [list(HEAD), ["1", "x", "#DIV/0!"], ["2", "y", "b"]]
    result = read_file(save(("S", table)), layout_of(format="xlsx"))
    assert rows(result, "ma") == [("2",)]
    assert faults(result) == [("bad_format", 2, "ghi_chu")]
    assert result.received == 2


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    data = book(("S", [list(HEAD), *([str(n), "x", "a"] for n in range(500))]))
    path = written(tmp_path, "x.xlsx", data[: int(len(data) * share)])
    assert refusal(path, layout_of(format="xlsx")) == "file_truncated"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.xlsx", b"ma,ngay\n1,2\n", "wrong_extension"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "wrong_extension"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_unreadable"),
        ("x.csv", book(("S", [["a"]])), "wrong_extension"),
        ("x.xlsx", book(("S", [])), "file_empty"),
        ("x.xlsx", book(("S", [list(HEAD)])), "header_only"),
        ("x.xlsx", book(("S", [["a", "b"]])), "header_not_found"),
    ],
)
def test_a_workbook_that_is_none_is_refused(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    assert refusal(written(tmp_path, name, content), layout_of(format="xlsx")) == code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    path = written(tmp_path, "x.xlsx", buffer.getvalue())
    assert refusal(path, layout_of(format="xlsx")) == "file_unreadable"


def test_damage_inside_a_workbook_never_escapes_as_another_error(tmp_path: Path) -> None:
    data = bytearray(book(("S", [list(HEAD), *([str(n), "x", "a"] for n in range(50))])))
    for place in range(40, len(data) - 200, 97):
        hurt = bytes(data[:place]) + bytes([data[place] ^ 0xFF]) + bytes(data[place + 1 :])
        path = written(tmp_path, "x.xlsx", hurt)
        try:
            read_file(path, layout_of(format="xlsx"))
        except Exception as error:
            assert type(error).__name__ == "FileProblem", error


def test_a_layout_is_found_by_the_columns_of_a_sheet(save: Callable[..., Path]) -> None:
    layouts = {
        "a": layout_of(format="xlsx", sheet="{name: 'Ghi chú'}"),
        "b": layout_of(format="xlsx"),
    }
    assert match_layout(save(*SHEETS), layouts, LIMITS) is layouts["b"]
