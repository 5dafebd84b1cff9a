"""Documents of the sample province as the rows of its document register.

Belongs here: drawing documents and the rows of an export for a stretch of days. Does not belong
here: file formats, deliveries, planted faults.
"""

from __future__ import annotations

import hashlib
from datetime import date

from ingestion.sample.province import SILENT_IN_2026, Unit, habits, rng, working_days, yearly_parts

COLUMNS = (
    "Đơn vị ban hành", "Loại sổ", "Số ký hiệu", "Ngày ban hành", "Trích yếu", "Người ký", "Độ khẩn",
    "Độ mật", "Hình thức gửi", "Ký số", "Có bản điện tử", "Có bản giấy", "Gửi cơ quan nhà nước",
    "Nơi nhận", "Tình trạng", "Mã băm nội dung",
)  # fmt: skip

YEARLY = {"so_nganh": 760.0, "xa_phuong": 290.0, "huyen": 560.0}

TYPES = {
    # abbreviation ('' = công văn): weight; 29 types of NĐ 30/2020, Phụ lục III, the usual ones here
    "": 34, "BC": 16, "QĐ": 15, "TB": 8, "GM": 8, "KH": 7, "TTr": 6, "GGT": 1, "BB": 2, "HD": 1,
    "CTr": 1, "PC": 1,
}  # fmt: skip
URGENCIES = {"Thường": 88, "Khẩn": 9, "Thượng khẩn": 2, "Hỏa tốc": 1}
PAPER_WAYS = ("Điện tử và giấy", "Điện tử và giấy", "Giấy")
RECEIVERS = ("UBND tỉnh", "Sở Nội vụ", "Sở Tài chính", "Văn phòng UBND tỉnh", "Lưu: VT")
OFFICES = {"so_nganh": ("VP", "CCHC", "TTr"), "xa_phuong": ("VP", "KT", "VHXH"), "huyen": ("VP",)}

Document = tuple[date, dict[str, object]]


def draw_documents(unit: Unit, scale: float) -> list[Document]:
    """(day of issue, row) of every document in the unit's register, in order of time."""
    documents: list[Document] = []
    for year, first, last, part in yearly_parts(unit):
        if year == 2026 and unit.code in SILENT_IN_2026:
            continue
        draw = rng("documents", unit.code, unit.first, year)
        factor = habits(unit).document_factor if year == 2026 else 1.0
        count = round(YEARLY[unit.type] * unit.share * part * factor * draw.uniform(0.96, 1.04))
        days = working_days(first, last)
        issued = sorted(draw.choice(days) for _ in range(max(2, round(count * scale))))
        documents += _register(unit, year, issued)
    return documents


def _register(unit: Unit, year: int, issued: list[date]) -> list[Document]:
    """Number the documents of one year: each named type has its own sequence."""
    draw = rng("register", unit.code, unit.first, year)
    habit = habits(unit)
    kinds = draw.choices(list(TYPES), list(TYPES.values()), k=len(issued))
    urgencies = draw.choices(list(URGENCIES), list(URGENCIES.values()), k=len(issued))
    organ = unit.code if unit.type == "so_nganh" else "UBND"
    copying = rng("content", unit.code, unit.first, year)
    content = ""
    used: dict[str, int] = {}
    documents: list[Document] = []
    for day, kind, urgency in zip(issued, kinds, urgencies, strict=True):
        used[kind] = used.get(kind, 0) + 1
        notation = f"{kind}-{organ}" if kind else f"{organ}-{draw.choice(OFFICES[unit.type])}"
        is_incoming = draw.random() < 0.12
        if is_incoming:
            notation = f"{kind or 'KH'}-SDEN{unit.code}"
        paper = draw.random() < habit.paper
        if not content or copying.random() >= (1 - habit.digitised) / 10:
            content = _digest(f"{unit.code}:{unit.first}:{day}:{used[kind]}/{notation}")
        values = (
            unit.name if unit.is_current else unit.code,
            "Văn bản đến" if is_incoming else "Văn bản đi",
            f"{used[kind]:02d}/{notation}", day, f"Về việc mẫu số {used[kind]}", "Người Mẫu Thử",
            urgency, "Thường" if draw.random() < 0.5 else "",
            draw.choice(PAPER_WAYS) if paper else "Điện tử",
            _yes(draw.random() < 0.97), _yes(draw.random() < habit.digitised), _yes(paper),
            _yes(not is_incoming and draw.random() < 0.7),
            "; ".join(draw.sample(RECEIVERS, 2)), "Đã phát hành", content,
        )  # fmt: skip
        documents.append((day, dict(zip(COLUMNS, values, strict=True))))
    return documents


def export_rows(documents: list[Document], first: date, last: date) -> list[dict[str, object]]:
    """Rows of an export of these days, and older rows that changed since: recalled documents."""
    rows = [dict(row) for day, row in documents if first <= day <= last]
    for index, (day, row) in enumerate(documents):
        if 0 < (first - day).days <= 45 and index % 211 == 0:
            rows.append({**row, "Tình trạng": "Thu hồi"})
    return rows


def _digest(text: str) -> str:
    """What a document system keeps of a file: its digest. No part of the text can be read there."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _yes(value: bool) -> str:
    return "Có" if value else "Không"
