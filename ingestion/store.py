"""The event store: append-only, exactly once, hash-chained.

Belongs here: the two Delta tables, what one commit holds, and reading events back. Does not belong
here: how a file becomes events (`intake`) or what they mean (`dbt_project`).

One commit writes the events of a file and, in the same Delta transaction, one row of the internal
stream `ingest` with its counts. Quarantined rows are written just before under the same key and
count only if that row exists; a crash between the two is repaired by the next attempt.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import duckdb
import polars as pl

from ingestion import engine
from ingestion.batch import (
    INGEST_STREAM,
    INGESTED,
    Counts,
    Head,
    Source,
    log_details,
)
from ingestion.delta import Table
from ingestion.lease import Lease
from ingestion.quarantine import QUARANTINE_SCHEMA
from ingestion.seal import seal_events, seal_quarantine
from ingestion.stamp import log_row, stamp, stamp_quarantine
from schemas.envelope import DETAILS, POSITION_BITS, SCHEMA_VERSION
from schemas.registry import store_schema

STATISTICS = "agency_code,source_system,position,recorded_at,occurred_at"
"""Columns whose minimum and maximum the log keeps for each file."""
CROWDED = 32
"""Small files of one stream and month that are worth merging."""
COMMIT_KEY = "commit_seq"
"""Every commit also takes the next number under this key: two writers cannot take the same one."""


class AlreadyCommitted(Exception):
    """The batch stands in the store."""


class EventStore:
    """Events and quarantine under one folder, one writer at a time, any number of readers."""

    def __init__(
        self, root: Path, *, memory_limit: str = "2GB", lease_seconds: float = 600.0
    ) -> None:
        self.root = root
        self.lease = Lease(root / ".lease", lease_seconds)
        self._scratch = root / ".scratch"
        self._memory_limit = memory_limit
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._head: Head | None = None
        self._batches: dict[str, dict[str, Any]] | None = None
        self._events = Table(
            root / "events",
            {**store_schema(), **DETAILS},
            ["stream", "month"],
            {"delta.appendOnly": "true", "delta.dataSkippingStatsColumns": STATISTICS},
        )
        self._quarantine = Table(root / "quarantine", QUARANTINE_SCHEMA, ["month"], {})

    # What stands in the store

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lease. Nobody else writes meanwhile, so what was read stays true."""
        with self.lease.hold() as first:
            if first:
                engine.clean_scratch(self._scratch)
                self._events.create()
                self._quarantine.create()
                self.refresh()
            yield

    def refresh(self) -> None:
        """Forget what was read and see what others committed."""
        self._head, self._batches = None, None
        self._events.refresh()
        self._quarantine.refresh()

    def files(
        self,
        stream: str | None = None,
        months: Collection[str] | None = None,
        *,
        agency_code: str | None = None,
        source_system: str | None = None,
    ) -> list[str]:
        """List the Parquet files that may hold such events; all of them without arguments."""
        self._look()
        listed = self._events.live_files()
        if listed.is_empty():
            return []
        wanted = pl.lit(True)
        if stream is not None:
            wanted &= pl.col("partition.stream") == stream
        if months is not None:
            wanted &= pl.col("partition.month").is_in(list(months))
        for column, value in (("agency_code", agency_code), ("source_system", source_system)):
            if value is not None:
                low, high = pl.col(f"min.{column}"), pl.col(f"max.{column}")
                wanted &= ((low <= value) & (high >= value)).fill_null(True)
        return listed.filter(wanted)["path"].to_list()

    def quarantine_files(self) -> list[str]:
        """List the Parquet files of the quarantine; rows count only if their batch is logged."""
        self._look()
        return self._quarantine.live_files()["path"].to_list()

    def head(self) -> Head:
        """Return the last commit."""
        self._look()
        if self._head is None:
            self._head = self._read_head()
        return self._head

    def has_batch(self, batch_id: str) -> bool:
        """Tell whether a batch was committed."""
        self._look()
        return self._events.key_version(batch_id) > 0

    def batch_details(self, batch_id: str) -> dict[str, Any]:
        """Return the logged line of a committed batch. Raises KeyError for an unknown one."""
        self._look()
        if self._batches is None:
            said = self._select("entity_id, details", self.files(INGEST_STREAM))
            self._batches = {row[0]: json.loads(row[1]) for row in said.iter_rows()}
        return self._batches[batch_id]

    def batches_since(self, batch_id: str) -> list[dict[str, Any]]:
        """Return the logged lines of what was committed after a batch, in that order."""
        first = self.batch_details(batch_id)["commit_seq"]
        later = [said for said in (self._batches or {}).values() if said["commit_seq"] > first]
        return sorted(later, key=lambda said: int(said["commit_seq"]))

    def last_batch(self, stream: str, source_system: str, entity_ids: pl.Series) -> str | None:
        """Return the batch in which a source last said something of some entities, if it did."""
        files = self.files(stream, source_system=source_system)
        if not files:
            return None
        self.connection.register("wanted", entity_ids.to_frame("entity_id"))
        try:
            last = self._select(
                "max_by(batch_id, position)",
                files,
                f"where source_system = {engine.text(source_system)} "
                "and entity_id in (select entity_id from wanted)",
            )
        finally:
            self.connection.unregister("wanted")
        return cast("str | None", last.item())

    def quarantined(self, batch_id: str) -> pl.DataFrame:
        """Return the quarantined rows of a committed batch; what they said was never kept."""
        files = self.quarantine_files()
        if not files:
            return pl.DataFrame(schema=QUARANTINE_SCHEMA)
        names = ", ".join(engine.name(column) for column in QUARANTINE_SCHEMA)
        rows = self.connection.execute(
            f"select {names} from {engine.parquet(files, ['month'])} "
            f"where batch_id = {engine.text(batch_id)}"
        ).pl()
        return rows.cast(QUARANTINE_SCHEMA)  # type: ignore[arg-type]

    def events_of(self, stream: str, entity_ids: Collection[str]) -> pl.DataFrame:
        """Return all events of some entities in the order of the store."""
        columns = {**store_schema(), **DETAILS}
        files = self.files(stream)
        if not files or not entity_ids:
            return pl.DataFrame(schema=columns)
        listed = ", ".join(engine.text(entity) for entity in entity_ids)
        names = ", ".join(engine.name(column) for column in columns)
        found = self.connection.execute(
            f"select {names} from {engine.rows_of(files, columns)} "
            f"where entity_id in ({listed}) order by position"
        ).pl()
        return found.cast(columns)  # type: ignore[arg-type]

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The in-memory DuckDB that ingestion computes with."""
        if self._connection is None:
            self._connection = engine.connect(self._scratch, self._memory_limit)
        return self._connection

    @property
    def tables(self) -> tuple[Table, Table]:
        """Events and quarantine, for whoever looks at the files themselves."""
        return self._events, self._quarantine

    # Writing

    def commit(
        self,
        source: Source,
        counts: Counts,
        events: pl.DataFrame,
        quarantine: pl.DataFrame,
        *,
        now: datetime,
        event_type: str = INGESTED,
        covers: Collection[str] | None = (),
    ) -> Head:
        """Write one file's events, quarantined rows and log line, all or (in effect) nothing.

        `events` has the columns of the store schema except those that only a commit knows;
        `covers` are the periods the file lists exhaustively, None for all.
        Raises CountMismatch (nothing written), AlreadyCommitted, or TableMoved (look again).
        """
        counts.check(events, quarantine)
        with self.writing():
            if self.has_batch(source.batch_id):
                raise AlreadyCommitted(source.batch_id)
            last = self.head()
            recorded_at = max(now, last.recorded_at) if last.recorded_at else now
            sequence = last.commit_seq + 1
            broken = stamp_quarantine(source, quarantine, recorded_at)
            rows = events if events.is_empty() else stamp(source, events, recorded_at, sequence)
            details = log_details(
                source,
                counts,
                last,
                covers,
                commit_seq=sequence,
                recorded_at=recorded_at.isoformat(),
                quarantine_version=self._write_quarantine(source, broken),
                **seal_events(rows, SCHEMA_VERSION),
                **seal_quarantine(broken),
            )
            logged, line = log_row(source, event_type, details, recorded_at, sequence)
            rows = logged if rows.is_empty() else pl.concat([rows, logged], how="diagonal")
            self._write_events(rows, {source.batch_id: 1, COMMIT_KEY: sequence})
            self._head = Head(self._events.version, sequence, line["chain_hash"], recorded_at)
            if self._batches is not None:
                self._batches[source.batch_id] = line
            return self._head

    def compact(self) -> None:
        """Merge small files where a stream and month have many."""
        with self.writing():
            merged = [table.compact(CROWDED) for table in (self._events, self._quarantine)]
            if merged[0]:
                self._events.vacuum()
            if merged[1]:
                self._quarantine.vacuum()
            self._head = replace(self.head(), version=self._events.version)

    def _write_quarantine(self, source: Source, rows: pl.DataFrame) -> int | None:
        """Write quarantined rows in the place of those an earlier, broken attempt left."""
        attempts = self._quarantine.key_version(source.batch_id)
        if rows.is_empty() and not attempts:
            return None
        keys = {source.batch_id: attempts + 1}
        if attempts:
            self._quarantine.replace(rows, f"batch_id = '{source.batch_id}'", keys)
        else:
            self._quarantine.append(rows, keys)
        return self._quarantine.version

    def _write_events(self, rows: pl.DataFrame, keys: dict[str, int]) -> None:
        absent = [name for name in self._events.schema if name not in rows.columns]
        self._events.append(rows.with_columns(pl.lit(None).alias(name) for name in absent), keys)

    def _look(self) -> None:
        """See what others committed, unless we hold the lease and nobody else can."""
        if not self.lease.is_held:
            self.refresh()

    def _read_head(self) -> Head:
        listed = self._events.live_files()
        if listed.is_empty():
            return Head(self._events.version)
        logged = listed.filter(pl.col("partition.stream") == INGEST_STREAM)
        newest = logged.sort("max.position")["path"].to_list()[-1:]
        last = self._select(
            "position, recorded_at, details", newest, "order by position desc limit 1"
        )
        position, recorded_at, details = last.row(0)
        chain = json.loads(details)["chain_hash"]
        return Head(self._events.version, position >> POSITION_BITS, chain, recorded_at)

    def _select(self, columns: str, files: list[str], rest: str = "") -> pl.DataFrame:
        if not files:
            return pl.DataFrame()
        return self.connection.execute(f"select {columns} from {engine.parquet(files)} {rest}").pl()
