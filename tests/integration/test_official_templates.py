"""The official templates keep what the other ways of sending keep, and no more."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from ingestion.context import Outcome
from ingestion.entry_book.book import HEADER_ROW, Unit, entry_book, file_name_of
from ingestion.entry_book.fields import LAYOUTS, fields_of
from tests.axis_messages import document
from tests.candidates import quarantined, stored
from tests.homes import Home

UNIT = Unit("SNV", "Sở Nội vụ")
MEETING = {
    "Mã cuộc họp": "CH-1", "Loại cuộc họp": "Giao ban", "Hội nghị": "không", "Phạm vi": "Nội bộ",
    "Cấp": "Sở, ban, ngành", "Hình thức": "Trực tuyến", "Bắt đầu": "04/03/2026 08:00",
    "Trạng thái": "Đã họp",
}  # fmt: skip
DOCUMENT = {
    "Số ký hiệu": "412/SNV-CCHC", "Loại sổ": "Văn bản đi", "Ngày ban hành": "18/03/2026",
    "Tình trạng": "Đã phát hành", "Độ mật": "Thường",
}  # fmt: skip
TASK = {"Mã nhiệm vụ": "KH226-01-2026", "Sự kiện": "Ban hành kế hoạch", "Ngày": "02/03/2026"}


def send(office: Home, stream: str, *rows: dict[str, Any]) -> Outcome:
    layout = office.context.layouts[LAYOUTS[stream]]
    book = openpyxl.load_workbook(io.BytesIO(entry_book(layout, UNIT, 2026)))
    sheet = book[layout.sheet.name or ""]
    for number, row in enumerate(rows, HEADER_ROW + 2):
        for column, field in enumerate(fields_of(layout), 1):
            sheet.cell(number, column).value = row.get(field.name)
    path = office.root / "landing" / UNIT.code / file_name_of(layout, UNIT, 2026)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return office.ingest(path)


def test_a_document_of_the_template_and_the_register_is_one(office: Home) -> None:
    assert send(office, "document", DOCUMENT | {"Số ký hiệu": "0412 /SNV-CCHC"}).accepted == 1
    path = office.root / "landing" / "SNV" / "so_van_ban_2026.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sổ văn bản"
    layout = office.context.layouts["document_register_workbook"]
    names = list(layout.source_columns)
    sheet.append(names)
    sheet.append([(DOCUMENT | {"TT": 1, "Ngày ban hành": "19/03/2026"}).get(n) for n in names])
    book.save(path)
    assert office.ingest(path).accepted == 1
    assert stored(office.store, "document")["entity_id"].n_unique() == 1


def test_a_document_of_the_template_and_the_axis_is_one(office: Home) -> None:
    assert send(office, "document", DOCUMENT).accepted == 1
    message = document(day="2026/03/18", at="2026/03/18 08:15:42")
    assert office.ingest(office.put("a.edxml", message.encode())).accepted == 1
    assert stored(office.store, "document")["entity_id"].n_unique() == 1


def test_templates_keep_known_agencies_only(office: Home) -> None:
    send(office, "meeting", MEETING | {"Đơn vị dự họp": "STP; Nguyễn Thị Zqvx"})
    send(office, "document", DOCUMENT | {"Nơi nhận": "STP; bà Lò Thị Zqvx"})
    meetings, documents = office.events(), stored(office.store, "document")
    assert meetings["required_units"].to_list() == [["STP"]]
    assert documents["receivers"].to_list() == [["STP"]]
    assert "zqvx" not in repr([meetings.rows(), documents.rows()]).lower()


@pytest.mark.parametrize(
    ("stream", "row"),
    [
        ("meeting", MEETING | {"Mã cuộc họp": "Họp với ông Lò Văn Zqvx"}),
        ("task", TASK | {"Văn bản minh chứng": "Nguyễn Thị Zqvx 014099000777"}),
        ("task", TASK | {"Mã nhiệm vụ": "014099000777"}),
    ],
)
def test_a_name_in_place_of_a_code_is_refused_and_not_kept(
    office: Home, stream: str, row: dict[str, Any]
) -> None:
    outcome = send(office, stream, row)
    assert (outcome.accepted, outcome.quarantined) == (0, 1)
    assert [problem.code for problem in outcome.problems] == ["not_a_code"]
    told = outcome.problems[0].text()
    assert "mã chỉ gồm chữ" in told
    assert "không ghi họ tên" in told
    assert "Zqvx" not in told
    kept = repr(quarantined(office.store).rows())
    assert "Zqvx" not in kept
    assert "014099000777" not in kept


@pytest.mark.parametrize("told", ["95%", "95 %", "0,95", "0.95"])
def test_a_share_is_the_same_number_in_every_spelling(office: Home, told: str) -> None:
    send(office, "task", TASK | {"Sự kiện": "Báo cáo tiến độ", "Tiến độ": told})
    assert stored(office.store, "task")["progress_share"].to_list() == [0.95]


@pytest.mark.parametrize(
    ("column", "mark"), [("Ghi chú", "(Mật)"), ("Tên cuộc họp", "MẬT: Zqvx"), ("Độ mật", "Mật")]
)
def test_a_secret_row_of_a_list_of_its_own_is_refused_unread(
    office: Home, column: str, mark: str
) -> None:
    layout = office.context.layouts["agency_meeting_list"]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Cuộc họp"
    names = ["TT", *MEETING, column]
    sheet.append(names)
    sheet.append([1, *MEETING.values(), mark])
    sheet.append([2, *(MEETING | {"Mã cuộc họp": "CH-2"}).values(), None])
    path = office.root / "landing" / "SNV" / "hop_2026.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    outcome = office.ingest(path)
    assert (outcome.layout, outcome.accepted, outcome.quarantined) == (layout.name, 1, 1)
    assert [problem.code for problem in outcome.problems] == ["secret_row"]
    assert not any("Độ mật" in note.detail for note in outcome.notes)
    assert office.archived() == []
    assert path.name not in office.answered(outcome.answer)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("05/03/2026", "05/03/2026 09:30"),
        ("05/03/2026 08:00", "05/03/2026"),
        (datetime(2026, 3, 5, 8, 0), datetime(2026, 3, 5)),
        (datetime(2026, 3, 5), datetime(2026, 3, 5)),
    ],
)
def test_a_day_without_an_hour_makes_no_duration(office: Home, start: Any, end: Any) -> None:
    whole = MEETING | {"Mã cuộc họp": "CH-2", "Kết thúc": "04/03/2026 09:30"}
    outcome = send(office, "meeting", MEETING | {"Bắt đầu": start, "Kết thúc": end}, whole)
    assert (outcome.accepted, outcome.quarantined) == (2, 0)
    (note,) = outcome.notes
    assert "không tính thời lượng" in note.text()
    ends = dict(office.events().select("entity_id", "ends_at").iter_rows())
    assert [value is None for _, value in sorted(ends.items())] == [True, False]
