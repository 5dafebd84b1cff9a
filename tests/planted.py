"""Clean rows of ready-made layouts, and the ways in which each cell of them can be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Row = dict[str, Any]

MEETING: Row = {
    "Mã cuộc họp": "CH-{n:05d}", "Tên cuộc họp": "Họp số {n}", "Loại cuộc họp": "Giao ban",
    "Hội nghị": "không", "Phạm vi": "Nội bộ", "Cấp": "Sở, ban, ngành", "Hình thức": "Trực tuyến",
    "Số điểm cầu": 3, "Bắt đầu": datetime(2026, 3, 5, 8, 0), "Kết thúc": "05/03/2026 10:30",
    "Họp không giấy tờ": "x", "Đơn vị dự họp": "SNV; STP", "Mã họp chung": None,
    "Kế hoạch năm": "KH-12", "Ngày gửi giấy mời": "02/03/2026 08:00", "Họp đột xuất": "không",
    "Cần thông báo kết luận": "có", "Ngày thông báo kết luận": "06/03/2026",
    "Kinh phí (đồng)": "1.200.000", "Định mức kinh phí (đồng)": 2_000_000, "Trạng thái": "Đã họp",
}  # fmt: skip
DOCUMENT: Row = {
    "Số ký hiệu": "{n}/TB-SNV", "Trích yếu": "Nội dung số {n}", "Loại sổ": "Văn bản đi",
    "Ngày ban hành": "05/03/2026", "Độ khẩn": "Thường", "Hình thức gửi": "Điện tử",
    "Ký số": "có", "Có bản điện tử": "có", "Có bản giấy": "không",
    "Gửi cơ quan nhà nước": "có", "Nơi nhận": "STP; STC", "Mã băm nội dung": None,
    "Tình trạng": "Đã phát hành", "Độ mật": "Thường",
}  # fmt: skip
RECORD: Row = {
    "Đơn vị": "SNV", "Sự kiện": "Tập huấn", "Mã nhiệm vụ": "TR-2026-{n}", "TT nhiệm vụ": "11",
    "Ngày": "05/03/2026", "Thời hạn": "30/06/2026", "Tiến độ": "50%",
    "Văn bản minh chứng": "12/KH-SNV", "Số người tập huấn": "10", "Tổng số người": "20",
    "Số lượng": "1", "Tổng số": "2",
}  # fmt: skip


@dataclass(frozen=True)
class Defect:
    """What is planted into a row, and the columns that must be marked for it."""

    says: Mapping[str, Any]
    marked: Sequence[str]


def one(column: str, *values: Any) -> list[Defect]:
    """Several wrong values of one cell."""
    return [Defect({column: value}, [column]) for value in values]


MEETING_DEFECTS = [
    *one("Mã cuộc họp", None),
    *one("Loại cuộc họp", "Gặp mặt", "#N/A"),
    *one("Hội nghị", "chắc là có"),
    *one("Phạm vi", "Toàn quốc"),
    *one("Cấp", "Trung ương"),
    *one("Hình thức", "Qua điện thoại"),
    *one("Số điểm cầu", "ba", -1, 20_000, 2.5, "#REF!"),
    *one("Bắt đầu", None, "31/02/2026 08:00", "05/13/2026 08:00", "05/03/26 08:00", "sáng thứ hai"),
    *one("Bắt đầu", "05/03/2569 08:00", "05/03/2026 25:10", 12, "05/03/1999 08:00", "#DIV/0!"),
    Defect({"Bắt đầu": datetime(2027, 3, 5, 8, 0), "Kết thúc": None}, ["Bắt đầu"]),
    Defect({"Kết thúc": "05/03/2026 07:00"}, ["Bắt đầu", "Kết thúc"]),
    *one("Kết thúc", "30/02/2026 10:00", "trưa"),
    *one("Họp không giấy tờ", "một phần"),
    *one("Ngày gửi giấy mời", "32/01/2026", "tuần trước"),
    *one("Họp đột xuất", "có lẽ"),
    *one("Cần thông báo kết luận", "tùy"),
    *one("Ngày thông báo kết luận", "29/02/2026"),
    *one("Kinh phí (đồng)", "một triệu", -5, "1.200,5"),
    *one("Định mức kinh phí (đồng)", "chưa có", "-1"),
    *one("Trạng thái", "Đang họp"),
    Defect({"Mã cuộc họp": "CH-00001", "Hình thức": "Trực tiếp"}, ["Mã cuộc họp"]),
    Defect({"Bắt đầu": "x", "Hình thức": "y", "Trạng thái": "z"}, ["Bắt đầu", "Hình thức", "Trạng thái"]),
]  # fmt: skip
DOCUMENT_DEFECTS = [
    *one("Số ký hiệu", None, "không số", "05"),
    *one("Loại sổ", None, "Sổ khác"),
    *one("Ngày ban hành", None, "31/04/2026", "5-2026", "05/03/2099", "#VALUE!"),
    *one("Độ khẩn", "Rất gấp"),
    *one("Hình thức gửi", "Fax"),
    *one("Ký số", "không rõ"),
    *one("Có bản điện tử", "2"),
    *one("Có bản giấy", "đôi khi"),
    *one("Gửi cơ quan nhà nước", "?"),
    *one("Mã băm nội dung", "abc123"),
    *one("Tình trạng", "Nháp"),
]
RECORD_DEFECTS = [
    *one("Đơn vị", "Sở Không Có", ""),
    *one("Sự kiện", "Liên hoan", ""),
    *one("Mã nhiệm vụ", ""),
    *one("TT nhiệm vụ", "19", "mười"),
    *one("Ngày", "31/02/2026", "05/03/2099"),
    *one("Thời hạn", "hết quý"),
    *one("Tiến độ", "150%", "nửa"),
    Defect({"Số người tập huấn": "30"}, ["Số người tập huấn", "Tổng số người"]),
    Defect({"Số lượng": "3"}, ["Số lượng", "Tổng số"]),
    *one("Số lượng", "-1"),
]


def clean(template: Row, n: int) -> Row:
    """One clean row, unlike every other `n`."""
    return {k: v.format(n=n) if isinstance(v, str) else v for k, v in template.items()}


def planted(template: Row, defects: Sequence[Defect]) -> list[tuple[Row, Sequence[str]]]:
    """A clean row, then each defect in a row of its own with a clean row after it."""
    rows: list[tuple[Row, Sequence[str]]] = [(clean(template, 1), ())]
    for n, defect in enumerate(defects, 2):
        rows.append(({**clean(template, 2 * n), **defect.says}, defect.marked))
        rows.append((clean(template, 2 * n + 1), ()))
    return rows
