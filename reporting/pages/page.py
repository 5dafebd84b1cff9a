"""What a page is before it is written: tables of cells, sentences, and where links lead.

Belongs here: the shapes that every page module fills in and that HTML, CSV and XLSX are made from.
Does not belong here: any query, any HTML.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from reporting.publication import Publication

Value = str | int | float | bool | date | datetime | None


def path_of(*parts: object) -> str:
    """The path of a page, without its edition: `chi-so/meeting_online_share/2026/`."""
    return "".join(f"{quote(str(part), safe='')}/" for part in parts)


@dataclass(frozen=True)
class Cell:
    """One cell: what a person reads, and what a file holds of it (`values`, unrounded)."""

    text: str
    values: tuple[Value, ...] = ()
    kind: str = ""
    path: str | None = None
    note: str = ""
    points: tuple[float | None, ...] = ()
    """Figures of a small line, oldest first."""
    aim: float | None = None
    """The target drawn beside the line."""


@dataclass(frozen=True)
class Column:
    """One column. `key` is its class in HTML; `files` its titles in a file, none to leave it out.

    `form` is `percent`, `number` or empty for text and dates.
    """

    key: str
    title: str
    files: tuple[str, ...]
    form: str = ""


@dataclass(frozen=True)
class Table:
    """A table and its name in file names. `total` is how many rows there are, shown or not."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    total: int | None = None
    kind: str = ""

    @property
    def hidden(self) -> int:
        """Rows that are only in the file."""
        return max((self.total or 0) - len(self.rows), 0)


@dataclass(frozen=True)
class Ask:
    """One request: an open publication, the parts of the path, the query, and whether a file
    is wanted (then every row is)."""

    publication: Publication
    said: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    is_file: bool = False
    is_static: bool = False


@dataclass(frozen=True)
class Page:
    """A page ready to be written.

    `path` is its own path without the edition, `each_period` the same with `{}` for the period.
    """

    template: str
    title: str
    path: str
    lead: str = ""
    crumbs: Sequence[tuple[str, str]] = ()
    period: str | None = None
    each_period: str = ""
    tables: Sequence[Table] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    pictures: Mapping[str, Any] = field(default_factory=dict)
    """What charts are drawn from, by file name."""

    def table(self, name: str) -> Table | None:
        """A table by its name."""
        return next((one for one in self.tables if one.name == name), None)


class Moved(Exception):
    """The page has another address: `path`, without the edition."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NotThere(Exception):
    """There is no such page; `text` says why and what to do."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
