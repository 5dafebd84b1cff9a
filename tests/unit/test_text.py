"""Text as the store holds it."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.normalise.text import clean_series, clean_text, fold


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("QÐ-UBND", "QĐ-UBND"),
        ("  Sở\u00a0Nội   vụ \n", "Sở Nội vụ"),
        (unicodedata.normalize("NFD", "Hòa"), "Hòa"),
        ("\ufeffMã", "Mã"),
        ("a\tb\r\nc", "a b c"),
        ("", ""),
    ],
)
def test_text_is_composed_and_evenly_spaced(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy  ban Nhân dân", "UY BAN NHAN DAN"),
        ("Đơn vị", "don vi"),
        ("Số/Ký hiệu:", "so ky hieu"),
        ("hoà", "hòa"),
        ("so_ky_hieu", "Số ký hiệu"),
    ],
)
def test_folding_ignores_case_accents_and_punctuation(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_sign_alone_differs_from_nothing() -> None:
    assert fold("-") != fold("")
    assert fold("Tỷ lệ %") != fold("Tỷ lệ")


@given(st.lists(st.one_of(st.none(), st.text(max_size=8)), max_size=30))
def test_a_column_is_cleaned_exactly_like_its_cells(texts: list[str | None]) -> None:
    sound = [t for t in texts if t is None or not any("\ud800" <= c <= "\udfff" for c in t)]
    series = clean_series(pl.Series("x", sound, dtype=pl.String))
    assert series.to_list() == [(clean_text(t) or None) if t is not None else None for t in sound]


def test_a_long_column_of_few_values_is_cleaned_like_a_short_one() -> None:
    texts = [" Sở  Y tế", "QÐ", None, ""] * 600
    cleaned = clean_series(pl.Series("x", texts))
    assert cleaned.to_list() == ["Sở Y tế", "QĐ", None, None] * 600
