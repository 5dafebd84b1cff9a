"""The dead-man's switch notices silence, whatever silenced it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingestion.lease import LeaseBusy
from orchestration.cli import app
from orchestration.doctor_heartbeat import heartbeat
from orchestration.heartbeat import HEARTBEAT, Beat, beating, pulse, read_beat, write_beat
from orchestration.home import Home
from orchestration.messages import say
from reporting.publication import POINTER

NOW = datetime(2026, 6, 5, 2, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "tỉnh").create()


def beat(hours: float, *, ok: bool = True) -> Beat:
    return Beat(NOW - timedelta(hours=hours), "r1", ok, "kl226")


@pytest.mark.parametrize(
    ("hours", "ok", "state"),
    [
        (1, True, "ok"),
        (26, True, "ok"),
        (26.1, True, "stale"),
        (26.1, False, "stale"),
        (1, False, "failed"),
        (-0.1, True, "ok"),
        (-0.2, True, "ahead"),
        (-9000, True, "ahead"),
    ],
)
def test_a_beat_is_judged_by_its_age_and_its_end(
    home: Home, hours: float, ok: bool, state: str
) -> None:
    write_beat(home, beat(hours, ok=ok))
    assert pulse(home, NOW).state == state


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", '"x"', "\x00\x00\x00", "{}"),
        '{"finished_at": 5, "run_id": "r", "ok": true, "by": "kl226"}',
        '{"finished_at": "2026-06-05T01:00:00", "run_id": "r", "ok": true, "by": "kl226"}',
        '{"finished_at": "2026-06-05T01:00:00+00:00", "run_id": "r", "ok": "yes", "by": "kl226"}',
        '{"finished_at": "hôm qua", "run_id": "r", "ok": true, "by": "kl226"}',
    ],
)
def test_a_broken_file_is_no_sign_of_life(home: Home, text: str) -> None:
    (home.root / HEARTBEAT).write_text(text, "utf-8")
    assert pulse(home, NOW).state == "unreadable"


def test_bytes_that_are_no_text_and_a_folder_in_its_place_are_no_sign_of_life(home: Home) -> None:
    (home.root / HEARTBEAT).write_bytes(b"\xff\xfe\x00")
    assert pulse(home, NOW).state == "unreadable"
    (home.root / HEARTBEAT).unlink()
    (home.root / HEARTBEAT).mkdir()
    assert pulse(home, NOW).state == "unreadable"


def test_a_home_that_is_gone_or_is_a_file_has_no_heartbeat(tmp_path: Path) -> None:
    assert pulse(Home(tmp_path / "gone"), NOW).state == "missing"
    (tmp_path / "file").write_text("x", "utf-8")
    assert pulse(Home(tmp_path / "file"), NOW).state == "missing"


def test_a_beat_replaces_the_one_before_and_leaves_nothing_beside_it(home: Home) -> None:
    write_beat(home, beat(5))
    write_beat(home, beat(1, ok=False))
    assert read_beat(home) == beat(1, ok=False)
    assert [path.name for path in home.root.glob("*heartbeat*")] == [HEARTBEAT]


def test_a_run_beats_when_it_ends_well_and_when_it_falls_over(home: Home) -> None:
    with beating(home, "kl226") as end:
        end.ok, end.run_id = True, "r7"
    assert (read_beat(home).ok, read_beat(home).run_id) == (True, "r7")
    with pytest.raises(OSError, match="disk"), beating(home, "kl226"):
        raise OSError("disk")
    assert not read_beat(home).ok


def test_a_run_that_waits_for_another_and_a_vanished_home_leave_no_beat(home: Home) -> None:
    with pytest.raises(LeaseBusy), beating(home, "kl226"):
        raise LeaseBusy("store")
    assert pulse(home, NOW).state == "missing"
    gone = Home(home.root / "gone")
    with beating(gone, "kl226") as end:
        end.ok = True
    assert not gone.root.exists()


def test_silence_is_an_error_where_something_ran_and_a_note_where_nothing_did(home: Home) -> None:
    def level(*, is_watch: bool = False) -> tuple[str, str]:
        [found] = heartbeat(home, NOW, is_watch=is_watch)
        assert say(found.key, "vi", home_option="", **found.values)
        return found.level, found.key

    assert level() == ("note", "doctor_heartbeat_never")
    assert level(is_watch=True) == ("error", "doctor_heartbeat_missing")
    (home.published / POINTER).write_text("{}", "utf-8")
    assert level() == ("error", "doctor_heartbeat_missing")
    write_beat(home, beat(1, ok=False))
    assert level() == ("warning", "doctor_heartbeat_failed")
    home.mark_as_sample()
    assert level() == ("note", "doctor_heartbeat_sample")


def quiet(home: Path) -> tuple[int, str]:
    answer = CliRunner().invoke(app, ["doctor", "--quiet", "--home", str(home)])
    return answer.exit_code, answer.stdout


def test_the_quiet_doctor_says_nothing_until_something_is_wrong(home: Home) -> None:
    write_beat(home, Beat(datetime.now(UTC), "r1", True, "kl226"))
    assert quiet(home.root) == (0, "")
    write_beat(home, Beat(datetime.now(UTC) - timedelta(days=3), "r1", True, "kl226"))
    code, said = quiet(home.root)
    assert code == 1
    assert "72 giờ" in said
    code, said = quiet(home.root / "gone")
    assert code == 1
    assert "heartbeat.json" in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_disk_that_refuses_to_be_read_is_an_error(home: Home) -> None:
    write_beat(home, beat(1))
    (home.root / HEARTBEAT).chmod(0)
    assert pulse(home, NOW).state == "unreadable"


def test_the_file_is_plain_json_that_another_tool_can_watch(home: Home) -> None:
    said = json.loads(write_beat(home, beat(0)).read_text("utf-8"))
    assert said == {
        "by": "kl226",
        "finished_at": "2026-06-05T02:00:00+00:00",
        "ok": True,
        "run_id": "r1",
    }
