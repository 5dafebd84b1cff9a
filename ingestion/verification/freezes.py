"""Whether every freeze is the one that was signed.

Belongs here: comparing the manifests in a folder with the hashes that the internal stream `signoff`
holds, and the publication that each freeze keeps with its manifest. Does not belong here: making a
freeze or building it again (`orchestration`).

A row of that stream with `manifest_sha256` in its details speaks of the file `<freeze_id>.json`;
without `freeze_id` in the details the row's entity is meant. The last row on a freeze counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from ingestion import engine
from ingestion.verification.finding import Finding
from schemas.envelope import POSITION_BITS

SIGNOFF_STREAM = "signoff"
MANIFEST_HASH = "manifest_sha256"
POINTER = "current.json"


def check_freezes(
    folder: Path, paths: list[str], connection: duckdb.DuckDBPyConnection
) -> Iterator[Finding]:
    """Compare manifests with the store, both ways, and kept publications with their manifests."""
    signed = _signed(paths, connection)
    for freeze_id, (sequence, wanted) in signed.items():
        path = folder / f"{freeze_id}.json"
        if not path.is_file():
            yield Finding("freeze_missing", sequence, file=path.name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            yield Finding("freeze_changed", sequence, file=path.name)
        else:
            for code, kept in kept_changes(path):
                name = str(kept.relative_to(folder.parent))
                yield Finding(code, sequence, file=path.name, path=name)
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        if path.stem not in signed:
            yield Finding("freeze_added", file=path.name)


def kept_changes(manifest: Path) -> Iterator[tuple[str, Path]]:
    """Files of a kept publication that are gone or not as the manifest says: code and path.

    The manifest must have been found to be the signed one. One that says nothing of a publication
    vouches for none.
    """
    told = json.loads(manifest.read_bytes())
    said = told.get("publication")
    if not said:
        return
    folder = manifest.with_suffix("") / "published"
    kept, pointer = folder / Path(said["file"]).name, folder / POINTER
    if not kept.is_file():
        yield "freeze_missing", kept
    elif _sha256(kept) != said["sha256"]:
        yield "freeze_changed", kept
    if not pointer.is_file():
        yield "freeze_missing", pointer
    elif not _agrees(pointer, told):
        yield "freeze_changed", pointer


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _agrees(pointer: Path, told: dict[str, Any]) -> bool:
    """Whether the pointer of a freeze leads to the publication that the manifest describes."""
    try:
        found = json.loads(pointer.read_bytes())
    except ValueError:
        return False
    wanted = {name: told[name] for name in ("as_of", "is_sample")} | told["publication"]
    wanted["chain_hash"] = told["store"]["chain_hash"]
    return isinstance(found, dict) and wanted.items() <= found.items()


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
