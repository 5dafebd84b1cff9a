"""Rows become candidates: agency, time, state, identity, and one problem for each fault."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingestion.normalise.apply import normalise
from ingestion.normalise.lifecycle import event_that_sets
from ingestion.readers import FileProblem
from schemas.registry import STREAMS
from tests.reading import NOW, PLAIN, candidates, column, flaws, layout_of, made_of, written

EVENTS = """
layout: events
stream: dossier
kind: events
match: {files: ["*"]}
format: csv
agency: {column: don_vi}
columns:
  ma: {to: entity_key, required: true}
  han: {to: due_at, formats: ["%d/%m/%Y"]}
  nhan: {to: received_at, formats: ["%d/%m/%Y"]}
  so_hoa: has_digitised_components
  diem: rating
  kenh: {to: channel, map: {"Trực tuyến": online}}
event_type: {column: viec, map: {"Nhận": received, "Xong": finished}}
occurred_at: {column: luc, formats: ["%d/%m/%Y %H:%M"]}
entity: "{entity_key}"
"""
EVENT_HEAD = "ma,don_vi,viec,luc,han,nhan,so_hoa,diem,kenh\n"
GOOD = "H1,SNV,Nhận,05/03/2026 08:00,10/03/2026,05/03/2026,có,5,trực tuyến\n"

TASKS = """
layout: tasks
stream: task
kind: snapshot
match: {files: ["*"]}
format: csv
agency: {constant: SNV}
columns:
  ma: {to: duty_code, required: true}
  xong: {to: completed_at, formats: ["%d/%m/%Y"]}
  tien_do: progress_share
  tinh_trang: {to: status, map: {"Xong": completed, "Đang làm": in_progress}}
