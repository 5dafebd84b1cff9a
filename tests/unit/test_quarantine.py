"""What the quarantine keeps of a bad value."""

from __future__ import annotations

import unicodedata

import pytest

from ingestion.quarantine import quarantine_rows
from schemas.problems import Problem


def shape_of(value: str | None, code: str = "bad_date") -> str | None:
    problem = Problem(code, "a.csv", row=2, value=value)
    rows = quarantine_rows([problem], stream="meeting", agency_code=None, attributes={})
    return rows["value_shape"].item()


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ("31/02/2026", "99/99/9999"),
        ("Nguyễn Văn Đ", "aaaaaa aaa a"),
        (unicodedata.normalize("NFD", "Hòa"), "aaa"),
        ("x" * 50, "a" * 32),
        ("٣४", "99"),
        (None, None),
    ],
)
def test_only_the_shape_of_a_value_is_kept(value: str | None, shape: str | None) -> None:
    assert shape_of(value) == shape


def test_not_even_the_shape_of_a_secret_is_kept() -> None:
    assert shape_of("KH 12/mật", "secret_row") is None


def test_a_problem_of_the_whole_file_is_no_row() -> None:
    problem = Problem("file_truncated", "a.csv")
    assert quarantine_rows([problem], stream="task", agency_code=None, attributes={}).is_empty()
