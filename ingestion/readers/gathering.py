"""Rows of text gathered one by one into a frame, in little room.

Belongs here: holding the cells of a streamed file. Does not belong here: any format.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ingestion.readers.encoding import REPLACEMENT
from ingestion.readers.result import SOURCE_ROW, text_frame

_BLOCK = 10_000
"""Rows held as Python texts, which take five times the room of those in a frame."""


class Gatherer:
    """Cells of `names` row by row; `present` are the names that some row had."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.present: set[str] = set()
        self.height = 0
        self._names = names
        self._blocks: list[pl.DataFrame] = []
        self._clear()

    def add(self, row: int, cells: Mapping[str, str]) -> None:
        """Add a row by its number in the file; a name without a cell is null."""
        for name, column in self._columns.items():
            column.append(cells.get(name))
        self._rows.append(row)
        self.present.update(cells)
        self.height += 1
        if len(self._rows) == _BLOCK:
            self._close_block()

    def frame(self) -> pl.DataFrame:
        """All rows, in the order in which they came."""
        self._close_block()
        return pl.concat(self._blocks, rechunk=False).select(*self._names, SOURCE_ROW)

    def _close_block(self) -> None:
        self._blocks.append(text_frame(self._columns, self._rows))
        self._clear()

    def _clear(self) -> None:
        self._columns: dict[str, list[str | None]] = {name: [] for name in self._names}
        self._rows: list[int] = []


def is_sound(text: str) -> bool:
    """False for text that has lost something on its way here."""
    return text.isascii() or REPLACEMENT not in text
