"""Hand-made candidates and batches, so that the store can be tested without any file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl

from ingestion.batch import Counts, Source, batch_key
from ingestion.classify import Judged, classify
from ingestion.compare import Snapshot, compare
from ingestion.identify import identify
from ingestion.quarantine import quarantine_rows
from ingestion.store import EventStore
from schemas.problems import Problem
from schemas.registry import STREAMS

NOON = datetime(2026, 5, 4, 5, 0, tzinfo=UTC)
MEETING = STREAMS["meeting"]
SUPPLIED = ("mode", "starts_at", "ends_at", "remote_site_count", "required_units", "sessions")


def meetings(*rows: Mapping[str, Any]) -> pl.DataFrame:
    """Candidates of the stream `meeting`; what a row leaves out is filled in plausibly."""
    full = [
        {
            "source_row": number,
            "agency_code": "SNV",
            "event_type": "held",
            "entity_id": f"SNV:{number}",
            "occurred_at": row.get("starts_at", NOON),
            "starts_at": NOON,
            **row,
        }
        for number, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(full, schema=MEETING.candidate_schema())


def source(content: str, **changes: Any) -> Source:
    """A batch of the stream `meeting` whose key depends on the content alone."""
    said = {
        "batch_id": batch_key(content),
        "stream": "meeting",
        "layout": "meetings",
        "source_system": "meetings",
        "source_file": f"{content}.csv",
        "file_sha256": content,
        "agency_code": "SNV",
    }
    return Source(**{**said, **changes})


def commit(
    store: EventStore,
    content: str,
    rows: pl.DataFrame,
    *,
    now: datetime = NOON,
    problems: Sequence[Problem] = (),
    **changes: Any,
) -> Judged:
    """Judge candidates as a source of events and commit them."""
    batch = source(content, **changes)
    identified = identify(
        rows,
        MEETING,
        kind="events",
        source_system=batch.source_system,
        batch_id=batch.batch_id,
        connection=store.connection,
    )
    judged = classify(identified, MEETING, store=store, file=batch.source_file)
    return _write(store, batch, judged, len(rows), problems, now)


def commit_snapshot(
    store: EventStore,
    content: str,
    rows: pl.DataFrame,
    *,
    now: datetime = NOON,
    in_order: bool = False,
    covers: frozenset[str] | None = frozenset(),
    present: pl.Series | None = None,
    agency_code: str | None = "SNV",
) -> Judged:
    """Judge candidates as rows of a list that shows a state and commit them."""
    batch = source(content)
    snapshot = Snapshot(
        MEETING,
        batch.source_system,
        batch.source_file,
        SUPPLIED,
        agency_code=agency_code,
        in_order=in_order,
        covers=covers,
    )
    there = rows["entity_id"] if present is None else present
    judged = compare(rows, snapshot, store=store, present=there, now=now)
    judged.events = identify(
        judged.events,
        MEETING,
        kind="snapshot",
        source_system=batch.source_system,
        batch_id=batch.batch_id,
        connection=store.connection,
    )
    return _write(store, batch, judged, len(rows), (), now)


def _write(
    store: EventStore,
    batch: Source,
    judged: Judged,
    received: int,
    problems: Sequence[Problem],
    now: datetime,
) -> Judged:
    found = [*problems, *judged.problems]
    rows = quarantine_rows(found, stream="meeting", agency_code="SNV", attributes={})
    broken = len({(problem.sheet, problem.row) for problem in found})
    counts = Counts(
        received=received + len(problems),
        accepted=judged.events.height - judged.withdrawn,
        duplicate=judged.duplicate,
        quarantined=broken,
        withdrawn=judged.withdrawn,
    )
    store.commit(batch, counts, judged.events.drop("source_event_id"), rows, now=now)
    return judged


def stored(store: EventStore, stream: str | None = "meeting") -> pl.DataFrame:
    """Every event of a stream in the order of the store."""
    files = store.files(stream)
    if not files:
        return pl.DataFrame()
    return pl.concat(
        [
            pl.read_parquet(file, hive_partitioning=True, try_parse_hive_dates=False)
            for file in files
        ]
    ).sort("position")


def quarantined(store: EventStore) -> pl.DataFrame:
    """Every quarantine row, counted or not."""
    files = store.quarantine_files()
    if not files:
        return pl.DataFrame()
    return pl.concat([pl.read_parquet(file) for file in files])
