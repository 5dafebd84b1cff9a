"""Prove a freeze: is everything still what was frozen, and does the store still give it?

Belongs here: comparing record, manifest, kept publication and a rebuild. Does not belong here: the
chain of the store (`ingestion.verify`), sentences (`signoff_words.py`).
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.build import build
from orchestration.fingerprint import fingerprint
from orchestration.freeze_manifest import Manifest, read_manifest_text, text_hash, versions
from orchestration.frozen import freeze_records
from orchestration.home import Home
from orchestration.pipeline import Workplace, open_store
from orchestration.row_sets import RowSet, row_sets
from orchestration.warehouse import chain_hash_as_of, open_warehouse
from reporting.publication import NoPublication, open_marts

if TYPE_CHECKING:
    from ingestion.store import EventStore
    from orchestration.dbt_run import Progress


class UnknownFreeze(Exception):
    """No freeze of that name was ever recorded."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was frozen: `key` of the sentence, and what it is about."""

    key: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Proof:
    """What was compared. `changed` are rules and code that are no longer those of the freeze."""

    freeze_id: str
    differences: list[Difference] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    tables: int = 0
    rows: int = 0

    @property
    def ok(self) -> bool:
        """Whether every row set is what was frozen."""
        return not self.differences


def verify_freeze(place: Workplace, freeze_id: str, progress: Progress | None = None) -> Proof:
    """Compare a freeze with its record, its kept publication and a rebuild from the store.

    The rebuild happens in a folder of its own that is removed afterwards; the home is not written.
    Raises UnknownFreeze.
    """
    store = open_store(place.home)
    said = freeze_records(store).get(freeze_id)
    if said is None:
        raise UnknownFreeze(freeze_id)
    text = read_manifest_text(place.home, freeze_id, said["manifest_sha256"])
    file = f"freezes/{freeze_id}.json"
    if text is None:
        return Proof(freeze_id, [Difference("manifest_gone", file)])
    found: list[Difference] = []
    if text_hash(text) != said["manifest_sha256"]:
        found.append(Difference("manifest_changed", file))
    try:
        manifest = Manifest.from_json(text)
    except (ValueError, TypeError, KeyError) as error:
        return Proof(freeze_id, [Difference("manifest_unreadable", file, str(error))])
    frozen = {name: RowSet(one["rows"], one["sha256"]) for name, one in manifest.tables.items()}
    found += _kept(place.home.freeze(freeze_id), manifest, frozen)
    found += _rebuilt(place, store, said, manifest, frozen, progress)
    changed = manifest.versions.changed(versions(place.settings))
    rows = sum(one.rows for one in frozen.values())
    return Proof(freeze_id, found, changed, len(frozen), rows)


def _kept(home: Home, manifest: Manifest, frozen: Mapping[str, RowSet]) -> Iterator[Difference]:
    path = home.published / Path(manifest.publication["file"]).name
    name = str(path.relative_to(home.root.parent.parent))
    if not path.is_file():
        yield Difference("kept_gone", name)
        return
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() == manifest.publication["sha256"]:
            return
    yield Difference("kept_changed", name)
    try:
        with open_marts(path) as connection:
            yield from compare(frozen, row_sets(connection), "kept_table")
    except (NoPublication, duckdb.Error) as error:
        yield Difference("kept_unreadable", name, str(error))


def _rebuilt(
    place: Workplace,
    store: EventStore,
    said: Mapping[str, Any],
    manifest: Manifest,
    frozen: Mapping[str, RowSet],
    progress: Progress | None,
) -> Iterator[Difference]:
    as_of = datetime.fromisoformat(said["as_of"])
    with tempfile.TemporaryDirectory(prefix="kl226-verify-") as folder:
        home = Home(Path(folder))
        if manifest.is_sample:
            home.mark_as_sample()
        try:
            built = build(
                home,
                place.settings,
                store,
                as_of=as_of,
                fingerprint=fingerprint(place.settings),
                with_tests=False,
                progress=progress,
            )
            broken = [node for node in built.nodes if node.status != "success"]
            for node in broken:
                yield Difference("rebuild_failed", node.name, node.message)
            if built.status == "failed" and not broken:
                yield Difference("rebuild_failed", "dbt", built.error)
            if broken or built.status == "failed":
                return
            with open_warehouse(home.warehouse, place.settings, home.temporary) as connection:
                chain = chain_hash_as_of(connection, as_of)
                again = row_sets(connection)
        except duckdb.Error as error:
            yield Difference("rebuild_failed", "DuckDB", str(error))
            return
    if chain != said["chain_hash"]:
        yield Difference("chain_differs", chain[:12], str(said["chain_hash"])[:12])
    yield from compare(frozen, again, "table")


def compare(
    frozen: Mapping[str, RowSet], found: Mapping[str, RowSet], kind: str
) -> Iterator[Difference]:
    """Table by table; `kind` is the first word of the sentences' keys."""
    for name in sorted({*frozen, *found}):
        before, after = frozen.get(name), found.get(name)
        if after is None:
            yield Difference(f"{kind}_gone", name)
        elif before is None:
            yield Difference(f"{kind}_new", name)
        elif before != after:
            yield Difference(f"{kind}_differs", name, f"{before.rows} → {after.rows}")
