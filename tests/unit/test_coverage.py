"""Periods that lists cover: what the log says of them, and when two share a day."""

from __future__ import annotations

import pytest

from ingestion.coverage import Coverage, logged, overlap

ALL, NONE = None, frozenset[str]()


@pytest.mark.parametrize(
    ("said", "covers"),
    [({}, NONE), ({"covers": []}, NONE), ({"covers": None}, ALL), ({"covers": ["2026"]}, {"2026"})],
)
def test_a_line_of_old_covers_nothing_and_null_covers_all(
    said: dict[str, list[str] | None], covers: Coverage
) -> None:
    assert logged(said) == covers


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ({"2026"}, {"2025", "2026"}, True),
        ({"2026"}, {"2025"}, False),
        ({"2026"}, {"2026-05"}, True),
        ({"2026-05"}, {"2026-06", "2025"}, False),
        (ALL, {"2025"}, True),
        (ALL, ALL, True),
        (ALL, NONE, False),
        (NONE, NONE, False),
    ],
)
def test_two_lists_overlap_when_both_cover_a_day(
    one: Coverage, other: Coverage, shared: bool
) -> None:
    assert overlap(one, other) == overlap(other, one) == shared
