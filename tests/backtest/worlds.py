"""The two worlds of the trial: the sample province and the meetings of a real council.

Belongs here: day totals, units and years of each. Does not belong here: the method (`stage.py`).
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from reporting.publication import read_pointer
from tests.backtest.stage import empty_stage, script

COUNCIL = "meet_nyc_council_dev/nyc_events_2018_2021.jsonl.gz"


def province(home: Path) -> duckdb.DuckDBPyConnection:
    """The sample: 2025 for units that lasted all year, without a year before it; 2026 up to
    31 October, which was delivered whole. The targets of 2026 are asked of both."""
    connection = empty_stage()
    file = home / "published" / read_pointer(home).file
    connection.execute(f"attach '{file}' as publication (read_only)")
    for table in ("kpi_day_totals", "dim_agencies", "agency_bearers", "kpi_scorecard"):
        connection.execute(f"create table marts.{table} as from publication.marts.{table}")
    for table in ("dim_kpis", "kpi_unit_totals"):
        connection.execute(f"create table marts.{table} as from publication.marts.{table}")
    connection.execute("create table ref.kpi_targets as from publication.ref.kpi_targets")
    connection.execute("create schema trial")
    script(connection, "province.sql")
    script(connection, "origins.sql")
    return connection


def council(shared: Path) -> duckdb.DuckDBPyConnection:
    """Bodies of a real council in 2019, 2020 and 2021, with the year before each."""
    connection = empty_stage()
    connection.execute("create schema trial")
    connection.execute(f"set variable file = '{shared / COUNCIL}'")
    script(connection, "council.sql")
    script(connection, "origins.sql")
    return connection
