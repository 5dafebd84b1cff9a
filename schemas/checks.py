"""Checks that several stream models share, so that a rule is written once.

Belongs here: pandera fields and frame checks used by more than one stream. Does not belong here: a
rule of one stream only. The name of every frame check is a code of `problems.PROBLEMS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.envelope import EARLIEST_OCCURRED_AT, TextList, Timestamp

ENTITY_ID = r"^\S(.{0,198}\S)?$"
AGENCY_CODE = r"^(\d{5}|\d{3}|[A-Z][A-Z0-9]{1,11})$"


def one_of(codes: Iterable[str]) -> Any:
    """A nullable column whose value, where there is one, stands in a closed list."""
    return pa.Field(isin=sorted(codes), nullable=True)


def not_before(later: str, earlier: str) -> pl.Expr:
    """True where `later` is unknown, `earlier` is unknown, or `later` is not before `earlier`."""
    return (pl.col(later) >= pl.col(earlier)).fill_null(True)


class CandidateModel(pa.DataFrameModel):
    """Columns and rules of every candidate (see `schemas.envelope.CANDIDATE`)."""

    source_row: int = pa.Field(ge=1)
    agency_code: str = pa.Field(str_matches=AGENCY_CODE)
    entity_id: str = pa.Field(str_matches=ENTITY_ID)
    occurred_at: Timestamp = pa.Field()  # type: ignore[valid-type]
    status: str = pa.Field(nullable=True)
    cleared: TextList = pa.Field(nullable=True)  # type: ignore[valid-type]

    class Config:
        strict = False
        coerce = False

    # pandera 0.35 keeps `name=` of an inherited check for the first subclass only, so that here the
    # method itself bears the code of the problem.
    @pa.dataframe_check
    def too_old(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """No event is older than the systems that record it."""
        floor = pl.lit(EARLIEST_OCCURRED_AT).str.to_datetime(time_zone="UTC")
        return data.lazyframe.select(pl.col("occurred_at") >= floor)

    @pa.dataframe_check
    def unexplained_clearing(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Only a correction may empty an attribute."""
        return data.lazyframe.select(
            pl.col("cleared").is_null() | pl.col("event_type").is_in(["corrected"])
        )
