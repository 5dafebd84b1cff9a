"""The problems of rows, gathered column by column.

Belongs here: turning a mask of bad rows into problems with their place. Does not belong here:
deciding what is bad.
"""

from __future__ import annotations

import polars as pl

from schemas.problems import Problem


class Notes:
    """Problems of one file's rows; `bad` is true where a row has at least one."""

    def __init__(self, file: str, sheets: pl.Series, rows: pl.Series) -> None:
        self.file = file
        self.sheets = sheets
        self.rows = rows
        self.bad = pl.repeat(False, rows.len(), eager=True)
        self.problems: list[Problem] = []

    def add(
        self, code: str, mask: pl.Series, column: str | None, values: pl.Series | None = None,
        detail: str = "",
    ) -> None:  # fmt: skip
        """One problem for each row where `mask` is true; `values` is what those rows said."""
        if not mask.any():
            return
        said = values.filter(mask) if values is not None else [None] * int(mask.sum())
        places = zip(self.sheets.filter(mask), self.rows.filter(mask), said, strict=True)
        self.problems += [
            Problem(code, self.file, sheet, row, column, value, detail)
            for sheet, row, value in places
        ]
        self.bad = self.bad | mask

    def add_if_clean(
        self, code: str, mask: pl.Series, column: str | None, values: pl.Series | None = None,
        detail: str = "",
    ) -> None:  # fmt: skip
        """`add`, but not for rows that have a problem already, which may be its very cause."""
        self.add(code, mask & ~self.bad, column, values, detail)
