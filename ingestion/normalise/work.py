"""The state of one file between raw tables and candidates.

Belongs here: the bench on which the steps of normalisation lay their results. Does not belong
here: the steps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from ingestion.layout.model import Layout
from ingestion.normalise.notes import Notes
from ingestion.normalise.text import clean_series
from ingestion.normalise.values import Setting
from schemas.registry import Stream


@dataclass
class Work:
    """Raw columns of all tables, the values made so far, and the problems found."""

    layout: Layout
    stream: Stream
    raw: pl.DataFrame
    notes: Notes
    setting: Setting
    file_groups: dict[str, str]
    observed_at: datetime
    values: dict[str, pl.Series] = field(default_factory=dict)
    _clean: dict[str, pl.Series] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.raw.height

    def text(self, column: str) -> pl.Series:
        """Clean text of a source column, cleaned once."""
        if column not in self._clean:
            self._clean[column] = clean_series(self.raw[column])
        return self._clean[column]

    def same(self, value: object, dtype: pl.DataType) -> pl.Series:
        """One value in every row."""
        if value is None:
            return pl.repeat(None, self.height, dtype=dtype, eager=True)
        one = pl.Series([value], dtype=dtype)
        return one.new_from_index(0, self.height)

    def get(self, name: str, dtype: pl.DataType) -> pl.Series:
        """Values of `name`, all null when nothing gives it."""
        found = self.values.get(name)
        return self.same(None, dtype) if found is None else found
