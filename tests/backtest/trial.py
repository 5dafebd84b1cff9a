"""Measuring: both worlds through the method, the forecasts compared with what came.

Belongs here: running and adding up. Does not belong here: what is compared (`scores.sql`), the
table (`report.py`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.backtest.report import Result
from tests.backtest.stage import HERE, run_method, script
from tests.backtest.worlds import council, province


def measure(home: Path, shared: Path) -> list[Result]:
    """Results of both worlds, one row per world, cut and part."""
    return [*scored(province(home), "demo"), *scored(council(shared), "council")]


def scored(world: duckdb.DuckDBPyConnection, name: str) -> list[Result]:
    """Results of one world: forecasts of every month end against the end of the year."""
    run_method(world)
    script(world, "scores.sql")
    world.execute(f"alter table trial.scores add column world varchar default '{name}'")
    found = world.execute((HERE / "tables.sql").read_text("utf-8"))
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, map(_text, values), strict=True)) for values in found.fetchall()]


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)
