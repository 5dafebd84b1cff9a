"""Successive exports of one calendar: what is new, what changed, what was called off."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from ingestion.context import Outcome
from ingestion.layout.load import load_layouts
from ingestion.quarantine import SECRET
from tests.homes import Home

PROJECT = Path(__file__).resolve().parents[2]
READY = PROJECT / "ingestion" / "layouts" / "meeting_calendar.yml"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.make(tmp_path / "home", PROJECT)
    shutil.copy(READY, tmp_path / "home" / "layouts")
    made.context.layouts = load_layouts([tmp_path / "home" / "layouts"])
    return made


def meeting(uid: str, day: int, *lines: str, month: int = 5, stamp: str = "1") -> str:
    """One hour from 8:00 local time."""
    return "\r\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            f"DTSTAMP:2026050{stamp}T000000Z",
            f"DTSTART;TZID=Asia/Ho_Chi_Minh:2026{month:02d}{day:02d}T080000",
            f"DTEND;TZID=Asia/Ho_Chi_Minh:2026{month:02d}{day:02d}T090000",
            *lines,
            "END:VEVENT",
        ]
    )


def export(home: Home, *events: str, name: str = "lich_hop.ics", confirm: bool = False) -> Outcome:
    """An export of the calendar lands and is taken in."""
    folder = home.root / "landing" / "SNV"
    folder.mkdir(parents=True, exist_ok=True)
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])
    (folder / name).write_bytes(text.encode())
    return home.ingest(folder / name, confirm=confirm)


def said(home: Home) -> list[tuple[str, str | None, str]]:
    """Event type, status and day of every event in the order of the store."""
    events = home.events().sort("position")
    day = pl.col("starts_at").dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.strftime("%d/%m")
    rows = events.select("event_type", "status", day).iter_rows()
    return [(kind, status, local) for kind, status, local in rows]


def later(home: Home, **ahead: float) -> None:
    home.clock.advance(timedelta(**ahead))


def test_meetings_that_have_begun_are_held_and_the_others_are_scheduled(home: Home) -> None:
    outcome = export(home, meeting("a", 4), meeting("b", 20), meeting("c", 21, "STATUS:CANCELLED"))
    assert (outcome.status, outcome.accepted, outcome.problems) == ("ingested", 3, [])
    assert [(event, day) for event, _, day in said(home)] == [
        ("held", "04/05"),
        ("scheduled", "20/05"),
        ("cancelled", "21/05"),
    ]


def test_a_new_time_stamp_alone_is_no_change(home: Home) -> None:
    export(home, meeting("a", 4), meeting("b", 20))
    again = export(home, meeting("a", 4, stamp="2"), meeting("b", 20, stamp="2"))
    assert (again.status, again.accepted, again.duplicate) == ("ingested", 0, 2)
    assert len(said(home)) == 2


def test_the_same_bytes_on_a_later_day_say_that_a_meeting_took_place(home: Home) -> None:
    export(home, meeting("b", 20))
    later(home, days=17)
    again = export(home, meeting("b", 20))
    assert (again.status, again.accepted) == ("ingested", 1)
    assert said(home)[-1][:2] == ("corrected", "held")


def test_a_moved_meeting_is_a_correction(home: Home) -> None:
    export(home, meeting("a", 4), meeting("b", 20))
    moved = export(home, meeting("a", 4), meeting("b", 22))
    assert (moved.accepted, moved.withdrawn) == (1, 0)
    assert said(home)[-1] == ("corrected", None, "22/05")


def test_a_meeting_to_come_that_vanishes_is_called_off_and_a_past_one_is_not(home: Home) -> None:
    export(home, meeting("a", 4), meeting("b", 20), meeting("c", 21))
    outcome = export(home, meeting("c", 21))
    assert (outcome.status, outcome.withdrawn, outcome.accepted) == ("ingested", 1, 0)
    events = home.events().sort("position")
    last = events.row(-1, named=True)
    first = events.filter(pl.col("entity_id") == last["entity_id"]).row(0, named=True)
    assert (last["event_type"], last["status"]) == ("corrected", "cancelled")
    assert first["starts_at"] == datetime(2026, 5, 20, 1, tzinfo=UTC)
    assert events.height == 4


def test_a_meeting_that_is_called_off_stays_so_and_may_come_back(home: Home) -> None:
    export(home, meeting("b", 20), meeting("c", 21))
    export(home, meeting("c", 21))
    assert export(home, meeting("c", 21, stamp="2")).withdrawn == 0
    back = export(home, meeting("b", 20, stamp="3"), meeting("c", 21, stamp="3"))
    assert (back.accepted, back.duplicate) == (1, 1)
    assert said(home)[-1][:2] == ("corrected", "scheduled")


def test_a_series_loses_one_time_and_the_others_stand(home: Home) -> None:
    weekly = "RRULE:FREQ=WEEKLY;COUNT=4"
    export(home, meeting("a", 18, weekly))
    out = "EXDATE;TZID=Asia/Ho_Chi_Minh:20260525T080000"
    outcome = export(home, meeting("a", 18, weekly, out))
    assert (outcome.duplicate, outcome.withdrawn) == (3, 1)
    assert said(home)[-1][:2] == ("corrected", "cancelled")


def test_a_series_without_end_calls_nothing_off_as_the_days_go_by(home: Home) -> None:
    export(home, meeting("a", 5, "RRULE:FREQ=DAILY"))
    before = len(said(home))
    later(home, days=3)
    outcome = export(home, meeting("a", 5, "RRULE:FREQ=DAILY", stamp="2"))
    assert (outcome.status, outcome.withdrawn) == ("ingested", 0)
    assert len(said(home)) - before == 6  # three took place, three more are near enough


def test_a_calendar_that_loses_most_of_what_is_to_come_waits_for_confirmation(home: Home) -> None:
    export(home, *(meeting(f"m{day}", day) for day in range(10, 20)))
    held = export(home, meeting("m10", 10))
    assert (held.status, [p.detail for p in held.problems]) == ("held", ["9/10"])
    assert len(said(home)) == 10
    done = export(home, meeting("m10", 10), confirm=True)
    assert (done.status, done.withdrawn) == ("ingested", 9)


def test_nothing_is_called_off_while_an_entry_of_the_file_cannot_be_read(home: Home) -> None:
    export(home, meeting("a", 20), meeting("b", 21))
    outcome = export(home, meeting("a", 20), meeting("b", 21, "RRULE:FREQ=NEVER"))
    assert ([p.code for p in outcome.problems], outcome.withdrawn) == (["bad_calendar_event"], 0)


def test_what_lies_beyond_the_days_that_are_read_is_neither_taken_nor_called_off(
    home: Home,
) -> None:
    near = [meeting("a", 20), meeting("july", 30, month=7)]
    export(home, *near, meeting("far", 20, month=12))
    assert [day for *_, day in said(home)] == ["20/05", "30/07"]
    assert export(home, *near, meeting("far", 20, month=12, stamp="2")).withdrawn == 0
    later(home, days=-60)  # a clock set back: July is now too far ahead to be read
    again = export(home, *near)
    assert (again.status, again.duplicate, again.withdrawn) == ("ingested", 1, 0)


def test_titles_names_and_addresses_are_used_and_dropped_and_no_original_is_kept(
    home: Home,
) -> None:
    outcome = export(
        home,
        meeting(
            "canary@example.vn",
            20,
            "SUMMARY:Hội nghị trực tuyến toàn tỉnh với ông Canary",
            "DESCRIPTION:Canary",
            "LOCATION:Phòng Canary",
            "ORGANIZER;CN=Canary:mailto:canary@example.vn",
        ),
        meeting("secret", 21, "SUMMARY:(Mật) Canary"),
    )
    assert [p.code for p in outcome.problems] == [SECRET]
    row = home.events().row(0, named=True)
    assert (row["is_conference"], row["mode"], row["scope"]) == (True, "online", "province_wide")
    assert home.archived() == []
    for path in home.root.rglob("*"):
        if path.is_file():
            data = pl.read_parquet(path).rows() if path.suffix == ".parquet" else path.read_bytes()
            assert "canary" not in repr(data).lower(), path
