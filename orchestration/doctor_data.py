"""The doctor's look at data: store, warehouse, publication.

Belongs here: reading them without changing anything. Does not belong here: machine and folders
(`doctor.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from ingestion.clock import local_date
from orchestration.doctor import Finding
from orchestration.fingerprint import fingerprint
from orchestration.home import Home
from orchestration.rules import rule
from orchestration.settings import Settings
from orchestration.warehouse import last_build, open_warehouse
from reporting.coverage import coverage
from reporting.entities import FACTS
from reporting.publication import NoPublication, open_marts, open_published, read_pointer
from reporting.quarantine import open_senders, superseded_rows
from reporting.scorecard import current_period
from schemas.signoff import SIGNOFF_STREAM


def store(home: Home) -> Iterator[Finding]:
    """Whether the store can be read, its chain holds, and no quarantined row lost its batch."""
    from ingestion.batch import CHAIN_START, INGEST_STREAM, chain_hash
    from orchestration.pipeline import open_store

    events = open_store(home)
    head = events.head()
    if head.commit_seq == 0:
        yield Finding("store", "warning", "doctor_store_empty", {})
        return
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select details from {_scan(events.files(INGEST_STREAM))} order by position"
        ).fetchall()
        orphans = _orphans(connection, events.quarantine_files(), events.files(INGEST_STREAM))
    before, broken = CHAIN_START, 0
    for (text,) in rows:
        said = json.loads(text)
        whole = said["previous_chain_hash"] == before and chain_hash(said) == said["chain_hash"]
        broken = broken or (0 if whole else int(said["commit_seq"]))
        before = said["chain_hash"]
    if broken or before != head.chain_hash or len(rows) != head.commit_seq:
        at = broken or head.commit_seq
        yield Finding("store", "error", "doctor_chain_broken", {"commit": at})
    else:
        yield Finding(
            "store",
            "ok",
            "doctor_store_ok",
            {"batches": len(rows), "version": head.version, "chain": before[:12]},
        )
    if orphans:
        yield Finding("store", "warning", "doctor_orphans", {"count": orphans})


def warehouse(home: Home, settings: Settings) -> Iterator[Finding]:
    """Whether the last build ran to its end and meant what the project means now."""
    if not home.warehouse.exists():
        yield Finding("warehouse", "warning", "doctor_warehouse_missing", {})
        return
    with open_warehouse(home.warehouse, settings, home.temporary, read_only=True) as connection:
        done = last_build(connection)
    if done is None:
        yield Finding("warehouse", "warning", "doctor_warehouse_broken", {})
    elif done.fingerprint != fingerprint(settings):
        yield Finding("warehouse", "warning", "doctor_warehouse_old", {"run": done.run_id})
    else:
        yield Finding("warehouse", "ok", "doctor_warehouse_ok", {"run": done.run_id})


def publication(home: Home, now: datetime) -> Iterator[Finding]:
    """Whether the pointer leads to a whole, readable and fresh publication."""
    from ingestion.internal import commits_since
    from orchestration.pipeline import open_store

    try:
        pointer = read_pointer(home.root)
    except NoPublication as error:
        yield Finding("publication", "warning", "doctor_publication_none", {"error": error})
        return
    path = home.published / pointer.file
    if not path.is_file():
        yield Finding("publication", "error", "doctor_publication_gone", {"file": path})
        return
    if _sha256(path) != pointer.sha256:
        yield Finding("publication", "error", "doctor_publication_changed", {"file": path})
        return
    wrong = _wrong_counts(path, pointer.row_counts)
    if wrong:
        yield Finding("publication", "error", "doctor_publication_counts", {"tables": wrong})
        return
    yield Finding(
        "publication",
        "ok",
        "doctor_publication_ok",
        {"run": pointer.run_id, "tables": len(pointer.row_counts)},
    )
    days = (now - datetime.fromisoformat(pointer.as_of)).days
    since = commits_since(open_store(home), pointer.chain_hash)
    if set(since) - {SIGNOFF_STREAM}:
        yield Finding("publication", "warning", "doctor_publication_behind", {})
    elif days > rule("publication_max_age_days", local_date(now)):
        yield Finding("publication", "warning", "doctor_publication_stale", {"days": days})
    elif since:
        yield Finding("publication", "note", "doctor_publication_signoff", {"count": len(since)})


def quarantine(home: Home, settings: Settings) -> Iterator[Finding]:
    """Whether rows wait for a mended file; of what cannot be read `publication` has spoken."""
    try:
        with open_published(home.root) as published:
            if published.pointer.fingerprint != fingerprint(settings):
                return
            senders, superseded = open_senders(published), superseded_rows(published)
    except NoPublication:
        return
    if senders:
        listed = ", ".join(f"{agency} {count}" for agency, count in senders.items())
        values = {"count": sum(senders.values()), "senders": listed}
        yield Finding("quarantine", "warning", "doctor_quarantine_open", values)
    if superseded:
        values = {"count": superseded}
        yield Finding("quarantine", "note", "doctor_quarantine_superseded", values)
    elif not senders:
        yield Finding("quarantine", "ok", "doctor_quarantine_none", {})


def silent_units(home: Home, settings: Settings) -> Iterator[Finding]:
    """Which units have sent nothing of a stream in the current year, stream by stream.

    A stream of which nobody sent is left out: a province need not have every source.
    """
    try:
        with open_published(home.root) as published:
            if published.pointer.fingerprint != fingerprint(settings):
                return
            period = current_period(published)
            found = coverage(published, period, FACTS)
    except NoPublication:
        return
    for one in found:
        if one.delivered and one.missing:
            yield Finding("senders", "note", "doctor_silent_units", {"coverage": one, "in": period})


def _orphans(
    connection: duckdb.DuckDBPyConnection, quarantine: list[str], logged: list[str]
) -> int:
    if not quarantine:
        return 0
    row = connection.execute(
        f"select count(*) from {_scan(quarantine)} as quarantined where not exists ("
        f"select 1 from {_scan(logged)} as batches where batches.batch_id = quarantined.batch_id)"
    ).fetchone()
    return int(row[0]) if row else 0


def _wrong_counts(path: Path, expected: dict[str, int]) -> str:
    wrong = []
    with open_marts(path) as connection:
        for name, count in expected.items():
            schema, table = name.split(".", 1)
            row = connection.execute(f'select count(*) from "{schema}"."{table}"').fetchone()
            if row is None or row[0] != count:
                wrong.append(name)
    return ", ".join(wrong)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _scan(files: list[str]) -> str:
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
