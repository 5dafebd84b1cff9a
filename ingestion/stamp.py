"""What only a commit knows of its rows: when they were learned, and their place in the store.

Belongs here: the columns a commit adds, and its row in the store's own log. Does not belong here:
writing them (`store`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from ingestion.batch import INGEST_STREAM, Source, closed, to_json
from ingestion.clock import LOCAL_ZONE, local_month
from ingestion.seal import with_row_hash
from schemas.envelope import DETAILS, ENVELOPE, POSITION_BITS, SCHEMA_VERSION, Timestamp


def stamp(
    source: Source, events: pl.DataFrame, recorded_at: datetime, sequence: int
) -> pl.DataFrame:
    """Add the columns that only a commit knows."""
    local = pl.col("occurred_at").dt.convert_time_zone(LOCAL_ZONE)
    return events.with_columns(
        pl.lit(source.stream).alias("stream"),
        local.dt.strftime("%Y-%m").alias("month"),
        pl.lit(source.source_system).alias("source_system"),
        pl.lit(source.source_file).alias("source_file"),
        (pl.int_range(1, pl.len() + 1) + (sequence << POSITION_BITS)).alias("position"),
        *_commit_columns(source, recorded_at),
    )


def stamp_quarantine(source: Source, rows: pl.DataFrame, recorded_at: datetime) -> pl.DataFrame:
    """Add the columns of quarantined rows that only a commit knows, and their hash."""
    return with_row_hash(
        rows.with_columns(
            pl.lit(source.batch_id).alias("batch_id"),
            pl.lit(recorded_at, dtype=Timestamp).alias("recorded_at"),
            pl.lit(local_month(recorded_at)).alias("month"),
        )
    )


def log_row(
    source: Source,
    event_type: str,
    details: dict[str, Any],
    recorded_at: datetime,
    sequence: int,
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Return the one row of the stream `ingest` that belongs to a commit, and its closed line."""
    row: dict[str, Any] = {
        "event_id": source.batch_id,
        "stream": INGEST_STREAM,
        "event_type": event_type,
        "entity_id": source.batch_id,
        "agency_code": source.agency_code,
        "occurred_at": recorded_at,
        "recorded_at": recorded_at,
        "position": sequence << POSITION_BITS,
        "batch_id": source.batch_id,
        "source_system": source.source_system,
        "source_file": source.source_file,
        "payload_hash": details["content_hash"],
        "schema_version": SCHEMA_VERSION,
        "month": local_month(recorded_at),
    }
    line = closed(details, row)
    types = {**ENVELOPE, **DETAILS}
    said = row | {"details": to_json(line)}
    return pl.DataFrame([said], schema={name: types[name] for name in said}), line


def _commit_columns(source: Source, recorded_at: datetime) -> list[pl.Expr]:
    return [
        pl.lit(recorded_at, dtype=Timestamp).alias("recorded_at"),
        pl.lit(source.batch_id).alias("batch_id"),
        pl.lit(SCHEMA_VERSION, dtype=pl.Int32).alias("schema_version"),
    ]
