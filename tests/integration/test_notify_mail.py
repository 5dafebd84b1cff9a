"""From a published deadline to the mailbox of the office: a real mail server, each letter once."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from orchestration.heartbeat import Beat, write_beat
from orchestration.home import SAMPLE_MARKER
from orchestration.pipeline import Workplace, run
from orchestration.settings import Mail
from orchestration.timetable.notify import notify
from tests import small_province
from tests.small_province import FIRST_DAY, GOOD

RECIPIENTS = """agency_code,role,mailbox,valid_from,valid_to,legal_ref,note
SNV,so_noi_vu,theodoi@kl226.test,2026-01-01,,KH Điều 2,
SNV,don_vi,snv@kl226.test,2026-01-01,,KH V,
STP,don_vi,stp@kl226.test,2026-01-01,,KH V,
"""


@dataclass
class Inbox:
    """What a mail server was given; it refuses everybody while `is_down`."""

    letters: list[tuple[str, Message]] = field(default_factory=list)
    is_down: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Accept a letter, or ask to come again."""
        if self.is_down:
            return "451 try later"
        said = message_from_bytes(envelope.content, policy=default)
        self.letters += [(mailbox, said) for mailbox in envelope.rcpt_tos]
        return "250 OK"

    def take(self) -> list[tuple[str, str, str]]:
        """Mailbox, subject and text of what has come since the last look."""
        taken, self.letters = self.letters, []
        return sorted(
            (mailbox, str(one["subject"]), one.get_body(("plain",)).get_content())  # type: ignore[attr-defined]
            for mailbox, one in taken
        )


@pytest.fixture(scope="module")
def inbox() -> Iterator[tuple[Inbox, int]]:
    handler = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, inbox: tuple[Inbox, int]) -> Workplace:
    """A real home (no sample) whose publication knows the duties of 05/6."""
    made = small_province.make(tmp_path_factory.mktemp("mail"))
    (made.home.root / SAMPLE_MARKER).unlink()
    seeds = made.home.root / "seeds"
    seeds.mkdir()
    (seeds / "alert_recipients.csv").write_text(RECIPIENTS, "utf-8")
    small_province.land(made, "nho_1.csv", GOOD)
    mail = Mail("127.0.0.1", inbox[1], "canhbao@kl226.test", starttls=False)
    place = replace(made, settings=replace(made.settings, mail=mail))
    assert run(place).ok
    return place


def test_reminders_arrive_once_and_wait_while_the_server_is_down(
    place: Workplace, inbox: tuple[Inbox, int]
) -> None:
    handler, _ = inbox
    handler.is_down = True
    down = notify(place, "reminders")
    assert (down.ok, down.letters) == (False, 2)
    assert "submissions" in down.unknown or down.unknown == ()
    assert handler.take() == []
    handler.is_down = False
    small_province.set_clock(place, FIRST_DAY + timedelta(minutes=30))
    again = notify(place, "reminders")
    assert (again.ok, again.letters) == (True, 0)
    snv, stp = handler.take()
    assert (snv[0], stp[0]) == ("snv@kl226.test", "stp@kl226.test")
    assert "Nhắc hạn SNV" in snv[1]
    assert "hạn cuối là hôm nay, 05/06/2026" in snv[2]
    assert notify(place, "reminders").letters == 0
    assert handler.take() == []


def test_the_daily_sign_of_life_arrives_once_a_day_and_not_on_a_day_off(
    place: Workplace, inbox: tuple[Inbox, int]
) -> None:
    handler, _ = inbox
    write_beat(place.home, Beat(place.clock.now(), "r", True, "kl226"))
    notify(place, "daily")
    subjects = [subject for mailbox, subject, _ in handler.take() if mailbox.startswith("theodoi")]
    assert "[KL226] Hệ thống đang chạy, 05/06/2026" in subjects
    notify(place, "daily")
    assert handler.take() == []
    small_province.set_clock(place, FIRST_DAY + timedelta(days=1))
    assert notify(place, "daily").skipped == "not_a_working_day"
    assert handler.take() == []


def test_an_old_publication_is_told_of_and_the_close_publishes_a_new_one(
    place: Workplace, inbox: tuple[Inbox, int]
) -> None:
    handler, _ = inbox
    small_province.set_clock(place, FIRST_DAY + timedelta(days=10))
    assert notify(place, "watch").letters == 2
    subjects = [subject for _, subject, _ in handler.take()]
    assert "[KL226] Số liệu công bố đã 10 ngày chưa được làm mới" in subjects
    assert "[KL226] Không thấy hệ thống chạy" in subjects
    closed = notify(place, "close")
    told = handler.take()
    assert [mailbox for mailbox, _, _ in told] == [
        "snv@kl226.test",
        "stp@kl226.test",
        "theodoi@kl226.test",
    ]
    assert len(closed.no_mailbox) > 80
    assert "Kỳ R2026-H1" in told[2][2]
    assert "số liệu đến 09:00 15/06/2026" in told[2][2]
    assert notify(place, "watch", is_forced=True).letters == 0
    assert notify(place, "close").letters == 0
