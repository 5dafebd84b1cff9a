"""One agency with a three-row list, for tests of the whole line from landing to explanation."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ingestion.clock import FixedClock
from orchestration.home import Home
from orchestration.pipeline import Workplace
from orchestration.settings import read_settings

FIRST_DAY = datetime(2026, 6, 5, 2, tzinfo=UTC)
LAYOUT = """
layout: small_list
label_vi: Danh sách nhỏ
stream: meeting
kind: snapshot
match: {files: ["nho_*.csv"]}
format: csv
agency: {folder: true}
columns:
  "Mã": {to: entity_key, required: true}
  "Loại": {to: kind, map: {"Giao ban": briefing}}
  "Hình thức": {to: mode, map: {"Trực tiếp": in_person, "Trực tuyến": online}}
  "Bắt đầu": {to: starts_at, required: true, formats: ["%d/%m/%Y %H:%M"]}
  "Kết thúc": {to: ends_at, formats: ["%d/%m/%Y %H:%M"]}
  "Trạng thái": {to: status, map: {"Đã họp": held, "Hủy": cancelled}}
"""
COMPLETE = LAYOUT.replace("kind: snapshot", "kind: snapshot\ncomplete: year\ncomplete_from: rows")
HEADER = "Mã;Loại;Hình thức;Bắt đầu;Kết thúc;Trạng thái"
GOOD = [
    "01;Giao ban;Trực tuyến;05/01/2026 08:00;05/01/2026 10:00;Đã họp",
    "02;Giao ban;Trực tiếp;12/01/2026 08:00;12/01/2026 10:00;Đã họp",
    "03;Giao ban;Trực tuyến;19/01/2026 08:00;19/01/2026 10:00;Hủy",
]
BROKEN = "04;Giao ban;Trực tuyến;31/02/2026 08:00;;Đã họp"


def make(root: Path, layout: str = LAYOUT) -> Workplace:
    """An empty home with the layout, labelled as a sample, under a clock that is set."""
    home = Home(root)
    home.mark_as_sample()
    home.create()
    (home.layouts / "small_list.yml").write_text(layout, encoding="utf-8")
    return Workplace(home, read_settings({}, home=root), FixedClock(FIRST_DAY))


def land(place: Workplace, name: str, rows: list[str], agency: str = "SNV") -> Path:
    """A list in the landing folder of an agency."""
    path = place.home.landing / agency / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def set_clock(place: Workplace, moment: datetime) -> None:
    """Let time pass."""
    assert isinstance(place.clock, FixedClock)
    place.clock.moment = moment
