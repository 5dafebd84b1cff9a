"""The seed holidays.csv: what the package `holidays` knows of Viet Nam's calendar of work.

Belongs here: turning the package's calendar into seed rows, and writing them (`make holidays`).
Does not belong here: days that the package does not know yet (working_day_overrides.csv), any
counting of days (dbt_project/macros/working_days.sql).
"""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import holidays

SEED = Path(__file__).resolve().parents[1] / "dbt_project/seeds/holidays.csv"
COLUMNS = ("day", "is_working_day", "label_vi", "legal_ref")
# Before October 1999 Saturday was a working day (QĐ 188/1999/QĐ-TTg), and 2050 is far enough.
YEARS = range(2000, 2051)
SWAPPED = re.compile(r"Ngày nghỉ \(thay cho ngày (\d\d)/(\d\d)/(\d{4})\)")
# In force from: the labour code that names the days off, newest first.
LABOUR_CODES = (
    (date(2021, 1, 1), "Bộ luật Lao động 45/2019/QH14 Điều 111, 112"),
    (date(2013, 5, 1), "Bộ luật Lao động 10/2012/QH13 Điều 115"),
    (date(1995, 1, 1), "Bộ luật Lao động 1994 Điều 73"),
)
CULTURE_DAY = "Ngày Văn hóa Việt Nam"


def legal_ref(day: date, label: str) -> str:
    """The text that makes this day a day off."""
    code = next(text for since, text in LABOUR_CODES if since <= day)
    if label.startswith(CULTURE_DAY):
        return "Nghị quyết 80-NQ/TW"
    if SWAPPED.match(label):
        return f"{code}; thông báo hoán đổi ngày làm việc năm {day.year}"
    return code


def package_rows() -> list[tuple[str, str, str, str]]:
    """Days off by law or by a swap, and the weekend days worked for them, in order."""
    known = holidays.country_holidays("VN", years=YEARS, language="vi")
    rows: list[tuple[str, str, str, str]] = []
    for day in sorted(known):
        label = known[day]
        rows.append((day.isoformat(), "false", label, legal_ref(day, label)))
        if swap := SWAPPED.match(label):
            worked = date(int(swap[3]), int(swap[2]), int(swap[1]))
            words = f"Làm bù cho ngày {day:%d/%m/%Y}"
            rows.append((worked.isoformat(), "true", words, legal_ref(day, label)))
    return sorted(row for row in rows if int(row[0][:4]) in YEARS)


def seed_rows() -> list[tuple[str, ...]]:
    """The rows of the seed as it stands."""
    with SEED.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    return [tuple(row) for row in rows]


def main() -> None:
    """Write the seed from the package."""
    with SEED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(package_rows())
    print(f"{SEED.name}: {len(package_rows())} ({holidays.__version__})")


if __name__ == "__main__":
    main()
