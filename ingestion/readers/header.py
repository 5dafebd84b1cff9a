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
from ingestion.readers.header_rows import Row, is_numbering, keys_of, paths_of

HEADER_ROWS = 30
"""A header lower than this is not looked for; official forms carry at most a dozen title rows."""
Block = tuple[int, int]
"""Rows from the first up to, not including, the second."""


class HeaderFault(Exception):
    """No usable header; `code` and `detail` as in the catalogue of problems.

    `is_other` is true when no row has any column of the layout: the table is of something else.
    """

    def __init__(self, code: str, detail: str, *, is_other: bool = False) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.is_other = is_other


@dataclass(frozen=True)
class Header:
    """`first` and last (`index`) header row among the rows given, and where each column stands.

    `names` are the columns of the file, those of several rows joined; `start` is the first row of
    data, below a row that only numbers the columns where there is one.
    """

    first: int
    index: int
    positions: dict[str, int]
    names: tuple[str, ...]
    start: int

    @property
    def width(self) -> int:
        """Number of cells a row should have."""
        return len(self.names)


def find_header(rows: Sequence[Row], layout: Layout, deepest: int = 1) -> Header:
    """The header of `layout` among `rows`. Raises HeaderFault when there is none.

    `deepest` is how many rows it may be spread over: a name stands in one of them, or under the
    name of its group (`Thời gian` above `Bắt đầu` is found by either, or by both together).
    """
    head = rows[:HEADER_ROWS]
    wanted = {fold(name): name for name in layout.source_columns}
    required = {fold(name) for name in layout.required_columns}
    if layout.header_row is not None:
        first = layout.header_row - 1
        if first >= len(head):
            raise HeaderFault("header_not_found", _names(required or set(wanted), wanted))
        block = (first, first + 1)
    else:
        found = _first_match(head, wanted, required, deepest)
        block = found or _refuse(head, wanted, required)
    block = _grown(head, block, wanted, deepest)
    return _header(head, block, wanted, required, numbered=deepest > 1)


def lacking(names: Sequence[str], wanted: Sequence[str], row: Row) -> str:
    """The names a header lacks, each with the header's own name that it may be meant by.

    What is one of the `wanted` names already is no misspelling of another.
    """
    known = {fold(name) for name in wanted}
    spare = [cell for cell in row if cell and fold(cell) not in known]
    return ", ".join(with_nearest(name, spare) for name in names)


def _first_match(
    rows: Sequence[Row], wanted: dict[str, str], required: set[str], deepest: int
) -> Block | None:
    """The first rows, as few as will do, that have the required columns."""
    for size in range(1, deepest + 1):
        for first in range(len(rows) - size + 1):
            keys = keys_of(rows[first : first + size])
            here = set().union(*keys)
            if required <= here if required else set(wanted) & here:
                return first, first + size
    return None


def _grown(rows: Sequence[Row], block: Block, wanted: dict[str, str], deepest: int) -> Block:
    """The block with rows above and below it that name further columns of the layout."""

    def known(of: Block) -> int:
        return len(set(wanted) & set().union(*keys_of(rows[of[0] : of[1]])))

    best = block
    for above in range(deepest):
        for below in range(deepest):
            grown = (block[0] - above, block[1] + below)
            fits = grown[0] >= 0 and grown[1] <= len(rows) and grown[1] - grown[0] <= deepest
            if fits and known(grown) > known(best):
                best = grown
    return best


def _refuse(rows: Sequence[Row], wanted: dict[str, str], required: set[str]) -> Block:
    folded = [[fold(cell or "") for cell in row] for row in rows]
    found = [_found(required, row) for row in folded]
    best = max(range(len(folded)), key=lambda i: found[i], default=None)
    if best is not None and 2 * found[best] >= len(required) > 0:
        raise HeaderFault("column_missing", _lacking(rows[best], folded[best], wanted, required))
    is_other = not any(set(wanted) & set(row) for row in folded)
    names = _names(required or set(wanted), wanted)
    raise HeaderFault("header_not_found", names, is_other=is_other)


def _header(
    rows: Sequence[Row], block: Block, wanted: dict[str, str], required: set[str], *, numbered: bool
) -> Header:
    head = rows[block[0] : block[1]]
    keys = keys_of(head)
    last = head[-1]
    missing = required - set().union(*keys)
    if missing:
        folded = [fold(cell or "") for cell in last]
        raise HeaderFault("column_missing", _lacking(last, folded, wanted, required))
    places = {key: _places(key, keys) for key in wanted}
    repeated = {key for key, found in places.items() if len(found) > 1}
    if repeated:
        raise HeaderFault("column_repeated", _names(repeated, wanted))
    positions = {name: places[key][0] for key, name in wanted.items() if places[key]}
    names = tuple(" ".join(path) for path in paths_of(head))
    end = block[1]
    skips = numbered and end < len(rows) and is_numbering(rows[end])
    return Header(block[0], end - 1, positions, names, end + skips)


def _places(key: str, keys: Sequence[Sequence[str]]) -> list[int]:
    """Columns of a name: those whose whole name it is, else those of which it is a part."""
    whole = [at for at, names in enumerate(keys) if names and names[0] == key]
    return whole or [at for at, names in enumerate(keys) if key in names]


def _found(required: set[str], folded: list[str]) -> int:
    """How many of the required columns a row has, misspelled ones included."""
    spare = [cell for cell in folded if cell not in required]
    return sum(key in folded or bool(nearest(key, spare)) for key in required)


def _lacking(row: Row, folded: list[str], wanted: dict[str, str], required: set[str]) -> str:
    names = [name for key, name in wanted.items() if key in required and key not in folded]
    return lacking(names, list(wanted), row)


def _names(keys: set[str], wanted: dict[str, str]) -> str:
    return ", ".join(f"“{name}”" for key, name in wanted.items() if key in keys)
