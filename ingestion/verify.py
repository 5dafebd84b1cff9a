"""Whether the store is still what was once written.

Belongs here: the order of the checks and their sum. Does not belong here: the checks
(`verification`), sentences and options (`orchestration`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb

from ingestion.batch import CHAIN_START
from ingestion.store import COMMIT_KEY, EventStore
from ingestion.verification.chain import Chain, check_chain
from ingestion.verification.events import check_events
from ingestion.verification.files import Files, check_files, drop_unreadable
from ingestion.verification.finding import Finding
from ingestion.verification.freezes import check_freezes
from ingestion.verification.quarantine import check_quarantine

T = TypeVar("T")
SHORTEST_HEAD = 12
"""Hex digits of a head that must be given: as many as are printed on a report."""


@dataclass(frozen=True)
class Verification:
    """What was looked at and what was found; nothing found means nothing was changed."""

    findings: list[Finding]
    head: str
    commits: int
    events: int
    quarantined: int
    known_until: int | None = None
    """Commit whose hash is the head that was expected."""


def verify_store(
    store: EventStore, *, expected_head: str | None = None, freezes: Path | None = None
) -> Verification:
    """Compare everything in the store with the chain of its commits.

    `expected_head` is a head kept elsewhere (a signed report), at least its first 12 hex digits:
    everything up to that commit is then proved to be what it was. `freezes` is the folder of
    manifests. Changes nothing. Raises ValueError for a head that is too short.
    """
    if expected_head is not None and len(expected_head) < SHORTEST_HEAD:
        raise ValueError(expected_head)
    events, quarantine = store.tables
    connection = store.connection
    files, broken = (check_files(table, connection) for table in (events, quarantine))
    counted = events.key_version(COMMIT_KEY)

    def chained() -> Chain:
        chain = check_chain(files.paths, connection, commits=counted)
        chain.findings += check_events(files.paths, chain.lines, chain.removed, connection)
        if freezes is not None:
            chain.findings += check_freezes(freezes, files.paths, connection)
        return chain

    chain = _reading(chained, files, lambda: drop_unreadable(files, events, connection))
    found = _reading(
        lambda: list(check_quarantine(broken.paths, chain.lines, connection)),
        broken,
        lambda: drop_unreadable(broken, quarantine, connection),
    )
    findings = [*files.findings, *broken.findings, *chain.findings, *found]
    findings += [
        Finding("key_missing", sequence, file=line.get("source_file"))
        for sequence, line in chain.lines.items()
        if not events.key_version(str(line.get("batch_id")))
    ]
    known = None if expected_head is None else _commit_of(expected_head, chain)
    if expected_head is not None and known is None:
        findings.append(Finding("head_unknown", detail=expected_head))
    return Verification(
        findings,
        chain.head,
        len(chain.lines),
        sum(int(line.get("content_rows") or 0) for line in chain.lines.values()),
        sum(int(line.get("quarantine_rows") or 0) for line in chain.lines.values()),
        known,
    )


def _reading(check: Callable[[], T], files: Files, look: Callable[[], None]) -> T:
    """Check; if a file cannot be read, find out which, and check what is left."""
    try:
        return check()
    except duckdb.Error:
        before = len(files.paths)
        look()
        if len(files.paths) == before:
            raise
    return check()


def _commit_of(head: str, chain: Chain) -> int | None:
    if CHAIN_START.startswith(head):
        return 0
    for sequence, line in chain.lines.items():
        if str(line.get("chain_hash", "")).startswith(head):
            return sequence
    return None
