"""What reading a file gives, and the one exception for a file that cannot be read at all.

Belongs here: the shapes every reader returns. Does not belong here: reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from ingestion.normalise.text import fold
from schemas.problems import Problem

SOURCE_ROW = "source_row"
REASON_COLUMN = "Lý do trả lại"
"""Column that is added when a file goes back to its sender; it may stay when the file returns."""


class FileProblem(Exception):
    """The whole file is refused; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text("vi"))
        self.problem = problem


@dataclass(frozen=True)
class RawTable:
    """One table of a file.

    `frame` has every source column of the layout as text (null where the file lacks it) and
    `source_row`, 1-based as the sender sees it. `present` names the columns the file really has;
    `headers` are all column names of the file in its own spelling, those not read included.
    """

    sheet: str | None
    frame: pl.DataFrame
    present: frozenset[str]
    headers: tuple[str, ...] = ()


@dataclass
class ReadResult:
    """Tables of a file and the rows that could not be read; no row is in both."""

    tables: list[RawTable]
    problems: list[Problem] = field(default_factory=list)
    unread_sheets: list[str] = field(default_factory=list)
    """Sheets that hold no table of this layout."""

    @property
    def received(self) -> int:
        """Rows the file holds: those read and those refused."""
        refused = {(p.sheet, p.row) for p in self.problems if p.row is not None}
        return sum(table.frame.height for table in self.tables) + len(refused)


def was_returned(headers: Iterable[str]) -> bool:
    """True when a file with these columns once went back to its sender."""
    key = fold(REASON_COLUMN)
    return any(fold(name) == key for name in headers)


def text_frame(columns: dict[str, list[str | None]], rows: list[int]) -> pl.DataFrame:
    """Columns of text beside the row numbers they stand on."""
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
    return frame.with_columns(pl.Series(SOURCE_ROW, rows, dtype=pl.Int64))


def complete_frame(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """`frame` with a null column for every name it lacks, in the order of `names`."""
    missing = [pl.lit(None, dtype=pl.String).alias(n) for n in names if n not in frame.columns]
    return frame.with_columns(missing).select(*names, SOURCE_ROW)
