"""Headers of several rows, as merged cells leave them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingestion.readers import read_file
from ingestion.readers.header_rows import is_numbering, keys_of
from tests.reading import layout_of, refusal, rows, written
from tests.unit.test_readers_workbook import book

GROUPED = """
layout: grouped
stream: meeting
kind: snapshot
match: {files: ["*"]}
format: xlsx
agency: {constant: SNV}
columns:
  "Mã": {to: entity_key, required: true}
  "Thời gian - Bắt đầu": {to: starts_at, required: true}
  "Kết thúc": ends_at
  "Trực tuyến: Số điểm cầu": remote_site_count
  "Ghi chú": _note
"""
HEAD = [
    ["TT", "Mã", "Thời gian", None, "Trực tiếp", "Trực tuyến", "Ghi chú"],
    [None, None, "Bắt đầu", "Kết thúc", "Số điểm cầu", "Số điểm cầu", None],
]
DATA = [[1, "A", "05/03/2026 08:00", "05/03/2026 09:00", 0, 7, "x"]]
NAMES = ("Mã", "Thời gian - Bắt đầu", "Kết thúc", "Trực tuyến: Số điểm cầu", "Ghi chú")
ROW = ("A", "05/03/2026 08:00", "05/03/2026 09:00", "7", "x")


@pytest.fixture
def save(tmp_path: Path) -> Callable[[list[list[Any]]], Path]:
    return lambda table: written(tmp_path, "x.xlsx", book(("S", table)))


def test_a_column_is_found_by_its_own_name_or_with_the_name_of_its_group(
    save: Callable[[list[list[Any]]], Path],
) -> None:
    table = [["UBND XÃ"], ["DANH SÁCH CUỘC HỌP"], [], *HEAD, *DATA]
    result = read_file(save(table), layout_of(GROUPED))
    assert rows(result, *NAMES, "source_row") == [(*ROW, 6)]


def test_three_rows_and_a_row_of_numbers(save: Callable[[list[list[Any]]], Path]) -> None:
    top = [None, None, "Nội dung", None, None, None, None]
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)=5/6"]
    result = read_file(save([["BÁO CÁO"], top, *HEAD, numbers, *DATA]), layout_of(GROUPED))
    assert rows(result, *NAMES) == [ROW]


def test_a_header_repeated_on_every_page_is_no_row(save: Callable[[list[list[Any]]], Path]) -> None:
    table = [*HEAD, *DATA, *HEAD, [2, "B", *DATA[0][2:]]]
    result = read_file(save(table), layout_of(GROUPED))
    assert rows(result, "Mã") == [("A",), ("B",)]


def test_a_name_under_two_groups_is_refused_unless_its_group_is_named(
    save: Callable[[list[list[Any]]], Path],
) -> None:
    plain = GROUPED.replace("Trực tuyến: Số điểm cầu", "Số điểm cầu")
    assert refusal(save([*HEAD, *DATA]), layout_of(plain)) == "column_repeated"


def test_a_plain_header_takes_no_row_of_data_with_it(
    save: Callable[[list[list[Any]]], Path],
) -> None:
    table = [["Mã", "Bắt đầu", "Ghi chú"], ["Kết thúc", "05/03/2026 08:00", "Mã"], [1, 2, 3]]
    layout = layout_of(
        GROUPED.replace("Thời gian - Bắt đầu", "Bắt đầu").replace('  "Kết thúc": ends_at\n', "")
    )
    assert len(rows(read_file(save(table), layout), "Mã")) == 1 + 1


def test_columns_left_of_the_table_do_not_matter(save: Callable[[list[list[Any]]], Path]) -> None:
    table = [[None, None, *row] for row in [*HEAD, *DATA]]
    assert rows(read_file(save(table), layout_of(GROUPED)), *NAMES) == [ROW]


@pytest.mark.parametrize(
    ("row", "is_one"),
    [
        (["1", "2", "3"], True),
        (["A", "B", "1", "2", "3=2/1"], True),
        (["(1)", None, "(2)", "(3)"], True),
        (["1", "2"], False),
        (["1", "x", "a"], False),
        (["2", "3", "4"], False),
        (["1", "05/03/2026", "2"], False),
        ([None, None], False),
    ],
)
def test_a_row_that_only_numbers_the_columns(row: list[str | None], is_one: bool) -> None:
    assert is_numbering(row) == is_one


def test_names_of_one_row_are_the_cells_themselves() -> None:
    assert keys_of([["Mã  số", None, "GHI CHÚ"]]) == [["ma so"], [], ["ghi chu"]]
