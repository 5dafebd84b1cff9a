"""Dagster's own log stays bounded: old runs, their events, checks, output and ticks are removed.

Belongs here: removing what is older than the dated limits, through the instance's API where it has
one, and giving the room back. Does not belong here: when (`dagster_watch.py`), any data of ours.
Dagster 1.13 purges only ticks by itself; of a deleted run it leaves the SQLite file of its events,
its tags, its asset checks and its captured output behind.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.clock import local_date
from orchestration.rules import rule

if TYPE_CHECKING:
    from dagster import DagsterInstance

RUNS_AT_ONCE = 500
VACUUM_WHEN_FREE_SHARE = 0.25
"""Free pages are used again; a file is rewritten only when so much of it is free."""
BUSY_SECONDS = 10.0


@dataclass
class Pruned:
    """What was removed. `busy` names the databases that could not be made smaller this time."""

    runs: int = 0
    lost_files: int = 0
    bytes_before: int = 0
    bytes_after: int = 0
    busy: list[str] = field(default_factory=list)


def prune(instance: DagsterInstance, now: datetime, *, current_run: str | None = None) -> Pruned:
    """Remove what the dated limits in force at `now` (aware) no longer keep.

    Runs are removed whatever their state: one that old and not finished died with its machine.
    """
    home, day = Path(instance.root_directory), local_date(now)
    cutoff = now - timedelta(days=rule("dagster_runs_kept_days", day))
    done = Pruned(bytes_before=size_of(home))
    done.runs = _prune_runs(instance, cutoff, current_run)
    done.lost_files = _prune_lost_shards(instance, cutoff)
    _prune_ticks(instance, now)
    for path in (home / "history/runs/index.db", home / "history/runs.db",
                 home / "schedules/schedules.db"):  # fmt: skip
        if path.is_file() and not shrink(path):
            done.busy.append(path.name)
    done.bytes_after = size_of(home)
    return done


def size_of(folder: Path) -> int:
    """Bytes of every file below a folder; one that vanishes meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def shrink(path: Path) -> bool:
    """Give free pages of a SQLite file back to the disk; False when somebody holds it."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        [[free]] = connection.execute("pragma freelist_count").fetchall()
        [[pages]] = connection.execute("pragma page_count").fetchall()
        if pages and free / pages > VACUUM_WHEN_FREE_SHARE:
            connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True


def _prune_runs(instance: DagsterInstance, cutoff: datetime, current_run: str | None) -> int:
    from dagster import RunsFilter

    removed = 0
    while True:
        records = instance.get_run_records(
            RunsFilter(created_before=cutoff), limit=RUNS_AT_ONCE, ascending=True
        )
        ids = [one.dagster_run.run_id for one in records]
        ids = [one for one in ids if one != current_run]
        for run_id in ids:
            instance.delete_run(run_id)
            instance.compute_log_manager.delete_logs(prefix=[run_id])
            _unlink_shard(instance, run_id)
        _delete_rows(instance, ids)
        removed += len(ids)
        if len(records) < RUNS_AT_ONCE:
            return removed


def _delete_rows(instance: DagsterInstance, run_ids: list[str]) -> None:
    """Rows that `delete_run` leaves: tags (SQLite does not cascade) and results of checks."""
    from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable
    from dagster._core.storage.event_log.sql_event_log import SqlEventLogStorage
    from dagster._core.storage.runs.schema import RunTagsTable
    from dagster._core.storage.runs.sql_run_storage import SqlRunStorage

    events, runs = instance.event_log_storage, instance.run_storage
    if not run_ids:
        return
    if isinstance(events, SqlEventLogStorage):
        with events.index_connection() as connection:
            checks = AssetCheckExecutionsTable
            connection.execute(checks.delete().where(checks.c.run_id.in_(run_ids)))
    if isinstance(runs, SqlRunStorage):
        with runs.connect() as connection:
            connection.execute(RunTagsTable.delete().where(RunTagsTable.c.run_id.in_(run_ids)))


def _prune_lost_shards(instance: DagsterInstance, cutoff: datetime) -> int:
    """Event files of runs that nobody knows any more, as an interrupted removal leaves them."""
    from dagster._core.storage.event_log import SqliteEventLogStorage

    events = instance.event_log_storage
    if not isinstance(events, SqliteEventLogStorage):
        return 0
    lost = 0
    for run_id in events.get_all_run_ids():
        path = Path(events.path_for_shard(run_id))
        old = path.stat().st_mtime < cutoff.timestamp()
        if old and not instance.has_run(run_id):
            _unlink_shard(instance, run_id)
            lost += 1
    return lost


def _unlink_shard(instance: DagsterInstance, run_id: str) -> None:
    from dagster._core.storage.event_log import SqliteEventLogStorage

    events = instance.event_log_storage
    if isinstance(events, SqliteEventLogStorage):
        for tail in ("", "-wal", "-shm", "-journal"):
            Path(events.path_for_shard(run_id) + tail).unlink(missing_ok=True)


def _prune_ticks(instance: DagsterInstance, now: datetime) -> None:
    """Ticks of every schedule and sensor, also of those that no longer exist."""
    from dagster._core.scheduler.instigation import TickStatus

    day = local_date(now)
    skipped = now - timedelta(days=rule("dagster_skipped_ticks_kept_days", day))
    others = now - timedelta(days=rule("dagster_ticks_kept_days", day))
    for state in instance.all_instigator_state():
        names = (state.instigator_origin_id, state.selector_id)
        instance.purge_ticks(*names, skipped.timestamp(), [TickStatus.SKIPPED])
        instance.purge_ticks(*names, others.timestamp(), None)
