"""Judge the newest batches of every stream, and remember what was said of which store.

Belongs here: picking small frames of the newest batches, calling the suites of
`schemas.batch_expectations`, keeping the result by chain hash. Does not belong here: expectations
and thresholds.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from orchestration.home import Home
from orchestration.rules import load_rules, rule
from schemas.batch_expectations import Judgement, judge
from schemas.envelope import ENVELOPE, POSITION_BITS
from schemas.registry import STREAMS

if TYPE_CHECKING:
    from ingestion.store import EventStore


@dataclass(frozen=True)
class BatchChecks:
    """What the suites say of the store whose last commit has this chain hash, by stream."""

    chain_hash: str
    streams: dict[str, list[Judgement]] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether every stream was judged; one without batches has an empty list."""
        return set(self.streams) == set(STREAMS)

    @property
    def failures(self) -> list[Judgement]:
        """Expectations that were not met, blocking or not."""
        return [row for rows in self.streams.values() for row in rows if not row.success]


def saved_checks(home: Home) -> BatchChecks | None:
    """The last result kept in this home; None when there is none or it cannot be read."""
    try:
        said = json.loads(home.checks.read_text(encoding="utf-8"))
        streams = {
            stream: [Judgement(**{**row, "agencies": tuple(row["agencies"])}) for row in rows]
            for stream, rows in said["streams"].items()
        }
        return BatchChecks(said["chain_hash"], streams)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def save_checks(home: Home, checks: BatchChecks) -> None:
    """Keep a result for the step that publishes."""
    home.root.mkdir(parents=True, exist_ok=True)
    partial = home.checks.with_suffix(".part")
    partial.write_text(json.dumps(asdict(checks), ensure_ascii=False, indent=1) + "\n", "utf-8")
    partial.replace(home.checks)


def judge_store(
    home: Home, store: EventStore, day: date, streams: Collection[str] = tuple(STREAMS)
) -> BatchChecks:
    """Judge the newest batches of the streams and keep the result; once per state of the store."""
    chain_hash = store.head().chain_hash
    known = saved_checks(home)
    done = dict(known.streams) if known is not None and known.chain_hash == chain_hash else {}
    for stream in streams:
        if stream not in done:
            done[stream] = judge_stream(store, stream, day)
    checks = BatchChecks(chain_hash, done)
    save_checks(home, checks)
    return checks


def judge_stream(store: EventStore, stream: str, day: date) -> list[Judgement]:
    """Judge the newest batches of one stream; no batch, no judgement."""
    with duckdb.connect() as connection:
        batches = newest_batches(connection, store, stream, int(rule("batches_judged", day)))
        if batches.is_empty():
            return []
        events = newest_events(connection, store, stream, batches, int(rule("rows_judged", day)))
    return judge(stream, events, batches, load_rules(), day)


def newest_batches(
    connection: duckdb.DuckDBPyConnection, store: EventStore, stream: str, limit: int
) -> pl.DataFrame:
    """The newest batch of each source, newest first: batch_id, agency_code, position, received, …

    A source is a sender and a layout: a mended file takes the place of the one that was wrong.
    """
    files = store.files("ingest")
    if not files:
        return pl.DataFrame(schema={"batch_id": pl.String})
    counts = ", ".join(
        f"cast(json_extract_string(details, '$.{name}') as bigint) as {name}"
        for name in ("received", "accepted", "duplicate", "quarantined")
    )
    return connection.execute(
        f"select batch_id, agency_code, position, {counts} from {scan(files)} "
        f"where event_type = 'file_ingested' and json_extract_string(details, '$.stream') = "
        f"'{stream}' qualify row_number() over (partition by agency_code, "
        "json_extract_string(details, '$.layout') order by position desc) = 1 "
        f"order by position desc limit {limit}"
    ).pl()


def newest_events(
    connection: duckdb.DuckDBPyConnection,
    store: EventStore,
    stream: str,
    batches: pl.DataFrame,
    limit: int,
) -> pl.DataFrame:
    """Events of those batches, newest first, at most `limit` rows."""
    files = store.files(stream)
    columns = {**ENVELOPE, **STREAMS[stream].attributes}
    if not files:
        return pl.DataFrame(schema=columns)
    first = (batches["position"].to_list()[-1] >> POSITION_BITS) << POSITION_BITS
    listed = ", ".join(f"'{batch}'" for batch in batches["batch_id"])
    return connection.execute(
        f"select {', '.join(columns)} from {scan(files)} "
        f"where position >= {first} and batch_id in ({listed}) "
        f"order by position desc limit {limit}"
    ).pl()


def scan(files: list[str]) -> str:
    """A table function over Parquet files of the store."""
    listed = ", ".join("'" + str(Path(file)).replace("'", "''") + "'" for file in files)
    return (
        f"read_parquet([{listed}], hive_partitioning = true, union_by_name = true, "
        "hive_types = {'month': varchar})"
    )
