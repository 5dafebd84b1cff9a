"""Faults planted in the sample at known counts, as real files have them.

Belongs here: spoiling rows and the manifest of what was spoiled. Does not belong here: habits of an
office that change no count (encodings, NFD, Ð, loose spaces: see `files.Look`).
The faults stand in the June lists of 2026 and in the exports of that quarter; later lists of the
same agencies are clean, as after a returned file.
"""

from __future__ import annotations

from datetime import date, timedelta

from ingestion.sample.dossiers import EVENT_FIELDS

Rows = list[dict[str, object]]

MEETING_SPOILER = "STC"
"""The agency whose June 2026 list carries every fault of a meeting."""
MEETING_FLOOR = 80
"""Meetings a year of that agency at any scale, so that the faults find enough rows."""

PLANTED: dict[str, int] = {
    "bad_date": 3,
    "not_in_list": 3,
    "end_before_start": 3,
    "same_id_other_content": 2,
    "value_missing": 4,
    "unknown_agency": 2,
    "agency_not_in_force": 2,
    "secret_row": 1,
    "ragged_row": 1,
    "finish_before_receipt": 2,
    "in_future": 1,
    "bad_json": 1,
    "more_trained_than_staff": 1,
    "bad_number": 1,
    "no_layout": 1,
    "header_only": 1,
    "file_truncated": 1,
    "snapshot_held": 1,
}
"""Problem code → how often it is planted in the whole sample (any scale, default `until`)."""

PLANTED_DUPLICATES: dict[str, int] = {"meeting": 5, "document": 3, "dossier": 4}
"""Rows typed twice in one file, by stream."""

RAGGED_LINE = "2025,mau,cut\r\n"
BROKEN_JSON = '{"MaHoSo": "H52.mau-260401-00'


def spoil_meetings(rows: Rows) -> Rows:
    """31 February, an unknown mode, an end before its start, copies, one number used twice."""
    rows = [dict(row) for row in rows]
    for index in (3, 5, 7):
        rows[index]["Bắt đầu"] = "31/02/2026 08:00"
    for index in (9, 11, 13):
        rows[index]["Hình thức"] = "Qua điện thoại"
    for index in (15, 17, 19):
        start = rows[index]["Bắt đầu"]
        rows[index]["Kết thúc"] = start - timedelta(hours=2)  # type: ignore[operator]
    rows += [dict(rows[index]) for index in (20, 21, 22, 23, 24)]
    return rows + [{**rows[index], "Loại cuộc họp": "Điều phối"} for index in (20, 21)]


def spoil_documents(rows: Rows) -> Rows:
    """Missing numbers, unknown and abolished agencies, one secret row, copies."""
    clean = {**rows[0], "Ngày ban hành": date(2026, 5, 12), "Tình trạng": "Đã phát hành"}
    missing = [{**clean, "Số ký hiệu": "", "Trích yếu": f"Thiếu số {n}"} for n in range(4)]
    unknown = [{**clean, "Đơn vị ban hành": name} for name in ("Ban Mẫu Thử", "Xã Không Có Thật")]
    abolished = [
        {**clean, "Đơn vị ban hành": name, "Số ký hiệu": f"{n}/BC-UBND"}
        for n, name in enumerate(("Huyện Mai Sơn", "Huyện Sông Mã"), 1)
    ]
    secret = [{**clean, "Độ mật": "Mật", "Số ký hiệu": "99/BC-MAU"}]
    return rows + missing + unknown + abolished + secret + [dict(row) for row in rows[1:4]]


def spoil_dossiers(rows: Rows) -> Rows:
    """Finished before received, a step in the year 2062, steps sent twice."""
    head = {**dict.fromkeys(EVENT_FIELDS), "DonViXuLy": "STC", "TrangThai": "9"}
    backwards = [
        {**head, "MaHoSo": f"H52.STC-260402-99{n:02d}", "ThoiDiemXuLy": "20260402090000",
         "NgayTiepNhan": "20260402080000", "NgayKetThucXuLy": "20260401080000"}
        for n in (1, 2)
    ]  # fmt: skip
    future = [{**head, "MaHoSo": "H52.STC-260402-9903", "ThoiDiemXuLy": "20620402090000"}]
    return rows + backwards + future + [dict(row) for row in rows[10:14]]


def spoil_tasks(rows: Rows) -> Rows:
    """More people trained than there are, and a count in words."""
    base = {"TT nhiệm vụ": 13, "Sự kiện": "Tập huấn", "Ngày": date(2026, 5, 20)}
    return [
        *rows,
        {**base, "Đơn vị": "Sở Y tế", "Mã nhiệm vụ": "TR-2026-05",
         "Số người tập huấn": 120, "Tổng số người": 100},
        {**base, "Đơn vị": "Sở Xây dựng", "Mã nhiệm vụ": "TR-2026-05",
         "Số người tập huấn": "khoảng năm mươi", "Tổng số người": 100},
    ]  # fmt: skip
