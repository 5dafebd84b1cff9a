"""The DuckDB connection that ingestion computes with.

Belongs here: opening it with its limits, and writing values into SQL safely. Does not belong here:
any query.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path

import duckdb


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
