"""Whether the quarantined rows of every batch are those its line was written for.

Belongs here: comparing rows and their hashes with the lines. Rows of a batch without a line are no
finding: they count nowhere, and the next attempt replaces them (`store`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import polars as pl

from ingestion import engine
from ingestion.digest import row_hash
from ingestion.quarantine import QUARANTINE_SCHEMA
from ingestion.seal import set_hash
from ingestion.verification.finding import Finding, shortened

HASH = "row_hash"


def check_quarantine(
    paths: list[str],
    lines: Mapping[int, dict[str, Any]],
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[Finding]:
    """Compare the quarantined rows of each batch with its line."""
    by_batch = _by_batch(paths, connection)
    for sequence, line in lines.items():
        rows = by_batch.get(str(line.get("batch_id")), [])
        if rows or line.get("quarantine_rows"):
            yield from _check_batch(sequence, line, rows)


def _by_batch(
    paths: list[str], connection: duckdb.DuckDBPyConnection
) -> dict[str, list[dict[str, Any]]]:
    if not paths:
        return {}
    rows = connection.execute(f"select * from {engine.parquet(paths, ['month'])}").pl()
    filled = [series.name for series in rows if series.null_count() < rows.height]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows.select(pl.col(filled)).iter_rows(named=True):
        found.setdefault(str(row.get("batch_id")), []).append(row)
    return found


def _check_batch(
    sequence: int, line: Mapping[str, Any], rows: list[dict[str, Any]]
) -> Iterator[Finding]:
    told, file = int(line.get("quarantine_rows") or 0), line.get("source_file")
    own = [row_hash({name: row[name] for name in row if name != HASH}) for row in rows]
    changed = [
        _at(sequence, "quarantine_changed", row, line)
        for row, now in zip(rows, own, strict=True)
        if row.get(HASH) != now
    ]
    yield from shortened(changed)
    missing = told - len(rows)
    by = int(line.get("quarantine_row_sum") or 0) - sum(row.get("source_row") or 0 for row in rows)
    if missing > 0:
        row = by if missing == 1 and by > 0 and not changed else None
        yield Finding("quarantine_removed", sequence, file=file, row=row, count=missing)
    elif missing < 0:
        yield from _added(sequence, line, rows, -missing, -by)
    elif not changed and set_hash(own) != line.get("quarantine_hash"):
        yield Finding("quarantine_changed", sequence, file=file)


def _added(
    sequence: int, line: Mapping[str, Any], rows: list[dict[str, Any]], count: int, by: int
) -> Iterator[Finding]:
    """Name the row that is too many by its number, or rows that stand there twice."""
    numbers = [row for row in rows if row.get("source_row") == by] if count == 1 else []
    seen: set[str | None] = set()
    twice = []
    for row in rows:
        if row.get(HASH) in seen:
            twice.append(row)
        seen.add(row.get(HASH))
    named = numbers[-1:] or twice
    if len(named) == count:
        yield from (_at(sequence, "quarantine_added", row, line) for row in named)
    else:
        file = line.get("source_file")
        yield Finding("quarantine_added", sequence, file=file, count=count)


def _at(sequence: int, code: str, row: Mapping[str, Any], line: Mapping[str, Any]) -> Finding:
    columns = tuple(
        name for name in ("batch_id", "source_file") if row.get(name) != line.get(name)
    ) + tuple(name for name in row if name not in QUARANTINE_SCHEMA and row[name] is not None)
    file = line.get("source_file")
    return Finding(
        code, sequence, None, file, row.get("source_sheet"), row.get("source_row"), columns
    )
