"""The SQL files of the benchmark, the connection they run in, and the constants of both sides.

Belongs here: filling the `$names` of a file and running its statements. Does not belong here: what
they compute.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from string import Template

import duckdb

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
SEEDS = PROJECT / "dbt_project" / "seeds"
AGENCIES = SEEDS / "agencies.csv"
MEMORY_LIMIT = "4GB"
THREADS = 2
NOW = datetime(2026, 8, 1, 1, tzinfo=UTC)
"""The clock of every ingest and full build, after the last made-up event (June 2026)."""


def filled(name: str, **values: object) -> str:
    """The text of `<name>.sql` with its `$names` filled in."""
    text = (HERE / f"{name}.sql").read_text(encoding="utf-8")
    return Template(text).substitute({key: str(value) for key, value in values.items()})


def connect(path: Path | None, scratch: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB with the limits the product's own warehouse has by default."""
    scratch.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(
        str(path) if path else ":memory:",
        config={
            "memory_limit": MEMORY_LIMIT,
            "threads": str(THREADS),
            "temp_directory": str(scratch),
        },
    )
    connection.execute("set TimeZone = 'UTC'")
    return connection
