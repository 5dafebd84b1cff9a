"""Open the published marts: the one way to a number.

Belongs here: the pointer `published/current.json` and the hardened read-only connection every
reader goes through. Does not belong here: writing a publication (`orchestration/publish.py`), any
formula, any text for people except why nothing can be opened.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from reporting.messages import say
from schemas.problems import Language

POINTER = "current.json"
TIMEZONE = "Asia/Ho_Chi_Minh"
QUERY_SECONDS = 60.0
_HARDENING = threading.Lock()
_HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "threads": "2",
    "memory_limit": "1GB",
}


class NoPublication(Exception):
    """There is nothing to read. `text` says why and what to do."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(say(key, "en", more="", **values))
        self.key = key
        self.values = values

    def text(self, language: Language, more: str = "") -> str:
        """The sentence for the user; `more` are options that the command in it needs."""
        return say(self.key, language, more=more, **self.values)


@dataclass(frozen=True)
class Pointer:
    """What `current.json` says about the publication in force. Times are ISO 8601 with offset."""

    run_id: str
    file: str
    as_of: str
    as_of_date: str
    chain_hash: str
    store_version: int
    fingerprint: str
    is_sample: bool
    published_at: str
    sha256: str
    tests_passed: int
    row_counts: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """Text of the pointer file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


@dataclass(frozen=True)
class Freeze:
    """What makes a publication a frozen one. Times are aware; `unfrozen_at`: undone since.

    `missing` are the units whose last submission was not approved when it was frozen.
    """

    freeze_id: str
    period_code: str
    frozen_at: datetime
    unfrozen_at: datetime | None
    is_provisional: bool
    missing: list[str]


@dataclass(frozen=True)
class Publication:
    """An open publication: its pointer and a connection that can only read it."""

    pointer: Pointer
    path: Path
    connection: duckdb.DuckDBPyConnection
    freeze: Freeze | None = None

    def rows(self, sql: str, *, seconds: float = QUERY_SECONDS) -> list[dict[str, Any]]:
        """Rows of one query as dictionaries; interrupted after `seconds`.

        Values of users must have been matched against a dimension before they enter `sql`
        (`literal` quotes them). Raises duckdb.InterruptException when the time is over.
        """
        timer = threading.Timer(seconds, self.connection.interrupt)
        timer.start()
        try:
            found = self.connection.execute(sql)
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        finally:
            timer.cancel()


def literal(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def read_pointer(home: Path) -> Pointer:
    """The pointer of a home. Raises NoPublication when there is none or it cannot be read."""
    path = home / "published" / POINTER
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Pointer(**said)
    except FileNotFoundError:
        raise NoPublication("no_publication", home=home) from None
    except (ValueError, TypeError) as error:
        raise NoPublication("pointer_broken", file=path, why=error) from error


@contextmanager
def open_published(home: Path, freeze: Freeze | None = None) -> Iterator[Publication]:
    """Open the current publication of `home`, read-only and hardened; `freeze`: which one it is.

    The connection cannot write, reach files or the network, load extensions or change its own
    settings. Raises NoPublication when there is nothing to open.
    """
    pointer = read_pointer(home)
    path = home / "published" / pointer.file
    if not path.is_file():
        raise NoPublication("publication_gone", file=path)
    with open_marts(path) as connection:
        yield Publication(pointer, path, connection, freeze)


@contextmanager
def open_marts(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A hardened read-only connection to one marts file. Raises NoPublication if unreadable."""
    try:
        connection = duckdb.connect(str(path), read_only=True, config=_HARDENED)
    except duckdb.Error as error:
        raise NoPublication("publication_unreadable", file=path, why=error) from error
    try:
        _harden(connection)
        yield connection
    finally:
        connection.close()


def _harden(connection: duckdb.DuckDBPyConnection) -> None:
    """Set the time zone of every connection to this file and lock the settings.

    A process holds one instance per file, so that a second reader finds it locked already.
    """
    with _HARDENING:
        locked = connection.execute("select current_setting('lock_configuration')").fetchone()
        if locked != (True,):
            connection.execute(f"set global TimeZone = '{TIMEZONE}'")
            connection.execute("set lock_configuration = true")
