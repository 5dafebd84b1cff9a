"""Reminders, the close and letters about operation: the right offices, each thing once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.alerts import outbox
from orchestration.alerts.deliver import as_message
from orchestration.alerts.ledger import open_ledger
from orchestration.alerts.model import Letter, Recipient
from orchestration.alerts.notices import Line, Notice, Queued, enqueue_notices
from orchestration.heartbeat import Beat, write_beat
from orchestration.home import Home
from orchestration.settings import SEEDS
from orchestration.signoff_book import Book
from orchestration.timetable.close import close_notices, ended_periods
from orchestration.timetable.reminders import reminders
from orchestration.timetable.watch import run_failed, sign_of_life, trouble
from orchestration.timetable.workdays import WorkCalendar
from reporting.deadlines import Deadline
from schemas.signoff import PeriodState, UnitState

NOW = datetime(2026, 6, 4, 1, tzinfo=UTC)
FILES = {path.stem: path for path in SEEDS.glob("*.csv")}
MAILBOXES = [
    Recipient("SNV", "so_noi_vu", "theodoi@a.vn"),
    Recipient("SNV", "don_vi", "snv@a.vn"),
    Recipient("STP", "don_vi", "stp@a.vn"),
]
PLAN = Deadline("KH226-01", "SNV", "Ban hành kế hoạch", date(2026, 6, 5), "KH V.1")
REPORT = Deadline("BC-2026-H1", "STP", "Báo cáo <6 tháng>", date(2026, 6, 5), "việc 15")
LATER = Deadline("KH226-06", "SNV", "Nâng cấp mạng", date(2026, 6, 25), "việc 6")


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return WorkCalendar.read(FILES)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.read(FILES)


def queue(home: Path, notices: list[Notice], now: datetime = NOW) -> Queued:
    with open_ledger(home) as ledger:
        return enqueue_notices(ledger, notices, MAILBOXES, "a.vn", now)


def queued(home: Path, state: str = "queued") -> list[Letter]:
    with open_ledger(home) as ledger:
        return outbox.letters(ledger, state)


def remind(home: Path, calendar: WorkCalendar, day: date, *owed: Deadline) -> int:
    return queue(home, reminders(owed or (PLAN, REPORT, LATER), {}, calendar, day)).letters


def test_each_agency_gets_one_letter_with_what_is_due_and_its_own_only(
    tmp_path: Path, calendar: WorkCalendar
) -> None:
    assert remind(tmp_path, calendar, date(2026, 6, 4)) == 2
    snv, stp = queued(tmp_path)
    assert (snv.mailbox, stp.mailbox) == ("snv@a.vn", "stp@a.vn")
    assert snv.subject == "[KL226] Nhắc hạn SNV: 2 việc sắp đến hạn"
    assert "hạn cuối 05/06/2026, còn 1 ngày làm việc" in snv.text
    assert "hạn cuối 25/06/2026, còn 15 ngày làm việc" in snv.text
    assert "Báo cáo" not in snv.text
    assert "&lt;6 tháng&gt;" in stp.html


def test_a_step_is_said_once_however_often_one_reminds(
    tmp_path: Path, calendar: WorkCalendar
) -> None:
    letters = {}
    for step in range(45):
        day = date(2026, 5, 1) + timedelta(days=step)
        sent = [remind(tmp_path, calendar, day, PLAN) for _ in range(2)]
        if any(sent):
            letters[day] = sent
    assert letters == {
        date(2026, 5, 15): [1, 0],
        date(2026, 5, 29): [1, 0],
        date(2026, 6, 4): [1, 0],
    }


def test_missed_days_are_caught_up_with_one_letter_and_a_passed_deadline_with_none(
    tmp_path: Path, calendar: WorkCalendar
) -> None:
    assert remind(tmp_path, calendar, date(2026, 6, 1), PLAN) == 1
    assert "còn 4 ngày làm việc" in queued(tmp_path)[0].text
    assert remind(tmp_path, calendar, date(2026, 6, 2), PLAN) == 0
    assert remind(tmp_path, calendar, date(2026, 6, 5), PLAN) == 1
    assert "hạn cuối là hôm nay" in queued(tmp_path)[1].text
    assert remind(tmp_path, calendar, date(2026, 6, 6), PLAN) == 0


def test_a_deadline_that_was_extended_is_reminded_of_anew(
    tmp_path: Path, calendar: WorkCalendar
) -> None:
    assert remind(tmp_path, calendar, date(2026, 6, 4), PLAN) == 1
    moved = Deadline(PLAN.code, "SNV", PLAN.label_vi, date(2026, 6, 30), PLAN.legal_ref)
    assert remind(tmp_path, calendar, date(2026, 6, 10), moved) == 1


def test_a_dropped_letter_has_said_nothing_and_a_sent_one_has(
    tmp_path: Path, calendar: WorkCalendar
) -> None:
    assert remind(tmp_path, calendar, date(2026, 6, 4), PLAN) == 1
    [first] = queued(tmp_path)
    with open_ledger(tmp_path) as ledger:
        outbox.mark(ledger, first.message_id, "dropped")
    later = NOW + timedelta(hours=1)
    again = reminders([PLAN], {}, calendar, date(2026, 6, 4))
    assert queue(tmp_path, again, later).letters == 1
    [second] = queued(tmp_path)
    assert second.message_id != first.message_id
    with open_ledger(tmp_path) as ledger:
        outbox.mark(ledger, second.message_id, "sent")
    assert queue(tmp_path, again, later).letters == 0


def test_who_has_no_mailbox_is_named_and_told_once_there_is_one(tmp_path: Path) -> None:
    notice = Notice("x", "03646", "don_vi", "Tiêu đề", "Mở đầu", (Line("dòng", ("m",)),))
    assert queue(tmp_path, [notice]) == Queued(0, ("03646",))
    with open_ledger(tmp_path) as ledger:
        more = [*MAILBOXES, Recipient("03646", "don_vi", "xa@a.vn")]
        assert enqueue_notices(ledger, [notice], more, "a.vn", NOW) == Queued(1)


def test_letters_and_marks_are_written_together_or_not_at_all(
    tmp_path: Path, calendar: WorkCalendar
) -> None:
    letters = reminders([PLAN, REPORT], {}, calendar, date(2026, 6, 4))
    broken = Notice("x", "SNV", "don_vi", "s", "o", (Line("l", (None,)),))  # type: ignore[arg-type]
    with pytest.raises(Exception, match="sequence item"):
        queue(tmp_path, [*letters, broken])
    assert queued(tmp_path) == []
    assert queue(tmp_path, letters).letters == 2


def test_the_close_of_june_tells_who_has_submitted_and_asks_the_others(book: Book) -> None:
    day = date(2026, 6, 15)
    units = book.expected(ended_periods(book, day)[0], day)
    states = {
        "R2026-H1": PeriodState(
            units={"SNV": UnitState(is_submitted=True, is_approved=True), "STP": UnitState(True)}
        )
    }
    told, *asked = close_notices(book, states, "Bản công bố.", day)
    assert (told.role, told.code) == ("so_noi_vu", "monthly_close")
    assert (
        f"2/{len(units)} đơn vị đã nộp, 1/{len(units)} được duyệt; chưa chốt" in told.lines[0].text
    )
    assert "kl226 freeze R2026-H1" in told.closing[1]
    assert {one.agency_code for one in asked} == units - {"SNV", "STP"}
    assert all(one.role == "don_vi" for one in asked)
    assert [one.code for one in ended_periods(book, date(2026, 12, 15))] == ["R2026-H2", "R2026"]


def test_a_month_without_a_period_that_ended_only_informs(book: Book) -> None:
    told, *asked = close_notices(book, {}, "", date(2026, 7, 15))
    assert asked == []
    assert "không có kỳ báo cáo nào kết thúc" in told.subject
    assert "đang chạy" in told.lines[0].text


def test_a_frozen_period_is_asked_of_nobody(book: Book) -> None:
    states = {"R2026-H1": PeriodState(frozen_as="R2026-H1.1")}
    told, *asked = close_notices(book, states, "", date(2026, 6, 15))
    assert asked == []
    assert "đã chốt (R2026-H1.1)" in told.lines[0].text


def test_the_close_is_told_once_and_late_when_the_day_was_missed(
    tmp_path: Path, book: Book
) -> None:
    first = queue(tmp_path, close_notices(book, {}, "", date(2026, 6, 19)))
    # Sở Nội vụ, and the two units of the test that have a mailbox.
    assert first.letters == 3
    assert queue(tmp_path, close_notices(book, {}, "", date(2026, 6, 22))).letters == 0


def test_a_failed_run_is_told_once_without_the_text_of_its_error(tmp_path: Path) -> None:
    notice = run_failed("run", "r-1", ("intake",), ("ValueError",), NOW)
    assert queue(tmp_path, [notice]).letters == 1
    assert queue(tmp_path, [notice], NOW + timedelta(days=1)).letters == 0
    [letter] = queued(tmp_path)
    assert "kl226 doctor" in letter.text
    assert "ValueError" in letter.text
    assert letter.mailbox == "theodoi@a.vn"


def test_silence_and_a_missing_publication_are_told_once_a_day(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    codes = [one.code for one in trouble(home, NOW)]
    assert codes == ["publication_stale", "heartbeat_missing"]
    assert queue(tmp_path, trouble(home, NOW)).letters == 2
    assert queue(tmp_path, trouble(home, NOW + timedelta(hours=1))).letters == 0
    assert queue(tmp_path, trouble(home, NOW + timedelta(days=1))).letters == 2
    write_beat(home, Beat(NOW, "r", False, "kl226"))
    assert [one.code for one in trouble(home, NOW)] == ["publication_stale"]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["ngày", "chưa", "đã", "10", "[KL226]", "ắ" * 30]), max_size=20))
def test_a_subject_arrives_with_every_space_and_in_one_header(words: list[str]) -> None:
    subject = " ".join(words)
    letter = Letter("<i@a.vn>", "snv@a.vn", "SNV", "x", subject, "t", "<p>t</p>", NOW)
    raw = as_message(letter, "a@a.vn")
    assert message_from_bytes(raw, policy=default)["subject"] == subject
    assert max(len(line) for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 78
    hostile = as_message(replace(letter, subject="a\r\nBcc: x@a.vn\n\nb"), "a@a.vn")
    assert message_from_bytes(hostile, policy=default)["bcc"] is None


def test_a_sign_of_life_is_given_while_something_lives(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    assert sign_of_life(home, NOW) == []
    write_beat(home, Beat(NOW - timedelta(hours=1), "r", True, "kl226"))
    [alive] = sign_of_life(home, NOW)
    assert "07:00 04/06/2026, đã công bố" in alive.lines[0].text
    assert sign_of_life(home, NOW + timedelta(days=3)) == []
