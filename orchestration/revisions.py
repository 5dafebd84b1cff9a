"""Compare two publications: which figures moved, by how much and why.

Belongs here: opening both beside the store and running `revisions.sql` into a file of its own. Does
not belong here: building a publication (`pipeline.py`), showing a comparison (`reporting`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from orchestration.home import Home
from orchestration.rules import rule
from orchestration.settings import Settings
from orchestration.warehouse import open_warehouse, prepare_store_views
from reporting.publication import NoPublication, Pointer, open_marts, read_pointer

if TYPE_CHECKING:
    from ingestion.store import EventStore

TABLES = Path(__file__).with_name("revisions_tables.sql")
COMPARISON = Path(__file__).with_name("revisions.sql")


class WrongOrder(Exception):
    """The earlier publication knows as much as, or more than, the later one."""


@dataclass(frozen=True)
class Build:
    """A published build: its pointer and its file."""

    pointer: Pointer
    path: Path

    @classmethod
    def of(cls, home: Home) -> Build:
        """The publication in force in a home. Raises NoPublication."""
        pointer = read_pointer(home.root)
        path = home.published / pointer.file
        if not path.is_file():
            raise NoPublication("publication_gone", file=path)
        return cls(pointer, path)

    @property
    def as_of(self) -> datetime:
        """The moment it knows (aware)."""
        return datetime.fromisoformat(self.pointer.as_of)


def compare(home: Home, settings: Settings, before: Build, after: Build, store: EventStore) -> Path:
    """Write `published/revisions-<before>-<after>.duckdb` and return it.

    Both builds must come of `store`, `before` as of the earlier moment. A comparison of these very
    builds, made by the same SQL, is taken as it lies there; any other is replaced. Raises
    WrongOrder, duckdb.Error when a build is of another shape.
    """
    if before.as_of >= after.as_of:
        raise WrongOrder(f"{before.pointer.as_of} >= {after.pointer.as_of}")
    name = f"revisions-{before.pointer.run_id}-{after.pointer.run_id}.duckdb"
    final, partial = home.published / name, home.published / f".{name}.part"
    if _holds(final, before, after):
        final.touch()
        return final
    home.published.mkdir(parents=True, exist_ok=True)
    partial.unlink(missing_ok=True)
    with open_warehouse(Path(":memory:"), settings, home.temporary) as connection:
        prepare_store_views(connection, store)
        write_comparison(connection, before, after, partial)
    partial.replace(final)
    _prune(home, keep=int(rule("revisions_kept", after.as_of.date())), newest=final)
    return final


def write_comparison(
    connection: duckdb.DuckDBPyConnection, before: Build, after: Build, target: Path
) -> None:
    """Compare two builds into a new file, on a connection whose schema `store` shows the events."""
    for name, path, how in (
        ("before", before.path, " (read_only)"),
        ("after", after.path, " (read_only)"),
        ("result", target, ""),
    ):
        quoted = str(path).replace("'", "''")
        connection.execute(f"attach '{quoted}' as {name}{how}")
    connection.execute(TABLES.read_text("utf-8"))
    for side, build in (("before", before), ("after", after)):
        _say_build(connection, side, build.pointer)
    connection.execute(COMPARISON.read_text("utf-8"))
    for name in ("result", "after", "before"):
        connection.execute(f"detach {name}")


def _say_build(connection: duckdb.DuckDBPyConnection, side: str, pointer: Pointer) -> None:
    connection.execute(
        "insert into result.marts.revision_builds values (?, ?, ?, ?, ?, ?, ?)",
        [side, pointer.as_of, *_identity(pointer)],
    )


def _identity(pointer: Pointer) -> tuple[str | bool, ...]:
    """What a comparison was made of and how, as `revision_builds` keeps it of one side."""
    made_by = hashlib.sha256(TABLES.read_bytes() + COMPARISON.read_bytes()).hexdigest()[:32]
    return (pointer.run_id, pointer.chain_hash, pointer.fingerprint, pointer.is_sample, made_by)


def _holds(path: Path, before: Build, after: Build) -> bool:
    """Whether a file is the whole comparison of these builds by this very SQL."""
    if not path.is_file():
        return False
    try:
        with open_marts(path) as connection:
            found = connection.execute(
                "select run_id, chain_hash, fingerprint, is_sample, made_by "
                "from marts.revision_builds order by side = 'after'"
            ).fetchall()
    except (NoPublication, duckdb.Error):
        # Unreadable, or of an older shape: it is made again.
        return False
    return found == [_identity(before.pointer), _identity(after.pointer)]


def _prune(home: Home, *, keep: int, newest: Path) -> None:
    """Any comparison can be made again: keep the newest few."""
    files = sorted(home.published.glob("revisions-*.duckdb"), key=lambda one: one.stat().st_mtime)
    for file in files[: max(len(files) - keep, 0)]:
        if file != newest:
            file.unlink(missing_ok=True)
