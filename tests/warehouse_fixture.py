"""A scratch warehouse for dbt: the schema `store` as plain tables built from Python rows.

Belongs here: creating `store.*` with the types of the event store, filling it, running dbt on it.
Does not belong here: any expectation about a result (the tests).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from ingestion.engine import duckdb_type
from orchestration.warehouse import CHECK_RESULT_COLUMNS
from schemas.envelope import ENVELOPE
from schemas.registry import STREAMS

PROJECT = Path(__file__).resolve().parents[1]
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
QUARANTINE_COLUMNS = (
    "batch_id varchar, agency_code varchar, stream varchar, recorded_at timestamptz, "
    "month varchar, source_file varchar, source_sheet varchar, source_row bigint, "
    "column_name varchar, attribute varchar, problem_code varchar, detail varchar, "
    "value_shape varchar, row_hash varchar"
)
INTERNAL = ("ingest_events", "signoff_events")
Row = Mapping[str, Any]


class Warehouse:
    """One DuckDB file that stands for `$KL226_HOME/warehouse.duckdb` in a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "warehouse.duckdb"
        folder.mkdir(parents=True, exist_ok=True)
        with self.connect() as connection:
            connection.execute("create schema if not exists store")
            for name, stream in STREAMS.items():
                self._create(connection, f"{name}_events", {**ENVELOPE, **stream.attributes})
            for name in INTERNAL:
                self._create(connection, name, {**ENVELOPE, "details": pl.String()})
            connection.execute(f"create table store.quarantine_rows ({QUARANTINE_COLUMNS})")
            connection.execute(f"create table store.check_results ({CHECK_RESULT_COLUMNS})")
        self.set_as_of(datetime(2026, 6, 30, 18, tzinfo=LOCAL))

    @contextmanager
    def connect(self) -> Any:
        """A connection with the local time zone, closed afterwards so that dbt may open the file."""
        connection = duckdb.connect(str(self.path))
        try:
            connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
            yield connection
        finally:
            connection.close()

    @staticmethod
    def _create(connection: Any, table: str, columns: Mapping[str, pl.DataType]) -> None:
        listed = ", ".join(f'"{name}" {duckdb_type(dtype)}' for name, dtype in columns.items())
        connection.execute(f"create table store.{table} ({listed})")

    def set_as_of(self, as_of: datetime) -> None:
        """Say what `now` is for the next build."""
        local = as_of.astimezone(LOCAL)
        with self.connect() as connection:
            connection.execute("drop table if exists store.run_context")
            connection.execute(
                f"create table store.run_context as select timestamptz '{local.isoformat()}' "
                f"as as_of, date '{local.date()}' as as_of_date, 'test' as run_id, "
                "cast(1 as bigint) as store_version, 'chain' as chain_hash, true as is_sample"
            )

    def insert(self, table: str, rows: Iterable[Row]) -> None:
        """Append rows to a table of `store`; columns left out are null."""
        with self.connect() as connection:
            connection.begin()
            for row in rows:
                listed = ", ".join(f'"{name}"' for name in row)
                values = ", ".join(literal(value) for value in row.values())
                connection.execute(f"insert into store.{table} ({listed}) values ({values})")
            connection.commit()

    def clear(self) -> None:
        """Empty every table of `store` except the run context."""
        with self.connect() as connection:
            for name in [*(f"{s}_events" for s in STREAMS), *INTERNAL, "quarantine_rows"]:
                connection.execute(f"delete from store.{name}")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with self.connect() as connection:
            return connection.execute(sql).fetchall()

    def dbt(self, *arguments: str) -> Any:
        """Run dbt in this process on this file; raises AssertionError with what failed."""
        # dbt costs seconds to import: only tests that build pay for it.
        from dbt.cli.main import dbtRunner

        environment = {
            "KL226_WAREHOUSE": str(self.path),
            "KL226_TEMP_DIRECTORY": str(self.folder / "tmp"),
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }
        place = ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
        with patch.dict(os.environ, environment), warnings.catch_warnings():
            # dbt and its adapter warn about their own dependencies, not about this project.
            warnings.simplefilter("ignore")
            result = dbtRunner().invoke(["--quiet", *arguments, *place])
        if result.exception:
            raise AssertionError(f"dbt {arguments}: {result.exception}")
        if not result.success:
            failed = [r for r in result.result if str(r.status) not in ("success", "pass")]
            raise AssertionError("\n".join(f"{r.node.name}: {r.message}" for r in failed))
        return result.result

    def build(self, *arguments: str) -> Any:
        """Seeds, models and data tests, as a daily run builds them."""
        return self.dbt("build", "--exclude", "resource_type:unit_test", *arguments)


def literal(value: Any) -> str:
    """A Python value as a DuckDB literal."""
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{key}': {literal(item)}" for key, item in value.items()) + "}"
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return "'" + text.replace("'", "''") + "'"
