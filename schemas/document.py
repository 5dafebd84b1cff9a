"""The stream `document`: administrative documents issued, sent and received (NĐ 30/2020/NĐ-CP)."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.checks import CandidateModel, one_of
from schemas.envelope import TextList
from schemas.vocabularies import (
    DOCUMENT_DIRECTIONS,
    DOCUMENT_EVENTS,
    DOCUMENT_TYPES,
    OTHER_DOCUMENT_TYPES,
    URGENCIES,
)

ATTRIBUTES: dict[str, pl.DataType] = {
    "number": pl.String(),
    "notation": pl.String(),
    "document_type": pl.String(),
    "direction": pl.String(),
    "urgency": pl.String(),
    "issued_date": pl.Date(),
    "is_signed_digitally": pl.Boolean(),
    "has_electronic_form": pl.Boolean(),
    "is_between_agencies": pl.Boolean(),
    "is_sent_electronically": pl.Boolean(),
    "is_sent_on_paper": pl.Boolean(),
    "receivers": TextList,
    "content_key": pl.String(),
}
"""`number` has no leading zeros; `is_between_agencies`: sent from one state agency to another;
`content_key`: the digest (or UUID) that the source keeps of the content, never a text."""

_STEPS = (
    "delivered", "rejected", "accepted", "assigned", "processed", "completed", "recall_requested",
    "recall_agreed", "recall_refused",
)  # fmt: skip
"""What receivers report of a document, and what is asked of them: never before its own date."""
_ZONE = "Asia/Ho_Chi_Minh"

CONTENT_KEY = (
    r"^([0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{128}"
    r"|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$"
)
"""A digest in hexadecimal (MD5, SHA-1, SHA-2) or a UUID: nothing that could name a person."""

LABELS: dict[str, str] = {
    "number": "Số văn bản",
    "notation": "Ký hiệu",
    "document_type": "Loại văn bản",
    "direction": "Văn bản đi/đến",
    "urgency": "Độ khẩn",
    "issued_date": "Ngày ban hành",
    "is_signed_digitally": "Ký số",
    "has_electronic_form": "Có bản điện tử",
    "is_between_agencies": "Gửi giữa cơ quan nhà nước",
    "is_sent_electronically": "Gửi điện tử",
    "is_sent_on_paper": "Gửi bản giấy",
    "receivers": "Nơi nhận",
    "content_key": "Mã băm nội dung",
}


class DocumentModel(CandidateModel):
    """Rules of a document event."""

    event_type: str = pa.Field(isin=sorted(DOCUMENT_EVENTS))
    number: str = pa.Field(str_matches=r"^[1-9]\d{0,6}[a-zđ]?$", nullable=True)
    notation: str = pa.Field(str_matches=r"^[^\s/][^\s]{0,59}$", nullable=True)
    document_type: str = one_of([*DOCUMENT_TYPES, *OTHER_DOCUMENT_TYPES])
    direction: str = one_of(DOCUMENT_DIRECTIONS)
    urgency: str = one_of(URGENCIES)
    issued_date: pl.Date = pa.Field(nullable=True)
    content_key: str = pa.Field(str_matches=CONTENT_KEY, nullable=True)

    @pa.dataframe_check(name="number_missing")
    def issued_has_number_and_date(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """An issued document has a number, a notation and a date (NĐ 30/2020 Điều 8, Điều 15)."""
        known = pl.all_horizontal(pl.col("number", "notation", "issued_date").is_not_null())
        return data.lazyframe.select((pl.col("event_type") != "issued") | known)

    @pa.dataframe_check(name="step_before_issue")
    def steps_follow_the_issue(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Nobody receives or handles a document before the day it bears."""
        day = pl.col("occurred_at").dt.convert_time_zone(_ZONE).dt.date()
        follows = (day >= pl.col("issued_date")).fill_null(True)
        return data.lazyframe.select(~pl.col("event_type").is_in(_STEPS) | follows)
