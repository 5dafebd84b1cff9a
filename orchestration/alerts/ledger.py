"""The memory of alerts: one SQLite file, every change in one durable transaction.

Belongs here: reading and writing alerts and silences, and the transaction all tables share. Does
not belong here: letters (`outbox.py`), what a state means (`evaluate.py`).

SQLite and not the event store: what was said to whom is no fact about an agency, and a letter must
be marked before and after a network call, row by row, which Delta commits are too heavy for.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from orchestration.alerts.model import Alert, Silence

FILE = "alerts.sqlite"
SCHEMA = Path(__file__).with_name("ledger.sql")
WAIT_SECONDS = 30.0
_TIMES = {"opened_at", "last_seen_at", "acknowledged_at", "resolved_at", "until", "created_at"}
_ALERT = [column.name for column in fields(Alert)]
_SILENCE = [column.name for column in fields(Silence)]


class Ledger:
    """The open ledger. `change()` is the only way to write."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One transaction that has the file to itself from its first read on."""
        self.connection.execute("begin immediate")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def alerts(self) -> dict[str, Alert]:
        """Every alert ever opened, by key."""
        rows = self.connection.execute(f"select {', '.join(_ALERT)} from alerts")
        return {row["key"]: Alert(**_read(row)) for row in rows}

    def save(self, alerts: Iterable[Alert]) -> None:
        """Insert or replace the state of these alerts; inside `change()`."""
        update = ", ".join(f"{name} = excluded.{name}" for name in _ALERT[1:])
        self.connection.executemany(
            f"insert into alerts ({', '.join(_ALERT)}) values ({_marks(_ALERT)}) "
            f"on conflict (key) do update set {update}",
            ([write(getattr(alert, name)) for name in _ALERT] for alert in alerts),
        )

    def silences(self) -> list[Silence]:
        """Every silence, the newest last; an expired one too."""
        rows = self.connection.execute(
            f"select {', '.join(_SILENCE)} from silences order by created_at, silence_id"
        )
        return [Silence(**_read(row)) for row in rows]

    def silence(
        self, check_code: str, agency_code: str, until: datetime, reason: str, now: datetime
    ) -> Silence:
        """Begin a silence; an empty field matches everything."""
        made = Silence(secrets.token_hex(4), check_code, agency_code, until, reason, now)
        with self.change() as connection:
            connection.execute(
                f"insert into silences ({', '.join(_SILENCE)}) values ({_marks(_SILENCE)})",
                [write(getattr(made, name)) for name in _SILENCE],
            )
        return made

    def unsilence(self, silence_id: str) -> bool:
        """End a silence; False when there is none of that id."""
        with self.change() as connection:
            gone = connection.execute("delete from silences where silence_id = ?", [silence_id])
        return gone.rowcount > 0

    def acknowledge(self, keys: Iterable[str], by: str, now: datetime) -> int:
        """Note that an office has taken these alerts on; returns how many were open."""
        with self.change() as connection:
            done = connection.executemany(
                "update alerts set acknowledged_at = ?, acknowledged_by = ?, status = case status "
                "when 'open' then 'acknowledged' else status end "
                "where key = ? and status != 'resolved'",
                [(write(now), by, key) for key in keys],
            )
        return done.rowcount


@contextmanager
def open_ledger(home: Path) -> Iterator[Ledger]:
    """Open (and on first use make) the ledger of a home, durable against a crash at any moment."""
    home.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(home / FILE, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        with Ledger(connection).change():
            for statement in SCHEMA.read_text(encoding="utf-8").split(";\n"):
                connection.execute(statement)
        yield Ledger(connection)
    finally:
        connection.close()


def write(value: Any) -> Any:
    """A value as SQLite keeps it."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def moment(text: str | None) -> datetime | None:
    """A time of the ledger."""
    return datetime.fromisoformat(text) if text else None


def _read(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: moment(row[name]) if name in _TIMES else row[name]
        for name in row.keys()  # noqa: SIM118  # a sqlite3.Row iterates over its values
    }


def _marks(columns: list[str]) -> str:
    return ", ".join("?" * len(columns))
