"""Finding the header among the first rows of a table.

Belongs here: matching a layout's column names with those of a file. Does not belong here: how rows
are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.layout.model import Layout
from ingestion.layout.nearest import nearest, with_nearest
from ingestion.normalise.text import fold

HEADER_ROWS = 30
"""A header lower than this is not looked for; official forms carry at most a dozen title rows."""
Row = Sequence[str | None]


class HeaderFault(Exception):
    """No usable header; `code` and `detail` as in the catalogue of problems."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Header:
    """`index` of the header among the rows given, and where each source column stands in it."""

    index: int
    positions: dict[str, int]
    names: tuple[str, ...]

    @property
    def width(self) -> int:
        """Number of cells a row should have."""
        return len(self.names)


def find_header(rows: Sequence[Row], layout: Layout) -> Header:
    """The header of `layout` among `rows`. Raises HeaderFault when there is none."""
    folded = [[fold(cell or "") for cell in row] for row in rows[:HEADER_ROWS]]
    wanted = {fold(name): name for name in layout.source_columns}
    required = {fold(name) for name in layout.required_columns}
    if layout.header_row is not None:
        index = layout.header_row - 1
        if index >= len(folded):
            raise HeaderFault("header_not_found", _names(required or set(wanted), wanted))
        return _header(index, rows[index], folded[index], wanted, required)
    index = _first_match(rows, folded, wanted, required)
    return _header(index, rows[index], folded[index], wanted, required)


def lacking(names: Sequence[str], wanted: Sequence[str], row: Row) -> str:
    """The names a header lacks, each with the header's own name that it may be meant by.

    What is one of the `wanted` names already is no misspelling of another.
    """
    known = {fold(name) for name in wanted}
    spare = [cell for cell in row if cell and fold(cell) not in known]
    return ", ".join(with_nearest(name, spare) for name in names)


def _first_match(
    rows: Sequence[Row], folded: list[list[str]], wanted: dict[str, str], required: set[str]
) -> int:
    for index, row in enumerate(folded):
        if required <= set(row) if required else set(wanted) & set(row):
            return index
    found = [_found(required, row) for row in folded]
    best = max(range(len(folded)), key=lambda i: found[i], default=None)
    if best is not None and 2 * found[best] >= len(required) > 0:
        raise HeaderFault("column_missing", _lacking(rows[best], folded[best], wanted, required))
    raise HeaderFault("header_not_found", _names(required or set(wanted), wanted))


def _header(
    index: int, row: Row, folded: list[str], wanted: dict[str, str], required: set[str]
) -> Header:
    if required - set(folded):
        raise HeaderFault("column_missing", _lacking(row, folded, wanted, required))
    repeated = {key for key in wanted if folded.count(key) > 1}
    if repeated:
        raise HeaderFault("column_repeated", _names(repeated, wanted))
    positions = {name: folded.index(key) for key, name in wanted.items() if key in folded}
    return Header(index, positions, tuple(cell or "" for cell in row))


def _found(required: set[str], folded: list[str]) -> int:
    """How many of the required columns a row has, misspelled ones included."""
    spare = [cell for cell in folded if cell not in required]
    return sum(key in folded or bool(nearest(key, spare)) for key in required)


def _lacking(row: Row, folded: list[str], wanted: dict[str, str], required: set[str]) -> str:
    names = [name for key, name in wanted.items() if key in required and key not in folded]
    return lacking(names, list(wanted), row)


def _names(keys: set[str], wanted: dict[str, str]) -> str:
    return ", ".join(f"“{name}”" for key, name in wanted.items() if key in keys)
