"""A part of the back-test is measured again: the meetings of the real council."""

from __future__ import annotations

from pathlib import Path

from tests.backtest.report import kept
from tests.backtest.trial import scored
from tests.backtest.worlds import council


def test_the_council_gives_the_results_that_are_kept(shared_data: Path) -> None:
    measured = scored(council(shared_data), "council")
    expected = [row for row in kept() if row["world"] == "council"]
    assert len(measured) == len(expected) > 15
    for now, then in zip(measured, expected, strict=True):
        assert (now["cut"], now["part"], now["forecasts"]) == (
            then["cut"], then["part"], then["forecasts"]
        )  # fmt: skip
        for name in ("error", "brier", "line_brier", "said", "missed"):
            assert abs(float(now[name]) - float(then[name])) <= 2e-4, (now["part"], name)
