"""Figures as people read them: decimal comma, two decimals, half up."""

from __future__ import annotations

from datetime import date

import pytest

from reporting import figures


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0.5625, "56,25 %", "56.25%"),
        (0.60005, "60,01 %", "60.01%"),
        (0.600049, "60,00 %", "60.00%"),
        (1.0, "100,00 %", "100.00%"),
        (0.0, "0,00 %", "0.00%"),
        (12.3456, "1.234,56 %", "1,234.56%"),
        (None, "—", "—"),
    ],
)
def test_a_share_has_two_decimals_rounded_half_up(value: float | None, vi: str, en: str) -> None:
    assert figures.percent(value, "vi") == vi
    assert figures.percent(value, "en") == en


def test_a_change_shows_its_sign() -> None:
    assert figures.measure(-0.1, "change", "vi") == "−10,00 %"
    assert figures.measure(0.0147, "change", "vi") == "+1,47 %"
    assert figures.measure(0.0, "change", "vi") == "0,00 %"


def test_a_half_goes_up_whatever_binary_makes_of_it() -> None:
    # 0.00125 is a little less than a half of a hundredth in binary; people see a half.
    assert figures.percent(0.00125, "vi") == "0,13 %"


def test_counts_are_grouped_and_have_no_needless_decimals() -> None:
    assert figures.number(14157.0, "vi", decimals=0) == "14.157"
    assert figures.number(1234.5, "vi") == "1.234,5"
    assert figures.number(1234.5, "en") == "1,234.5"
    assert figures.number(100.0, "vi", decimals=0) == "100"


def test_a_target_names_its_direction() -> None:
    assert figures.target(0.6, "ge", "share", "vi") == "≥ 60,00 %"
    assert figures.target(-0.1, "le", "change", "vi") == "≤ −10,00 %"
    assert figures.target(1.0, "eq", "share", "vi") == "= 100,00 %"
    assert figures.target(None, None, "share", "vi") == "—"


def test_a_count_is_a_whole_number() -> None:
    assert figures.measure(1234.0, "count", "vi") == "1.234"
    assert figures.measure(0.0, "count", "en") == "0"
    assert figures.measure(None, "count", "vi") == "—"
    assert figures.target(2.0, "le", "count", "vi") == "≤ 2"


def test_days_and_moments_are_those_of_the_province() -> None:
    assert figures.day(date(2026, 6, 13), "vi") == "13/06/2026"
    assert figures.moment("2026-06-12T18:30:00+00:00", "vi") == "01:30 13/06/2026"
