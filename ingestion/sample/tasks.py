"""What Sở Nội vụ notes about the annex duties of 2026: plans, reports, training, inspections.

Belongs here: drawing the entries of that log. Does not belong here: which duties exist and when
they are due (`annex_duties.csv`, `annex_tasks.csv`), file formats, planted faults.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

from ingestion.sample.province import FAILING, SILENT_IN_2026, Unit, habits, rng

COLUMNS = (
    "Mã nhiệm vụ", "TT nhiệm vụ", "Đơn vị", "Sự kiện", "Ngày", "Thời hạn", "Tiến độ",
    "Văn bản minh chứng", "Số người tập huấn", "Tổng số người", "Số lượng", "Tổng số",
)  # fmt: skip

WORDS = {"plan": "Ban hành kế hoạch", "report": "Nộp báo cáo", "product": "Hoàn thành"}

YEAR, TASKS_CSV = 2026, "annex_tasks.csv"

TRAINING = ((date(2026, 3, 30), 0.3), (date(2026, 6, 29), 0.65), (date(2026, 10, 30), 1.0))
"""Dates of the training returns and the part of the staff trained by then."""

Entry = tuple[date, dict[str, object]]

COUNTS = (
    # code prefix, task, event, agency (None: every agency now and then), has a whole
    ("TRA", 4, "Thanh tra, kiểm tra", "TTT", False),
    ("VP", 9, "Xử lý vi phạm", None, True),
    ("TT", 16, "Tuyên truyền", "SVHTTDL", False),
    ("RS", 18, "Rà soát văn bản", "STP", True),
    ("PAKN", None, "Phản ánh, kiến nghị", None, True),
    ("HT", 6, "Thời gian hoạt động hệ thống họp", "SKHCN", True),
)

PROCEDURE_DAYS = (date(2026, 3, 31), date(2026, 9, 30))
"""Dates of the returns on procedures offered online from end to end."""


def read_duties(duties_csv: Path) -> list[dict[str, str]]:
    """Duties of the sample year, each with its lead and the day that the plan names.

    The leads stand in `annex_tasks.csv` beside `duties_csv`.
    """
    leads = {row["task_number"]: row["lead"] for row in _rows(duties_csv.with_name(TASKS_CSV))}
    return [
        {
            **row,
            "duty_code": row["duty_code"].replace("{year}", str(YEAR)),
            "due_date": f"{YEAR}-{row['due_day']}",
            "lead": leads[row["task_number"]],
        }
        for row in _rows(duties_csv)
        if int(row["first_year"]) <= YEAR <= int(row["last_year"] or YEAR)
    ]


def _rows(seed: Path) -> list[dict[str, str]]:
    with seed.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def draw_entries(units: list[Unit], duties: list[dict[str, str]], until: date) -> list[Entry]:
    """(day, row) of every entry up to `until`, in order of time."""
    current = [unit for unit in units if unit.is_current]
    entries = [
        entry
        for duty in duties
        for unit in current
        if duty["lead"] in ("all", unit.code)
        for entry in _duty_entries(unit, duty)
    ]
    entries += [entry for unit in current for entry in _training(unit)]
    entries += [entry for unit in current for entry in _procedures(unit)]
    entries += _counts(current, until)
    kept = [entry for entry in entries if entry[0] <= until]
    return sorted(kept, key=lambda e: (e[0], str(e[1]["Mã nhiệm vụ"]), str(e[1]["Đơn vị"])))


def _duty_entries(unit: Unit, duty: dict[str, str]) -> list[Entry]:
    """Progress before the due date, then the plan, report or product: on time, late or never.

    A product that the periodic report covers (`reported_in`) seldom has an entry of its own.
    """
    if unit.code in SILENT_IN_2026:
        return []
    draw = rng("duty", unit.code, duty["duty_code"])
    due = date.fromisoformat(duty["due_date"])
    head: dict[str, object] = {
        "Mã nhiệm vụ": duty["duty_code"], "TT nhiệm vụ": int(duty["task_number"] or 0) or None,
        "Đơn vị": unit.name, "Thời hạn": due,
    }  # fmt: skip
    chance = draw.random() - (0.35 if unit.code in FAILING else 0.0)
    entries: list[Entry] = []
    if duty["kind"] == "product" and not duty["duty_code"].endswith("-H1"):
        share = draw.choice(("25%", "40%", "60%", "80%"))
        day = min(due, date(2026, 12, 4)) - timedelta(days=draw.randrange(25, 60))
        entries.append((day, {**head, "Sự kiện": "Báo cáo tiến độ", "Ngày": day, "Tiến độ": share}))
    if chance < 0.03 or (duty["reported_in"] and draw.random() < 0.85):
        return entries
    late = chance < 0.13
    days = draw.randrange(1, 20) if late else -draw.randrange(1, 16)
    day = due + timedelta(days=days)
    proof = f"{draw.randrange(10, 400)}/{'KH' if duty['kind'] == 'plan' else 'BC'}-{unit.code}"
    done = {**head, "Sự kiện": WORDS[duty["kind"]], "Ngày": day, "Tiến độ": "100%"}
    return [*entries, (day, {**done, "Văn bản minh chứng": proof})]


def _training(unit: Unit) -> list[Entry]:
    """State of digital-skill training at three dates: who is trained of those on the rolls."""
    if unit.code in SILENT_IN_2026:
        return []
    draw = rng("training", unit.code)
    staff = draw.randrange(60, 140) if unit.type == "so_nganh" else draw.randrange(35, 70)
    entries: list[Entry] = []
    for day, part in TRAINING:
        trained = min(staff, round(staff * part * min(1.0, habits(unit).digital + 0.04)))
        entries.append((day, {
            "Mã nhiệm vụ": f"TR-{day:%Y-%m}", "TT nhiệm vụ": 13, "Đơn vị": unit.name,
            "Sự kiện": "Tập huấn", "Ngày": day,
            "Số người tập huấn": trained, "Tổng số người": staff,
        }))  # fmt: skip
    return entries


def _procedures(unit: Unit) -> list[Entry]:
    """Procedures offered online from end to end, of all the unit has, at two dates."""
    if unit.code in SILENT_IN_2026 or unit.type not in ("so_nganh", "xa_phuong"):
        return []
    draw = rng("procedures", unit.code)
    total = draw.randrange(80, 240)
    part = draw.uniform(0.45, 0.8)
    entries: list[Entry] = []
    for step, day in enumerate(PROCEDURE_DAYS):
        entries.append((day, {
            "Mã nhiệm vụ": f"TTHC-{day:%Y-%m}", "TT nhiệm vụ": 11, "Đơn vị": unit.name,
            "Sự kiện": "Dịch vụ công toàn trình", "Ngày": day,
            "Số lượng": round(total * (part + 0.1 * step)), "Tổng số": total,
        }))  # fmt: skip
    return entries


def _counts(units: list[Unit], until: date) -> list[Entry]:
    entries: list[Entry] = []
    for prefix, task, event, lead, has_total in COUNTS:
        for unit in units:
            draw = rng("counts", prefix, unit.code)
            if lead not in (None, unit.code) or (lead is None and draw.random() < 0.8):
                continue
            for month in range(1, until.month + 1 if until.year == 2026 else 13):
                if lead is None and draw.random() < 0.8:
                    continue
                day = date(2026, month, draw.randrange(2, 26))
                count = draw.randrange(1, 9)
                # Every other month something of the whole is missing; minutes run into thousands.
                count = count * 1400 if prefix == "HT" else count
                total = count + (month % 2) * (60 if prefix == "HT" else 1)
                entries.append((day, {
                    "Mã nhiệm vụ": f"{prefix}-{day:%Y-%m}", "TT nhiệm vụ": task,
                    "Đơn vị": unit.name, "Sự kiện": event, "Ngày": day,
                    "Số lượng": count, "Tổng số": total if has_total else None,
                }))  # fmt: skip
    return entries
