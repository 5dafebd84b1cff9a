"""Where a problem stands, in the sender's own words.

Belongs here: the sender's name of a column, the sender's text of a cell, the order of problems.
Does not belong here: finding problems (`readers`, `normalise`, `validate`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from ingestion.layout.model import Layout
from ingestion.normalise.text import clean_text
from ingestion.readers.result import SOURCE_ROW, RawTable
from schemas.problems import Problem

Cell = tuple[str | None, int | None, str | None]
BETWEEN = " · "
"""Between the texts of the cells that make one value."""


def labels_of(layout: Layout, attributes: Iterable[str]) -> dict[str, str]:
    """Return attribute → what the sender calls it, for the attributes that come from columns."""
    named = {attribute: layout.label_of(attribute) for attribute in attributes}
    return {attribute: label for attribute, label in named.items() if label is not None}


def sources_of(layout: Layout, attributes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return what the sender calls an attribute → the columns this stands for."""
    named = {layout.label_of(attribute): layout.columns_of(attribute) for attribute in attributes}
    return {label: columns for label, columns in named.items() if label is not None}


def quoted(
    problems: Sequence[Problem], tables: Sequence[RawTable], sources: Mapping[str, tuple[str, ...]]
) -> list[Problem]:
    """Return the problems with the text of the sender's cells in place of what was made of it.

    A time read as UTC means nothing to who wrote `31/12/2027 08:00`.
    """
    said: dict[Cell, str] = {}
    for table in tables:
        here = [
            p
            for p in problems
            if p.sheet == table.sheet and p.column in sources and p.code != "value_missing"
        ]
        rows = table.frame.filter(pl.col(SOURCE_ROW).is_in(list({p.row for p in here})))
        for label in {p.column for p in here if p.column}:
            for row, *texts in rows.select(SOURCE_ROW, *sources[label]).iter_rows():
                cleaned = [clean_text(text) for text in texts if text]
                said[table.sheet, row, label] = BETWEEN.join(filter(None, cleaned))
    return [
        replace(problem, value=said[place] or None)
        if (place := _cell(problem)) in said
        else problem
        for problem in problems
    ]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as one meets them in the file: by sheet, row and column."""
    return sorted(problems, key=lambda p: (p.sheet or "", p.row or 0, p.column or ""))


def _cell(problem: Problem) -> Cell:
    return problem.sheet, problem.row, problem.column
