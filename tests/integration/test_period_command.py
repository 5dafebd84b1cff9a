"""`kl226 period`: submit, approve, return, grant, as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from ingestion.store import EventStore
from ingestion.verify import verify_store
from orchestration.cli import app

runner = CliRunner()
PERIOD = "R2026-H1"


@pytest.fixture
def say(tmp_path: Path):
    def type_it(*words: str) -> Result:
        return runner.invoke(app, ["period", *words, "--home", str(tmp_path)])

    return type_it


def test_a_period_goes_up_and_comes_down_again(say, tmp_path: Path) -> None:
    assert "period submit" in say().output
    assert say("submit", PERIOD, "SNV", "Sở Tư pháp").exit_code == 0
    assert say("approve", PERIOD, "--all").exit_code == 0
    status = json.loads(say("status", PERIOD, "--json").stdout)[0]
    assert status["units"]["STP"]["is_approved"] and "STP" not in status["missing"]
    assert "SCT" in status["missing"] and "SONLA" not in status["units"]
    below = say("reopen", PERIOD, "STP", "--reason", "sót một cuộc họp")
    assert below.exit_code == 1 and "rút duyệt" in below.output
    assert "rút duyệt" in say("return", PERIOD, "STP", "--reason", "thiếu").output
    assert "trả lại" in say("return", PERIOD, "STP", "--reason", "thiếu").output
    assert say("submit", PERIOD, "STP").exit_code == 0
    text = say("status", PERIOD).output
    assert "đã nộp" in text and "Đã duyệt 1/" in text
    assert verify_store(EventStore(tmp_path / "store")).findings == []


def test_the_status_names_units_and_counts_or_shows_the_approved(say) -> None:
    assert say("submit", PERIOD, "SNV", "STP").exit_code == 0
    assert say("approve", PERIOD, "SNV").exit_code == 0
    short, whole = say("status", PERIOD).output, say("status", PERIOD, "--all").output
    assert "Sở Tư pháp (STP)" in short and "(SNV)" not in short
    assert "Không in 1 đơn vị đã duyệt; thêm --all" in short
    assert "Sở Nội vụ (SNV)" in whole and "(STP)" in whole and "Không in" not in whole
    assert "(STP)" not in say("status").output
    assert "Sở Nội vụ (SNV)" in say("status", "--all").output


def test_all_or_nothing(say) -> None:
    assert say("submit", PERIOD, "SNV").exit_code == 0
    refused = say("submit", PERIOD, "STP", "SNV")
    assert refused.exit_code == 1 and "SNV" in refused.output
    status = json.loads(say("status", PERIOD, "--json").stdout)[0]
    assert not status["units"]["STP"]["is_submitted"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("submit", PERIOD), 2),
        (("submit", PERIOD, "XYZ"), 2),
        (("submit", "2026-13", "SNV"), 2),
        (("submit", "2999", "SNV"), 2),
        (("bury", PERIOD), 2),
        (("grant", PERIOD, "SNV", "--reason", "mất điện"), 2),
        (("submit", PERIOD, "SNV", "--reason", "gọi 0912 345 678"), 2),
        (("submit", PERIOD, "SNV", "--reason", "a@b.vn"), 2),
        (("submit", PERIOD, "SNV", "--by", "Nguyễn Văn A"), 2),
        (("submit", PERIOD, "SNV", "--by", "STP"), 1),
        (("approve", PERIOD, "SNV", "--by", "STP"), 1),
        (("approve", PERIOD, "--all"), 1),
        (("unfreeze", PERIOD, "--reason", "x"), 1),
        (("unfreeze", PERIOD), 1),
        (("reopen", PERIOD, "SNV"), 1),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    say, tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    answer = say(*words)
    assert answer.exit_code == code, answer.output
    assert answer.output.strip()
    assert "Traceback" not in answer.output
    assert EventStore(tmp_path / "store").head().commit_seq == 0


def test_english_is_spoken_too(say) -> None:
    answer = say("approve", PERIOD, "SNV", "--lang", "en")
    assert answer.exit_code == 1 and "has not submitted" in answer.output