entity: "{duty_code}:{agency_code}"
"""


def test_a_candidate_has_the_columns_and_types_of_its_stream(tmp_path: Path) -> None:
    for layout in (PLAIN, EVENTS, TASKS):
        stream = STREAMS[layout_of(layout).stream]
        head = {PLAIN: "ma,ngay\n1,05/03/2026\n", EVENTS: EVENT_HEAD + GOOD, TASKS: "ma\nx\n"}
        made = made_of(tmp_path, head[layout], layout)
        assert dict(made.frame.schema) == stream.candidate_schema()
        assert made.problems == []


def test_an_event_is_taken_as_its_row_says(tmp_path: Path) -> None:
    row = made_of(tmp_path, EVENT_HEAD + GOOD, EVENTS).frame.row(0, named=True)
    assert row["event_type"] == "received"
    assert row["entity_id"] == "H1"
    assert row["agency_code"] == "SNV"
    assert row["occurred_at"] == datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
    assert row["channel"] == "online"
    assert row["has_digitised_components"] is True
    assert row["rating"] == 5
    assert row["status"] is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("H1", "", ("value_missing", "ma")),
        ("SNV", "Sở Phép thuật", ("unknown_agency", "don_vi")),
        ("SNV", "", ("value_missing", "don_vi")),
        ("SNV", "Huyện Bắc Yên", ("agency_not_in_force", "don_vi")),
        ("SNV", "SKHDT", ("agency_not_in_force", "don_vi")),
        ("Nhận", "Mất", ("not_in_list", "viec")),
        ("Nhận", "", ("value_missing", "viec")),
        ("05/03/2026 08:00", "31/02/2026 08:00", ("bad_date", "luc")),
        ("05/03/2026 08:00", "", ("value_missing", "luc")),
        ("10/03/2026", "31/02/2026", ("bad_date", "han")),
        ("có", "có lẽ", ("bad_boolean", "so_hoa")),
        (",5,", ",năm,", ("bad_number", "diem")),
        ("trực tuyến", "chim bồ câu", ("not_in_list", "kenh")),
    ],
)
def test_each_fault_is_one_problem_with_its_place(
    tmp_path: Path, old: str, new: str, fault: tuple[str, str]
) -> None:
    text = EVENT_HEAD + GOOD + GOOD.replace(old, new, 1) + GOOD
    made = made_of(tmp_path, text, EVENTS)
    assert flaws(made) == [(fault[0], 3, fault[1])]
    assert made.problems[0].value in (new.strip(","), None)
    assert made.frame.height == 3


def test_all_faults_of_a_row_are_told(tmp_path: Path) -> None:
    bad = GOOD.replace("có", "?").replace(",5,", ",x,").replace("10/03/2026", "40/03/2026")
    made = made_of(tmp_path, EVENT_HEAD + bad, EVENTS)
    assert sorted(code for code, _, _ in flaws(made)) == ["bad_boolean", "bad_date", "bad_number"]


def test_an_empty_boolean_is_unknown_and_not_no(tmp_path: Path) -> None:
    made = made_of(
        tmp_path, EVENT_HEAD + GOOD.replace("có", "") + GOOD.replace("có", "không"), EVENTS
    )
    assert column(made, "has_digitised_components") == [None, False]


def test_a_meeting_without_status_is_held_once_it_has_begun(tmp_path: Path) -> None:
    text = "ma,ngay\n1,23/11/2026 10:00\n2,23/11/2026 10:01\n3,24/11/2026\n"
    made = made_of(tmp_path, text)
    assert column(made, "status") == ["held", "scheduled", "scheduled"]
    assert column(made, "event_type") == ["held", "scheduled", "scheduled"]


def test_a_snapshot_status_gives_the_event_that_sets_it(tmp_path: Path) -> None:
    status = "{ma: {to: entity_key}, ngay: {to: starts_at}, s: {to: status, map: {hủy: cancelled, ghép: merged}}}"
    made = made_of(
        tmp_path, "ma,ngay,s\n1,05/03/2026,Hủy\n2,05/03/2026,\n3,05/03/2026,?\n", columns=status
    )
    assert column(made, "status")[:2] == ["cancelled", "held"]
    assert column(made, "event_type")[:2] == ["cancelled", "held"]
    assert flaws(made) == [("not_in_list", 4, "s")]


@pytest.mark.parametrize("stream", list(STREAMS))
def test_every_status_has_an_event_that_sets_it(stream: str) -> None:
    for status in STREAMS[stream].statuses:
        event = event_that_sets(status, STREAMS[stream])
        assert STREAMS[stream].events[event] == status


def test_a_task_that_is_open_is_dated_when_it_is_seen(tmp_path: Path) -> None:
    text = "ma,xong,tien_do,tinh_trang\nKH,14/05/2026,100%,Xong\nBC,,60%,Đang làm\nTR,,,\n"
    made = made_of(tmp_path, text, TASKS)
    assert column(made, "event_type") == ["completed", "reported", "reported"]
    assert column(made, "status") == ["completed", "in_progress", "in_progress"]
    assert column(made, "occurred_at") == [datetime(2026, 5, 13, 17, 0, tzinfo=UTC), NOW, NOW]
    assert column(made, "progress_share") == [1.0, 0.6, None]
    assert column(made, "entity_id")[0] == "KH:SNV"


def test_a_constant_event_type_gives_the_status_of_a_snapshot(tmp_path: Path) -> None:
    made = made_of(tmp_path, "ma,ngay\n1,05/03/2026\n", event_type="{constant: planned}")
    assert (column(made, "event_type"), column(made, "status")) == (["planned"], ["planned"])


@pytest.mark.parametrize(
    ("agency", "file", "folder", "code"),
    [
        ("{folder: true}", "x.csv", "03646", "03646"),
        ("{constant: STP}", "x.csv", None, "STP"),
        ("{pattern: '^(?P<agency>[^_]+)_'}", "Sở Tư pháp_2026.csv", None, "STP"),
    ],
)
def test_the_agency_of_a_file(
    tmp_path: Path, agency: str, file: str, folder: str | None, code: str
) -> None:
    text = written(tmp_path, file, "ma,ngay\n1,05/03/2026\n")
    _, made = candidates(text, layout_of(agency=agency), folder_agency=folder)
    assert column(made, "agency_code") == [code]
    assert column(made, "entity_id") == [f"{code}:1"]


@pytest.mark.parametrize("folder", [None, "linh_tinh"])
def test_a_file_of_an_unknown_agency_is_refused(tmp_path: Path, folder: str | None) -> None:
    path = written(tmp_path, "x.csv", "ma,ngay\n1,05/03/2026\n")
    with pytest.raises(FileProblem) as refused:
        candidates(path, layout_of(agency="{folder: true}"), folder_agency=folder)
    assert refused.value.problem.code == "unknown_sender"


def test_an_agency_is_resolved_on_the_day_of_its_row(tmp_path: Path) -> None:
    columns = "{ma: entity_key, ngay: starts_at}"
    text = "ma,ngay,dv\n1,30/06/2025,Phường Tô Hiệu\n2,01/07/2025,Phường Tô Hiệu\n"
    made = made_of(tmp_path, text, agency="{column: dv}", columns=columns)
    assert column(made, "agency_code") == ["03649", "03646"]


def test_the_late_evening_in_utc_is_the_next_day_here(tmp_path: Path) -> None:
    # 17:30Z on 30 June is 00:30 on 1 July in Vietnam: the new unit holds.
    columns = "{ma: entity_key, ngay: {to: starts_at, formats: [iso]}}"
    text = "ma,ngay,dv\n1,2025-06-30T17:30:00Z,Phường Tô Hiệu\n"
    made = made_of(tmp_path, text, agency="{column: dv}", columns=columns)
    assert column(made, "agency_code") == ["03646"]


def test_templates_use_file_groups_dates_and_scratch_names(tmp_path: Path) -> None:
    made = made_of(
        tmp_path, "ma,ngay,ghi_chu\n1,05/03/2026 08:30,P1\n2,05/03/2026,\n", file="so_2026.csv",
        file_pattern="'so_(?P<year>\\d{4})'", entity="'{file.year}/{starts_at:%m-%d}/{entity_key}'",
        derive="{joint_key: '{starts_at}|{_note}', plan_ref: 'KH-{agency_code}-{file.year}'}",
    )  # fmt: skip
    assert column(made, "entity_id") == ["2026/03-05/1", "2026/03-05/2"]
    assert column(made, "joint_key") == ["2026-03-05T08:30:00|P1", None]
    assert column(made, "plan_ref") == ["KH-SNV-2026"] * 2
    assert made.file_groups == {"year": "2026"}


def test_a_file_name_without_the_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as refused:
        made_of(tmp_path, "ma,ngay\n1,05/03/2026\n", file_pattern="'so_(?P<year>\\d{4})'")
    assert refused.value.problem.code == "no_layout"


def test_a_source_event_id_is_kept_for_events(tmp_path: Path) -> None:
    made = made_of(tmp_path, EVENT_HEAD + GOOD, EVENTS, event_id="'e-{entity_key}'")
    assert column(made, "source_event_id") == ["e-H1"]


def test_the_message_of_an_unlisted_word_lists_the_words_allowed(tmp_path: Path) -> None:
    made = made_of(tmp_path, EVENT_HEAD + GOOD.replace("Nhận", "Mất"), EVENTS)
    text = made.problems[0].text("vi")
    assert "Nhận, Xong" in text
    assert "“Mất”" in text


def test_a_column_the_file_lacks_is_not_supplied(tmp_path: Path) -> None:
    layout = "{ma: entity_key, ngay: starts_at, so: remote_site_count, loai: plan_ref}"
    made = made_of(tmp_path, "ma,ngay,so\n1,05/03/2026,3\n", columns=layout)
    assert made.supplied == {"starts_at", "remote_site_count"}


def test_document_numbers_are_split_and_the_date_is_local(tmp_path: Path) -> None:
    layout = """
