"""Layouts load, or say in which line they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.layout.fields import Faults
from ingestion.layout.load import LayoutError, load_layouts, parse_layout
from tests.reading import PLAIN, layout_of, written


def faults_of(text: str) -> list[tuple[str, int | None]]:
    found = Faults("x.yml")
    assert parse_layout(text, found) is None
    return [(problem.code, problem.row) for problem in found.problems]


def with_line(old: str, new: str) -> tuple[str, int]:
    text = PLAIN.strip().replace(old, new)
    assert text != PLAIN.strip()
    line = next(n for n, row in enumerate(text.splitlines(), 1) if new.splitlines()[-1] in row)
    return text, line


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("format: csv", "fromat: csv", "layout_unknown_key"),
        ("to: starts_at", "too: starts_at", "layout_unknown_key"),
        ("stream: meeting", "stream: meetings", "layout_bad_value"),
        ("kind: snapshot", "kind: snapshots", "layout_bad_value"),
        ("to: starts_at", "to: startz_at", "layout_bad_value"),
        ("format: csv", "format: cvs", "layout_bad_value"),
        ("%d/%m/%Y", "%d/%q/%Y", "layout_bad_value"),
        ("%d/%m/%Y", "%d/%m/%y", "layout_bad_value"),
        ("format: csv", "format: csv\ntimezone: Asia/Hanoi_", "layout_bad_value"),
        ("format: csv", "format: csv\nentity: '{nobody}'", "layout_bad_value"),
        ("format: csv", "format: csv\nentity: '{agency_code'", "layout_bad_value"),
        ("format: csv", "format: csv\nfile_pattern: '('", "layout_bad_value"),
        ("format: csv", "format: csv\nconstants: {level: village}", "layout_bad_value"),
        ("format: csv", "format: csv\nconstants: {levle: commune}", "layout_bad_value"),
        ("ghi_chu: _note", "ghi_chu: {to: mode, map: {zoom: onlin}}", "layout_bad_value"),
        ("ghi_chu: _note", "ghi_chu: {to: mode, patterns: {zoom: onlin}}", "layout_bad_value"),
        ("ghi_chu: _note", "ghi_chu: {to: status, default: done}", "layout_bad_value"),
        ("ghi_chu: _note", "ghi_chu: starts_at", "layout_bad_value"),
        ("ghi_chu: _note", "ghi_chu: {to: _x, extract: 'a'}", "layout_bad_value"),
        ("ghi_chu: _note", "ghi_chu: {to: _x, as: number}", "layout_bad_value"),
        ("{constant: SNV}", "{constant: SNV, folder: true}", "layout_bad_value"),
        ("{constant: SNV}", "{pattern: '^(.*)_'}", "layout_bad_value"),
        ("kind: snapshot", "kind: snapshot\ndocument_number: {column: so}", "layout_bad_value"),
        ("kind: snapshot", "kind: events", "layout_missing_key"),
        ("kind: snapshot", "kind: snapshot\nkind: snapshot", "layout_syntax"),
        ("{constant: SNV}", "{constant: SNV", "layout_syntax"),
    ],
)
def test_a_typo_is_found_with_its_line(old: str, new: str, code: str) -> None:
    text, line = with_line(old, new)
    found = faults_of(text)
    assert code in [fault for fault, _ in found]
    if code not in ("layout_missing_key", "layout_syntax"):
        assert (code, line) in found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("columns:", "colums:", ["layout_unknown_key"]),
        ("constant: SNV", "constnt: SNV", ["layout_unknown_key"]),
        ("match:", "files:", ["layout_unknown_key", "layout_missing_key"]),
        ("format: csv", "fromat: cvs\nentity: '{nobody}'", ["layout_unknown_key"]),
    ],
)
def test_a_wrong_key_hides_what_may_only_follow_from_it(
    old: str, new: str, said: list[str]
) -> None:
    assert [code for code, _ in faults_of(PLAIN.replace(old, new))] == said


def test_all_faults_of_a_layout_are_told_at_once() -> None:
    text = PLAIN.replace("format: csv", "format: cvs").replace("to: starts_at", "to: startz_at")
    assert len(faults_of(text)) >= 2


@pytest.mark.parametrize(
    "key", ["layout", "stream", "kind", "match", "format", "agency", "columns"]
)
def test_a_missing_key_is_named(key: str) -> None:
    lines = PLAIN.strip().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{key}:"))
    kept = [
        line for n, line in enumerate(lines)
        if n != start and not (key == "columns" and line.startswith(" "))
    ]  # fmt: skip
    found = Faults("x.yml")
    parse_layout("\n".join(kept), found)
    missing = [p.detail for p in found.problems if p.code == "layout_missing_key"]
    assert key in missing


@pytest.mark.parametrize(
    "text", ["", "- a", "text", "a: &a [*a]", "a: [" * 60, "\x00", "a:\n\tb: 1", "? [x]\n: 1"]
)
def test_text_that_is_no_layout_is_refused_without_a_crash(text: str) -> None:
    assert faults_of(text)


def test_a_layout_is_refused_under_another_file_name(tmp_path: Path) -> None:
    written(tmp_path, "other.yml", PLAIN)
    with pytest.raises(LayoutError) as caught:
        load_layouts([tmp_path])
    assert "other.yml" in str(caught.value)


def test_a_later_folder_replaces_a_layout_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    written(tmp_path / "a", "plain.yml", PLAIN)
    written(tmp_path / "b", "plain.yml", PLAIN + "label_vi: Mới\n")
    found = load_layouts([tmp_path / "a", tmp_path / "b", tmp_path / "absent"])
    assert found["plain"].label_vi == "Mới"


def test_the_same_name_twice_in_one_folder_is_a_fault(tmp_path: Path) -> None:
    written(tmp_path, "plain.yml", PLAIN)
    written(tmp_path, "plain.yaml", PLAIN)
    with pytest.raises(LayoutError):
        load_layouts([tmp_path])


def test_a_changed_layout_has_another_hash() -> None:
    assert layout_of().content_hash != layout_of(label_vi="Khác").content_hash


def test_codes_with_leading_zeros_stay_text() -> None:
    assert layout_of(agency="{constant: 03646}").agency.constant == "03646"


def test_the_ready_made_layouts_load(project: Path) -> None:
    assert load_layouts([project / "ingestion" / "layouts"])
