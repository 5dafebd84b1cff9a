"""Two builds of one scratch store, kept aside as publications, and their comparison.

Belongs here: what tests of revisions share. Does not belong here: any expectation about a result.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import Any

import duckdb

from orchestration.revisions import Build, write_comparison
from reporting.publication import Pointer
from schemas.registry import STREAMS
from tests.warehouse_fixture import Warehouse

MODELS = ("build", "--select", "resource_type:seed resource_type:model")
Event = dict[str, Any]


def built(warehouse: Warehouse, as_of: datetime, name: str, meaning: str = "same") -> Build:
    """A build of the warehouse's store as known at a moment, kept aside as a publication."""
    warehouse.set_as_of(as_of)
    warehouse.dbt(*MODELS, "--full-refresh")
    return kept(warehouse, as_of, name, meaning)


def kept(warehouse: Warehouse, as_of: datetime, name: str, meaning: str) -> Build:
    path = warehouse.folder / f"{name}.duckdb"
    with warehouse.connect() as connection:
        # dbt keeps the file open in this process, and what it wrote may still lie in the log.
        connection.execute("force checkpoint")
    shutil.copy(warehouse.path, path)
    pointer = Pointer(name, path.name, as_of.isoformat(), as_of.date().isoformat(), "chain", 1,
                      meaning, True, as_of.isoformat(), "", 0)  # fmt: skip
    return Build(pointer, path)


def compared(warehouse: Warehouse, before: Build, after: Build) -> duckdb.DuckDBPyConnection:
    """The comparison of two builds, open for reading; the later file holds the whole store."""
    target = warehouse.folder / f"{before.pointer.run_id}-{after.pointer.run_id}.duckdb"
    target.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as connection:
        connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
        connection.execute(f"attach '{after.path}' as whole (read_only)")
        connection.execute("create schema store")
        for stream in STREAMS:
            source = f"whole.store.{stream}_events"
            connection.execute(f"create table store.{stream}_events as select * from {source}")
        connection.execute("detach whole")
        write_comparison(connection, before, after, target)
    return duckdb.connect(str(target), read_only=True)


def fill(warehouse: Warehouse, events: list[tuple[str, Event]]) -> None:
    """Put events, the record of each batch and one quarantined row of it into an empty store."""
    warehouse.clear()
    for stream in STREAMS:
        warehouse.insert(f"{stream}_events", [e for name, e in events if name == stream])
    batches = {event["source_file"]: event for _, event in events}
    counts = ('"received": "2", "accepted": "1", "duplicate": "0", "quarantined": "1", '
              '"withdrawn": "0", "events_written": "1"')  # fmt: skip
    details = f'{{"stream": "meeting", "layout": "any", {counts}}}'
    for name, last in batches.items():
        common = {"batch_id": name, "recorded_at": last["recorded_at"], "agency_code": "SNV",
                  "source_file": name, "source_row": 1}  # fmt: skip
        warehouse.insert("ingest_events", [common | {
            "event_type": "file_ingested", "position": last["position"], "details": details}])  # fmt: skip
        warehouse.insert("quarantine_rows", [common | {
            "stream": "meeting", "problem_code": "bad_date"}])  # fmt: skip
