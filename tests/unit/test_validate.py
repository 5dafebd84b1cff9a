"""Failures of the pandera models become problems at the right place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ingestion.validate import CODES, validate
from schemas.problems import PROBLEMS, Problem
from schemas.registry import STREAMS
from tests.candidates import MEETING, NOON, meetings

NAMES = {"mode": "Hình thức", "occurred_at": "Bắt đầu", "starts_at": "Bắt đầu"}


def found(*rows: dict[str, Any], earlier: tuple[Problem, ...] = ()) -> list[Problem]:
    return validate(
        MEETING, meetings(*rows), file="a.csv", now=NOON, columns=NAMES, earlier=earlier
    )


def places(problems: list[Problem]) -> set[tuple[int | None, str | None, str]]:
    return {(problem.row, problem.column, problem.code) for problem in problems}


def test_a_right_row_has_no_problem() -> None:
    assert found({"mode": "online"}, {"mode": None}) == []


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ({"mode": "bằng miệng"}, "Hình thức", "not_in_list"),
        ({"agency_code": "snv!"}, "agency_code", "bad_format"),
        ({"remote_site_count": -1}, "Số điểm cầu", "out_of_range"),
        ({"remote_site_count": 10_001}, "Số điểm cầu", "out_of_range"),
        ({"entity_id": None}, "entity_id", "value_missing"),
        ({"ends_at": NOON - timedelta(hours=1)}, None, "end_before_start"),
        ({"occurred_at": NOON.replace(year=1999)}, None, "too_old"),
        ({"starts_at": None, "occurred_at": NOON}, None, "start_missing"),
        ({"cleared": ["mode"]}, None, "unexplained_clearing"),
        ({"starts_at": NOON + timedelta(days=2)}, "Bắt đầu", "in_future"),
    ],
)
def test_a_broken_rule_is_told_with_row_and_column(
    row: dict[str, Any], column: str | None, code: str
) -> None:
    assert places(found({}, row, {})) == {(3, column, code)}


def test_all_failures_of_a_row_are_told() -> None:
    row = {"mode": "x", "remote_site_count": -1, "ends_at": NOON - timedelta(hours=1)}
    assert {problem.code for problem in found(row)} == {
        "not_in_list",
        "out_of_range",
        "end_before_start",
    }


def test_what_is_planned_may_lie_in_the_future() -> None:
    later = {"starts_at": NOON + timedelta(days=200)}
    assert found({"event_type": "scheduled", **later}, {"event_type": "cancelled", **later}) == []


def test_tomorrow_is_tolerated() -> None:
    assert found({"starts_at": NOON + timedelta(hours=23)}) == []


def test_what_follows_from_a_known_problem_is_not_told_again() -> None:
    unread = Problem("bad_date", "a.csv", row=2, column="Bắt đầu", value="31/02/2026")
    assert found({"starts_at": None, "occurred_at": None}, earlier=(unread,)) == []


def test_another_cell_of_a_broken_row_is_still_told() -> None:
    unread = Problem("bad_date", "a.csv", row=2, column="Bắt đầu", value="31/02/2026")
    row = {"starts_at": None, "occurred_at": None, "mode": "x"}
    assert places(found(row, earlier=(unread,))) == {(2, "Hình thức", "not_in_list")}


def test_the_allowed_values_and_the_value_are_told() -> None:
    problem = found({"mode": "x"})[0]
    assert problem.detail == "hybrid, in_person, online"
    assert problem.value == "x"


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS)
def test_every_check_of_every_model_has_a_problem_to_tell(stream: Any) -> None:
    schema = stream.model.to_schema()
    checks = [check for column in schema.columns.values() for check in column.checks]
    names = {check.name for check in [*checks, *schema.checks]}
    assert {CODES.get(name, name) for name in names} <= set(PROBLEMS)
