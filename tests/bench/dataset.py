"""Made-up dossier events: a store that already holds many, an export to ingest, a day more.

Belongs here: writing them, once, under `build/bench`. Does not belong here: measuring. Runs as a
process of its own (`python -m tests.bench.dataset …`), so that its memory is not counted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

import duckdb
import polars as pl

from ingestion.batch import Counts, Source
from ingestion.identify import identify
from ingestion.quarantine import QUARANTINE_SCHEMA
from ingestion.store import EventStore
from schemas.registry import STREAMS, store_schema
from tests.bench.sql import AGENCIES, HERE, NOW, connect, filled

EVENTS_PER_8 = 30
"""Eight dossiers have four events each, but the eighth lacks its last two."""
CHUNK = 1_000_000
WAS_OPEN = "cast(right(entity_id, 9) as integer) % 8 = 0"


def dossiers_of(events: int) -> int:
    """How many dossiers, a multiple of eight, have about so many events."""
    return events // EVENTS_PER_8 * 8


def history(folder: Path, events: int) -> Path:
    """A store of about `events` events below `folder`, made unless it is there."""
    root = folder / f"history-{events}-{_version()}"
    if not (root / "complete").exists():
        shutil.rmtree(root, ignore_errors=True)
        last = dossiers_of(events)
        step = dossiers_of(CHUNK)
        for first in range(0, last, step):
            append(root / "store", first, min(first + step, last))
        (root / "complete").touch()
    return root / "store"


def append(root: Path, first: int, last: int, *, steps: tuple[int, int] = (0, 3)) -> int:
    """Commit the events of some dossiers straight to a store; returns how many.

    `steps` other than all of them means the last ones of dossiers that were open.
    """
    stream = STREAMS["dossier"]
    store = EventStore(root, memory_limit="3GB")
    with connect(None, root.parent / "tmp") as connection:
        _make(connection, first, last, steps)
        if steps[0]:
            connection.execute(f"delete from status_events where not {WAS_OPEN}")
        frame = connection.execute("from status_events").pl()
    moments = [name for name, dtype in frame.schema.items() if dtype.is_temporal()]
    frame = frame.with_columns(pl.col(moments).dt.replace_time_zone("UTC"))
    frame = frame.with_row_index("source_row", offset=2)
    columns = stream.candidate_schema()
    absent = [pl.lit(None).alias(name) for name in columns if name not in frame.columns]
    frame = frame.with_columns(absent)
    frame = frame.select(pl.col(name).cast(dtype) for name, dtype in columns.items())
    name = f"made-{first}-{last}-{steps[0]}"
    key = hashlib.sha256(name.encode()).hexdigest()
    source = Source(key[:32], "dossier", "portal_status_export", "portal_status_export", name, key)
    named = identify(
        frame,
        stream,
        kind="events",
        source_system=source.source_system,
        batch_id=source.batch_id,
        connection=store.connection,
    ).drop("source_event_id")
    nothing = pl.DataFrame(schema=QUARANTINE_SCHEMA)
    store.commit(source, Counts(received=len(named), accepted=len(named)), named, nothing, now=NOW)
    return len(named)


def export(folder: Path, rows: int, history_events: int) -> Path:
    """A CSV of about `rows` rows: a fifth goes on with open dossiers, the rest are new ones."""
    path = folder / f"bench_{rows}_after_{history_events}_{_version()}.csv"
    if path.exists():
        return path
    known = dossiers_of(history_events)
    going_on = min(known, rows // 10 * 8)
    fresh = dossiers_of(rows * 99 // 100 - going_on // 4)
    partial = path.with_suffix(".part")
    with connect(None, folder / "tmp") as connection:
        _make(connection, 0, rows // 200 // 4 * 2, (0, 1))
        connection.execute("create temp table known_events as from status_events")
        _make(connection, 0, going_on, (2, 3))
        connection.execute(f"create temp table more as from status_events where {WAS_OPEN}")
        _make(connection, known, known + fresh, (0, 3))
        connection.execute("insert into status_events from more")
        connection.execute(filled("export", file=partial))
    partial.rename(path)
    return path


def extend(root: Path, history_events: int, events: int) -> int:
    """Add a day to a store: half goes on with open dossiers, half begins new ones."""
    known = dossiers_of(history_events)
    added = append(root, 0, events // 4 * 8, steps=(2, 3))
    return added + append(root, known, known + dossiers_of(events // 2))


def clone(store: Path, target: Path) -> Path:
    """The same store elsewhere by hard links: its files are never changed in place."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(
        store, target, copy_function=os.link, ignore=shutil.ignore_patterns(".lease", ".scratch")
    )
    return target


def _make(
    connection: duckdb.DuckDBPyConnection, first: int, last: int, steps: tuple[int, int]
) -> None:
    said = filled(
        "events",
        agencies=AGENCIES,
        first=first,
        last=last,
        first_step=steps[0],
        last_step=steps[1],
        finished="true" if steps[0] else "false",
    )
    connection.execute(said)


def _version() -> str:
    """Changes with anything that changes the events or the format of the store."""
    parts = [(HERE / f"{name}.sql").read_text("utf-8") for name in ("events", "export")]
    parts += [str(store_schema()), AGENCIES.read_text("utf-8"), Path(__file__).read_text("utf-8")]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:8]


if __name__ == "__main__":
    what, place, *words = sys.argv[1:]
    if what == "clone":
        made: Path | int = clone(Path(place), Path(words[0]))
    else:
        make = {"history": history, "export": export, "extend": extend}[what]
        made = make(Path(place), *map(int, words))  # type: ignore[operator]
    print(f'"{made}"')
