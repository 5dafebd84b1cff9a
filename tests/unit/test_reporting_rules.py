"""The dated limits of what is shown."""

from __future__ import annotations

from datetime import date

import pytest

from reporting.rules import rule
from schemas.registry import STREAMS

DAY = date(2026, 6, 30)


def test_a_row_of_the_stream_wins() -> None:
    assert rule("data_lag_days", "meeting", DAY) == 7
    assert rule("data_lag_days", "task", DAY) > 7


def test_every_stream_has_a_limit_and_an_unknown_rule_has_none() -> None:
    assert all(rule("data_lag_days", stream, DAY) >= 1 for stream in STREAMS)
    with pytest.raises(KeyError):
        rule("no_such_rule", "meeting", DAY)