layout: docs
stream: document
kind: snapshot
match: {files: ["*"]}
format: csv
agency: {constant: SNV}
columns:
  ngay: {to: issued_date, required: true}
document_number: {column: "Số, ký hiệu"}
entity: "{issued_date:%Y-%m-%d}:{_document_code}"
"""
    text = (
        "Số ký hiệu;ngay\n05/QÐ–UBND;ngày 05 tháng 6 năm 2026\nkhông số;05/06/2026\n;05/06/2026\n"
    )
    made = made_of(tmp_path, text, layout)
    row = made.frame.row(0, named=True)
    assert (row["number"], row["notation"], row["document_type"]) == ("5", "QĐ-UBND", "quyet_dinh")
    assert row["issued_date"] == date(2026, 6, 5)
    assert row["entity_id"] == "2026-06-05:05/QĐ-UBND"
    assert row["event_type"] == row["status"] == "issued"
    assert row["occurred_at"] == datetime(2026, 6, 4, 17, tzinfo=UTC)
    source = "Số, ký hiệu"
    assert flaws(made) == [("bad_format", 3, source), ("value_missing", 4, source)]


def test_no_tables_give_no_candidates() -> None:
    from ingestion.agencies import AgencyDirectory
    from tests.reading import SEEDS

    made = normalise(
        [], layout_of(), agencies=AgencyDirectory.load(SEEDS), folder_agency=None,
        file_name="x.csv", observed_at=NOW,
    )  # fmt: skip
    assert made.frame.height == 0
    assert made.problems == []


def test_an_unknown_key_of_an_event_clears_nothing(tmp_path: Path) -> None:
    layout = EVENTS.replace("  diem: rating", "  xoa: {to: cleared, split: ','}").replace(
        '"Xong": finished', '"Sửa": corrected'
    )
    head = EVENT_HEAD.replace("diem", "xoa")
    text = head + GOOD.replace("Nhận", "Sửa").replace(",5,", ',"due_at,channel",')
    made = made_of(tmp_path, text, layout)
    assert column(made, "cleared") == [["due_at", "channel"]]
