"""Dossiers of the sample province as its public-service portal logs them.

Belongs here: drawing dossiers, their status events in the fields and numbers of the national portal
(statuses 1 to 10, channels 1 to 3, times as yyyyMMddHHmmss), and the old portal's final list.
Does not belong here: file formats, deliveries, planted faults.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from ingestion.sample.province import (
    CONSTANT_FLAGS,
    SILENT_IN_2026,
    Habits,
    Unit,
    at,
    habits,
    rng,
    working_days,
    yearly_parts,
)

YEARLY = {"so_nganh": 300.0, "xa_phuong": 212.0, "huyen": 300.0}

PROCEDURES = ("1.001193", "2.000635", "1.004859", "1.003645", "2.000815", "1.010944", "1.012222")
"""Codes of real procedures (khai sinh, kết hôn, chứng thực, …); the dossiers are invented."""

EVENT_FIELDS = (
    "MaHoSo", "MaTTHC", "DonViXuLy", "NoiNopHoSo", "TrangThai", "ThoiDiemXuLy", "KenhThucHien",
    "NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NhapTrucTuyen",
    "HoSoCoThanhPhanSoHoa", "CoTaiSuDung", "TongLePhi", "XuLyTrenHeThong", "KetQuaDuocSoHoa",
    "CoKetQua", "CoKetQuaDienTu", "DuocThanhToanTrucTuyen", "MucDoHaiLong", "ChuHoSo",
)  # fmt: skip

LIST_FIELDS = (*EVENT_FIELDS, "NgayTuChoi", "SoLanBoSung", "SoNgayBoSung")
"""The old portal's list sums up what the log of steps shows."""

FEES = ("0", "0", "8000", "15000", "50000", None)

Fields = dict[str, object]
Dossier = list[tuple[datetime, Fields]]
"""Status events of one dossier in order of time."""


def draw_dossiers(unit: Unit, scale: float) -> list[Dossier]:
    """Every dossier the unit received, in order of reception."""
    dossiers: list[Dossier] = []
    for year, first, last, part in yearly_parts(unit):
        if year == 2026 and unit.code in SILENT_IN_2026:
            continue
        draw = rng("dossiers", unit.code, unit.first, year)
        # Draws of its own, so that one field more leaves all others as they were.
        more = rng("dossiers, more", unit.code, unit.first, year)
        count = max(2, round(YEARLY[unit.type] * unit.share * part * scale))
        days = working_days(first, last)
        for number, day in enumerate(sorted(draw.choice(days) for _ in range(count)), 1):
            key = f"H52.{unit.code}-{day:%y%m%d}-{number:04d}"
            dossiers.append(_dossier(unit, habits(unit), key, day, draw, more))
    return dossiers


def _dossier(unit: Unit, habit: Habits, key: str, day: date, draw: Random, more: Random) -> Dossier:
    received = at(day, draw.choice((7, 8, 9, 10, 14, 15)), draw.randrange(60))
    online = draw.random() < habit.online + 0.1
    submitted = received - timedelta(minutes=draw.randrange(20, 900)) if online else received
    due = received + timedelta(days=draw.choice((1, 3, 5, 10, 15)))
    head: Fields = {
        "MaHoSo": key, "MaTTHC": draw.choice(PROCEDURES), "DonViXuLy": unit.code,
        "NoiNopHoSo": unit.code, "KenhThucHien": "2" if online else draw.choice("1113"),
        "NgayNopHoSo": _stamp(submitted), "NgayTiepNhan": _stamp(received),
        "NgayHenTra": _stamp(due), "ChuHoSo": "Người Mẫu Thử",
    }  # fmt: skip
    events: Dossier = []
    if online:
        events.append((submitted, {**head, "TrangThai": "1", "NgayTiepNhan": None}))
    if online and draw.random() < 0.02:
        return [*events, (received, {**head, "TrangThai": "3", "NgayTiepNhan": None})]
    flags: Fields = {
        "NhapTrucTuyen": _flag(unit, draw, habit.digital),
        "HoSoCoThanhPhanSoHoa": _flag(unit, draw, habit.digitised),
        "CoTaiSuDung": _flag(unit, more, habit.digitised - 0.1),
        "TongLePhi": more.choice(FEES),
    }
    events.append((received, {**head, **flags, "TrangThai": "2"}))
    short: Fields = {"MaHoSo": key, "DonViXuLy": unit.code}
    return events + _handling(unit, habit, short, received, due, draw, more)


