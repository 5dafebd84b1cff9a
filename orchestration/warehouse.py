"""Prepare the private warehouse: show dbt the event store by name, and say what this run is.

Belongs here: the schema `store` (views over the store's Parquet files, the table `run_context`,
the record of the last complete build). Does not belong here: any model (`dbt_project`), any write
to the store (`ingestion`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from ingestion.batch import CHAIN_START, INGEST_STREAM
from ingestion.engine import duckdb_type, rows_of
from ingestion.quarantine import QUARANTINE_SCHEMA
from orchestration.settings import Settings
from schemas.envelope import ENVELOPE
from schemas.registry import STREAMS
from schemas.signoff import SIGNOFF_STREAM

if TYPE_CHECKING:
    from ingestion.store import EventStore

TIMEZONE = "Asia/Ho_Chi_Minh"
CHECK_RESULT_COLUMNS = (
    "check_code varchar, check_group varchar, stream varchar, agency_code varchar, "
    "period_code varchar, batch_id varchar, subject varchar, severity varchar, passed boolean, "
    "observed varchar, expected varchar, judged_as_of timestamptz"
)
"""Columns of `store.check_results`, which `check_results.py` fills after every build."""


@dataclass(frozen=True)
class RunContext:
    """The one row of `store.run_context`: what this build knows and when."""

    as_of: datetime
    as_of_date: date
    run_id: str
    store_version: int
    chain_hash: str
    is_sample: bool


@dataclass(frozen=True)
class LastBuild:
    """The last build that ran to its end."""

    run_id: str
    as_of: datetime
    as_of_date: date
    chain_hash: str
    fingerprint: str


@contextmanager
def open_warehouse(
    path: Path, settings: Settings, temporary: Path, *, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the private warehouse with this process's own limits and scratch space."""
    temporary.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.memory_limit,
        "threads": str(settings.threads),
        "temp_directory": str(temporary),
    }
    connection = duckdb.connect(str(path), read_only=read_only, config=config)
    try:
        connection.execute(f"set TimeZone = '{TIMEZONE}'")
        yield connection
    finally:
        connection.close()


def prepare_store_views(connection: duckdb.DuckDBPyConnection, store: EventStore) -> None:
    """(Re)create `store.*` over the files that make the store at this moment."""
    connection.execute("create schema if not exists store")
    for name, stream in STREAMS.items():
        columns = {**ENVELOPE, **stream.attributes}
        _view(connection, f"{name}_events", columns, store.files(name))
    _logged_view(connection, store, INGEST_STREAM)
    _logged_view(connection, store, SIGNOFF_STREAM)
    _view(connection, "quarantine_rows", QUARANTINE_SCHEMA, store.quarantine_files())
    connection.execute(f"create table if not exists store.check_results ({CHECK_RESULT_COLUMNS})")


def write_run_context(connection: duckdb.DuckDBPyConnection, context: RunContext) -> None:
    """Replace the one row that tells every model what `now` is."""
    connection.execute(
        f"""
        create or replace table store.run_context as
        select
            cast({_text(context.as_of.isoformat())} as timestamptz) as as_of,
            cast({_text(context.as_of_date.isoformat())} as date) as as_of_date,
            {_text(context.run_id)} as run_id,
            cast({context.store_version} as bigint) as store_version,
            {_text(context.chain_hash)} as chain_hash,
            {str(context.is_sample).lower()} as is_sample
        """
    )


def chain_hash_as_of(connection: duckdb.DuckDBPyConnection, as_of: datetime) -> str:
    """Chain hash of the last commit known at `as_of`, or where the chain starts."""
    row = connection.execute(
        f"""
        select max_by(json_extract_string(details, '$.chain_hash'), position)
        from store.ingest_events
        where recorded_at <= cast({_text(as_of.isoformat())} as timestamptz)
        """
    ).fetchone()
    return str(row[0]) if row and row[0] else CHAIN_START


def chain_hash_at(store: EventStore, as_of: datetime) -> str:
    """The same, asked of the store when there is no warehouse yet."""
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"set TimeZone = '{TIMEZONE}'")
        connection.execute("create schema store")
        _logged_view(connection, store, INGEST_STREAM)
        return chain_hash_as_of(connection, as_of)


def continues(connection: duckdb.DuckDBPyConnection, chain_hash: str) -> bool:
    """Whether the store still contains the commit that the last build ended with."""
    if chain_hash == CHAIN_START:
        return True
    row = connection.execute(
        "select count(*) from store.ingest_events where "
        f"json_extract_string(details, '$.chain_hash') = {_text(chain_hash)}"
    ).fetchone()
    return bool(row and row[0])


def last_build(connection: duckdb.DuckDBPyConnection) -> LastBuild | None:
    """The record of the last complete build, or None after a failed or first one."""
    known = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'store' and table_name = 'last_build'"
    ).fetchone()
    row = connection.execute("select * from store.last_build").fetchone() if known else None
    return LastBuild(*row) if row else None


def forget_build(connection: duckdb.DuckDBPyConnection) -> None:
    """Before dbt starts: from here on the warehouse is between two states."""
    connection.execute("drop table if exists store.last_build")
    connection.execute("drop table if exists store.judged_build")


def record_build(connection: duckdb.DuckDBPyConnection, fingerprint: str) -> None:
    """After dbt built every model; its facts are to be judged anew."""
    connection.execute("drop table if exists store.judged_build")
    connection.execute(
        f"""
        create or replace table store.last_build as
        select run_id, as_of, as_of_date, chain_hash, {_text(fingerprint)} as fingerprint
        from store.run_context
        """
    )


def run_id_for(as_of: datetime, chain_hash: str, fingerprint: str) -> str:
    """Sortable by time, and the same for the same store, meaning and moment."""
    mark = hashlib.sha256(f"{chain_hash}|{fingerprint}".encode()).hexdigest()[:8]
    return f"{as_of:%Y%m%dT%H%M%S}{as_of.microsecond // 1000:03d}Z-{mark}"


def _logged_view(connection: duckdb.DuckDBPyConnection, store: EventStore, stream: str) -> None:
    """An internal stream: the envelope and what was said, as JSON."""
    logged = {**ENVELOPE, "details": pl.String()}
    _view(connection, f"{stream}_events", logged, store.files(stream))


def _view(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: dict[str, pl.DataType],
    files: list[str],
) -> None:
    kinds = {column: duckdb_type(dtype) for column, dtype in columns.items()}
    chosen = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in kinds.items())
    paths = [file.removeprefix("file://") for file in files]
    source = rows_of(paths, columns, partition_by=["month"])
    connection.execute(f"create or replace view store.{name} as select {chosen} from {source}")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
