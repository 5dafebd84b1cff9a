"""Whether the events of every commit are those its line was written for.

Belongs here: reading them in pieces and comparing hashes. Does not belong here: saying which event
it was when they differ (`naming`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb
import polars as pl

from ingestion import engine
from ingestion.digest import columns_of, table_hash
from ingestion.seal import SAID_ONCE
from ingestion.verification.finding import Finding
from ingestion.verification.naming import Commit, name_events, said_once
from schemas.envelope import POSITION_BITS

PIECE = 400_000
"""Events that are held in memory at once, unless one commit has more."""
_SEQUENCE = f"(position >> {POSITION_BITS})"
_PLACE = f"position % {1 << POSITION_BITS}"


def check_events(
    paths: list[str],
    lines: Mapping[int, dict[str, Any]],
    removed: set[int],
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[Finding]:
    """Compare the events of each commit with its line.

    `removed` are commits without a line, of which nothing can be said.
    """
    counts = _counts(paths, connection)
    yield from _without_line({*counts} - {*lines} - removed, paths, connection)
    expected = {seq: int(said.get("content_rows") or 0) for seq, said in lines.items()}
    piece: list[int] = []
    size = 0
    for sequence in sorted(lines):
        if not counts.get(sequence) and not expected[sequence]:
            continue
        piece.append(sequence)
        size += max(counts.get(sequence, 0), 1)
        if size >= PIECE:
            yield from _check_piece(piece, paths, lines, connection)
            piece, size = [], 0
    yield from _check_piece(piece, paths, lines, connection)


def _counts(paths: list[str], connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    if not paths:
        return {}
    rows = connection.execute(
        f"select {_SEQUENCE}, count(*) from {engine.parquet(paths)} where {_PLACE} <> 0 group by 1"
    ).fetchall()
    return {int(sequence): int(count) for sequence, count in rows}


def _without_line(
    sequences: set[int], paths: list[str], connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    if not sequences:
        return
    listed = ", ".join(str(sequence) for sequence in sorted(sequences))
    rows = connection.execute(
        f"select {_SEQUENCE}, event_id, source_file, source_sheet, source_row "
        f"from {engine.parquet(paths)} where {_PLACE} <> 0 and {_SEQUENCE} in ({listed}) "
        "order by position limit 1000"
    ).fetchall()
    for sequence, event_id, file, sheet, row in rows:
        yield Finding("event_added", sequence, event_id, file, sheet, row)


def _check_piece(
    sequences: list[int],
    paths: list[str],
    lines: Mapping[int, dict[str, Any]],
    connection: duckdb.DuckDBPyConnection,
) -> Iterator[Finding]:
    if not sequences:
        return
    frame = _read(sequences[0], sequences[-1], paths, connection)
    columns = columns_of(frame.drop(SAID_ONCE, strict=False))
    of_commit = frame["position"] // (1 << POSITION_BITS)
    unlike = _unlike(frame, of_commit, lines)
    for sequence in sequences:
        first = int(of_commit.search_sorted(sequence, "left"))
        last = int(of_commit.search_sorted(sequence, "right"))
        line = lines[sequence]
        content, short = table_hash(columns, first, last)
        if content != line.get("content_hash") or sequence in unlike:
            commit = Commit(sequence, line, frame.slice(first, last - first), short, connection)
            yield from name_events(commit)


def _read(
    first: int, last: int, paths: list[str], connection: duckdb.DuckDBPyConnection
) -> pl.DataFrame:
    """Events of a range of commits in order, with the columns that have any value."""
    low, high = first << POSITION_BITS, (last + 1) << POSITION_BITS
    if not paths:
        return pl.DataFrame(schema={"position": pl.Int64})
    frame = connection.execute(
        f"select * from {engine.parquet(paths)} "
        f"where position >= {low} and position < {high} and {_PLACE} <> 0"
    ).pl()
    filled = [series.name for series in frame if series.null_count() < frame.height]
    frame = frame.select(dict.fromkeys(["position", *filled]).keys())
    if not frame["position"].is_sorted():
        frame = frame.sort("position", maintain_order=True)
    return frame


def _unlike(
    frame: pl.DataFrame, of_commit: pl.Series, lines: Mapping[int, dict[str, Any]]
) -> set[int]:
    """Commits some row of which differs from what their line says once for all rows."""
    names = [name for name in SAID_ONCE if name in frame.columns]
    said = frame.select(names).with_columns(of_commit.alias("_commit")).unique()
    return {
        row["_commit"]
        for row in said.iter_rows(named=True)
        if row["_commit"] in lines and _differs(row, said_once(lines[row["_commit"]]))
    }


def _differs(row: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return any(row.get(name) != value for name, value in said.items())
