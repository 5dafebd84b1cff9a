"""What is said of one row of a sender's file.

Belongs here: the mark and its place, cheap to import (files are marked in the reading process).
Does not belong here: which rows get one (`marks`), the form of any file.
"""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[str | None, int]
"""Sheet (None in a text file) and row, as the sender counts them."""


class NotMarked(Exception):
    """A row to be marked is not where it was read."""


@dataclass(frozen=True)
class Mark:
    """One thing wrong with a row: the layout's names of its columns, and what to say of it."""

    columns: tuple[str, ...]
    reason: str

    @property
    def line(self) -> str:
        """The reason with its columns, for a cell that stands apart from them."""
        where = ", ".join(f"“{column}”" for column in self.columns)
        return f"Cột {where}: {self.reason}" if where else f"Cả dòng: {self.reason}"