def _handling(
    unit: Unit, habit: Habits, head: Fields, received: datetime, due: datetime, draw: Random,
    more: Random,
) -> Dossier:  # fmt: skip
    events: Dossier = [(received + timedelta(minutes=35), {**head, "TrangThai": "4"})]
    chance = draw.random()
    if chance < 0.03:
        asked = received + timedelta(hours=26)
        events += [(asked, {**head, "TrangThai": "5"}),
                   (asked + timedelta(days=2), {**head, "TrangThai": "4"})]  # fmt: skip
        # One in five is asked a second time, which is late whatever follows (QĐ 766 2.1).
        if more.random() < 0.2:
            again = asked + timedelta(days=2, hours=2)
            events.append((again, {**head, "TrangThai": "5"}))
            events.append((again + timedelta(hours=7), {**head, "TrangThai": "4"}))
    if 0.03 < chance < 0.045:
        status = "7" if chance < 0.04 else "8"
        return [*events, (received + timedelta(hours=30), {**head, "TrangThai": status})]
    late = draw.random() < 0.2 - 0.2 * habit.digital + 0.02
    span = max(timedelta(hours=3), due - received)
    finished = due + timedelta(hours=27) if late else received + span * draw.uniform(0.3, 0.95)
    if chance < 0.03:
        finished = max(finished, received + timedelta(days=3, hours=12))
    finished = finished.replace(second=0, microsecond=0)
    events.append((finished, {
        **head, "TrangThai": "9", "NgayKetThucXuLy": _stamp(finished),
        "XuLyTrenHeThong": _flag(unit, draw, habit.digital),
        "KetQuaDuocSoHoa": _flag(unit, draw, habit.digitised), "CoKetQua": _flag(unit, draw, 0.9),
        "CoKetQuaDienTu": _flag(unit, draw, habit.digital),
    }))  # fmt: skip
    if draw.random() < 0.9:
        returned = finished + timedelta(hours=draw.randrange(1, 40))
        events.append((returned, {
            **head, "TrangThai": "10", "NgayTra": _stamp(returned),
            "DuocThanhToanTrucTuyen": "1" if unit.code == CONSTANT_FLAGS else draw.choice("00112"),
            "MucDoHaiLong": draw.choice("5554431") if draw.random() < 0.4 else None,
        }))  # fmt: skip
    return events


def received_day(dossier: Dossier) -> date:
    """Day on which the dossier was received or refused."""
    return next(moment.date() for moment, fields in dossier if fields["TrangThai"] in ("2", "3"))


def portal_rows(dossiers: list[Dossier], first: date, last: date) -> list[Fields]:
    """Status events of these days; `ThoiDiemXuLy` is when the step was taken."""
    rows = [
        (moment, {**dict.fromkeys(EVENT_FIELDS), **fields, "ThoiDiemXuLy": _stamp(moment)})
        for dossier in dossiers
        for moment, fields in dossier
        if first <= moment.date() <= last
    ]
    rows.sort(key=lambda row: row[0])
    return [row for _, row in rows]


def final_rows(dossiers: list[Dossier]) -> list[Fields]:
    """One row per received dossier with its last state: the list a closed portal leaves."""
    rows: list[Fields] = []
    for dossier in dossiers:
        merged: Fields = dict.fromkeys(LIST_FIELDS)
        for moment, fields in dossier:
            merged.update({name: value for name, value in fields.items() if value is not None})
            if fields["TrangThai"] in ("3", "7", "8"):
                merged["NgayTuChoi"] = _stamp(moment)
        merged.update(_supplements(dossier))
        if merged["NgayTiepNhan"]:
            rows.append(merged)
    return rows


def _supplements(dossier: Dossier) -> Fields:
    """How often a supplement was asked for and how many days were waited for it."""
    steps = [
        (after - moment).total_seconds() / 86_400
        for (moment, fields), (after, _) in pairwise(dossier)
        if fields["TrangThai"] == "5"
    ]
    return {"SoLanBoSung": str(len(steps)), "SoNgayBoSung": f"{sum(steps):.4f}".replace(".", ",")}


def _flag(unit: Unit, draw: Random, share: float) -> str:
    return "1" if draw.random() < share or unit.code == CONSTANT_FLAGS else "0"


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S}"
