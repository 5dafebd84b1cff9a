"""Values made of several: lists put together, the first of some names, templates in more places."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingestion.agencies import AgencyDirectory
from ingestion.layout.fields import Faults
from ingestion.layout.load import parse_layout
from ingestion.normalise.apply import Normalised
from ingestion.readers import read_file
from tests.reading import SEEDS, candidates, column, flaws, layout_of, rows, written

LAYOUT = """
layout: many
stream: dossier
kind: events
match: {files: ["*"]}
format: jsonl
agency: {constant: SNV}
columns:
  ma: {to: entity_key, required: true}
event_type: {constant: received}
occurred_at: {column: luc, formats: ["%Y-%m-%d"]}
"""


def made(folder: Path, rule: str, value: Any, layout: str = LAYOUT, **more: Any) -> Normalised:
    """One record with a value at `ds` (none when it is `...`), read by a rule for `ds.x`."""
    text = layout.replace("columns:", f"columns:\n  ds.x: {rule}")
    record = {"ma": "1", "luc": "2026-03-02", "ds": value, **more}
    if value is ...:
        del record["ds"]
    return candidates(written(folder, "x.jsonl", json.dumps(record)), layout_of(text))[1]


def items(*values: Any) -> list[dict[str, Any]]:
    return [{"x": value} if value is not ... else {"y": 1} for value in values]


YES, PART = "has_reused_components", "supplement_count"


@pytest.mark.parametrize(
    ("how", "value", "said"),
    [
        ("any", items("0", "1"), True),
        ("any", items("0", False), False),
        ("any", items("0", ""), None),
        ("any", items("1", ...), True),
        ("any", [], False),
        ("any", ..., None),
        ("all", items("1", "true"), True),
        ("all", items("1", "0", ""), False),
        ("all", items("1", ""), None),
        ("all", [], None),
        ("all", ..., None),
        ("first", items("", "1", "0"), True),
        ("last", items("1", "0", ...), False),
        ("first", [], None),
    ],
)
def test_a_list_becomes_one_answer(tmp_path: Path, how: str, value: Any, said: bool | None) -> None:
    found = made(tmp_path, f"{{to: {YES}, list: {how}}}", value)
    assert (column(found, YES), flaws(found)) == ([said], [])


@pytest.mark.parametrize(
    ("how", "value", "said"),
    [
        ("sum", items("2", "3"), 5), ("sum", items("2", ""), None), ("sum", [], None),
        ("sum", items("2", ...), None), ("count", items("a", "", "b", ...), 2), ("count", [], 0),
        ("count", ..., None), ("last", items("2", "7"), 7),
    ],
)  # fmt: skip
def test_a_list_becomes_one_number(tmp_path: Path, how: str, value: Any, said: int | None) -> None:
    found = made(tmp_path, f"{{to: {PART}, list: {how}}}", value)
    assert (column(found, PART), flaws(found)) == ([said], [])


def test_a_text_that_is_no_list_is_its_only_item(tmp_path: Path) -> None:
    assert column(made(tmp_path, f"{{to: {YES}, list: any}}", {"x": "1"}), YES) == [True]


def test_items_go_through_the_rest_of_their_rule(tmp_path: Path) -> None:
    rule = f"{{to: {YES}, list: any, map: {{'a': false, 'b': true}}}}"
    assert column(made(tmp_path, rule, items("a", "b")), YES) == [True]
    bad = made(tmp_path, rule, items("a", "c"))
    assert flaws(bad) == [("not_in_list", 1, "ds.x")]


def test_lists_of_lists_are_laid_flat_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "x.jsonl",
        json.dumps({"ma": "1", "luc": "2026-03-02", "a": [{"b": [{"c": 1}, {"c": 2}]}, {"b": []}]}),
    )
    layout = layout_of(LAYOUT.replace("columns:", "columns:\n  a.b.c: _c"))
    assert rows(read_file(path, layout), "a.b.c") == [("[1, 2]",)]


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [("1", "0", [True]), ("", "0", [False]), ("", "", [None])],
)
def test_the_first_name_with_a_value_wins(
    tmp_path: Path, first: str, second: str, said: list[bool | None]
) -> None:
    layout = (
        LAYOUT.replace("columns:", "columns:\n  a: _a")
        + f"derive: {{{YES}: {{first_of: [_a, _b]}}}}\n"
    )
    found = made(tmp_path, "_b", {"x": second}, layout, a=first)
    assert (column(found, YES), flaws(found)) == (said, [])


def test_a_fault_in_what_is_made_of_names_is_told_by_their_columns(tmp_path: Path) -> None:
    layout = (
        LAYOUT.replace("columns:", "columns:\n  a: _a")
        + f"derive: {{{YES}: {{first_of: [_a, _b]}}}}\n"
    )
    assert flaws(made(tmp_path, "_b", {"x": "?"}, layout, a="")) == [("bad_boolean", 1, "a + ds.x")]


def test_an_extract_that_finds_nothing_is_a_fault_unless_there_is_a_default(tmp_path: Path) -> None:
    rule = r"{to: procedure_code, extract: '^(\d+)$'%s}"
    assert flaws(made(tmp_path, rule % "", {"x": "a"})) == [("bad_format", 1, "ds.x")]
    quiet = made(tmp_path, rule % ", default: null", {"x": "a"})
    assert (column(quiet, "procedure_code"), flaws(quiet)) == ([None], [])


def test_an_event_type_can_come_of_two_columns(tmp_path: Path) -> None:
    layout = LAYOUT.replace(
        "{constant: received}", "{template: '{_k} {_b}', map: {'1 a': received, '1 b': finished}}"
    ).replace("columns:", "columns:\n  k: _k")
    assert column(made(tmp_path, "_b", {"x": "b"}, layout, k="1"), "event_type") == ["finished"]
    assert flaws(made(tmp_path, "_b", {"x": "c"}, layout, k="1")) == [
        ("not_in_list", 1, "k + ds.x")
    ]
    assert flaws(made(tmp_path, "_b", {"x": ""}, layout, k="1")) == [
        ("value_missing", 1, "k + ds.x")
    ]


def test_an_agency_can_be_a_part_of_a_column(tmp_path: Path) -> None:
    layout = LAYOUT.replace("{constant: SNV}", "{column: ma, extract: '^(.+)-'}")
    assert column(made(tmp_path, "_b", {"x": ""}, layout, ma="H52.101-7"), "agency_code") == [
        "03646"
    ]
    for wrong in ("H52.101", "H99.1-7"):
        found = made(tmp_path, "_b", {"x": ""}, layout, ma=wrong)
        assert flaws(found) == [("unknown_agency", 1, "ma")]


def test_a_secrecy_column_may_be_absent_when_the_layout_says_so(tmp_path: Path) -> None:
    layout = LAYOUT + "secrecy: {column: mat, required: false, pattern: MẬT}\n"
    path = written(tmp_path, "x.jsonl", '{"ma": "1", "luc": "2026-03-02"}')
    assert read_file(path, layout_of(layout)).problems == []
    path = written(tmp_path, "y.jsonl", '{"ma": "1", "luc": "2026-03-02", "mat": "MẬT"}')
    assert [p.code for p in read_file(path, layout_of(layout)).problems] == ["secret_row"]


@pytest.mark.parametrize(
    "change",
    [
        ("columns:", "columns:\n  a: {to: _a, list: some}"),
        ("columns:", "derive: {procedure_code: {first_of: [_a], template: '{_a}'}}\ncolumns:"),
        ("columns:", "derive: {procedure_code: {first_of: [_nobody]}}\ncolumns:"),
        ("columns:", "derive: {procedure_code: {map: {a: b}}}\ncolumns:"),
        ("{constant: received}", "{template: '{_nobody}'}"),
        ("{constant: received}", "{template: '{occurred_at}', constant: received}"),
        ("{constant: SNV}", "{constant: SNV, extract: '(a)'}"),
        ("{constant: SNV}", "{column: ma, extract: 'a'}"),
    ],
)
def test_a_layout_that_cannot_be_meant_is_refused(change: tuple[str, str]) -> None:
    text = LAYOUT.replace(*change)
    assert text != LAYOUT
    found = Faults("x.yml")
    assert parse_layout(text, found) is None
    assert {fault.code for fault in found.problems} == {"layout_bad_value"}


def test_an_xml_layout_must_name_its_records() -> None:
    found = Faults("x.yml")
    assert parse_layout(LAYOUT.replace("format: jsonl", "format: xml"), found) is None
    assert [fault.detail for fault in found.problems] == ["xml.record"]


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("000.00.11.H52", "SNV"), ("Sở Nội vụ", "SNV"), ("02.02.H37", "H37.02.02"),
        ("H37.02.02", "H37.02.02"), ("000.00.00.G09", "G09"), ("h37.dn.001", "H37.DN.001"),
        ("JB2", "JB2"), ("Nguyễn Văn Mẫu", None), ("999999", None), ("", None), ("H37.nguyenvana", None),
    ],
)  # fmt: skip
def test_an_organ_of_elsewhere_keeps_its_code_from_the_top_down(
    text: str, organ: str | None
) -> None:
    assert AgencyDirectory.load(SEEDS).organ(text) == organ


def test_a_unit_is_a_code_and_the_day_from_which_it_bears_it() -> None:
    agencies = AgencyDirectory.load(SEEDS)
    codes = pl.Series(["03646", "03646", "03646", "121", None])
    days = pl.Series(
        [date(2025, 6, 30), date(2025, 7, 1), None, date(2026, 1, 1), date(2026, 1, 1)]
    )
    assert agencies.units_of(codes, days).to_list() == [
        "03646@1900-01-01", "03646@2025-07-01", "03646", "121", None,
    ]  # fmt: skip
