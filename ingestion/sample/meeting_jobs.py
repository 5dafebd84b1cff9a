"""Deliveries of meeting lists: who sends which form, when, and the faulty files among them.

Belongs here: the calendar and forms of meeting lists. Does not belong here: the meetings
themselves (`meetings`), faults inside a row (`dirt`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from ingestion.sample import dirt, files, meetings
from ingestion.sample.meetings import Meeting
from ingestion.sample.province import SILENT_IN_2026, Unit, rng

Row = tuple[date, str, str, Callable[[Path], None]]
"""Day of delivery, agency, file name, writer."""

EARLY = (date(2026, 4, 6), date(2026, 3, 31))
JUNE = (date(2026, 6, 8), date(2026, 6, 5))
AUTUMN = (date(2026, 9, 7), date(2026, 9, 4))
FINAL = (date(2026, 11, 16), date(2026, 11, 15))
"""Lists of 2026: day of delivery, day on which the list was drawn up."""

BASELINE_DAY = date(2026, 1, 12)
OLD_UNITS_DAY = date(2025, 7, 8)
FREQUENT = ("SNV", "STP", "TTT", "VPUBND", "03646", "03721", "03979", "04048")
"""Agencies that also send a list in April and in September."""

CSV_FORMS = {
    "03703": ("windows-1258", ";"), "03754": ("windows-1258", ";"), "03808": ("utf-16", "\t"),
    "03856": ("utf-16", ","), "03922": ("utf-8-sig", ";"), "04006": ("utf-8-sig", ","),
}  # fmt: skip
JSON_AGENCY = "SKHCN"
OWN_BASELINE = frozenset({*CSV_FORMS, "03646", "03721", "03979", "04048", "03910", "04132"})
"""Communes that sent a list of 2025 of their own; Sở Nội vụ gathered those of the others."""

REGISTER_COLUMNS = ("Đơn vị", *meetings.COLUMNS)


def meeting_jobs(units: list[Unit], until: date, scale: float) -> Iterator[Row]:
    """Every delivery of a meeting list."""
    lists = {unit.code: meetings.draw_meetings(unit, scale) for unit in units if unit.is_current}
    lists = {code: rows for code, rows in lists.items() if rows}
    meetings.invite_units(lists)
    meetings.join_hosts(lists, until)
    current = [unit for unit in units if unit.code in lists and unit.is_current]
    yield from _first_lists(units, lists, scale)
    yield from _baselines(current, lists)
    for unit in current:
        if unit.code not in SILENT_IN_2026:
            yield from _lists_of_2026(unit, lists[unit.code], until)
    yield from _faulty_files(current, lists)


def _lists_of_2026(unit: Unit, rows: list[Meeting], until: date) -> Iterator[Row]:
    days = (EARLY, JUNE, AUTUMN, FINAL) if unit.code in FREQUENT else (JUNE, FINAL)
    before: date | None = None
    for day, seen in days:
        seen = min(seen, until)
        listed = meetings.list_rows(rows, 2026, seen, before)
        if unit.code == dirt.MEETING_SPOILER and (day, seen) == JUNE:
            listed = dirt.spoil_meetings(listed)
        yield day, unit.code, *_own_file(unit, listed, 2026, f"_den_{seen:%Y%m%d}")
        before = seen


def _baselines(units: list[Unit], lists: dict[str, list[Meeting]]) -> Iterator[Row]:
    gathered: list[list[dict[str, object]]] = [[], [], []]
    for number, unit in enumerate(units):
        rows = meetings.list_rows(lists[unit.code], 2025, date(2025, 12, 31), None)
        if unit.type == "so_nganh" or unit.code in OWN_BASELINE:
            yield BASELINE_DAY, unit.code, *_own_file(unit, rows, 2025, "")
        else:
            gathered[number % 3] += [{**row, "Đơn vị": unit.name} for row in rows]
    for number, rows in enumerate(gathered, 1):
        write = partial(files.write_csv, columns=REGISTER_COLUMNS, rows=rows)
        yield BASELINE_DAY, "SNV", f"tong_hop_hop_2025_mau_xa_{number}.csv", write


def _first_lists(units: list[Unit], lists: dict[str, list[Meeting]], scale: float) -> Iterator[Row]:
    """Units that ended in 2025, by their codes, and the last weeks of 2024 of those that go on.

    Codes, because names of old units live on in other units.
    """
    groups: dict[str, list[dict[str, object]]] = {}
    for unit in units:
        group = f"don_vi_cu_{unit.type}" if not unit.is_current else "cuoi_2024"
        if group == "don_vi_cu_xa_phuong":
            group += f"_{int(unit.code) % 2 + 1}"
        drawn = lists.get(unit.code, []) if unit.is_current else meetings.draw_meetings(unit, scale)
        listed = meetings.list_rows(drawn, 2024, date(2024, 12, 31), None)
        if not unit.is_current:
            listed += meetings.list_rows(drawn, 2025, unit.last, None)
        groups.setdefault(group, []).extend({**row, "Đơn vị": unit.code} for row in listed)
    for group, rows in groups.items():
        tail = dirt.RAGGED_LINE if group == "don_vi_cu_xa_phuong_1" else ""
        write = partial(files.write_csv, columns=REGISTER_COLUMNS, rows=rows, tail=tail)
        yield OLD_UNITS_DAY, "SNV", f"tong_hop_hop_2025_mau_{group}.csv", write


def _own_file(
    unit: Unit, rows: list[dict[str, object]], year: int, suffix: str
) -> tuple[str, Callable[[Path], None]]:
    """Name and writer of the list in the form this agency uses."""
    name = f"hop_{year}_mau{suffix}"
    if unit.code == JSON_AGENCY:
        return f"{name}.jsonl", partial(files.write_jsonl, rows=[_record(row) for row in rows])
    if unit.code in CSV_FORMS:
        encoding, delimiter = CSV_FORMS[unit.code]
        return f"{name}.csv", partial(
            files.write_csv, columns=meetings.COLUMNS, rows=rows, encoding=encoding,
            delimiter=delimiter,
        )  # fmt: skip
    return f"{name}.xlsx", partial(
        files.write_workbook, sheet="Cuộc họp", columns=meetings.COLUMNS, rows=rows,
        title=f"{unit.name.upper()}: DANH SÁCH HỘI NGHỊ, CUỘC HỌP NĂM {year}", look=_look(unit),
    )  # fmt: skip


def _record(row: dict[str, object]) -> dict[str, object]:
    """A row as the meeting software of one agency exports it: ISO times, null for nothing."""
    return {
        name: f"{value:%Y-%m-%dT%H:%M:%S}+07:00" if hasattr(value, "hour") else value or None
        for name, value in row.items()
    }


def _look(unit: Unit) -> files.Look:
    draw = rng("look", unit.code)
    return files.Look(
        dates=draw.choice(("real", "real", "real", "text", "mixed")),
        is_decomposed=draw.random() < 0.12,
        has_eth=draw.random() < 0.12,
        has_loose_spaces=draw.random() < 0.15,
        has_numbers_as_text=draw.random() < 0.25,
    )


def _faulty_files(units: list[Unit], lists: dict[str, list[Meeting]]) -> Iterator[Row]:
    """A copy under another name, half a file, an empty, an unknown and a filtered one."""
    by_code = {unit.code: unit for unit in units}

    def june_list(code: str) -> Callable[[Path], None]:
        rows = meetings.list_rows(lists[code], 2026, JUNE[1], None)
        return _own_file(by_code[code], rows, 2026, "")[1]

    yield JUNE[0], "SGDDT", "hop_2026_mau_ban_sao.xlsx", june_list("SGDDT")
    half = partial(_cut_in_half, june_list("SYT"))
    yield date(2026, 7, 6), "SYT", "hop_2026_mau_bi_cat.xlsx", half
    write = partial(files.write_csv, columns=meetings.COLUMNS, rows=[])
    yield JUNE[0], "SCT", "hop_2026_mau_trong.csv", write
    yield date(2026, 7, 6), "03664", "danh_sach_mau_khong_ro.xlsx", june_list("03664")
    rows = meetings.list_rows(lists["SVHTTDL"], 2026, AUTUMN[1], None)
    filtered = _own_file(by_code["SVHTTDL"], rows[::2], 2026, "")[1]
    yield AUTUMN[0], "SVHTTDL", "hop_2026_mau_da_loc.xlsx", filtered


def _cut_in_half(write: Callable[[Path], None], path: Path) -> None:
    write(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
