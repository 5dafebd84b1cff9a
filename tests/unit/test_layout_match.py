"""Which layout a file gets."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingestion.layout.match import match_layout
from ingestion.readers import FileProblem
from tests.reading import PLAIN, layout_of, written


def code(path: Path, *layouts: str) -> str:
    found = {layout.name: layout for layout in map(layout_of, layouts)}
    try:
        return match_layout(path, found).name
    except FileProblem as refused:
        return refused.problem.code


LIST = PLAIN.replace("plain", "list").replace('"*"', '"hop_*.csv"')
OTHER = LIST.replace("layout: list", "layout: other").replace("ngay:", "bat_dau:")


def test_the_name_of_the_file_decides(tmp_path: Path) -> None:
    assert code(written(tmp_path, "HOP_2026.CSV", "x"), LIST) == "list"
    assert code(written(tmp_path, "vb_2026.csv", "x"), LIST) == "no_layout"


def test_a_decomposed_file_name_matches_too(tmp_path: Path) -> None:
    layout = LIST.replace("hop_*", "họp_*")
    path = written(tmp_path, unicodedata.normalize("NFD", "họp_1.csv"), "x")
    assert code(path, layout) == "list"


def test_of_two_layouts_the_one_whose_columns_are_there_wins(tmp_path: Path) -> None:
    assert code(written(tmp_path, "hop_1.csv", "ma,ngay\n1,2\n"), LIST, OTHER) == "list"
    assert code(written(tmp_path, "hop_2.csv", "ma,bat_dau\n1,2\n"), LIST, OTHER) == "other"
    assert code(written(tmp_path, "hop_3.csv", "a,b\n1,2\n"), LIST, OTHER) == "no_layout"


def test_a_missing_file_is_missing_and_not_unknown(tmp_path: Path) -> None:
    assert code(tmp_path / "hop_9.csv", LIST) == "file_missing"


def test_a_broken_file_of_two_candidates_says_what_is_broken(tmp_path: Path) -> None:
    assert code(written(tmp_path, "hop_1.csv", b""), LIST, OTHER) == "file_empty"


@pytest.mark.parametrize(
    ("name", "expected"), [("hop_2026.csv", "list"), ("hop_x.csv", "no_layout")]
)
def test_a_file_pattern_that_is_not_found_excludes_the_layout(
    tmp_path: Path, name: str, expected: str
) -> None:
    layout = LIST + 'file_pattern: "hop_(?P<year>\\\\d{4})"\n'
    assert code(written(tmp_path, name, "x"), layout) == expected
