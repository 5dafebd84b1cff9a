"""The stream `task`: the 18 tasks of the plan's annex, their reports and what they record."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.checks import CandidateModel
from schemas.envelope import Timestamp
from schemas.vocabularies import TASK_EVENTS

ATTRIBUTES: dict[str, pl.DataType] = {
    "duty_code": pl.String(),
    "task_number": pl.Int32(),
    "due_date": pl.Date(),
    "progress_share": pl.Float64(),
    "product_ref": pl.String(),
    "completed_at": Timestamp,
    "trained_count": pl.Int64(),
    "staff_count": pl.Int64(),
    "item_count": pl.Int64(),
    "total_count": pl.Int64(),
}
"""`duty_code` names one obligation with one deadline (`KH226-01-2026`, `BC-2026-H1`): see
`dbt_project/seeds/annex_duties.csv`. `progress_share` runs from 0 to 1. `item_count` counts
inspections, violations, news items or reviews, as the event type says; `total_count` is what it is
a part of: handled of found, reviewed of due, answered in time of received, minutes up of due."""

LABELS: dict[str, str] = {
    "duty_code": "Mã nhiệm vụ",
    "task_number": "Số thứ tự nhiệm vụ",
    "due_date": "Thời hạn",
    "progress_share": "Tiến độ",
    "product_ref": "Văn bản minh chứng",
    "completed_at": "Ngày hoàn thành",
    "trained_count": "Số người được tập huấn",
    "staff_count": "Tổng số người",
    "item_count": "Số lượng",
    "total_count": "Tổng số",
}


class TaskModel(CandidateModel):
    """Rules of a task event."""

    event_type: str = pa.Field(isin=sorted(TASK_EVENTS))
    task_number: pl.Int32 = pa.Field(ge=1, le=18, nullable=True)
    progress_share: float = pa.Field(ge=0, le=1, nullable=True)
    trained_count: int = pa.Field(ge=0, nullable=True)
    staff_count: int = pa.Field(ge=0, nullable=True)
    item_count: int = pa.Field(ge=0, nullable=True)
    total_count: int = pa.Field(ge=0, nullable=True)

    @pa.dataframe_check(name="more_trained_than_staff")
    def trained_within_staff(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Nobody trains more officials than there are."""
        return data.lazyframe.select(
            (pl.col("trained_count") <= pl.col("staff_count")).fill_null(True)
        )

    @pa.dataframe_check(name="more_items_than_total")
    def items_within_total(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A part is not larger than the whole it is taken from."""
        return data.lazyframe.select(
            (pl.col("item_count") <= pl.col("total_count")).fill_null(True)
        )
