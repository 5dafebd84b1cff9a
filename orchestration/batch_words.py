"""What an expectation on batches says to people: what, whose, and what to do.

Belongs here: one sentence per expectation, in Vietnamese and English. Does not belong here: the
expectations (`schemas.batch_expectations`). docs/runbook.md has the same list under one heading.
"""

from __future__ import annotations

from schemas.batch_expectations import Judgement
from schemas.problems import Language
from schemas.registry import STREAMS

# fmt: off
SENTENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("batches", "ExpectTableRowCountToBeBetween"): (
        "chưa có đợt nhận nào để xét; chạy lại lệnh",
        "there is no batch to judge; run the command again"),
    ("batches", "ExpectColumnMinToBeBetween"): (
        "có tệp không có dòng nào; hỏi đơn vị có gửi nhầm tệp trống không",
        "a file has no row; ask the sender whether an empty file was meant"),
    ("batches", "ExpectColumnMaxToBeBetween"): (
        "tệp mới nhất có quá nhiều dòng bị cách ly (nhiều nhất {observed}, mức cho phép {limit}); "
        "xem "
        "kl226 quarantine, báo đơn vị sửa rồi gửi lại",
        "too many rows of the newest file are in quarantine (up to {observed}, {limit} allowed); "
        "see "
        "kl226 quarantine and ask the sender to mend and send again"),
    ("events", "ExpectColumnValuesToNotBeNull"): (
        "cột định danh “{column}” bị trống ở {observed} sự kiện; đây là lỗi hệ thống, báo bộ phận "
        "kỹ "
        "thuật",
        "the key “{column}” is empty in {observed} events; this is a fault of the system, tell "
        "support"),
    ("events", "ExpectColumnValuesToBeBetween"): (
        "có thời điểm trước năm 2000 hoặc quá xa trong tương lai ở {observed} sự kiện; kiểm tra "
        "cột "
        "ngày của tệp mới nhất",
        "{observed} events are dated before 2000 or too far ahead; check the dates of the newest "
        "files"),
    ("content", "ExpectColumnValuesToNotBeNull"): (
        "cột “{column}” bị trống ở {observed} dòng của các tệp mới nhất; hỏi đơn vị gửi hoặc kiểm "
        "tra "
        "tên cột trong bố cục",
        "“{column}” is empty in {observed} rows of the newest files; ask the senders or check the "
        "column name in the layout"),
    ("content", "ExpectColumnUniqueValueCountToBeBetween"): (
        "cột “{column}” chỉ có một giá trị ở mọi dòng của các tệp mới nhất; hỏi đơn vị gửi xem "
        "cột có "
        "bị điền hàng loạt không",
        "“{column}” has one single value in every row of the newest files; ask the senders whether "
        "it was filled in bulk"),
}
# fmt: on
_ENVELOPE = {
    "event_id": "mã sự kiện",
    "entity_id": "mã thực thể",
    "agency_code": "mã đơn vị",
    "occurred_at": "thời điểm xảy ra",
    "batch_id": "mã đợt nhận",
}
_SHOWN = 5


def batch_sentence(row: Judgement, language: Language) -> str:
    """One expectation that was not met: stream, senders where known, what, and what to do."""
    stream, part = row.suite.rsplit("_", 1)
    vi, en = SENTENCES[part, row.expectation]
    who = STREAMS[stream].label_vi if language == "vi" else stream
    if row.agencies:
        more = "" if len(row.agencies) <= _SHOWN else f" +{len(row.agencies) - _SHOWN}"
        who += f" ({', '.join(row.agencies[:_SHOWN])}{more})"
    column = row.column or ""
    if language == "vi":
        column = STREAMS[stream].labels.get(column, _ENVELOPE.get(column, column))
    limit = row.expected.rsplit(" ", 1)[-1]
    said = (vi if language == "vi" else en).format(
        column=column, observed=_figure(row.observed), limit=_figure(limit)
    )
    return f"{who}: {said}"


def _figure(text: str) -> str:
    """A share as per cent; counts as they are."""
    try:
        value = float(text)
    except ValueError:
        return text
    return f"{100 * value:.0f} %" if 0 <= value <= 1 else text
