"""Rows the system itself writes into the store: the internal streams.

Belongs here: making such rows a commit like any other, in the same log and the same chain. Does not
belong here: what a stream means (`signoff`), files of agencies (`intake`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from ingestion import engine
from ingestion.batch import INGEST_STREAM, Counts, Head, Source, batch_key, to_json
from ingestion.quarantine import QUARANTINE_SCHEMA
from ingestion.store import EventStore
from schemas.envelope import Timestamp

RECORDED = "internal_recorded"
"""Type of the log line of such a commit, beside `file_ingested` and `file_refused`."""
SYSTEM = "kl226"


def append_internal(
    store: EventStore,
    stream: str,
    rows: Sequence[dict[str, Any]],
    *,
    now: datetime,
    after: datetime | None = None,
) -> Head:
    """Write rows `{event_type, entity_id, agency_code, details}` to a stream, in one commit.

    They are recorded at `now`, never before the last commit and, with `after`, strictly later than
    that moment, so that what was built as of it does not contain them.
    """
    with store.writing():
        last = store.head()
        moments = [now, last.recorded_at or now]
        if after is not None:
            moments.append(after + timedelta(microseconds=1))
        moment = max(moments)
        batch_id = batch_key(stream, last.chain_hash, *(to_json(row) for row in rows))
        source = Source(batch_id, stream, layout="", source_system=SYSTEM, source_file="",
                        file_sha256="")  # fmt: skip
        count = len(rows)
        return store.commit(
            source,
            Counts(received=count, accepted=count),
            _events(batch_id, rows, moment),
            pl.DataFrame(schema=QUARANTINE_SCHEMA),
            now=moment,
            event_type=RECORDED,
        )


def commits_since(store: EventStore, chain_hash: str) -> list[str]:
    """Return the streams of the commits after one, in order; all of them if it is not there."""
    files = store.files(INGEST_STREAM)
    if not files:
        return []
    rows = store.connection.execute(
        "select json_extract_string(details, '$.chain_hash'), "
        "json_extract_string(details, '$.stream') "
        f"from {engine.parquet(files)} order by position"
    ).fetchall()
    hashes = [row[0] for row in rows]
    start = hashes.index(chain_hash) + 1 if chain_hash in hashes else 0
    return [row[1] for row in rows[start:]]


def _events(batch_id: str, rows: Sequence[dict[str, Any]], moment: datetime) -> pl.DataFrame:
    details = [to_json(row["details"]) for row in rows]
    return pl.DataFrame(
        {
            "event_id": [batch_key(batch_id, str(place)) for place in range(len(rows))],
            "event_type": [row["event_type"] for row in rows],
            "entity_id": [row["entity_id"] for row in rows],
            "agency_code": [row["agency_code"] for row in rows],
            "occurred_at": [moment] * len(rows),
            "payload_hash": [hashlib.sha256(to_json(row).encode()).hexdigest() for row in rows],
            "details": details,
        },
        schema_overrides={"agency_code": pl.String, "occurred_at": Timestamp},
    )
