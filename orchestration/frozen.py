"""Freezes as the store records them, and the one to be shown, once it is the one that was signed.

Belongs here: reading the records, checking a kept publication before anybody sees it. Does not
belong here: making a freeze (`freeze.py`), proving one by a rebuild (`verify_freeze.py`), words.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.freeze_manifest import Manifest, manifest_file, read_manifest_text, text_hash
from orchestration.home import Home
from orchestration.pipeline import open_store
from reporting.publication import Freeze, NoPublication

if TYPE_CHECKING:
    from ingestion.store import EventStore


def freeze_records(store: EventStore) -> dict[str, dict[str, Any]]:
    """What the store says of each freeze, by its id, in order; `unfrozen_at`: undone since."""
    from ingestion.signoff import recorded

    found: dict[str, dict[str, Any]] = {}
    for act, said in recorded(store):
        if act.action == "freeze":
            found[act.freeze_id] = {**said, "frozen_at": act.at, "unfrozen_at": None}
        elif act.action == "unfreeze":
            found[act.freeze_id]["unfrozen_at"] = act.at
    return found


def signed_freeze(home: Home, freeze_id: str) -> Freeze:
    """The freeze of that id, its kept files compared with the manifest and that with the store.

    Raises NoPublication when there is none, or a file of it is gone or was changed.
    """
    from ingestion.verification.freezes import kept_changes

    said = freeze_records(open_store(home)).get(freeze_id)
    if said is None:
        raise NoPublication("no_freeze", freeze=shlex.quote(freeze_id))
    text = read_manifest_text(home, freeze_id, said["manifest_sha256"])
    path = manifest_file(home, freeze_id)
    if text is None:
        raise _refused("freeze_missing", freeze_id, path)
    if text_hash(text) != said["manifest_sha256"]:
        raise _refused("freeze_changed", freeze_id, path)
    for key, kept in kept_changes(path):
        raise _refused(key, freeze_id, kept)
    manifest = Manifest.from_json(text)
    return Freeze(
        freeze_id,
        manifest.period_code,
        said["frozen_at"],
        said["unfrozen_at"],
        manifest.is_provisional,
        manifest.missing,
    )


def _refused(key: str, freeze_id: str, path: Path) -> NoPublication:
    return NoPublication(key, freeze=freeze_id, file=path)
