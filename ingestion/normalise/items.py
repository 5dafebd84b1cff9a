"""Cells that hold a list, of which a layout wants one value (`list: any`).

Belongs here: taking lists apart and putting what became of their items together. Does not belong
here: what becomes of an item (`values`), cells that stay lists (`lists`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ingestion.normalise.lists import parse_array
from ingestion.normalise.text import clean_text


@dataclass(frozen=True)
class Items:
    """Items of many cells, one under the other; `owner` is the cell each comes from.

    `given` is true for cells that say something, were it an empty list.
    """

    owner: pl.Series
    texts: pl.Series
    given: pl.Series

    def counts(self) -> pl.Series:
        """Items with a text in each cell; null for a cell that says nothing."""
        filled = self.texts.is_not_null().cast(pl.Int64)
        return self._back(filled, pl.col("value").sum(), empty=0)

    def one(self, *, first: bool) -> pl.Series:
        """The first or the last item with a text."""
        said = pl.col("value").drop_nulls()
        return self._back(self.texts, said.first() if first else said.last(), empty=None)

    def any_of(self, mask: pl.Series) -> pl.Series:
        """True for the cells of which some item is in `mask`."""
        return self._back(mask, pl.col("value").any(), empty=False).fill_null(False)

    def together(self, values: pl.Series, how: str) -> pl.Series:
        """Values of the items as one value each: `any`, `all` or `sum`.

        What is unknown stays unknown where it matters: one true makes `any` true, one false makes
        `all` false, and a sum needs every item. Of an empty list, `any` is false; the others are
        unknown, since there is nothing that would be all or have a sum.
        """
        value = pl.col("value")
        if how == "any":
            return self._back(values, value.any(ignore_nulls=False), empty=False)
        if how == "all":
            return self._back(values, value.all(ignore_nulls=False), empty=None)
        whole = pl.when(value.null_count() == 0).then(value.sum())
        return self._back(values, whole, empty=None)

    def _back(self, values: pl.Series, how: pl.Expr, empty: object) -> pl.Series:
        table = pl.DataFrame({"owner": self.owner, "value": values})
        found = table.group_by("owner").agg(how.alias("found"), pl.len().alias("items"))
        cells = pl.DataFrame({"given": self.given}).with_row_index("owner")
        joined = cells.with_columns(pl.col("owner").cast(pl.Int64)).join(
            found, on="owner", how="left", maintain_order="left"
        )
        is_empty = pl.col("given") & pl.col("items").is_null()
        return joined.select(pl.when(is_empty).then(pl.lit(empty)).otherwise("found")).to_series()


def items_of(texts: pl.Series) -> Items:
    """The items of every cell; a text that is no JSON array is its only item."""
    owners: list[int] = []
    items: list[str | None] = []
    for place, text in enumerate(texts):
        if text is None:
            continue
        array = parse_array(text)
        for item in [text] if array is None else array:
            owners.append(place)
            items.append(None if item is None else clean_text(_said(item)) or None)
    owner = pl.Series(owners, dtype=pl.Int64)
    return Items(owner, pl.Series(items, dtype=pl.String), texts.is_not_null())


def _said(item: object) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    return str(item)
