"""Which agency a text means on a day."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from ingestion.agencies import AgencyDirectory
from tests.reading import SEEDS

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture(scope="module")
def agencies() -> AgencyDirectory:
    return AgencyDirectory.load(SEEDS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SNV", "SNV"), ("snv", "SNV"), ("03646", "03646"), ("Sở Nội vụ", "SNV"),
        ("SỞ NỘI VỤ", "SNV"), ("So Noi vu", "SNV"), ("Sở VHTTDL", "SVHTTDL"),
        ("UBND phường Tô Hiệu", "03646"), ("Ủy ban nhân dân Phường Tô Hiệu", "03646"),
        ("Uỷ ban nhân dân phường Tô Hiệu", "03646"), ("Tô Hiệu", "03646"), ("xã Chiềng Mai", "04132"),
        ("UBND tỉnh Sơn La", "SONLA"), ("Văn phòng UBND tỉnh", "VPUBND"), ("VP UBND tỉnh", "VPUBND"),
        ("H52.11", "SNV"), ("000.00.11.H52", "SNV"), ("000.11.H52", "SNV"), ("H52", "SONLA"),
        ("Sở Phép thuật", None), ("", None), ("99999", None),
    ],
)  # fmt: skip
def test_every_spelling_leads_to_the_code(
    agencies: AgencyDirectory, text: str, code: str | None
) -> None:
    assert agencies.resolve(text) == code


def test_a_name_that_changed_hands_is_decided_by_the_day(agencies: AgencyDirectory) -> None:
    assert agencies.resolve("Phường Tô Hiệu", BEFORE) == "03649"
    assert agencies.resolve("Phường Tô Hiệu", AFTER) == "03646"


def test_a_short_name_of_two_units_of_one_day_means_neither(agencies: AgencyDirectory) -> None:
    assert agencies.resolve("Bắc Yên", BEFORE) is None
    assert agencies.resolve("Huyện Bắc Yên", BEFORE) == "121"


def test_an_abolished_unit_is_known_but_not_in_force(agencies: AgencyDirectory) -> None:
    assert agencies.resolve("Huyện Bắc Yên", AFTER) == "121"
    assert agencies.in_force("121", BEFORE)
    assert not agencies.in_force("121", AFTER)


def test_columns_are_resolved_like_single_texts(agencies: AgencyDirectory) -> None:
    texts = ["Phường Tô Hiệu", "Phường Tô Hiệu", "SNV", "nơi nào", None, "Huyện Bắc Yên"]
    days = [BEFORE, AFTER, AFTER, AFTER, AFTER, AFTER]
    codes = agencies.resolve_many(pl.Series(texts), pl.Series(days))
    assert codes.to_list() == ["03649", "03646", "SNV", None, None, "121"]
    held = agencies.in_force_many(codes, pl.Series(days))
    assert held.to_list() == [True, True, True, True, True, False]


def test_every_unit_of_the_seed_is_found_by_its_code_and_full_name(
    agencies: AgencyDirectory,
) -> None:
    for code in agencies.codes:
        assert agencies.resolve(code) == code
