"""Somebody who can write everything: changes a store's files and its Delta log to match."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from ingestion.store import EventStore
from schemas.problems import Problem
from tests.candidates import NOON, commit, meetings, stored

Change = Callable[[pl.DataFrame], pl.DataFrame]
ROWS = 6
"""Events of each of the three files of `made`."""


def made(root: Path) -> EventStore:
    """A store of three files, events in two months each, two of them with quarantined rows."""
    store = EventStore(root)
    for number, name in enumerate("abc", 1):
        rows = [
            {
                "entity_id": f"SNV:{name}{row}",
                "source_sheet": "Tháng 5" if row < 3 else None,
                "mode": "online" if row % 2 else None,
                "starts_at": NOON + timedelta(days=31 * (row > 3), minutes=row),
                "required_units": ["STP", "03646"] if row == 1 else None,
                "sessions": [{"start": NOON, "end": None}] if row == 2 else None,
            }
            for row in range(ROWS)
        ]
        problems = [
            Problem("bad_date", f"{name}.csv", row=90 + row, column="Ngày", value="31/02/2026")
            for row in range(number if number > 1 else 0)
        ]
        commit(store, name, meetings(*rows), problems=problems, now=NOON + timedelta(hours=number))
    return store


def rewrite(store: EventStore, change: Change, where: Callable[[Path], bool]) -> int:
    """Change the rows of the files that `where` accepts, and the log's sizes; returns how many."""
    done = 0
    for table in ("events", "quarantine"):
        for path in sorted((store.root / table).rglob("*.parquet")):
            if "_delta_log" in path.parts or not where(path.relative_to(store.root)):
                continue
            before = pl.read_parquet(path, hive_partitioning=False)
            after = change(before)
            if not after.equals(before, null_equal=True):
                after.write_parquet(path)
                said = {"size": path.stat().st_size}
                edit_log(
                    store, table, lambda add, p=path, s=said, n=after.height: _told(add, p, s, n)
                )
                done += 1
    return done


def _told(add: dict[str, Any], path: Path, said: dict[str, int], rows: int) -> None:
    if add["path"].endswith(path.name):
        bounds = json.loads(add["stats"])
        for which in ("minValues", "maxValues"):  # no bounds at all hide nothing
            bounds[which] = {k: v for k, v in bounds[which].items() if k == "position"}
        add.update(said | {"stats": json.dumps(bounds | {"numRecords": rows})})


def edit_log(store: EventStore, table: str, edit: Callable[[dict[str, Any]], None]) -> None:
    """Edit every `add` of a Delta log in place."""
    for path in sorted((store.root / table / "_delta_log").glob("*.json")):
        actions = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for action in actions:
            if "add" in action:
                edit(action["add"])
        path.write_text("\n".join(json.dumps(action) for action in actions), encoding="utf-8")
        os.utime(path)


def in_stream(stream: str) -> Callable[[Path], bool]:
    """Files of events of a stream."""
    return lambda path: f"stream={stream}" in path.parts


def in_quarantine(path: Path) -> bool:
    """Files of quarantined rows."""
    return path.parts[0] == "quarantine"


def setting(event_id: str, /, **values: Any) -> Change:
    """A change of some columns of one event."""
    return lambda frame: frame.with_columns(
        pl.when(pl.col("event_id") == event_id)
        .then(pl.lit(value, dtype=frame.schema[name]))
        .otherwise(pl.col(name))
        .alias(name)
        for name, value in values.items()
    )


def event(store: EventStore, file: str, row: int) -> dict[str, Any]:
    """One event of a file of `made`, by its place from 0."""
    return stored(store).filter(source_file=f"{file}.csv").row(row, named=True)
