"""Letters over a real mail server that dies, hangs, refuses or drops, and a sender that is killed."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.alert_place import AlertPlace, Post, failed, not_met, server_at

MAIL_POINTS = ["before_envelope", "before_mark", "after_mark", "after_dot", "after_reply",
               "after_record"]  # fmt: skip
HANGING = {"after_mark", "after_dot", "after_reply"}
"""Between the mark and the record nobody can know whether a letter arrived."""
ROWS = {
    "kpi_scorecard": [not_met("SNV"), not_met("STP"), not_met("SONLA")],
    "check_results": [failed("late_rows", "SNV"), failed("late_rows", "STP")],
}
LETTERS = 3


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(post: Post, **options: Any) -> Iterator[Controller]:
    controller = Controller(post, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def port(post: Post) -> Iterator[int]:
    with serving(post) as controller:
        yield controller.port


def place_at(tmp_path: Path, port: int, **rules: float) -> AlertPlace:
    place = AlertPlace.make(tmp_path / "home", port, **rules)
    place.publish(ROWS)
    return place


def keys_told(texts: list[str]) -> Counter[str]:
    return Counter(key for text in texts for key in re.findall(r"mã ([0-9a-f]{12})", text))


@pytest.mark.parametrize("letter", [1, LETTERS])
@pytest.mark.parametrize("point", ["within_transaction", *MAIL_POINTS])
def test_a_killed_run_loses_nothing_and_no_letter_is_accepted_twice(
    tmp_path: Path, post: Post, port: int, project: Path, point: str, letter: int
) -> None:
    place = place_at(tmp_path, port)
    command = [sys.executable, "-m", "tests.alert_place", str(place.root), str(port), point,
               str(letter)]  # fmt: skip
    assert subprocess.run(command, cwd=project, timeout=120).returncode == -signal.SIGKILL
    time.sleep(0.3)  # The server takes in what the dead process had written to the socket.
    accepted_before = len(post.accepted)
    for _ in range(2):
        assert place.run(minutes=1).ok
    assert len(post.ids()) == len(set(post.ids()))
    with place.ledger() as ledger:
        alerts = ledger.alerts()
    told = keys_told(post.texts())
    assert set(told) == set(alerts)
    twice = {key for key, times in told.items() if times > 1}
    was_cut_off = point in HANGING
    assert len(place.letters("uncertain")) == was_cut_off
    assert len(place.letters("sent")) == LETTERS
    assert place.letters("sending") == place.letters("queued") == []
    named = [text for text in post.texts() if "có thể đã đến" in text]
    assert len(named) == was_cut_off
    # Only what the cut-off letter said is said again, and only where it did arrive.
    arrived = point in ("after_dot", "after_reply")
    assert bool(twice) == arrived
    assert twice <= set(keys_told(named))
    assert len(post.accepted) == LETTERS + arrived
    assert accepted_before <= letter


def test_nothing_is_said_again_when_nothing_changes(tmp_path: Path, post: Post, port: int) -> None:
    place = place_at(tmp_path, port)
    assert (place.run().delivery.sent, place.run(hours=1).letters) == (LETTERS, 0)
    assert len(post.accepted) == LETTERS


def test_a_refused_recipient_does_not_stop_the_others(
    tmp_path: Path, post: Post, port: int
) -> None:
    post.answers["vanthu@snv.example"] = "550 no such mailbox"
    post.answers["vanthu@stp.example"] = "451 try later"
    place = place_at(tmp_path, port)
    done = place.run()
    assert not done.ok
    assert (done.delivery.sent, done.delivery.refused, done.delivery.waiting) == (1, 1, 1)
    assert done.delivery.refused_mailboxes == ["vanthu@snv.example"]
    post.answers.clear()
    assert place.run(minutes=1).delivery.sent == 0
    assert place.run(minutes=5).delivery.sent == 1
    assert sorted(box for box, _ in post.accepted) == ["theodoi@snv.example", "vanthu@stp.example"]


def test_a_server_that_is_not_there_is_tried_again_after_longer_and_longer_waits(
    tmp_path: Path,
) -> None:
    place = place_at(tmp_path, free_port())
    done = place.run()
    assert (done.delivery.waiting, done.delivery.sent) == (LETTERS, 0)
    assert "refused" in done.delivery.why.lower()
    waits = []
    for _ in range(4):
        letters = place.letters("queued")
        assert {one.attempts for one in letters} == {len(waits) + 1}
        at = max(one.next_attempt_at for one in letters if one.next_attempt_at)
        waits.append(round((at - place.now) / timedelta(minutes=1)))
        place.now = at
        place.run()
    assert waits == [5, 10, 20, 40]


def test_a_server_that_hangs_costs_one_time_out_and_loses_nothing(
    tmp_path: Path, post: Post
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        place = place_at(tmp_path, deaf.getsockname()[1], mail_timeout_seconds=0.5)
        begun = time.monotonic()
        assert place.run().delivery.waiting == LETTERS
        assert time.monotonic() - begun < 5
    with serving(post) as controller:
        place.mail = server_at(controller.port)
        assert place.run(minutes=6).delivery.sent == LETTERS
    assert len(set(post.ids())) == LETTERS


def test_a_server_that_hangs_after_the_last_dot_leaves_a_letter_that_the_next_one_names(
    tmp_path: Path, post: Post, port: int
) -> None:
    async def hang_once(server: Any, number: int) -> None:
        if number == 1:
            await asyncio.sleep(3)

    post.at_data = hang_once
    place = place_at(tmp_path, port, mail_timeout_seconds=1)
    done = place.run()
    assert (done.delivery.uncertain, done.delivery.sent) == (1, LETTERS - 1)
    assert not done.ok
    assert place.run(minutes=1).delivery.sent == 1
    [named] = [text for text in post.texts() if "có thể đã đến" in text]
    with place.ledger() as ledger:
        assert set(keys_told(post.texts())) == set(ledger.alerts())
    assert keys_told([named])
    time.sleep(2.5)
    assert len(post.ids()) == len(set(post.ids()))


def test_a_connection_dropped_before_the_dot_is_retried_with_the_same_letter(
    tmp_path: Path, post: Post, port: int
) -> None:
    place = place_at(tmp_path, port)
    first = {"is_first": True}
    original = Post.handle_RCPT

    async def drop_once(
        self: Post, server: Any, session: Any, envelope: Any, to: str, options: Any
    ) -> str:
        if first.pop("is_first", False):
            server.transport.abort()
        return await original(self, server, session, envelope, to, options)

    post.handle_RCPT = drop_once.__get__(post)  # type: ignore[method-assign]
    done = place.run()
    assert (done.delivery.sent, done.delivery.waiting) == (LETTERS - 1, 1)
    [waiting] = place.letters("queued")
    assert place.run(minutes=6).delivery.sent == 1
    assert waiting.message_id in post.ids()
    assert len(set(post.ids())) == LETTERS


def test_ten_thousand_failures_at_once_are_one_letter_for_each_mailbox(
    tmp_path: Path, post: Post, port: int
) -> None:
    place = AlertPlace.make(tmp_path / "home", port)
    codes = [
        failed(f"c{n}", unit) for n in range(2500) for unit in ("SONLA", "SNV", "STP", "VPUBND")
    ]
    place.publish({"check_results": codes})
    begun = time.monotonic()
    done = place.run()
    assert time.monotonic() - begun < 60
    assert (done.opened, done.standing) == (10_000, 10_000)
    boxes = Counter(box for box, _ in post.accepted)
    assert boxes == {"theodoi@snv.example": 1, "vanthu@snv.example": 1, "vanthu@stp.example": 1}
    assert all(len(message.as_bytes()) < 60_000 for _, message in post.accepted)
    [text] = post.texts("vanthu@snv.example")
    assert "2500 cảnh báo" in text
    assert place.run(hours=1).letters == 0


def test_letters_of_two_runs_that_cannot_be_sent_become_one(
    tmp_path: Path, post: Post, port: int
) -> None:
    post.answers["vanthu@snv.example"] = "451 later"
    place = place_at(tmp_path, port)
    place.run()
    more = {**ROWS, "check_results": [*ROWS["check_results"], failed("silence", "SNV")]}
    place.publish(more, run="run2")
    place.run(minutes=2)
    [waiting] = place.letters("queued")
    assert waiting.attempts == 1
    assert len(keys_told([waiting.text])) == 3
    post.answers.clear()
    place.run(minutes=5)
    assert len(keys_told(post.texts("vanthu@snv.example"))) == 3
    assert len(post.texts("vanthu@snv.example")) == 1


def test_a_letter_that_waits_is_taken_back_when_all_it_says_is_over(
    tmp_path: Path, post: Post, port: int
) -> None:
    post.answers["vanthu@stp.example"] = "451 later"
    place = place_at(tmp_path, port)
    place.run()
    fine = {"kpi_scorecard": [not_met("SNV"), not_met("SONLA")],
            "check_results": [failed("late_rows", "SNV")]}  # fmt: skip
    place.publish(fine, run="run2")
    post.answers.clear()
    assert place.run(minutes=10).delivery.waiting == 0
    assert post.texts("vanthu@stp.example") == []


def test_after_the_last_attempt_the_next_run_writes_a_fresh_letter(
    tmp_path: Path, post: Post, port: int
) -> None:
    post.answers["vanthu@stp.example"] = "451 later"
    place = place_at(tmp_path, port, mail_max_attempts=2)
    place.run()
    place.run(minutes=6)
    [dropped] = place.letters("dropped")
    post.answers.clear()
    place.run(hours=1)
    assert len(keys_told(post.texts("vanthu@stp.example"))) == len(keys_told([dropped.text]))
