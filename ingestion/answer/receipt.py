"""The receipt of a file: what came of it, for people and for programs.

Belongs here: the words and figures of a receipt. Does not belong here: where it is put (`outbox`).
It never holds what a cell says: only places and reasons.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ingestion.clock import LOCAL_ZONE
from ingestion.context import Outcome
from schemas.problems import Problem

SHOWN = 200
"""Problems told in words; the file that goes back has them all."""
LISTED = 10_000
"""Problems listed for programs."""
_RESULT = {
    "ingested": "đã tiếp nhận",
    "already": "tệp này đã được tiếp nhận trước đây, không tính lần nữa",
    "refused": "KHÔNG tiếp nhận được",
    "held": "chờ xác nhận, chưa có hiệu lực",
}
_RETURNED = (
    "“{file}” trong thư mục này là tệp của đơn vị: ô sai được tô màu và có ghi chú, lý do ở cột "
    "cuối “Lý do trả lại”; công thức được thay bằng giá trị. Sửa ngay trên tệp đó (không cần xóa "
    "cột “Lý do trả lại”) rồi gửi lại với đúng tên tệp. Dòng đã nhận không bị tính hai lần."
)
_RETURNED_CSV = (
    "“{file}” trong thư mục này là tệp của đơn vị, thêm cột cuối “Lý do trả lại”. Sửa ngay trên "
    "tệp đó (không cần xóa cột này) rồi gửi lại với đúng tên tệp. Dòng đã nhận không bị tính hai "
    "lần."
)
_LISTED = (
    "“{file}” trong thư mục này nêu từng dòng sai và cách sửa. Tệp gốc không được gửi lại ({why}): "
    "sửa trên tệp của đơn vị rồi gửi lại với đúng tên tệp. Dòng đã nhận không bị tính hai lần."
)


@dataclass(frozen=True)
class Returned:
    """The file that goes back; `why` says why it is a list and not the sender's own file."""

    name: str
    content: bytes
    why: str = ""


@dataclass(frozen=True)
class Receipt:
    """What a receipt speaks of."""

    outcome: Outcome
    agency_code: str | None
    received_at: datetime
    file_sha256: str | None
    returned: Returned | None

    def text(self) -> str:
        """The receipt in Vietnamese."""
        return "\n".join(self._lines()) + "\n"

    def json(self) -> str:
        """The receipt for programs."""
        outcome, returned = self.outcome, self.returned
        counts = ("received", "accepted", "duplicate", "quarantined", "withdrawn")
        said = {
            "file": outcome.file,
            "file_sha256": self.file_sha256,
            "agency_code": self.agency_code,
            "received_at": self.received_at.isoformat(),
            "status": outcome.status,
            "applies": outcome.applies,
            "batch_id": outcome.batch_id,
            "stream": outcome.stream,
            "layout": outcome.layout,
            **{name: getattr(outcome, name) for name in counts},
            "returned_file": returned.name if returned else None,
            "problem_count": len(outcome.problems),
            "problems": [_json(problem) for problem in outcome.problems[:LISTED]],
            "notes": [_json(note) for note in outcome.notes],
        }
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"

    def _lines(self) -> Iterator[str]:
        outcome = self.outcome
        at = self.received_at.astimezone(ZoneInfo(LOCAL_ZONE))
        yield "BIÊN NHẬN SỐ LIỆU"
        yield ""
        yield f"Đơn vị gửi: {self.agency_code or 'chưa rõ'}"
        yield f"Tệp: {outcome.file}"
        yield f"Nhận lúc: {at:%H:%M:%S} ngày {at:%d/%m/%Y}"
        yield f"Mã đợt nhận: {outcome.batch_id or 'không có (không có gì được ghi vào kho)'}"
        yield f"Kết quả: {_RESULT.get(outcome.status, outcome.status)}"
        if outcome.received and outcome.status != "held":
            yield (
                f"Số dòng: đọc {outcome.received} = ghi mới {outcome.accepted} + trùng "
                f"{outcome.duplicate} + trả lại {outcome.quarantined}"
            )
        if outcome.withdrawn:
            yield f"Bản ghi không còn trong danh sách nên được rút: {outcome.withdrawn}"
        yield from self._problems()
        yield from self._how()

    def _problems(self) -> Iterator[str]:
        problems, notes = self.outcome.problems, self.outcome.notes
        if problems:
            yield f"\nPHẢI SỬA ({len(problems)})"
            yield from (f"- {problem.text('vi', with_value=False)}" for problem in problems[:SHOWN])
            if len(problems) > SHOWN:
                yield f"- … và {len(problems) - SHOWN} chỗ khác"
        if notes:
            yield "\nCẦN BIẾT"
            yield from (f"- {note.text('vi', with_value=False)}" for note in notes)

    def _how(self) -> Iterator[str]:
        returned = self.returned
        if returned is None:
            return
        words = _RETURNED_CSV if ".csv" in returned.name.lower() else _RETURNED
        words = _LISTED if returned.why else words
        yield "\nCÁCH GỬI LẠI"
        yield words.format(file=returned.name, why=returned.why)


def _json(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "reason": problem.reason("vi"),
    }
