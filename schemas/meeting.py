"""The stream `meeting`: hội nghị and cuộc họp of an agency, from plan to conclusion."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.checks import CandidateModel, not_before, one_of
from schemas.envelope import TextList, Timestamp
from schemas.vocabularies import (
    LEVELS,
    MEETING_EVENTS,
    MEETING_KINDS,
    MEETING_MODES,
    MEETING_SCOPES,
)

Sessions = pl.List(pl.Struct({"start": Timestamp, "end": Timestamp}))

ATTRIBUTES: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "is_conference": pl.Boolean(),
    "scope": pl.String(),
    "level": pl.String(),
    "mode": pl.String(),
    "remote_site_count": pl.Int32(),
    "is_paperless": pl.Boolean(),
    "starts_at": Timestamp,
    "ends_at": Timestamp,
    "sessions": Sessions,
    "required_units": TextList,
    "joint_key": pl.String(),
    "plan_ref": pl.String(),
    "invited_at": Timestamp,
    "is_unscheduled": pl.Boolean(),
    "is_conclusion_required": pl.Boolean(),
    "conclusion_issued_at": Timestamp,
    "cost_amount": pl.Int64(),
    "cost_norm_amount": pl.Int64(),
}
"""`sessions` is given where a meeting has several; otherwise it is one from `starts_at` to
`ends_at`. `joint_key` is equal for the rows of one meeting that several hosts list. Money is in
whole đồng."""

LABELS: dict[str, str] = {
    "kind": "Loại cuộc họp",
    "is_conference": "Là hội nghị",
    "scope": "Phạm vi",
    "level": "Cấp",
    "mode": "Hình thức",
    "remote_site_count": "Số điểm cầu",
    "is_paperless": "Họp không giấy tờ",
    "starts_at": "Bắt đầu",
    "ends_at": "Kết thúc",
    "sessions": "Các buổi",
    "required_units": "Đơn vị dự họp",
    "joint_key": "Khóa họp chung",
    "plan_ref": "Kế hoạch năm",
    "invited_at": "Gửi giấy mời",
    "is_unscheduled": "Họp đột xuất",
    "is_conclusion_required": "Cần thông báo kết luận",
    "conclusion_issued_at": "Ra thông báo kết luận",
    "cost_amount": "Kinh phí (đồng)",
    "cost_norm_amount": "Định mức kinh phí (đồng)",
}


class MeetingModel(CandidateModel):
    """Rules of a meeting event (QĐ 45/2018/QĐ-TTg for kinds, KH II.4 for modes)."""

    event_type: str = pa.Field(isin=sorted(MEETING_EVENTS))
    kind: str = one_of(MEETING_KINDS)
    scope: str = one_of(MEETING_SCOPES)
    level: str = one_of(LEVELS)
    mode: str = one_of(MEETING_MODES)
    remote_site_count: pl.Int32 = pa.Field(ge=0, le=10_000, nullable=True)
    starts_at: Timestamp = pa.Field(nullable=True)  # type: ignore[valid-type]
    ends_at: Timestamp = pa.Field(nullable=True)  # type: ignore[valid-type]
    cost_amount: pl.Int64 = pa.Field(ge=0, nullable=True)
    cost_norm_amount: pl.Int64 = pa.Field(ge=0, nullable=True)

    @pa.dataframe_check(name="end_before_start")
    def ends_after_start(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A meeting does not end before it starts."""
        return data.lazyframe.select(not_before("ends_at", "starts_at"))

    @pa.dataframe_check(name="start_missing")
    def held_has_a_start(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A held meeting says when it started, or no period can own it."""
        held = pl.col("event_type").is_in(["held", "scheduled"])
        return data.lazyframe.select(~held | pl.col("starts_at").is_not_null())
