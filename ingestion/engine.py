"""The DuckDB connection that ingestion computes with.

Belongs here: opening it with its limits, and writing values, types and sources into SQL safely.
Does not belong here: any query.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl


def connect(scratch: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    """Open an in-memory database that spills into its own folder under `scratch`.

    Two connections that share a spill folder corrupt each other (DuckDB 1.5), hence the unique
    name. DuckDB makes the folder when it first spills and removes it on closing.
    """
    folder = scratch / f"{os.getpid()}-{uuid.uuid4().hex}"
    connection = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": str(folder),
            "memory_limit": memory_limit,
            "preserve_insertion_order": True,
            "autoinstall_known_extensions": False,
        },
    )
    connection.execute("set TimeZone = 'UTC'")  # ICU is not there yet while connecting
    return connection


def clean_scratch(scratch: Path) -> None:
    """Remove spill folders of processes that are gone: rows of a killed run must not stay."""
    if not scratch.is_dir():
        return
    for folder in scratch.iterdir():
        owner = folder.name.split("-")[0]
        if not (owner.isdigit() and Path(f"/proc/{owner}").exists()):
            shutil.rmtree(folder, ignore_errors=True)


def text(value: str) -> str:
    """Write a string as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def parquet(files: Iterable[str], partition_by: Iterable[str] = ("stream", "month")) -> str:
    """Write a list of Parquet files of one partitioned table as an SQL table function."""
    listed = ", ".join(text(file) for file in files)
    types = ", ".join(f"{text(column)}: varchar" for column in partition_by)
    return (
        f"read_parquet([{listed}], union_by_name = true, hive_partitioning = true, "
        f"hive_types = {{{types}}})"
    )


def rows_of(
    files: Iterable[str],
    columns: Mapping[str, pl.DataType],
    partition_by: Iterable[str] = ("stream", "month"),
) -> str:
    """Write rows of such files as an SQL source that has every one of the columns.

    Files written before an attribute existed lack its column; an empty side supplies it.
    """
    listed = list(files)
    nulls = (
        f"cast(null as {duckdb_type(kind)}) as {name(column)}" for column, kind in columns.items()
    )
    empty = f"select {', '.join(nulls)} where false"
    if not listed:
        return f"({empty})"
    return f"(select * from {parquet(listed, partition_by)} union all by name {empty})"


def duckdb_type(dtype: Any) -> str:
    """Name DuckDB's type for a polars type of the store schema. Raises KeyError for any other."""
    if isinstance(dtype, pl.List):
        return f"{duckdb_type(dtype.inner)}[]"
    if isinstance(dtype, pl.Struct):
        inner = ", ".join(
            f"{name(field.name)} {duckdb_type(field.dtype)}" for field in dtype.fields
        )
        return f"struct({inner})"
    if isinstance(dtype, pl.Datetime):
        return "timestamptz"
    names: dict[Any, str] = {
        pl.String: "varchar",
        pl.Int64: "bigint",
        pl.Int32: "integer",
        pl.Boolean: "boolean",
        pl.Date: "date",
        pl.Float64: "double",
    }
    return names[dtype if isinstance(dtype, type) else type(dtype)]
