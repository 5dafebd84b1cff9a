"""Who sends which file when: the delivery plan of the sample province.

Belongs here: the calendar of deliveries, file names, which agency uses which form. Does not belong
here: what happened (the stream modules), how a format is written (`files`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from ingestion.sample import dirt, documents, dossiers, files, tasks
from ingestion.sample.meeting_jobs import meeting_jobs
from ingestion.sample.province import Unit

QUARTERS = (
    # name, first day, last day, day of delivery
    ("2025_q1", date(2024, 12, 15), date(2025, 3, 31), date(2025, 4, 3)),
    ("2025_q2", date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 8)),
    ("2025_q3", date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 6)),
    ("2025_q4", date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 12)),
    ("2026_q1", date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 6)),
    ("2026_q2", date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 6)),
    ("2026_q3", date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 5)),
    ("2026_q4", date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 16)),
)
SPOILED_QUARTER = "2026_q2"

NEW_PORTAL = date(2025, 7, 1)
"""The old portal closed with the districts; what it held came over as one Parquet list."""

TASK_LOG_DAYS = (date(2026, 5, 20), date(2026, 6, 8), date(2026, 10, 5), date(2026, 11, 16))

REGISTER_DAYS = ((2025, date(2026, 1, 12)), (2026, date(2026, 7, 6)), (2026, date(2026, 11, 16)))
REGISTER_COMMUNES = ("03664", "03757", "04171")
"""Communes outside the document system: they send their own register as a workbook."""


@dataclass(frozen=True)
class Job:
    """A delivery and the call that writes its file."""

    day: date
    agency_code: str
    name: str
    write: Callable[[Path], None]


def plan_jobs(units: list[Unit], duties_csv: Path, until: date, scale: float) -> list[Job]:
    """Every delivery that falls on a day at most one day after `until`."""
    jobs = [Job(*row) for row in meeting_jobs(units, until, scale)]
    jobs += _document_jobs(units, scale)
    jobs += _dossier_jobs(units, until, scale)
    jobs += _task_jobs(units, duties_csv, until)
    return [job for job in jobs if (job.day - until).days <= 1]


def _document_jobs(units: list[Unit], scale: float) -> list[Job]:
    shared: list[documents.Document] = []
    own: dict[str, list[documents.Document]] = {code: [] for code in REGISTER_COMMUNES}
    for unit in units:
        drawn = documents.draw_documents(unit, scale)
        (own[unit.code] if unit.is_current and unit.code in own else shared).extend(drawn)
    shared.sort(key=lambda document: document[0])
    jobs: list[Job] = []
    for name, first, last, day in QUARTERS:
        rows = documents.export_rows(shared, first, last)
        if name == SPOILED_QUARTER and rows:
            rows = dirt.spoil_documents(rows)
        write = partial(files.write_csv, columns=documents.COLUMNS, rows=rows, encoding="utf-8-sig")
        jobs.append(Job(day, "VPUBND", f"van_ban_{name}_mau.csv", write))
    for code, register in own.items():
        for year, day in REGISTER_DAYS:
            rows = documents.export_rows(register, date(year, 1, 1), min(day, date(year, 12, 31)))
            columns = ("TT", *documents.COLUMNS[1:])
            numbered = [{**row, "TT": number} for number, row in enumerate(rows, 1)]
            title = f"SỔ ĐĂNG KÝ VĂN BẢN NĂM {year}"
            write = partial(files.write_workbook, sheet="Sổ văn bản", columns=columns,
                            rows=numbered, title=title)  # fmt: skip
            jobs.append(Job(day, code, f"so_van_ban_{year}_mau_den_{day:%Y%m%d}.xlsx", write))
    return jobs


def _dossier_jobs(units: list[Unit], until: date, scale: float) -> list[Job]:
    old: list[dossiers.Dossier] = []
    new: list[dossiers.Dossier] = []
    for unit in units:
        for dossier in dossiers.draw_dossiers(unit, scale):
            (old if dossiers.received_day(dossier) < NEW_PORTAL else new).append(dossier)
    write: Callable[[Path], None] = partial(
        files.write_parquet, columns=dossiers.LIST_FIELDS, rows=dossiers.final_rows(old)
    )
    jobs = [Job(date(2025, 10, 6), "VPUBND", "ho_so_cong_cu_2025_mau.parquet", write)]
    for name, first, last, day in QUARTERS[2:]:
        # A dossier received on the portal's first day may have been submitted before it.
        start = date(2025, 6, 20) if first == NEW_PORTAL else first
        rows = dossiers.portal_rows(new, start, min(last, until))
        tail = ""
        if name == SPOILED_QUARTER and len(rows) > 14:
            rows, tail = dirt.spoil_dossiers(rows), dirt.BROKEN_JSON
        write = partial(files.write_jsonl, rows=rows, tail=tail)
        jobs.append(Job(day, "VPUBND", f"tien_do_ho_so_{name}_mau.jsonl.gz", write))
    return jobs


def _task_jobs(units: list[Unit], duties_csv: Path, until: date) -> list[Job]:
    """The log is exported whole each time: what was sent before comes again."""
    entries = tasks.draw_entries(units, tasks.read_duties(duties_csv), until)
    jobs: list[Job] = []
    for day in TASK_LOG_DAYS:
        rows = [row for moment, row in entries if moment < day]
        if day == date(2026, 6, 8):
            rows = dirt.spoil_tasks(rows)
        write = partial(files.write_csv, columns=tasks.COLUMNS, rows=rows, delimiter=";")
        jobs.append(Job(day, "SNV", f"nhat_ky_nhiem_vu_2026_mau_den_{day:%Y%m%d}.csv", write))
    return jobs
