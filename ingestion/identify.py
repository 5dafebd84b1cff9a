"""Who an event is and what it says: `event_id` and `payload_hash`.

Belongs here: natural keys, UUIDv5, canonical text. Does not belong here: deciding whether an event
is new (`classify`, `compare`).

`event_id` is the UUIDv5 of the natural key, its parts joined by U+001F:

- with an id of the source: stream, source system, that id;
- an event without one: stream, agency, entity, event type, occurred_at;
- the first event of a snapshot's entity: the same with the source system after the stream;
- a correction among events: one of the first two, and the payload hash;
- a correction or withdrawal that a snapshot gave rise to: stream, source system, agency, entity,
  event type, batch, and its place among those of the entity in the batch.

`occurred_at` stands in keys and payloads as microseconds since 1970 in UTC.
"""

from __future__ import annotations

import uuid
from typing import Literal

import duckdb
import polars as pl

from ingestion.engine import name, text
from schemas.registry import Stream
from schemas.vocabularies import CORRECTIONS, WITHDRAWALS

EVENT_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kl226:event")
Kind = Literal["events", "snapshot"]


def identify(
    frame: pl.DataFrame,
    stream: Stream,
    *,
    kind: Kind,
    source_system: str,
    batch_id: str,
    connection: duckdb.DuckDBPyConnection,
) -> pl.DataFrame:
    """Return candidates with `event_id` and `payload_hash` added, order kept."""
    if frame.is_empty():
        empty = pl.lit(None, dtype=pl.String)
        return frame.with_columns(empty.alias("event_id"), empty.alias("payload_hash"))
    spoken = frame.with_columns(
        pl.int_range(pl.len()).over("entity_id", "event_type").cast(pl.String).alias("_place")
        if kind == "snapshot"
        else pl.lit("0").alias("_place")
    )
    key = natural_key(stream.name, kind, source_system, batch_id)
    connection.register("candidates", spoken)
    # Two threads take turns in a frame of one piece: 4.1 CPU-s per million rows instead of 2.0, and
    # no sooner done (DuckDB 1.5.5, polars 2.1).
    connection.execute("set threads = 1")
    try:
        found = connection.execute(
            f"""
            with hashed as (
                select *, {payload_hash(stream, frame)} as payload_hash
                from candidates
            ),

            keyed as (
                select
                    payload_hash,
                    sha1(unhex('{EVENT_NAMESPACE.hex}') || encode({key})) as h,
                from hashed
            )

            select
                substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-5' || substr(h, 14, 3) || '-'
                || substr('89ab89ab89ab89ab', strpos('0123456789abcdef', substr(h, 17, 1)), 1)
                || substr(h, 18, 3) || '-' || substr(h, 21, 12) as event_id,
                payload_hash,
            from keyed
            """
        ).pl()
    finally:
        connection.execute("reset threads")
        connection.unregister("candidates")
    return frame.with_columns(found["event_id"], found["payload_hash"])


def natural_key(stream: str, kind: Kind, source_system: str, batch_id: str) -> str:
    """Return the SQL expression of the natural key (columns of a candidate, `_place`)."""
    system = text(source_system)
    moment = "cast(epoch_us(occurred_at) as varchar)"
    revision = f"case when event_type in ({_words(CORRECTIONS)}) then payload_hash end"
    owner = [text(stream), "agency_code", "entity_id", "event_type"]
    if kind == "events":
        own = joined(text(stream), system, "source_event_id", revision)
        plain = joined(*owner, moment, revision)
        return f"case when source_event_id is not null then {own} else {plain} end"
    owner.insert(1, system)
    change = f"event_type in ({_words(CORRECTIONS | WITHDRAWALS)})"
    later = joined(*owner, text(batch_id), "_place")
    return f"case when {change} then {later} else {joined(*owner, moment)} end"


def payload_hash(stream: Stream, frame: pl.DataFrame) -> str:
    """Return the SQL expression of the MD5 over everything an event says.

    That is the `name=value` pairs of the non-null columns, joined by U+001F. Columns that are null
    throughout, or nowhere, are known beforehand: this halves the time (1.4 to 0.7 s per million).
    """
    said: dict[str, pl.DataType] = {
        "event_type": pl.String(),
        "agency_code": pl.String(),
        "entity_id": pl.String(),
        "occurred_at": pl.Datetime("us", "UTC"),
        "status": pl.String(),
        "cleared": pl.List(pl.String()),
        **stream.attributes,
    }
    first, *others = said
    parts = [text(f"{first}="), canonical(first, said[first])]
    for column in others:
        nulls = frame[column].null_count()
        label, value = text(f"\x1f{column}="), canonical(column, said[column])
        if nulls == 0:
            parts += [label, value]
        elif nulls < frame.height:
            parts.append(f"coalesce({label} || {value}, '')")
    return f"md5(concat({', '.join(parts)}))"


def canonical(column: str, dtype: pl.DataType) -> str:
    """Return the SQL expression of a value as text, the same text for the same value for ever."""
    quoted = name(column)
    if isinstance(dtype, pl.String):
        return quoted
    if isinstance(dtype, pl.Datetime):
        return f"cast(epoch_us({quoted}) as varchar)"
    if isinstance(dtype, pl.List):
        if isinstance(dtype.inner, pl.Struct):
            parts = ", ".join(f"coalesce({_member(field)}, '')" for field in dtype.inner.fields)
            quoted = f"list_transform({quoted}, lambda x: concat_ws('/', {parts}))"
        return f"array_to_string({quoted}, chr(30))"
    return f"cast({quoted} as varchar)"


def joined(*parts: str) -> str:
    """Return the SQL expression of parts joined by U+001F; null parts are left out."""
    return f"concat_ws(chr(31), {', '.join(parts)})"


def _member(field: pl.Field) -> str:
    member = f"x.{name(field.name)}"
    if field.dtype == pl.Datetime:
        member = f"epoch_us({member})"
    return f"cast({member} as varchar)"


def _words(words: frozenset[str]) -> str:
    return ", ".join(text(word) for word in sorted(words))
