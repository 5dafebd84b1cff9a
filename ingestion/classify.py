"""Which events of a file are new.

Belongs here: the three outcomes of a row of a source of events. Does not belong here: lists that
show a state (`compare`).

Rows are judged as if they came one by one: an id that the store knows is compared with what the
store has, another one with the first row of the file that bears it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from ingestion import engine
from ingestion.clock import LOCAL_ZONE
from ingestion.store import EventStore
from schemas.problems import Problem
from schemas.registry import Stream


@dataclass
class Judged:
    """Events to be written, in file order, and what became of the other rows."""

    events: pl.DataFrame
    duplicate: int = 0
    problems: list[Problem] = field(default_factory=list)
    withdrawn: int = 0
    known: int = 0
    """Entities that a complete snapshot was compared with; `withdrawn` are those it lacks."""


def classify(
    frame: pl.DataFrame, stream: Stream, *, store: EventStore, file: str, column: str | None = None
) -> Judged:
    """Judge identified candidates (`event_id`, `payload_hash`) against the file and the store.

    `column` is what the source calls its id, for messages.
    """
    if frame.is_empty():
        return Judged(frame)
    judged = _with_first_of_file(_with_stored(frame, stream, store))
    fresh = pl.col("_stored").is_null() & pl.col("_is_first")
    before = pl.coalesce("_stored", "_first")
    same = ~fresh & (pl.col("payload_hash") == before)
    counted = judged.select(same.sum()).item()
    clashes = judged.filter(~fresh & (pl.col("payload_hash") != before))
    problems = [
        Problem("same_id_other_content", file, sheet, row, column, said)
        for sheet, row, said in clashes.select(
            "source_sheet", "source_row", pl.coalesce("source_event_id", "entity_id")
        ).iter_rows()
    ]
    return Judged(judged.filter(fresh).select(frame.columns), counted, problems)


def _with_first_of_file(frame: pl.DataFrame) -> pl.DataFrame:
    """Add whether a row is the first of its id, and what that first row says."""
    if frame["event_id"].n_unique() == frame.height:
        return frame.with_columns(
            pl.lit(True).alias("_is_first"), pl.col("payload_hash").alias("_first")
        )
    return frame.with_columns(
        pl.col("event_id").is_first_distinct().alias("_is_first"),
        pl.col("payload_hash").first().over("event_id").alias("_first"),
    )


def _with_stored(frame: pl.DataFrame, stream: Stream, store: EventStore) -> pl.DataFrame:
    """Add `_stored`, the payload hash under which the store knows a candidate's id, or null."""
    found = _known_payloads(frame, stream, store)
    if found.is_empty():
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias("_stored"))
    indexed = frame.with_row_index("_index")
    return indexed.join(found, on="_index", how="left", maintain_order="left").drop("_index")


def _known_payloads(frame: pl.DataFrame, stream: Stream, store: EventStore) -> pl.DataFrame:
    """Return `_index` and `_stored` of the candidates that the store knows.

    A natural key holds agency and time, so only files of those agencies and months can have it; an
    id of the source may have been delivered before with another time.
    """
    only = None if _has_own_ids(frame) else _only_agency(frame)
    files = _files_to_search(frame, stream, store, only)
    if not files:
        return pl.DataFrame()
    owned = "" if only is None else f"where s.agency_code = {engine.text(only)}"
    connection = store.connection
    connection.register("wanted", frame.select("event_id").with_row_index("_index"))
    try:
        return connection.execute(
            f"""
            select
                w._index,
                s.payload_hash as _stored,
            from {engine.parquet(files)} as s
            inner join wanted as w on s.event_id = w.event_id
            {owned}
            """
        ).pl()
    finally:
        connection.unregister("wanted")


def _files_to_search(
    frame: pl.DataFrame, stream: Stream, store: EventStore, only: str | None
) -> list[str]:
    if _has_own_ids(frame):
        return store.files(stream.name)
    local = pl.col("occurred_at").dt.convert_time_zone(LOCAL_ZONE).dt.strftime("%Y-%m")
    months = frame.select(local.unique()).to_series().to_list()
    return store.files(stream.name, months, agency_code=only)


def _has_own_ids(frame: pl.DataFrame) -> bool:
    return frame["source_event_id"].null_count() < frame.height


def _only_agency(frame: pl.DataFrame) -> str | None:
    agencies = frame["agency_code"].unique().to_list()
    return agencies[0] if len(agencies) == 1 else None
