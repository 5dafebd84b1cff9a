"""Periods of a figure that moved alike share a line; any difference keeps them apart."""

from __future__ import annotations

from reporting.revisions import Row, folded_periods

REASONS = [{"reason": "correction", "entity_count": 1}]


def row(period: str, **other: object) -> Row:
    """A figure of one unit that moved from 1 to 2."""
    said = {"kpi_code": "k", "agency_id": "a", "period_code": period, "numerator_before": 1}
    return {**said, "numerator_after": 2, "status_after": "met", "reasons": REASONS, **other}


def test_periods_that_moved_alike_share_a_line_named_from_the_calendar_on() -> None:
    rows = [row("R2026-9M"), row("2026"), row("R2026"), row("2026-H1")]
    [line] = folded_periods(rows)
    assert line["periods"] == ["2026", "2026-H1", "R2026", "R2026-9M"]


def test_another_unit_number_status_or_reason_is_another_line() -> None:
    others = [
        {"agency_id": "b"}, {"kpi_code": "l"}, {"numerator_before": 0}, {"status_after": "not_met"},
        {"reasons": []},
    ]  # fmt: skip
    for other in others:
        assert len(folded_periods([row("2026"), row("R2026", **other)])) == 2


def test_lines_stand_where_their_first_period_stood() -> None:
    rows = [row("2026"), row("2026", agency_id="b"), row("R2026"), row("R2026", agency_id="b")]
    assert [line["agency_id"] for line in folded_periods(rows)] == ["a", "b"]
