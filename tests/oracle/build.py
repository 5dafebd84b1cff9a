"""Many histories in one scratch warehouse, built by dbt as of several moments.

Belongs here: writing seeds and events, running dbt, reading what it says. Does not belong here: what
it should say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from schemas.envelope import ENVELOPE
from schemas.registry import STREAMS
from tests.oracle.book import Book, Row, Unit
from tests.oracle.fold import Event
from tests.oracle.histories import STREAMS as STREAM_NAMES
from tests.oracle.histories import History, arranged
from tests.oracle.scorecard import Figure, Key, nameless, others
from tests.warehouse_fixture import Warehouse

LONG_AGO = date(1900, 1, 1)
SCORECARD = """
with bases as (
    pivot (from marts.kpi_baselines select kpi_code, agency_id, period_code, basis, baseline_value)
    on basis in ('like_for_like', 'raw', 'no_successor', 'silent') using sum(baseline_value)
),
rows as (
    select s.kpi_code, a.agency_code, a.valid_from, a.is_province, s.period_code,
        coalesce(s.numerator, 0) as numerator, coalesce(s.denominator, 0) as denominator,
        s.kpi_value, s.status, coalesce(b.like_for_like, 0) as like_for_like,
        coalesce(b.raw, 0) as raw, coalesce(b.no_successor, 0) as no_successor,
        coalesce(b.silent, 0) as silent,
        not a.is_province and s.kpi_value is null and coalesce(s.numerator, 0) = 0
        and coalesce(s.denominator, 0) = 0 and coalesce(b.like_for_like, 0) = 0
        and coalesce(b.raw, 0) = 0 and coalesce(b.no_successor, 0) = 0
        and coalesce(b.silent, 0) = 0 as is_empty
    from marts.kpi_scorecard as s
    inner join marts.dim_agencies as a on a.agency_id = s.agency_id
    left join bases as b
        on b.kpi_code = s.kpi_code and b.agency_id = s.agency_id and b.period_code = s.period_code
)
"""


def applicability(book: Book) -> list[Row]:
    """Each KPI asked of the generated units of its stream."""
    return [
        {"kpi_code": kpi["kpi_code"], "agency_type": f"oracle_{stream}",
         "valid_from": LONG_AGO, "valid_to": None, "legal_ref": "oracle"}
        for kpi in book.tables["kpis"]
        for stream in STREAM_NAMES
        if kpi["stream"] in (stream, "intake")
    ]  # fmt: skip


def book_for(histories: Iterable[History]) -> Book:
    """The seeds of the product and the units of the histories."""
    book = Book()
    book.add("kpi_applicability", applicability(book))
    for history in histories:
        book.add("agencies", history.units.agencies)
        book.add("agency_succession", history.units.succession)
    book.index()
    return book


def ingested(event: Event) -> Row:
    """The store's own event about a file, with its counts as the store writes them."""
    counts = {"received": event["received"], "quarantined": event["quarantined"]}
    row = {name: event.get(name) for name in ENVELOPE}
    return row | {"batch_id": event["entity_id"], "details": json.dumps(counts)}


class Stage:
    """One scratch warehouse, filled once per set of histories."""

    def __init__(self, folder: Path) -> None:
        self.warehouse = Warehouse(folder)
        self.warehouse.dbt("seed")
        with self.warehouse.connect() as connection:
            connection.execute("create schema original")
            for table in ("agencies", "agency_succession", "kpi_applicability"):
                connection.execute(f"create table original.{table} as select * from ref.{table}")

    def fill(self, histories: list[History]) -> list[Event]:
        """Put other histories in the place of those that were there; gives their events."""
        events = arranged(histories)
        # As the store does: an event that it already has is not written again.
        written = list({e["event_id"]: e for e in reversed(events)}.values())
        added: dict[str, list[Row]] = {
            "agencies": [row for h in histories for row in h.units.agencies],
            "agency_succession": [row for h in histories for row in h.units.succession],
            "kpi_applicability": applicability(Book()),
        }
        self.warehouse.clear()
        with self.warehouse.connect() as connection:
            for table, rows in added.items():
                connection.execute(f"delete from ref.{table}")
                connection.execute(f"insert into ref.{table} select * from original.{table}")
                if rows:
                    frame = pl.DataFrame(rows, infer_schema_length=None)
                    self._append(connection, f"ref.{table}", frame)
            for name, stream in STREAMS.items():
                schema = {**ENVELOPE, **stream.attributes}
                mine = [{c: e.get(c) for c in schema} for e in written if e["stream"] == name]
                frame = pl.DataFrame(mine, schema=schema)
                self._append(connection, f"store.{name}_events", frame)
            frame = pl.DataFrame(
                [ingested(e) for e in written if e["stream"] == "ingest"],
                schema={**ENVELOPE, "details": pl.String()},
            )
            self._append(connection, "store.ingest_events", frame)
        return events

    @staticmethod
    def _append(connection: Any, table: str, frame: pl.DataFrame) -> None:
        connection.register("rows_to_add", frame.to_arrow())
        connection.execute(f"insert into {table} by name select * from rows_to_add")
        connection.unregister("rows_to_add")

    def build(self, as_of: datetime, *, full: bool) -> None:
        """Run every model as of a moment; incrementally on what was there unless `full`."""
        self.warehouse.set_as_of(as_of)
        self.warehouse.dbt("run", *(["--full-refresh"] if full else []))

    def scorecard(self, book: Book) -> dict[Key, Figure]:
        """What the built scorecard says, in the words of the oracle."""
        units = {(u.code, u.since): u for group in book.units.values() for u in group}
        rows: dict[Key, Figure] = {}
        for kpi, code, since, province, period, *said in self.warehouse.query(
            SCORECARD + "select * exclude is_empty from rows where not is_empty"
        ):
            unit: Unit | None = None if province else units[code, since]
            rows[Key(kpi, unit, period)] = Figure(*said)
        for kpi, period, status, count in self.warehouse.query(
            SCORECARD + "select kpi_code, period_code, status, count(*) from rows "
            "where is_empty group by all"
        ):
            rows[Key(kpi, others(status), period)] = nameless(status, count)
        return rows
