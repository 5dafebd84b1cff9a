"""Whether every freeze is the one that was signed.

Belongs here: comparing the manifests in a folder with the hashes that the internal stream `signoff`
holds. Does not belong here: making a freeze or building it again (`orchestration`).

A row of that stream with `manifest_sha256` in its details speaks of the file `<freeze_id>.json`;
without `freeze_id` in the details the row's entity is meant. The last row on a freeze counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb

from ingestion import engine
from ingestion.verification.finding import Finding
from schemas.envelope import POSITION_BITS

SIGNOFF_STREAM = "signoff"
MANIFEST_HASH = "manifest_sha256"


def check_freezes(
    folder: Path, paths: list[str], connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    """Compare manifests with the store, both ways."""
    signed = _signed(paths, connection)
    for freeze_id, (sequence, wanted) in signed.items():
        path = folder / f"{freeze_id}.json"
        if not path.is_file():
            yield Finding("freeze_missing", sequence, file=path.name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            yield Finding("freeze_changed", sequence, file=path.name)
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        if path.stem not in signed:
            yield Finding("freeze_added", file=path.name)


def _signed(paths: list[str], connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, str]]:
    if not paths:
        return {}
    rows = connection.execute(
        f"select position, entity_id, details from {engine.parquet(paths)} "
        f"where stream = {engine.text(SIGNOFF_STREAM)} and details is not null order by position"
    ).fetchall()
    signed = {}
    for position, entity_id, details in rows:
        try:
            said = json.loads(details)
        except ValueError:  # the chain has told
            continue
        if isinstance(said, dict) and said.get(MANIFEST_HASH):
            freeze_id = str(said.get("freeze_id") or entity_id)
            signed[freeze_id] = (int(position) >> POSITION_BITS, str(said[MANIFEST_HASH]))
    return signed
