"""Cells that hold several things, and words a layout lists, maps or leaves to a default."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.reading import candidates, column, flaws, layout_of, made_of, written


def test_lists_and_sessions_are_taken_apart(tmp_path: Path) -> None:
    columns = (
        "{ma: entity_key, ngay: starts_at, dv: {to: required_units, as: agency}, "
        "buoi: {to: sessions, formats: ['%d/%m/%Y %H:%M']}}"
    )
    text = (
        "ma;ngay;dv;buoi\n"
        '1;05/03/2026;"Sở Nội vụ; STP";"05/03/2026 08:00 - 11:30; 06/03/2026 14:00 - 06/03/2026 16:00"\n'
        '2;05/03/2026;"SNV; ai đó";05/03/2026 08:00\n'
        "3;05/03/2026;;05/03/2026 25:00\n"
    )
    made = made_of(tmp_path, text, columns=columns)
    assert column(made, "required_units")[0] == ["SNV", "STP"]
    sessions = made.frame["sessions"].to_list()
    assert [(s["start"].hour, s["end"].hour) for s in sessions[0]] == [(1, 4), (7, 9)]
    assert sessions[1][0]["end"] is None
    assert flaws(made) == [("unknown_agency", 3, "dv"), ("bad_date", 4, "buoi")]


def test_json_lists_and_sessions_are_understood(tmp_path: Path) -> None:
    columns = "{ma: entity_key, ngay: {to: starts_at, formats: [iso]}, dv: required_units, b: {to: sessions, formats: [iso]}}"
    text = (
        '{"ma": 1, "ngay": "2026-03-05", "dv": ["SNV", "STP"], '
        '"b": [{"start": "2026-03-05T08:00", "end": "2026-03-05T11:00"}]}'
    )
    path = written(tmp_path, "x.jsonl", text)
    _, made = candidates(path, layout_of(format="jsonl", columns=columns))
    assert made.problems == []
    assert column(made, "required_units") == [["SNV", "STP"]]
    assert made.frame["sessions"].to_list()[0][0]["end"] == datetime(2026, 3, 5, 4, tzinfo=UTC)


def test_a_default_serves_empty_cells_and_unlisted_words(tmp_path: Path) -> None:
    columns = (
        "{ma: entity_key, ngay: starts_at, "
        "h: {to: mode, map: {zoom: online}, patterns: {'(?i)phòng': in_person}, default: hybrid}}"
    )
    text = "ma,ngay,h\n1,05/03/2026,Zoom\n2,05/03/2026,tại PHÒNG 2\n3,05/03/2026,\n4,05/03/2026,?\n"
    made = made_of(tmp_path, text, columns=columns)
    assert column(made, "mode") == ["online", "in_person", "hybrid", "hybrid"]


def test_a_default_of_null_makes_unlisted_words_unknown(tmp_path: Path) -> None:
    columns = "{ma: entity_key, ngay: starts_at, h: {to: mode, map: {zoom: online}, default: null}}"
    made = made_of(tmp_path, "ma,ngay,h\n1,05/03/2026,?\n", columns=columns)
    assert column(made, "mode") == [None]
    assert made.problems == []
