"""The built scorecard says what an independent calculation of the KPI book says, figure by figure.

Thousands of random histories lie side by side in one store, each with units of its own; every row of
the scorecard and both baselines are compared. A larger search: `python -m tests.oracle`.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.oracle.book import Book
from tests.oracle.build import Stage, book_for
from tests.oracle.cases import CASES, cases
from tests.oracle.compare import differences
from tests.oracle.fold import LOCAL
from tests.oracle.run import explained, trial
from tests.oracle.scorecard import KPIS

HISTORIES = 2_000
SEED = 226


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("oracle"))


def test_every_kpi_of_the_register_has_a_second_calculation() -> None:
    registered = {row["kpi_code"] for row in Book().tables["kpis"]}
    assert registered <= KPIS.keys()


@pytest.mark.parametrize("as_of", ["2025-12-31 23:59", "2026-12-31 23:59"])
def test_past_failures_stay_mended(stage: Stage, as_of: str) -> None:
    moment = datetime.fromisoformat(as_of).replace(tzinfo=LOCAL)
    events = stage.fill(cases())
    stage.build(moment, full=True)
    compared, found = differences(stage, book_for(cases()), events, moment)
    assert [(CASES[d.history or 0].__name__, d.text()) for d in found] == []
    assert compared > 10_000


def test_thousands_of_histories_are_counted_alike_as_of_three_moments(stage: Stage) -> None:
    result = trial(stage, SEED, list(range(HISTORIES)), print)
    assert not result.found, explained(stage, result)
    assert len(result.moments) == 3
    assert result.compared > 3_000_000


def test_one_figure_that_is_off_by_one_is_found(stage: Stage) -> None:
    """After the trial above or alone: the comparison itself must be able to fail."""
    moment = datetime(2026, 12, 31, 23, 59, tzinfo=LOCAL)
    events = stage.fill(cases())
    stage.build(moment, full=True)
    with stage.warehouse.connect() as connection:
        connection.execute(
            "update marts.kpi_scorecard set numerator = numerator + 1 where agency_code = 'h1.A' "
            "and kpi_code = 'meeting_over_time_share' and period_code = '2026-Q1'"
        )
    _, found = differences(stage, book_for(cases()), events, moment)
    assert [d.text() for d in found] == [
        "meeting_over_time_share h1.A@1900-01-01 2026-Q1: numerator expected 1 built 2.0"
    ]
