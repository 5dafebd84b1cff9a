"""Which layout a file gets."""

from __future__ import annotations

import gzip
import unicodedata
from pathlib import Path

import pytest

from ingestion.layout.match import match_layout, named_layout
from ingestion.readers import FileProblem, read_file
from tests.reading import LIMITS, PLAIN, layout_of, written


def code(path: Path, *layouts: str) -> str:
    found = {layout.name: layout for layout in map(layout_of, layouts)}
    try:
        return match_layout(path, found, LIMITS).name
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


def detail(path: Path, *layouts: str) -> str:
    found = {layout.name: layout for layout in map(layout_of, layouts)}
    with pytest.raises(FileProblem) as refused:
        match_layout(path, found, LIMITS)
    return refused.value.problem.detail


def test_each_layout_of_the_name_is_told_with_the_columns_it_misses(tmp_path: Path) -> None:
    said = detail(written(tmp_path, "hop_3.csv", "ma,ngayy\n1,2\n"), LIST, OTHER)
    assert "list: “ngay” (≈ “ngayy”)" in said
    assert "other: “bat_dau”" in said


def test_a_name_that_no_layout_knows_is_told_the_names_they_know(tmp_path: Path) -> None:
    assert "list: hop_*.csv" in detail(written(tmp_path, "vb.csv", "x"), LIST, OTHER)
    assert detail(written(tmp_path, "vb.xlsx", "x"), LIST, OTHER) == "list, other"
    yearly = LIST + 'file_pattern: "hop_(?P<year>\\\\d{4})"\n'
    assert "(?P<year>" in detail(written(tmp_path, "hop_x.csv", "x"), yearly)


def test_an_unknown_layout_is_told_the_names_near_it(tmp_path: Path) -> None:
    layouts = {layout.name: layout for layout in map(layout_of, (LIST, OTHER))}
    path = written(tmp_path, "hop_1.csv", "ma,ngay\n1,2\n")
    assert named_layout(path, layouts, "other").name == "other"
    for wanted, names in (("lists", "“lists” (list?)"), ("zzz", "“zzz” (list, other?)")):
        with pytest.raises(FileProblem) as refused:
            named_layout(path, layouts, wanted)
        problem = refused.value.problem
        assert (problem.code, problem.detail) == ("unknown_layout", names)


@pytest.mark.parametrize("layouts", [(LIST,), (LIST, OTHER)])
def test_a_packed_file_cut_short_is_cut_short_and_not_unknown(
    tmp_path: Path, layouts: tuple[str, ...]
) -> None:
    packed = gzip.compress(b"ma,ngay\n1,2\n" * 9)
    whole = written(tmp_path, "hop_1.csv.gz", packed)
    assert code(whole, *layouts) == "list"
    cut = written(tmp_path, "hop_2.csv.gz", packed[: len(packed) // 2])
    found = {layout.name: layout for layout in map(layout_of, layouts)}
    with pytest.raises(FileProblem) as refused:
        read_file(cut, match_layout(cut, found, LIMITS))
    assert refused.value.problem.code == "file_truncated"


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
