"""The doctor's look at what senders sent: files refused for good, columns that nobody fills in.

Belongs here: reading the store's log and events, changing nothing. Does not belong here: what waits
in the landing folder (`doctor_landing.py`), rows in quarantine (`doctor_data.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from ingestion import engine
from ingestion.clock import local_date
from orchestration.doctor import Finding
from orchestration.home import Home
from orchestration.rules import rule
from orchestration.settings import READY_LAYOUTS
from schemas.batch_expectations import DECISIVE, FIRST_EVENTS
from schemas.problems import Problem
from schemas.registry import STREAMS

if TYPE_CHECKING:
    from ingestion.layout.model import Layout
    from ingestion.store import EventStore

Row = dict[str, Any]
SELDOM_SAID = ("json", "jsonl")
"""Formats whose records leave out what they have no value for: absence says nothing there."""
SHOWN = 5


def refused_files(home: Home) -> Iterator[Finding]:
    """Files that were refused and in whose place nothing was taken in since.

    The place of a refused file is taken by one of the same sender with its layout or its name.
    """
    waiting: list[Row] = []
    for said in _log(home):
        if said["event_type"] == "file_refused":
            waiting = [one for one in waiting if not _replaces(said, one, by_layout=False)]
            waiting.append(said)
        else:
            waiting = [one for one in waiting if not _replaces(said, one)]
    for said in waiting:
        values = {
            "agency": said["agency_code"] or "—",
            "day": local_date(said["recorded_at"]),
            # What the reader found besides is not in the log; `kl226 check` tells it.
            "problem": Problem(said["code"], said["source_file"], detail="…"),
        }
        yield Finding("files", "warning", "doctor_file_refused", values)
    if not waiting:
        yield Finding("files", "ok", "doctor_files_ok", {})


def empty_columns(home: Home, day: date) -> Iterator[Finding]:
    """Columns a layout reads that say nothing since the newest larger file of a source.

    Of a list only what is new or changed is in the store, so the newest file with enough new rows
    is judged, together with all that came after it: a mended file fills the column in.
    """
    from ingestion.layout.load import LayoutError, load_layouts

    try:
        layouts = load_layouts([READY_LAYOUTS, home.layouts])
    except LayoutError:  # `doctor.layouts` has told it
        return
    least = int(rule("min_rows_for_empty_column", day))
    found: dict[tuple[str, str], list[str]] = {}
    for stream in STREAMS:
        for said in _said_of_attributes(home, stream, least):
            layout = layouts.get(said["layout"])
            for column in _empty(layout, said, DECISIVE[stream]) if layout else []:
                sender = f"{said['agency_code'] or '—'} ({said['source_file']})"
                found.setdefault((said["layout"], column), []).append(sender)
    for (name, column), senders in found.items():
        more = f" +{len(senders) - SHOWN}" if len(senders) > SHOWN else ""
        listed = ", ".join(sorted(senders)[:SHOWN]) + more
        values: dict[str, object] = {"senders": listed, "column": column, "layout": name}
        yield Finding("columns", "warning", "doctor_column_empty", values)
    if not found:
        yield Finding("columns", "ok", "doctor_columns_ok", {})


def _replaces(later: Row, refused: Row, *, by_layout: bool = True) -> bool:
    same_name = later["source_file"] == refused["source_file"]
    same_layout = by_layout and later["layout"] == refused["layout"]
    return later["agency_code"] == refused["agency_code"] and (same_name or same_layout)


def _empty(layout: Layout, said: Row, attributes: Sequence[str]) -> list[str]:
    """Columns of the layout that give none of their attribute; templates are left out."""
    if layout.format in SELDOM_SAID:
        return []
    empty = (layout.source_of(name) for name in attributes if said[name] == 0)
    return list(dict.fromkeys(column for column in empty if column))


def _log(home: Home) -> list[Row]:
    """Files in the order they came: sender, layout, name, when, and the problem, if refused."""
    from orchestration.pipeline import open_store

    return _rows(
        open_store(home),
        "ingest",
        "select event_type, agency_code, source_file, recorded_at, "
        "json_extract_string(details, '$.layout') as layout, "
        "json_keys(details, '$.problems')[1] as code from events order by position",
    )


def _said_of_attributes(home: Home, stream: str, least: int) -> list[Row]:
    """How many values each attribute has, by source, from the newest file with `least` new rows."""
    from orchestration.pipeline import open_store

    store = open_store(home)
    first = ", ".join(f"'{event}'" for event in FIRST_EVENTS[stream])
    counts = ", ".join(f"count(said.{name}) as {name}" for name in STREAMS[stream].attributes)
    logged = {row["batch_id"]: row for row in _rows(store, "ingest", _BATCHES)}
    if not logged:
        return []
    listed = ", ".join(
        f"({', '.join(map(engine.text, (batch, row['agency_code'] or '', row['layout'])))})"
        for batch, row in logged.items()
        if row["stream"] == stream
    )
    if not listed:
        return []
    found = _rows(
        store,
        stream,
        f"""
        with batches (batch_id, sender, layout) as (values {listed}),
        said as (
            select events.*, batches.sender, batches.layout
            from events inner join batches on events.batch_id = batches.batch_id
        ),
        sizes as (
            select batch_id, sender, layout, min(position) as since
            from said where event_type in ({first})
            group by all having count(*) >= {least}
        ),
        newest as (
            select sender, layout, max(since) as since,
                max_by(batch_id, since) as batch_id
            from sizes group by all
        )
        select newest.batch_id, newest.layout, {counts}
        from said inner join newest
            on said.sender = newest.sender and said.layout = newest.layout
            and said.position >= newest.since
        group by newest.batch_id, newest.layout
        """,
    )
    return [{**logged[row["batch_id"]], **row} for row in found]


_BATCHES = (
    "select batch_id, agency_code, source_file, "
    "json_extract_string(details, '$.layout') as layout, "
    "json_extract_string(details, '$.stream') as stream "
    "from events where event_type = 'file_ingested'"
)


def _rows(store: EventStore, stream: str, sql: str) -> list[Row]:
    """Rows of a query over `events`, the events of one stream; none where there are none."""
    from orchestration.batch_checks import scan

    files = store.files(stream)
    if not files:
        return []
    with duckdb.connect() as connection:
        connection.execute(f"create view events as select * from {scan(files)}")
        found = connection.execute(sql)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
