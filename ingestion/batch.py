"""What is known of a file before and after its rows are read.

Belongs here: the key of a batch, its three-way count, and its line in the store's own log with the
hash chain. Does not belong here: rows of events (`identify`) and writing (`store`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from ingestion.digest import row_hash

INGEST_STREAM = "ingest"
INGESTED = "file_ingested"
REFUSED = "file_refused"
CHAIN_START = "0" * 64


class CountMismatch(Exception):
    """A batch does not add up: some row would be lost or counted twice."""


@dataclass(frozen=True)
class Source:
    """Where the rows of a batch come from."""

    batch_id: str
    stream: str
    layout: str
    source_system: str
    source_file: str
    file_sha256: str
    agency_code: str | None = None


@dataclass(frozen=True)
class Counts:
    """What became of the rows of a file."""

    received: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0
    withdrawn: int = 0
    problems: dict[str, int] = field(default_factory=dict)

    @property
    def events_written(self) -> int:
        """Every accepted row is one event, and so is every withdrawal."""
        return self.accepted + self.withdrawn

    def check(self, events: pl.DataFrame, quarantine: pl.DataFrame) -> None:
        """Raise CountMismatch unless every row received has exactly one outcome."""
        outcomes = self.accepted + self.duplicate + self.quarantined
        if self.received != outcomes:
            raise CountMismatch(f"received {self.received}, accounted for {outcomes}")
        if events.height != self.events_written:
            raise CountMismatch(f"{events.height} events for {self.events_written} to be written")
        rows = quarantine.select("source_sheet", "source_row").n_unique() if len(quarantine) else 0
        if rows != self.quarantined:
            raise CountMismatch(f"{rows} rows in quarantine, {self.quarantined} counted")


@dataclass(frozen=True)
class Head:
    """The last commit of the store: where the next one continues."""

    version: int = -1
    commit_seq: int = 0
    chain_hash: str = CHAIN_START
    recorded_at: datetime | None = None


def file_sha256(path: Path) -> str:
    """Hash the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def batch_key(*parts: str) -> str:
    """Name a batch by what makes it one: agency, layout content, file content."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def log_details(
    source: Source,
    counts: Counts,
    head: Head,
    covers: Collection[str] | None,
    **more: Any,
) -> dict[str, Any]:
    """Return what the line of a commit says, but for the hashes that close it (`closed`).

    `covers` are the periods a complete list covers: `[]` for none, null for all.
    """
    said = asdict(source) | asdict(counts) | {"events_written": counts.events_written} | more
    said["covers"] = None if covers is None else sorted(covers)
    return said | {"previous_chain_hash": head.chain_hash}


def closed(details: dict[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Close a line: with a hash over the other columns of its row, then one over all it says.

    The line names the one before it and the hashes of its commit's rows: change one figure, one
    event, one quarantined row or the order of two files, and no later hash fits.
    """
    said = details | {"row_hash": row_hash(row)}
    return said | {"chain_hash": chain_hash(said)}


def chain_hash(details: dict[str, Any]) -> str:
    """Hash a line of the log without its own `chain_hash`."""
    said = {key: value for key, value in details.items() if key != "chain_hash"}
    return hashlib.sha256(to_json(said).encode()).hexdigest()


def to_json(details: dict[str, Any]) -> str:
    """Write a line of the log, the same text for the same content."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True)


def refusal(source: Source) -> Source:
    """Return the source of a refused file: its own key, so that a mended reader may read it."""
    return replace(source, batch_id=batch_key("refused", source.batch_id))
