"""Meetings of the sample province and the lists agencies keep of them.

Belongs here: drawing meetings and the rows of a list as it stood on one day. Does not belong here:
file formats (`files`), who sends what when (`deliveries`), planted faults (`dirt`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ingestion.sample import meeting_process
from ingestion.sample.dirt import MEETING_FLOOR, MEETING_SPOILER
from ingestion.sample.meeting_process import Process, draw_process
from ingestion.sample.province import (
    SILENT_IN_2026,
    Unit,
    at,
    habits,
    rng,
    working_days,
    yearly_parts,
)

COLUMNS = (
    "TT", "Mã cuộc họp", "Tên cuộc họp", "Loại cuộc họp", "Hội nghị", "Phạm vi", "Cấp", "Hình thức",
    "Số điểm cầu", "Bắt đầu", "Kết thúc", "Họp không giấy tờ", "Đơn vị dự họp", "Mã họp chung",
    "Kế hoạch năm", "Trạng thái", "Người chủ trì", *meeting_process.COLUMNS,
)  # fmt: skip

YEARLY = {"so_nganh": 165.0, "xa_phuong": 84.0, "huyen": 90.0}

KINDS = {
    # label: (weight, part that is a hội nghị, usual minutes, cap in minutes)
    "Giao ban": (26, 0.0, (60, 90, 120), 240),
    "Giải quyết công việc": (22, 0.0, (60, 90, 120, 150), 240),
    "Chuyên môn": (15, 0.2, (120, 180, 240, 420), 480),
    "Quán triệt, triển khai": (11, 1.0, (120, 180, 210, 240), 240),
    "Chuyên đề": (8, 0.3, (120, 180, 240), 480),
    "Sơ kết, tổng kết": (6, 1.0, (180, 240), 480),
    "Tập huấn": (5, 1.0, (240, 420), 480),
    "Tham mưu, tư vấn": (4, 0.0, (90, 120), 240),
    "Quan trọng, cần thảo luận sâu": (3, 1.0, (240, 450), 720),
}
GUESTS = ("SNV", "STP", "STC", "SKHCN", "VPUBND")
OFFICES = ("Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội")
LEVEL_WORDS = {"so_nganh": "Sở, ban, ngành", "xa_phuong": "Xã, phường", "huyen": "Huyện"}
FATES = ((0.02, "cancelled"), (0.03, "cancelled_late"), (0.045, "corrected"), (0.053, "removed"))
"""Upper limit of the chance of each fate: 2 % of meetings are cancelled, and so on."""
IN_PERSON, ONLINE, HYBRID = "Trực tiếp", "Trực tuyến", "Trực tiếp kết hợp trực tuyến"


@dataclass(frozen=True)
class Meeting:
    """One meeting as it really was, and what will happen to its row in later lists."""

    unit: Unit
    key: str
    kind: str
    is_conference: bool
    scope: str
    mode: str
    sites: int | None
    starts: datetime
    ends: datetime | None
    is_paperless: bool
    guests: str
    joint: str
    plan: str
    process: Process
    fate: str
    """'' | cancelled | cancelled_late | corrected | removed."""


def draw_meetings(unit: Unit, scale: float) -> list[Meeting]:
    """Every meeting the unit hosted or planned, in order of time."""
    habit = habits(unit)
    meetings: list[Meeting] = []
    for year, first, last, part in yearly_parts(unit):
        if year == 2026 and unit.code in SILENT_IN_2026:
            continue
        draw = rng("meetings", unit.code, unit.first, year)
        factor = habit.meeting_factor if year == 2026 else 1.0
        count = round(YEARLY[unit.type] * unit.share * part * factor * draw.uniform(0.95, 1.05))
        count = max(_floor(unit, year), round(count * scale))
        days = working_days(first, last)
        starts = sorted(
            at(draw.choice(days), draw.choice((8, 8, 8, 14, 14)), draw.choice((0, 0, 30)))
            for _ in range(count)
        )
        meetings += [_meeting(unit, year, number, start) for number, start in enumerate(starts, 1)]
    return meetings


def _floor(unit: Unit, year: int) -> int:
    """Fewest meetings of a year at a small scale: one row gone must not hold the whole list."""
    if year == 2026 and unit.code == MEETING_SPOILER:
        return MEETING_FLOOR
    return (24 if year == 2026 else 8) if unit.is_current else 1


def _meeting(unit: Unit, year: int, number: int, start: datetime) -> Meeting:
    habit = habits(unit)
    draw = rng("meeting", unit.code, unit.first, year, number)
    kind = draw.choices(list(KINDS), [row[0] for row in KINDS.values()])[0]
    _, conference, minutes, cap = KINDS[kind]
    online = habit.online - (0.08 if year < 2026 else 0.0)
    mode = draw.choices((ONLINE, HYBRID, IN_PERSON), (online * 0.8, online * 0.22, 1 - online))[0]
    length = cap + 30 if draw.random() < habit.over_time else draw.choice(minutes)
    is_conference = draw.random() < conference
    return Meeting(
        unit=unit,
        key=f"CH-{year}-{number:04d}" if unit.is_current else f"CH-{year}-{unit.code}-{number:03d}",
        kind=kind,
        is_conference=is_conference,
        scope=_scope(unit, is_conference, number),
        mode=mode,
        sites=_sites(mode, draw.random()),
        starts=start,
        ends=None if draw.random() < habit.unknown_end else start + timedelta(minutes=length),
        is_paperless=draw.random() < habit.digital - 0.25,
        guests="; ".join(_guests(unit, draw.sample(GUESTS, 2))) if is_conference else "",
        joint="",
        plan=f"KH-{year}" if draw.random() < 0.7 else "",
        process=draw_process(unit, year, number, start, is_conference),
        fate=_fate(draw.random()),
    )


def _scope(unit: Unit, is_conference: bool, number: int) -> str:
    if is_conference and unit.code == "VPUBND" and number % 40 == 7:
        return "Toàn tỉnh"
    if is_conference and unit.type == "xa_phuong" and number % 23 == 5:
        return "Toàn xã"
    return "Toàn ngành" if is_conference and unit.type == "so_nganh" else "Nội bộ"


def _guests(unit: Unit, bodies: list[str]) -> list[str]:
    """Below the province those who must attend are offices of the unit itself."""
    if unit.type == "so_nganh":
        return bodies
    return [f"{office} ({unit.code})" for office in OFFICES[: len(bodies)]]


def invite_units(lists: dict[str, list[Meeting]]) -> None:
    """Let hội nghị of the provincial bodies call units of the whole province, not always the same.

    Two of them at once then call one unit now and then, as it happens.
    """
    units = sorted(lists)
    for rows in lists.values():
        for index, meeting in enumerate(rows):
            if meeting.is_conference and meeting.unit.type == "so_nganh":
                called = rng("guests", meeting.unit.code, meeting.key).sample(units, 3)
                rows[index] = replace(meeting, guests="; ".join(called))


def _sites(mode: str, chance: float) -> int | None:
    """Some hybrid meetings name no site at all or zero of them: those are not online."""
    if mode == IN_PERSON:
        return None
    if mode == HYBRID and chance < 0.25:
        return 0 if chance < 0.15 else None
    return 1 + int(chance * 12)


def _fate(chance: float) -> str:
    return next((fate for limit, fate in FATES if chance < limit), "")


def join_hosts(lists: dict[str, list[Meeting]], until: date) -> None:
    """Add meetings that several sở list together, each under its own number and one shared key."""
    hosts = sorted(code for code in lists if not code[0].isdigit() and code not in SILENT_IN_2026)
    draw = rng("joint")
    for number, day in enumerate(working_days(date(2025, 3, 3), until)[::9], 1):
        chosen = draw.sample(hosts, draw.choice((2, 2, 3)))
        for host in chosen:
            model = _meeting(lists[host][-1].unit, day.year, 9000 + number, at(day, 14))
            lists[host].append(
                replace(
                    model,
                    kind="Chuyên đề",
                    mode=ONLINE,
                    sites=5,
                    fate="",
                    ends=at(day, 16),
                    joint=f"HC-{day.year}-{number:03d}",
                    guests="; ".join(chosen),
                )
            )
    for rows in lists.values():
        rows.sort(key=lambda meeting: meeting.starts)


def list_rows(
    meetings: list[Meeting], year: int, seen: date, seen_before: date | None
) -> list[dict[str, object]]:
    """The year's list as it stood on `seen`; `seen_before` is the day of the list sent before it.

    What a row says may differ from what it said in the earlier list: that is its fate.
    """
    rows: list[dict[str, object]] = []
    for meeting in meetings:
        day = meeting.starts.date()
        if day.year != year or day > seen + timedelta(days=7):
            continue
        is_known = seen_before is not None and day <= seen_before
        if meeting.fate == "removed" and is_known:
            continue
        rows.append(_row(len(rows) + 1, meeting, seen, is_known))
    return rows


def _row(number: int, meeting: Meeting, seen: date, is_known: bool) -> dict[str, object]:
    unit, mode, sites = meeting.unit, meeting.mode, meeting.sites
    if meeting.fate == "corrected" and not is_known:
        mode, sites = (IN_PERSON, None) if mode != IN_PERSON else (ONLINE, 3)
    is_past = meeting.starts.date() <= seen
    status = ("Đã họp" if is_past else "Dự kiến") if habits(unit).says_status else ""
    if meeting.fate == "cancelled" or (meeting.fate == "cancelled_late" and is_known):
        status = "Hủy"
    values = (
        number, meeting.key, f"{meeting.kind} ({meeting.key})", meeting.kind,
        "x" if meeting.is_conference else "", meeting.scope, LEVEL_WORDS[unit.type], mode, sites,
        meeting.starts, meeting.ends, "Có" if meeting.is_paperless else "Không", meeting.guests,
        meeting.joint, meeting.plan, status, f"Người Mẫu Thử {number % 7}",
        *meeting.process.cells(seen),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))
