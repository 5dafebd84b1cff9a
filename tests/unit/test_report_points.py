"""Provisional, final, restated: the one rule, at its edges."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from reporting.report_points import state_on

FINAL, REPORTED = date(2026, 6, 15), date(2026, 6, 5)


@pytest.mark.parametrize(
    ("day", "reported", "state"),
    [
        (date(2026, 6, 5), REPORTED, "provisional"),
        (date(2026, 6, 14), REPORTED, "provisional"),
        (date(2026, 6, 15), REPORTED, "restated"),
        (date(2026, 6, 14), None, "provisional"),
        (date(2026, 6, 15), None, "final"),
        (date(2027, 1, 1), date(2026, 6, 15), "final"),
    ],
)
def test_figures_are_provisional_until_the_day_their_data_are_closed(
    day: date, reported: date | None, state: str
) -> None:
    assert state_on(FINAL, reported, day) == state


def test_reading_a_figure_imports_nothing_that_takes_seconds(project: Path) -> None:
    code = (
        "import sys, orchestration.cli, orchestration.originals, reporting.explain_table, "
        "reporting.scorecard_table, orchestration.cli_entity\n"
        "print(sorted({'polars', 'pandas', 'pandera', 'deltalake', 'dbt'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=project
    )
    assert said.stdout.strip() == "[]"
