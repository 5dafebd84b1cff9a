"""Every way a seed can be wrong is said with file, line, column and remedy; the shipped ones are right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.seed_checks import SeedsWrong, check_seeds, column_types, require_seeds
from orchestration.seeds import seed_files
from orchestration.settings import SEEDS, read_settings
from schemas.problems import PROBLEMS
from schemas.seed_problems import SEED_PROBLEMS
from schemas.seeds import KEYS, MAY_PAUSE, REFERENCES, REQUIRED, WORDS

UNITS = "A,2020-01-01,2025-01-01,A,xa_phuong,xa_phuong,commune,,NQ"
Found = list[tuple[str, int | None, str | None]]
Check = Callable[[str, list[str]], Found]


def test_the_shipped_seeds_are_right() -> None:
    assert check_seeds(seed_files(read_settings({}))) == []


@pytest.fixture
def wrong(tmp_path: Path) -> Check:
    """Add lines to one seed; what is found there as (code, line from the first added, column)."""

    def check(name: str, lines: list[str]) -> Found:
        files = seed_files(read_settings({}))
        text = files[name].read_text("utf-8")
        path = tmp_path / f"{name}.csv"
        path.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
        before = len(text.splitlines())
        return [
            (problem.code, problem.row - before if problem.row else None, problem.column)
            for problem in check_seeds({**files, name: path})
            if problem.file == str(path)
        ]

    return check


RULE = "new_rule"
CASES = [
    ("kpi_rules", [f"{RULE},2026-01-01,2026-07-01,1,KH,", f"{RULE},2026-06-01,,2,KH,"],
     [("seed_overlap", 2, "valid_from")]),
    ("kpi_rules", [f"{RULE},2026-01-01,,1,KH,", f"{RULE},2026-06-01,,2,KH,"],
     [("seed_overlap", 2, "valid_from")]),
    ("kpi_rules", [f"{RULE},2026-01-01,,1,KH,", f"{RULE},2026-01-01,,2,KH,"],
     [("seed_overlap", 2, "valid_from")]),
    ("kpi_rules", [f"{RULE},2026-01-01,2026-05-01,1,KH,", f"{RULE},2026-06-01,,2,KH,"],
     [("seed_gap", 2, "valid_from")]),
    ("kpi_rules", [f"{RULE},2026-01-01,2026-06-01,1,KH,", f"{RULE},2026-06-01,,2,KH,"], []),
    ("kpi_rules", [f"{RULE},2026-06-01,2026-06-01,1,KH,"],
     [("seed_ends_before_begin", 1, "valid_to")]),
    ("kpi_rules", [f"{RULE},31/01/2026,,1,KH,"], [("seed_bad_date", 1, "valid_from")]),
    ("kpi_rules", [f"{RULE},2026-02-30,,1,KH,"], [("seed_bad_date", 1, "valid_from")]),
    ("kpi_rules", [f'{RULE},2026-01-01,,"0,6",KH,'], [("seed_bad_value", 1, "value")]),
    ("kpi_rules", [f"{RULE},2026-01-01,,,KH,"], [("seed_value_missing", 1, "value")]),
    ("kpi_rules", [f"{RULE},,,1,KH,"], [("seed_value_missing", 1, "valid_from")]),
    ("kpi_rules", [f"{RULE},2026-01-01,,1,, "], [("seed_uncited", 1, "legal_ref")]),
    ("kpi_rules", [f"{RULE},2026-01-01,,1,KH, điều 1,"], [("seed_ragged", 1, None)]),
    ("kpi_targets", ["no_such_kpi,2026-01-01,,ge,0.5,,KH,"],
     [("seed_unknown_reference", 1, "kpi_code")]),
    ("kpi_targets", ["meeting_online_share,1990-01-01,2026-01-01,gt,0.5,,KH,"],
     [("seed_bad_value", 1, "comparator")]),
    ("kpi_targets", ["meeting_online_share,1990-01-01,2026-01-01,ge,0.5,,,"],
     [("seed_uncited", 1, "legal_ref")]),
    ("kpi_weights", ["no_such_kpi,2026-01-01,,1,KH,"],
     [("seed_unknown_reference", 1, "kpi_code")]),
    ("kpi_weights", ["meeting_online_share,2020-01-01,2026-01-01,-1,KH,"],
     [("seed_bad_value", 1, "weight")]),
    ("kpi_applicability", ["no_such_kpi,so_nganh,2026-01-01,,KH"],
     [("seed_unknown_reference", 1, "kpi_code")]),
    ("agency_identifiers", ["H52.99,axis,NOBODY,2026-01-01,,NĐ"],
     [("seed_unknown_reference", 1, "agency_code")]),
    ("agency_identifiers", ["H52.11,axis,STP,2026-01-01,,NĐ"],
     [("seed_overlap", 1, "valid_from")]),
    ("agencies", ["NEW,2026-01-01,,Tỉnh khác,tinh,tinh,province,,NQ"],
     [("seed_second_province", 1, "agency_type")]),
    ("agencies", ["NEW,2026-01-01,,Sở Mới,so_nganh,so_nganh,provincial,NOBODY,NQ"],
     [("seed_unknown_reference", 1, "parent_code")]),
    ("agency_succession", ["NOBODY,1900-01-01,SNV,2026-01-01,NQ"],
     [("predecessor_missing", 1, "old_code")]),
    ("agency_succession", ["SNV,1999-01-01,STC,2026-01-01,NQ"],
     [("predecessor_missing", 1, "old_code")]),
    ("agency_succession", ["116,1900-01-01,NOBODY,2025-07-01,NQ"],
     [("successor_missing", 1, "new_code")]),
    ("agency_succession", ["116,1900-01-01,SKHDT,2025-07-01,NQ"],
     [("successor_not_in_force", 1, "effective_date")]),
    ("agency_succession", ["116,1900-01-01,03646,2025-08-01,NQ"],
     [("succession_wrong_day", 1, "effective_date")]),
    ("agency_succession", ["STP,1900-01-01,STP,2026-01-01,NQ"],
     [("succession_of_itself", 1, "new_code")]),
    ("agency_succession", ["STP,1900-01-01,SCT,2026-01-01,NQ", "SCT,1900-01-01,STP,2026-02-01,NQ"],
     [("succession_circle", 1, "new_code"), ("succession_circle", 2, "new_code")]),
    ("agency_succession", ["SKHDT,1900-01-01,SNV,2025-03-01,NQ"],
     [("seed_repeated", 1, "old_code")]),
    ("agency_succession", ["116,1900-01-01,03646,,NQ"],
     [("seed_value_missing", 1, "effective_date")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "expected"), CASES)
def test_a_wrong_line_is_named(wrong: Check, name: str, lines: list[str], expected: Found) -> None:
    assert sorted(wrong(name, lines), key=str) == sorted(expected, key=str)


def test_a_circle_of_three_is_seen_and_a_chain_is_none(wrong: Check) -> None:
    chain = ["STP,1900-01-01,SCT,2026-01-01,NQ", "SCT,1900-01-01,SYT,2026-02-01,NQ"]
    assert {code for code, *_ in wrong("agency_succession", chain)} == {"succession_wrong_day"}
    circle = [*chain, "SYT,1900-01-01,STP,2026-03-01,NQ"]
    assert [code for code, *_ in wrong("agency_succession", circle)] == ["succession_circle"] * 3


def test_a_row_is_named_by_the_line_it_begins_on(wrong: Check) -> None:
    lines = ['first_rule,2026-01-01,,1,KH,"hai', 'dòng"', "second_rule,?,,1,KH,"]
    assert wrong("kpi_rules", lines) == [("seed_bad_date", 3, "valid_from")]


def own(tmp_path: Path, name: str, text: str | bytes) -> list[str]:
    """Problems of a province that brings one table of its own."""
    path = tmp_path / f"{name}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [p.code for p in check_seeds(seed_files(read_settings({"KL226_SEEDS": str(tmp_path)})))]


def test_a_table_nobody_knows_is_no_silent_addition(tmp_path: Path) -> None:
    assert own(tmp_path, "agency", "a\n1\n") == ["seed_unknown_table"]


def test_wrong_columns_bad_bytes_and_an_open_quote_are_said_once(tmp_path: Path) -> None:
    assert own(tmp_path, "kpi_weights", "kpi_code,weight\nx,1\n") == ["seed_wrong_columns"]
    assert own(tmp_path, "kpi_weights", "kpi_code,Tỷ".encode("utf-16")) == ["seed_unreadable"]
    header = (SEEDS / "kpi_weights.csv").read_text("utf-8").splitlines()[0]
    assert own(tmp_path, "kpi_weights", f'{header}\n"x,1\n') == ["seed_unreadable"]
    assert own(tmp_path, "kpi_weights", "") == ["seed_wrong_columns"]


def test_a_province_without_its_row_and_a_missing_table_are_said(tmp_path: Path) -> None:
    files = {path.stem: path for path in SEEDS.glob("*.csv")}
    del files["kpi_rules"]
    found = [(p.code, p.file) for p in check_seeds(files)]
    assert found == [("seed_missing_table", "kpi_rules.csv")]
    text = (SEEDS / "agencies.csv").read_text("utf-8").replace(",tinh,tinh,", ",so_nganh,tinh,")
    assert own(tmp_path, "agencies", text) == ["seed_no_province"]


def test_rows_that_overlap_or_leave_a_gap_name_their_subject(tmp_path: Path) -> None:
    text = (SEEDS / "kpi_rules.csv").read_text("utf-8")
    path = tmp_path / "kpi_rules.csv"
    rows = [f"{RULE},2026-01-01,2026-07-01,1,KH,", f"{RULE},2026-06-01,2026-08-01,2,KH,"]
    rows.append(f"{RULE},2026-09-01,,3,KH,")
    path.write_text(text + "\n".join(rows) + "\n", encoding="utf-8")
    overlap, gap = check_seeds({**seed_files(read_settings({})), "kpi_rules": path})
    assert "cùng đối tượng “new_rule”" in overlap.text("vi")
    assert "same subject “new_rule”" in overlap.text("en")
    assert "từ 2026-08-01, không dòng nào có hiệu lực cho đối tượng “new_rule”" in gap.text("vi")


def test_ingestion_asks_only_for_the_directory_of_units(tmp_path: Path) -> None:
    shutil.copy(SEEDS / "kpi_weights.csv", tmp_path)
    with (tmp_path / "kpi_weights.csv").open("a", encoding="utf-8") as file:
        file.write("meeting_online_share,?,,1,KH,\n")
    settings = read_settings({"KL226_SEEDS": str(tmp_path)})
    require_seeds(settings, only=("agencies", "agency_identifiers"))
    with pytest.raises(SeedsWrong, match="ngày không hợp lệ"):
        require_seeds(settings)


def test_every_problem_of_a_seed_is_in_the_catalogue_with_a_remedy() -> None:
    assert set(SEED_PROBLEMS) <= set(PROBLEMS)
    assert {PROBLEMS[code].scope for code in SEED_PROBLEMS} == {"seed"}


def test_the_rules_speak_of_tables_and_columns_that_exist() -> None:
    types = column_types()
    named = {**KEYS, **REQUIRED, **{table: (column,) for table, column in WORDS}}
    for table, columns in named.items():
        assert set(columns) <= set(types[table]), table
    assert set(types) >= MAY_PAUSE
    for table, column in REFERENCES.values():
        assert column in types[table]


def test_every_dated_seed_says_what_its_rows_are_about() -> None:
    for name, types in column_types().items():
        if "valid_from" in types and "valid_to" in types:
            assert name in KEYS or next(iter(types)) != "valid_from", name
