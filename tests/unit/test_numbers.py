"""Numbers as offices and machines write them."""

from __future__ import annotations

import polars as pl
import pytest

from ingestion.normalise.numbers import parse_decimal, parse_whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("012", 12), ("12.0", 12), ("1.234", 1234), ("1,234", 1234), ("1 234 567", 1234567),
        ("-3", -3), ("+3", 3), ("12.5", None), ("mười", None), ("1.23.456", None), ("3e5", None),
        ("99999999999", None), ("", None), ("1.000", 1000),
    ],
)  # fmt: skip
def test_whole_numbers(text: str, number: int | None) -> None:
    assert parse_whole(pl.Series([text]), pl.Int32()).item() == number


def test_a_machine_writes_a_decimal_point() -> None:
    assert parse_whole(pl.Series(["1.000"]), pl.Int64(), ".").item() == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,95", 0.95), ("0.95", 0.95), ("95%", 0.95), ("59,5 %", 0.595), ("1.234,5", 1234.5),
        ("1,234.5", 1234.5), ("1.234.567", 1234567.0), ("0.125", 0.125), (",5", 0.5), ("1", 1.0),
        ("1.234", None), ("1,234", None), ("nan", None), ("inf", None), ("1e3", 1000.0),
        ("chín mươi", None),
    ],
)  # fmt: skip
def test_decimal_numbers(text: str, number: float | None) -> None:
    assert parse_decimal(pl.Series([text])).item() == pytest.approx(number)


@pytest.mark.parametrize(("sign", "number"), [(",", 1234.0), (".", 1.234)])
def test_a_stated_decimal_sign_ends_the_doubt(sign: str, number: float) -> None:
    assert parse_decimal(pl.Series(["1.234"]), sign).item() == pytest.approx(number)


def test_a_scale_turns_percent_into_a_share() -> None:
    assert parse_decimal(pl.Series(["60"]), None, 0.01).item() == pytest.approx(0.6)


def test_empty_stays_unknown() -> None:
    assert parse_decimal(pl.Series([None], dtype=pl.String)).item() is None
    assert parse_whole(pl.Series([None], dtype=pl.String), pl.Int64()).item() is None
