"""Rows that could not become events, without what they said.

Belongs here: the columns of the quarantine and the shape of a bad value. Does not belong here:
finding the problems (`readers`, `normalise`, `validate`, `classify`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from schemas.problems import Problem

SHAPE_LENGTH = 32
"""Enough to tell `99/99/9999` from `9999-99-99`, too little to be a text."""
SECRET = "secret_row"

QUARANTINE_SCHEMA: dict[str, pl.DataType] = {
    "batch_id": pl.String(),
    "agency_code": pl.String(),
    "stream": pl.String(),
    "recorded_at": pl.Datetime("us", "UTC"),
    "month": pl.String(),
    "source_file": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int64(),
    "column_name": pl.String(),
    "attribute": pl.String(),
    "problem_code": pl.String(),
    "detail": pl.String(),
    "value_shape": pl.String(),
    "row_hash": pl.String(),
}


def quarantine_rows(
    problems: Sequence[Problem],
    *,
    stream: str,
    agency_code: str | None,
    attributes: Mapping[str, str],
) -> pl.DataFrame:
    """Return one quarantine row per problem of a row, the raw value reduced to its shape.

    `attributes` maps a source column to the attribute it fills.
    """
    placed = [problem for problem in problems if problem.row is not None]
    columns = [problem.column for problem in placed]
    values = [None if problem.code == SECRET else problem.value for problem in placed]
    return pl.DataFrame(
        {
            "agency_code": [agency_code] * len(placed),
            "stream": [stream] * len(placed),
            "source_file": [problem.file for problem in placed],
            "source_sheet": [problem.sheet for problem in placed],
            "source_row": [problem.row for problem in placed],
            "column_name": columns,
            "attribute": [attributes.get(column) if column else None for column in columns],
            "problem_code": [problem.code for problem in placed],
            "detail": [problem.detail or None for problem in placed],
            "value_shape": values,
        },
        schema={
            name: dtype
            for name, dtype in QUARANTINE_SCHEMA.items()
            if name not in ("batch_id", "recorded_at", "month", "row_hash")
        },
    ).with_columns(value_shape(pl.col("value_shape")))


def value_shape(value: pl.Expr) -> pl.Expr:
    """Reduce a text to its shape: letters to `a`, digits to `9`, the rest as it is, cut short."""
    letters = value.str.normalize("NFC").str.replace_all(r"[\p{L}\p{M}]", "a")
    return letters.str.replace_all(r"\p{N}", "9").str.slice(0, SHAPE_LENGTH)
