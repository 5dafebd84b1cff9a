"""Calendars: occurrences inside the span of days, what leaves the file, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingestion.layout.load import load_layouts
from ingestion.layout.model import Layout
from ingestion.readers import FileProblem, ReadResult, read_file
from tests.reading import LIMITS, layout_of

PROJECT = Path(__file__).resolve().parents[2]
SPAN = (date(2026, 3, 1), date(2026, 5, 31))
LAYOUT = """
layout: calendar
stream: meeting
kind: snapshot
complete: future
match: {files: ["*.ics"]}
format: ics
agency: {constant: SNV}
columns:
  ID: {to: entity_key, required: true}
  DTSTART: {to: starts_at, required: true, formats: [iso]}
  DTEND: {to: ends_at, formats: [iso]}
  STATUS: _status
  WORDS: _words
  ATTENDEE-COUNT: _attendees
entity: "{agency_code}:{entity_key}"
"""


def event(*lines: str, uid: str = "a") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"])


def calendar(*events: str, head: tuple[str, ...] = ()) -> str:
    opening = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *head)
    return "\r\n".join([*opening, *events, "END:VCALENDAR", ""])


def read(folder: Path, *events: str, head: tuple[str, ...] = ()) -> ReadResult:
    path = folder / "x.ics"
    path.write_bytes(calendar(*events, head=head).encode())
    return read_file(path, layout_of(LAYOUT), SPAN)


def starts(result: ReadResult) -> list[str]:
    return result.tables[0].frame["DTSTART"].to_list()


WEEKLY = (
    "DTSTART;TZID=Asia/Ho_Chi_Minh:20260302T080000",
    "DTEND;TZID=Asia/Ho_Chi_Minh:20260302T093000",
    "RRULE:FREQ=WEEKLY;COUNT=4",
)
MARCH = [f"2026-03-{day:02d}T08:00:00+07:00" for day in (2, 9, 16, 23)]


def test_a_recurring_meeting_is_a_row_for_each_time_it_takes_place(tmp_path: Path) -> None:
    result = read(tmp_path, event(*WEEKLY))
    assert starts(result) == MARCH
    frame = result.tables[0].frame
    assert frame["DTEND"].to_list()[0] == "2026-03-02T09:30:00+07:00"
    assert frame["ID"].n_unique() == 4
    assert frame["source_row"].to_list() == [1, 2, 3, 4]


def test_a_time_that_is_taken_out_is_no_row(tmp_path: Path) -> None:
    out = "EXDATE;TZID=Asia/Ho_Chi_Minh:20260309T080000"
    assert starts(read(tmp_path, event(*WEEKLY, out))) == [MARCH[0], *MARCH[2:]]


def test_a_moved_or_cancelled_time_stays_the_same_occurrence(tmp_path: Path) -> None:
    before = read(tmp_path, event(*WEEKLY)).tables[0].frame
    moved = event(
        "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20260309T080000",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20260310T140000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20260310T150000",
    )
    cancelled = event(
        "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20260316T080000",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20260316T080000",
        "DURATION:PT1H",
        "STATUS:CANCELLED",
    )
    after = read(tmp_path, event(*WEEKLY), moved, cancelled).tables[0].frame
    assert after["ID"].to_list() == before["ID"].to_list()
    assert after["DTSTART"].to_list()[1] == "2026-03-10T14:00:00+07:00"
    assert after["STATUS"].to_list() == [None, None, "CANCELLED", None]
    assert after["DTEND"].to_list()[2] == "2026-03-16T09:00:00+07:00"


def test_a_change_of_hour_of_the_whole_series_keeps_its_occurrences(tmp_path: Path) -> None:
    before = read(tmp_path, event(*WEEKLY)).tables[0].frame
    later = event(
        *(line.replace("T080000", "T140000").replace("T0930", "T1530") for line in WEEKLY)
    )
    assert read(tmp_path, later).tables[0].frame["ID"].to_list() == before["ID"].to_list()


def test_two_times_on_one_day_are_two_occurrences(tmp_path: Path) -> None:
    result = read(
        tmp_path, event("DTSTART:20260302T010000Z", "RRULE:FREQ=DAILY;COUNT=2;BYHOUR=1,7")
    )
    assert starts(result) == ["2026-03-02T01:00:00+00:00", "2026-03-02T07:00:00+00:00"]
    assert result.tables[0].frame["ID"].n_unique() == 2


def test_a_meeting_without_end_stops_at_the_last_day_that_is_read(tmp_path: Path) -> None:
    found = starts(read(tmp_path, event("DTSTART:20200106T010000Z", "RRULE:FREQ=WEEKLY")))
    assert (found[0], found[-1], len(found)) == (
        "2026-03-02T01:00:00+00:00",
        "2026-05-25T01:00:00+00:00",
        13,
    )


def test_the_last_day_is_read_and_the_next_is_not(tmp_path: Path) -> None:
    found = read(tmp_path, event("DTSTART:20260530T150000", "RRULE:FREQ=DAILY;COUNT=5"))
    assert starts(found) == ["2026-05-30T15:00:00", "2026-05-31T15:00:00"]


def test_a_day_without_hours_does_not_say_how_long_the_meeting_takes(tmp_path: Path) -> None:
    days = event("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260306")
    frame = read(tmp_path, days).tables[0].frame
    assert frame.select("DTSTART", "DTEND").rows() == [("2026-03-04T00:00:00", None)]


@pytest.mark.parametrize("end", [(), ("DTEND:20260304T080000",)], ids=["none", "same"])
def test_a_meeting_without_an_end_has_none(tmp_path: Path, end: tuple[str, ...]) -> None:
    frame = read(tmp_path, event("DTSTART:20260304T080000", *end)).tables[0].frame
    assert frame["DTEND"].to_list() == [None]


def test_a_zone_is_that_of_the_event_or_of_the_calendar(tmp_path: Path) -> None:
    new_york = event("DTSTART;TZID=America/New_York:20260307T200000", "RRULE:FREQ=DAILY;COUNT=2")
    assert starts(read(tmp_path, new_york)) == [
        "2026-03-07T20:00:00-05:00",
        "2026-03-08T20:00:00-04:00",
    ]
    utc = event("DTSTART:20260307T010000Z")
    assert starts(read(tmp_path, utc, head=("X-WR-TIMEZONE:Asia/Ho_Chi_Minh",))) == [
        "2026-03-07T08:00:00+07:00"
    ]


def test_names_addresses_and_descriptions_do_not_leave_the_file(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        event(
            "DTSTART:20260304T080000",
            "SUMMARY:Giao ban",
            "DESCRIPTION:Nguyễn Văn Canary",
            "ORGANIZER;CN=Nguyễn Văn Canary:mailto:canary@example.vn",
            "ATTENDEE;CN=Canary 1:mailto:canary1@example.vn",
            "ATTENDEE:mailto:canary2@example.vn",
            "X-CANARY:x",
            uid="canary@example.vn",
        ),
    )
    assert result.tables[0].frame["ATTENDEE-COUNT"].to_list() == ["2"]
    assert result.tables[0].frame["WORDS"].to_list() == ["Giao ban"]
    assert "canary" not in repr((result.tables[0].frame.rows(), result.tables[0].headers)).lower()


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("DTSTART:20260304T080000", "RRULE:FREQ=SECONDLY"), "bad_calendar_event"),
        (("DTSTART:20260304T080000", "RRULE:FREQ=NEVER"), "bad_calendar_event"),
        (("DTSTART:20260304T080000", "DTEND:20260304T070000"), "end_before_start"),
        (("DTSTART:20269904T080000",), "bad_calendar_event"),
        (("SUMMARY:x",), "value_missing"),
    ],
)
def test_a_broken_event_is_refused_alone(tmp_path: Path, lines: tuple[str, ...], code: str) -> None:
    result = read(tmp_path, event(*lines), event("DTSTART:20260304T080000", uid="b"))
    assert [(p.code, p.row) for p in result.problems] == [(code, 1)]
    assert "dòng 4" in result.problems[0].detail
    assert result.tables[0].frame["source_row"].to_list() == [2]
    assert result.received == 2


def test_an_event_without_uid_is_refused_alone(tmp_path: Path) -> None:
    lines = "BEGIN:VEVENT\r\nDTSTART:20260304T080000\r\nEND:VEVENT"
    result = read(tmp_path, lines, event("DTSTART:20260304T080000"))
    assert [(p.code, p.row, p.column) for p in result.problems] == [("value_missing", 1, "UID")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_empty"),
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "header_only"),
        ("BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260304T080000\r\nEND:VEVENT\r\n", "file_unreadable"),
        ("hello", "file_unreadable"),
        (calendar(event("DTSTART:20260304T080000"), head=("METHOD:REQUEST",)), "file_unreadable"),
        (calendar(event("DTSTART:20360304T080000")), "header_only"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_reason(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "x.ics"
    path.write_bytes(text.encode())
    with pytest.raises(FileProblem) as caught:
        read_file(path, layout_of(LAYOUT), SPAN)
    assert caught.value.problem.code == code


def test_every_calendar_of_the_public_suites_is_read_or_refused(shared_data: Path) -> None:
    layout = load_layouts([PROJECT / "ingestion" / "layouts"])["meeting_calendar"]
    tried = sorted((shared_data / "suite_ics_dev").glob("*/*.ics"))
    assert len(tried) == 292
    read_, refused = 0, 0
    for path in tried:
        try:
            result = read_file(path, layout, (date(2005, 1, 1), date(2026, 12, 31)))
        except FileProblem as problem:
            refused += 1
            assert problem.problem.text("vi")
            continue
        read_ += 1
        assert result.received > 0
        assert all(p.text("vi") and p.text("en") for p in result.problems), path.name
    assert (read_ + refused, read_) == (292, 173)


KNOWN = {
    "event_10_times": 10,
    "each_week_but_two_deleted": 6,
    "one_event": 1,
    "three_events_one_edited": 3,
}


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_occurrences_of_the_public_suite_are_counted_as_its_authors_count_them(
    shared_data: Path, name: str
) -> None:
    path = shared_data / "suite_ics_dev" / "recurring_ical_events" / f"{name}.ics"
    result = read_file(path, layout_of(LAYOUT), (date(2000, 1, 1), date(2026, 12, 31)))
    assert result.tables[0].frame.height == KNOWN[name]


@pytest.mark.parametrize(
    ("title", "secret"),
    [
        ("(Mật) Họp an ninh", True),
        ("Họp về phòng thủ [TUYỆT MẬT]", True),
        ("Mật: họp", True),
        ("Mậ\u0323t".replace("ậ\u0323", "a\u0323\u0302") + " - họp", True),
        ("Tập huấn bảo mật thông tin", False),
        ("Bảo vệ bí mật nhà nước - sơ kết", False),
    ],
)
def test_a_meeting_with_a_secrecy_mark_is_refused(tmp_path: Path, title: str, secret: bool) -> None:
    path = tmp_path / "lich_hop.ics"
    path.write_bytes(calendar(event("DTSTART:20260304T080000", f"SUMMARY:{title}")).encode())
    result = read_file(path, ready(), SPAN)
    assert [p.code for p in result.problems] == (["secret_row"] if secret else [])


@pytest.mark.parametrize("word", ["PRIVATE", "CONFIDENTIAL"])
def test_a_private_entry_is_not_taken_in(tmp_path: Path, word: str) -> None:
    path = tmp_path / "lich_hop.ics"
    path.write_bytes(calendar(event("DTSTART:20260304T080000", f"CLASS:{word}")).encode())
    result = read_file(path, ready(), SPAN)
    assert (result.tables[0].frame.height, [p.code for p in result.problems]) == (0, ["secret_row"])


def test_the_span_is_dated_limits_around_today() -> None:
    assert LIMITS.days == (date(2025, 10, 19), date(2027, 2, 23))


def ready() -> Layout:
    return load_layouts([PROJECT / "ingestion" / "layouts"])["meeting_calendar"]
