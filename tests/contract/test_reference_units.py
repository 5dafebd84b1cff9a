"""The units of Sơn La are those of the official lists, where the machine has these."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE = PROJECT.parent / "shared" / "reference"
CHANGE, ALWAYS = "2025-07-01", "1900-01-01"
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def official() -> tuple[list[Row], list[Row]]:
    """The 75 units and the 200 they came from; skips where the lists are absent."""
    if not REFERENCE.is_dir():
        pytest.skip("no reference lists: ../shared/reference is absent")
    return rows(REFERENCE / "sonla_units.csv"), rows(REFERENCE / "sonla_succession.csv")


@pytest.fixture(scope="module")
def units() -> dict[tuple[str, str], Row]:
    seed = rows(PROJECT / "dbt_project/seeds/agencies.csv")
    return {(row["agency_code"], row["valid_from"]): row for row in seed}


Units = dict[tuple[str, str], Row]
Official = tuple[list[Row], list[Row]]


UNCHANGED = 7
"""Communes that NQ 1681 left as they were: one unit before and after, with no succession."""


def unchanged(official: Official) -> set[str]:
    """Codes of the units of today that came whole from one unit of the same code and name."""
    single = {row["code"]: row["name"] for row in official[0] if row["n_predecessors"] == "1"}
    return {
        row["old_code"]
        for row in official[1]
        if row["old_code"] == row["new_code"] and single.get(row["new_code"]) == row["old_name"]
    }


def communes(units: Units, start: str) -> dict[str, Row]:
    return {
        code: row
        for (code, begins), row in units.items()
        if row["agency_type"] == "xa_phuong" and begins == start
    }


def test_the_75_communes_of_today_bear_the_official_codes_and_names(
    official: Official, units: Units
) -> None:
    now = {**communes(units, CHANGE), **{c: units[c, ALWAYS] for c in unchanged(official)}}
    assert {row["valid_to"] for row in now.values()} == {""}
    assert len(unchanged(official)) == UNCHANGED
    found = {code: row["name_vi"] for code, row in now.items()}
    assert found == {row["code"]: row["name"] for row in official[0]}
    assert len(found) == 75


def test_the_200_communes_before_ended_that_day_in_their_districts(
    official: Official, units: Units
) -> None:
    before = communes(units, ALWAYS)
    assert len(before) == 200
    for code in unchanged(official):
        del before[code]
    assert {code: row["parent_code"] for code, row in before.items()} == {
        row["old_code"]: row["old_district_code"]
        for row in official[1]
        if row["old_code"] in before
    }
    assert {row["valid_to"] for row in before.values()} == {CHANGE}


def test_every_former_commune_is_followed_by_the_one_of_the_official_list(
    official: Official,
) -> None:
    seed = rows(PROJECT / "dbt_project/seeds/agency_succession.csv")
    followed = {r["old_code"]: r["new_code"] for r in seed if r["effective_date"] == CHANGE}
    expected = {row["old_code"]: row["new_code"] for row in official[1]}
    assert followed == {o: n for o, n in expected.items() if o not in unchanged(official)}


def test_the_12_districts_ended_that_day_without_a_successor(
    official: Official, units: Units
) -> None:
    districts = {c: r for (c, _), r in units.items() if r["agency_type"] == "huyen"}
    assert set(districts) == {row["old_district_code"] for row in official[1]}
    assert len(districts) == 12
    assert {row["valid_to"] for row in districts.values()} == {CHANGE}
    seed = rows(PROJECT / "dbt_project/seeds/agency_succession.csv")
    assert not {row["old_code"] for row in seed} & set(districts)


def test_21_codes_were_given_to_a_unit_of_another_name(official: Official, units: Units) -> None:
    before, after = communes(units, ALWAYS), communes(units, CHANGE)
    renamed = {
        row["old_code"]
        for row in official[1]
        if row["old_code"] in after and row["old_name"] != after[row["old_code"]]["name_vi"]
    }
    assert len(renamed) == 21
    assert all(before[code]["valid_to"] == after[code]["valid_from"] for code in renamed)
