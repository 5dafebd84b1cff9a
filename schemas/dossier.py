"""The stream `dossier`: hồ sơ TTHC from submission to result (field meanings: QĐ 766/QĐ-TTg)."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.checks import CandidateModel, not_before, one_of
from schemas.envelope import Timestamp
from schemas.vocabularies import DOSSIER_CHANNELS, DOSSIER_EVENTS

ATTRIBUTES: dict[str, pl.DataType] = {
    "procedure_code": pl.String(),
    "channel": pl.String(),
    "submitted_at": Timestamp,
    "received_at": Timestamp,
    "due_at": Timestamp,
    "finished_at": Timestamp,
    "returned_at": Timestamp,
    "ended_at": Timestamp,
    "receiving_unit": pl.String(),
    "is_entered_online": pl.Boolean(),
    "is_processed_on_system": pl.Boolean(),
    "has_digitised_components": pl.Boolean(),
    "has_digitised_result": pl.Boolean(),
    "is_result_required": pl.Boolean(),
    "has_electronic_result": pl.Boolean(),
    "digitised_source": pl.String(),
    "is_paid_online": pl.Boolean(),
    "rating": pl.Int32(),
    "supplement_count": pl.Int32(),
    "supplement_days": pl.Float64(),
    "has_reused_components": pl.Boolean(),
    "fee_amount": pl.Int64(),
}
"""The agency of the envelope is the resolving unit; `receiving_unit` may be another (NĐ 118/2025).
`is_entered_online`: a paper dossier typed and scanned into the system at reception. `ended_at`:
when it was refused, withdrawn or stopped. `supplement_count` and `supplement_days` are for lists
that sum up; a log of steps need not say them, they follow from its `supplement_requested` events.
`fee_amount`: all fees together, in đồng; 0 says that there is none."""

LABELS: dict[str, str] = {
    "procedure_code": "Mã TTHC",
    "channel": "Kênh thực hiện",
    "submitted_at": "Ngày nộp",
    "received_at": "Ngày tiếp nhận",
    "due_at": "Ngày hẹn trả",
    "finished_at": "Ngày xử lý xong",
    "returned_at": "Ngày trả kết quả",
    "ended_at": "Ngày từ chối, dừng, rút",
    "receiving_unit": "Nơi tiếp nhận",
    "is_entered_online": "Nhập hồ sơ vào hệ thống",
    "is_processed_on_system": "Các bước trên hệ thống",
    "has_digitised_components": "Thành phần được số hóa",
    "has_digitised_result": "Kết quả được số hóa",
    "is_result_required": "Có kết quả phải trả",
    "has_electronic_result": "Kết quả điện tử",
    "digitised_source": "Nguồn số hóa",
    "is_paid_online": "Thanh toán trực tuyến",
    "rating": "Mức hài lòng",
    "supplement_count": "Số lần yêu cầu bổ sung",
    "supplement_days": "Số ngày chờ bổ sung",
    "has_reused_components": "Thành phần được tái sử dụng",
    "fee_amount": "Tổng phí, lệ phí",
}


class DossierModel(CandidateModel):
    """Rules of a dossier event."""

    event_type: str = pa.Field(isin=sorted(DOSSIER_EVENTS))
    channel: str = one_of(DOSSIER_CHANNELS)
    rating: pl.Int32 = pa.Field(ge=1, le=5, nullable=True)
    supplement_count: pl.Int32 = pa.Field(ge=0, nullable=True)
    supplement_days: float = pa.Field(ge=0, nullable=True)
    fee_amount: int = pa.Field(ge=0, nullable=True)
    received_at: Timestamp = pa.Field(nullable=True)  # type: ignore[valid-type]
    finished_at: Timestamp = pa.Field(nullable=True)  # type: ignore[valid-type]
    returned_at: Timestamp = pa.Field(nullable=True)  # type: ignore[valid-type]

    @pa.dataframe_check(name="finish_before_receipt")
    def finished_after_received(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Nothing is finished before it was received."""
        return data.lazyframe.select(not_before("finished_at", "received_at"))
