"""Whether a Delta table's log leads to the files that were written.

Belongs here: the log, paths, sizes, types, statistics of files. Does not belong here: what stands
in the files (`events`, `quarantine`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
from deltalake.exceptions import DeltaError

from ingestion import engine
from ingestion.delta import Table
from ingestion.verification.finding import Finding

BOUNDED = ("agency_code", "source_system")
"""Columns whose logged bounds decide whether a file is opened at all."""
UNREADABLE = ("file_missing", "file_outside", "file_unreadable")


@dataclass
class Files:
    """The files of a table that can be read, and what is wrong with it."""

    paths: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def check_files(table: Table, connection: duckdb.DuckDBPyConnection) -> Files:
    """Follow the log of a table to every file it names."""
    files = Files()
    try:
        table.refresh()
        listed = table.live_files()
    except (DeltaError, OSError, ValueError) as error:
        files.findings.append(Finding("log_unreadable", path=table.root.name, detail=str(error)))
        return files
    if table.version < 0 and any(table.root.rglob("*.parquet")):
        files.findings.append(Finding("log_unreadable", path=table.root.name))
    for row in listed.iter_rows(named=True):
        wrong = list(_wrong_with(table, row))
        files.findings += wrong
        if not any(one.code in UNREADABLE or one.columns for one in wrong):
            files.paths.append(str(row["path"]))
    if set(BOUNDED) <= set(table.schema) and files.paths:
        files.findings += _wrong_bounds(files.paths, listed, table.root, connection)
    return files


def _wrong_with(table: Table, row: Mapping[str, Any]) -> Iterator[Finding]:
    path = Path(row["path"])
    inside = path.resolve().is_relative_to(table.root.resolve())
    shown = str(Path(table.root.name) / path.relative_to(table.root)) if inside else str(path)
    if not inside:
        yield Finding("file_outside", path=shown)
        return
    if not path.is_file():
        yield Finding("file_missing", path=shown, count=row["num_records"] or 1)
        return
    folders = dict(part.split("=", 1) for part in path.parent.parts if "=" in part)
    said = {key[10:]: value for key, value in row.items() if key.startswith("partition.")}
    if any(folders.get(key) != value for key, value in said.items()):
        yield Finding("file_misplaced", path=shown, detail=str(said))
    try:
        rows, types = pq.read_metadata(path).num_rows, pl.read_parquet_schema(path)
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        yield Finding("file_unreadable", path=shown, detail=str(error))
        return
    if rows != row["num_records"] or path.stat().st_size != row["size_bytes"]:
        yield Finding("file_changed", path=shown)
    other = tuple(n for n, t in types.items() if n in table.schema and t != table.schema[n])
    if other:
        yield Finding("file_changed", path=shown, columns=other)


def drop_unreadable(files: Files, table: Table, connection: duckdb.DuckDBPyConnection) -> None:
    """Find the files whose contents cannot be read, and leave them out."""
    for path in list(files.paths):
        if not _is_readable(path, connection):
            files.paths.remove(path)
            shown = str(Path(table.root.name) / Path(path).relative_to(table.root))
            files.findings.append(Finding("file_unreadable", path=shown))


def _is_readable(path: str, connection: duckdb.DuckDBPyConnection) -> bool:
    try:
        connection.execute(f"select count(columns(*)) from {engine.parquet([path])}").fetchall()
    except duckdb.Error:
        return False
    return True


def _wrong_bounds(
    paths: list[str], listed: pl.DataFrame, root: Path, connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    """Bounds narrower than the file's values would hide it from whoever looks for them."""
    bounds = ", ".join(f"min({name}) as low_{name}, max({name}) as high_{name}" for name in BOUNDED)
    listing = ", ".join(engine.text(path) for path in paths)
    found = connection.execute(
        f"select filename as path, {bounds} from "
        f"read_parquet([{listing}], union_by_name = true, filename = true) group by filename"
    ).pl()
    for row in found.join(listed, on="path").iter_rows(named=True):
        hidden = tuple(
            name
            for name in BOUNDED
            if row.get(f"min.{name}") is not None
            and row[f"low_{name}"] is not None
            and not (
                row[f"min.{name}"] <= row[f"low_{name}"]
                and row[f"high_{name}"] <= row[f"max.{name}"]
            )
        )
        if hidden:
            shown = str(Path(root.name) / Path(row["path"]).relative_to(root))
            yield Finding("log_statistics_wrong", path=shown, detail=", ".join(hidden))
