"""The sample province: same bytes every time, plausible, and spoiled at known places."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from ingestion.sample import PLANTED, SAMPLE_UNTIL, Delivery, write_sample
from ingestion.sample.documents import draw_documents
from ingestion.sample.files import SAMPLE_MARK, encode_windows_1258
from ingestion.sample.meetings import draw_meetings, list_rows
from ingestion.sample.province import SILENT_IN_2026, load_units
from schemas.problems import PROBLEMS

SEEDS = Path(__file__).parents[2] / "dbt_project" / "seeds"
AGENCIES, SUCCESSION = SEEDS / "agencies.csv", SEEDS / "agency_succession.csv"


def write(folder: Path, until: date = SAMPLE_UNTIL) -> list[Delivery]:
    return write_sample(
        folder, agencies_csv=AGENCIES, succession_csv=SUCCESSION, until=until, scale=0.05
    )


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Delivery]]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, write(folder)


def test_two_runs_write_the_same_bytes(sample: tuple[Path, list[Delivery]], tmp_path: Path) -> None:
    folder, deliveries = sample
    assert write(tmp_path) == deliveries
    assert digests(tmp_path) == digests(folder)


def test_every_written_file_is_delivered_once_and_names_itself_a_sample(
    sample: tuple[Path, list[Delivery]],
) -> None:
    folder, deliveries = sample
    paths = [str(delivery.path) for delivery in deliveries]
    assert sorted(paths) == sorted(digests(folder))
    assert all("mau" in Path(path).name for path in paths)
    assert all(d.path.parts[0] == d.agency_code for d in deliveries)


def test_the_deliveries_come_in_few_waves_in_order(
    sample: tuple[Path, list[Delivery]],
) -> None:
    days = [delivery.day for delivery in sample[1]]
    assert days == sorted(days)
    assert len(set(days)) <= 12
    assert len(days) <= 260
    assert all(day.utcoffset() is not None for day in days)


def test_an_earlier_end_only_leaves_out_later_deliveries(tmp_path: Path) -> None:
    deliveries = write(tmp_path, until=date(2026, 6, 30))
    assert max(delivery.day.date() for delivery in deliveries) == date(2026, 6, 8)


def test_workbooks_carry_the_sample_mark_above_their_header(
    sample: tuple[Path, list[Delivery]],
) -> None:
    import fastexcel

    book = fastexcel.read_excel(sample[0] / "STP" / "hop_2026_mau_den_20260605.xlsx")
    sheet = book.load_sheet(0, header_row=None, n_rows=2, dtypes="string")
    assert SAMPLE_MARK in sheet.to_polars().to_series(0).to_list()


def test_a_copy_has_the_bytes_of_its_original(sample: tuple[Path, list[Delivery]]) -> None:
    folder = sample[0] / "SGDDT"
    original = (folder / "hop_2026_mau_den_20260605.xlsx").read_bytes()
    assert (folder / "hop_2026_mau_ban_sao.xlsx").read_bytes() == original


def test_every_planted_fault_is_a_known_problem() -> None:
    assert set(PLANTED) <= set(PROBLEMS)


def test_windows_1258_bytes_read_back_as_the_same_text() -> None:
    text = "Ủy ban nhân dân xã Mường Giôn: họp trực tuyến, Đ đ ẵ ệ ữ"
    read = unicodedata.normalize("NFC", encode_windows_1258(text).decode("cp1258"))
    assert read == text


def test_silent_agencies_host_nothing_in_2026() -> None:
    units = load_units(AGENCIES, SUCCESSION, SAMPLE_UNTIL)
    for unit in units:
        if unit.is_current and unit.code in SILENT_IN_2026:
            years = Counter(meeting.starts.year for meeting in draw_meetings(unit, 1.0))
            assert years[2025] > 0
            assert years[2026] == 0


def test_no_unit_acts_outside_its_life() -> None:
    for unit in load_units(AGENCIES, SUCCESSION, SAMPLE_UNTIL):
        days = [meeting.starts.date() for meeting in draw_meetings(unit, 0.2)]
        days += [day for day, _ in draw_documents(unit, 0.2)]
        assert all(unit.first <= day <= unit.last for day in days), unit


def test_the_province_meets_and_writes_less_in_2026_than_in_2025() -> None:
    units = load_units(AGENCIES, SUCCESSION, SAMPLE_UNTIL)
    like_for_like = [unit for unit in units if unit.today and unit.today not in SILENT_IN_2026]
    meetings: Counter[int] = Counter()
    documents: Counter[int] = Counter()
    for unit in like_for_like:
        days = [meeting.starts.date() for meeting in draw_meetings(unit, 1.0)]
        meetings.update(day.year for day in days if (day.month, day.day) <= (11, 15))
        issued = [day for day, _ in draw_documents(unit, 1.0)]
        documents.update(day.year for day in issued if (day.month, day.day) <= (11, 15))
    assert 0.86 <= meetings[2026] / meetings[2025] <= 0.92
    assert 0.82 <= documents[2026] / documents[2025] <= 0.90


def test_a_later_list_shows_the_fate_of_each_row() -> None:
    units = load_units(AGENCIES, SUCCESSION, SAMPLE_UNTIL)
    stp = next(unit for unit in units if unit.code == "STP")
    meetings = draw_meetings(stp, 1.0)
    early = {
        str(row["Mã cuộc họp"]): row
        for row in list_rows(meetings, 2026, date(2026, 6, 5), None)
        if isinstance(start := row["Bắt đầu"], datetime) and start.date() <= date(2026, 6, 5)
    }
    late = {
        str(row["Mã cuộc họp"]): row
        for row in list_rows(meetings, 2026, date(2026, 11, 15), date(2026, 6, 5))
    }
    fates = {meeting.key: meeting.fate for meeting in meetings}
    assert set(early) - set(late) == {key for key in early if fates[key] == "removed"}
    both = set(early) & set(late)
    modes = {key for key in both if early[key]["Hình thức"] != late[key]["Hình thức"]}
    assert modes == {key for key in early if fates[key] == "corrected"}


def test_documents_of_one_agency_and_year_have_distinct_numbers(
    sample: tuple[Path, list[Delivery]],
) -> None:
    text = (sample[0] / "VPUBND" / "van_ban_2025_q3_mau.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    issued = [row for row in rows if row["Tình trạng"] == "Đã phát hành"]
    keys = {(row["Đơn vị ban hành"], row["Số ký hiệu"]) for row in issued}
    assert len(keys) == len(issued) > 100
