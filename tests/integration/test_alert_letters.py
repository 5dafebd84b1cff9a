"""Letters as people read them, and the command `alerts` on a home without a mail server."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ingestion.lease import Lease
from orchestration.alerts.run import LOCK
from orchestration.cli import app
from orchestration.doctor_alerts import alerts as doctor_alerts
from orchestration.home import Home
from orchestration.seed_checks import SeedsWrong
from tests.alert_place import AlertPlace, failed, not_met, write_recipients

ROWS = {
    "kpi_scorecard": [not_met("SNV"), not_met("STP", value=0.1), not_met("SONLA")],
    "check_results": [failed("late_rows", "STP")],
    "quarantine": [("b1", "STP", None, 3, True)],
}
EVIL = "<script>alert(1)</script>\r\nBcc: all@evil.example"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)
        self.outside += [value or "" for name, value in attrs if name in ("src", "href")]


@pytest.fixture
def place(tmp_path: Path) -> AlertPlace:
    made = AlertPlace.make(tmp_path / "home")
    made.publish(ROWS)
    return made


def kl226(place: AlertPlace, *words: str) -> Result:
    return CliRunner().invoke(app, ["alerts", *words, "--home", str(place.root)])


def test_a_letter_says_how_much_who_what_to_do_and_where_to_look(place: AlertPlace) -> None:
    place.run("so_noi_vu")
    [letter] = place.letters("filed")
    assert letter.subject == "KL 226 · Tổng hợp ngày: 5 cảnh báo, 1 nghiêm trọng · 16/11/2026"
    text = letter.text
    assert (
        text.index("TỈNH SƠN LA") < text.index("SỞ TƯ PHÁP (STP)") < text.index("SỞ NỘI VỤ (SNV)")
    )
    assert "Tỷ lệ họp trực tuyến: 10,00 % (chỉ tiêu ≥ 60,00 %)" in text
    assert "kl226 explain online STP 2026" in text
    assert "kl226 quarantine --agency STP" in text
    assert "số liệu đến 16/11/2026 · công bố 08:00 16/11/2026" in text
    assert "Chưa xét được" in text
    assert "dự báo cuối năm" in text


def test_text_and_html_say_the_same_and_html_brings_nothing_from_outside(place: AlertPlace) -> None:
    place.run("so_noi_vu")
    [letter] = place.letters("filed")
    tags = Tags()
    tags.feed(letter.html)
    assert tags.outside == []
    assert "script" not in tags.found
    for key in re.findall(r"mã ([0-9a-f]{12})", letter.text):
        assert key in letter.html
    assert '<html lang="vi">' in letter.html


def test_a_unit_reads_what_it_can_do_itself_and_no_command(place: AlertPlace) -> None:
    place.run()
    [letter] = [one for one in place.letters("filed") if one.mailbox == "vanthu@stp.example"]
    assert "tô đỏ" in letter.text
    assert "kl226 " not in letter.text.replace("kl226.", "")
    assert "Sở Nội vụ (SNV)" not in letter.text


def test_what_is_published_can_break_neither_the_header_nor_the_page(place: AlertPlace) -> None:
    evil = (
        "late_rows",
        "facts",
        "meeting",
        "STP",
        "2026-10",
        None,
        "error",
        False,
        EVIL,
        EVIL,
        None,
    )
    place.publish({"check_results": [evil]})
    place.run()
    [letter] = place.letters("filed")
    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    [file] = (place.root / "outbox/STP").glob("*/thu.eml")
    head = file.read_bytes().split(b"\r\n\r\n")[0]
    assert not re.search(rb"^Bcc:", head, re.MULTILINE)
    assert head.isascii()


@pytest.mark.parametrize(
    "mailbox", ["a@b.example\nBcc: x@y.example", "Sở Nội vụ <a@b.example>", "a@b", "a b@c.example",
                "a@b.example,x@y.example", "nguyễn@b.example"]
)  # fmt: skip
def test_a_mailbox_that_is_no_plain_address_is_refused_by_line(
    place: AlertPlace, mailbox: str
) -> None:
    write_recipients(place.root / "seeds", {("SNV", "don_vi"): [f'"{mailbox}"']})
    with pytest.raises(SeedsWrong) as refused:
        place.run()
    [problem] = refused.value.problems
    assert (problem.code, problem.row, problem.column) == ("seed_bad_value", 2, "mailbox")
    assert not (place.root / "alerts.sqlite").exists()


def test_a_mailbox_in_two_roles_gets_one_letter(place: AlertPlace) -> None:
    both = {("SNV", "so_noi_vu"): ["mot@snv.example"], ("SNV", "don_vi"): ["mot@snv.example"]}
    write_recipients(place.root / "seeds", both)
    done = place.run()
    assert done.letters == 1
    assert done.no_mailbox == 2
    [letter] = place.letters("filed")
    assert "5 cảnh báo" in letter.subject


def test_what_is_over_is_said_once(place: AlertPlace) -> None:
    place.run()
    place.publish({"kpi_scorecard": [not_met("SNV"), not_met("SONLA")]}, run="run2")
    done = place.run(hours=1)
    # The checks are not in this publication, so nothing is known of them.
    assert (done.resolved, done.letters) == (2, 1)
    letter = place.letters("filed")[-1]
    assert "ĐÃ XONG\n  ✓ Sở Tư pháp: Tỷ lệ họp trực tuyến, Năm 2026" in letter.text
    assert letter.subject == "KL 226 · Việc cần làm: 2 cảnh báo đã hết · 16/11/2026"
    assert place.run(hours=1).letters == 0


def test_the_command_lists_takes_on_and_silences(place: AlertPlace) -> None:
    assert kl226(place).exit_code == 1
    assert kl226(place, "send").exit_code == 0
    shown = json.loads(kl226(place, "--agency", "STP", "--json").stdout)
    assert [one["check_code"] for one in shown["alerts"]] == [
        "kpi_not_met", "late_rows", "rows_quarantined"]  # fmt: skip
    key = shown["alerts"][1]["key"]
    assert kl226(place, "ack", key[:8], "--by", "STP").exit_code == 0
    words = ("silence", "rows_quarantined", "--agency", "STP", "--until", "31/12/2999")
    assert kl226(place, *words).exit_code == 2
    assert kl226(place, *words, "--reason", "gọi 0912 345 678").exit_code == 2
    assert kl226(place, *words, "--reason", "đang nâng cấp phần mềm").exit_code == 0
    assert kl226(place, "send").exit_code == 0
    shown = json.loads(kl226(place, "--json").stdout)
    states = {one["check_code"]: one["status"] for one in shown["alerts"]
              if one["agency_code"] == "STP"}  # fmt: skip
    assert states == {"kpi_not_met": "open", "late_rows": "acknowledged",
                      "rows_quarantined": "silenced"}  # fmt: skip
    [silence] = shown["silences"]
    assert "rows_quarantined · STP" in kl226(place).stdout
    assert kl226(place, "unsilence", silence["silence_id"]).exit_code == 0
    assert kl226(place, "unsilence", silence["silence_id"]).exit_code == 2


@pytest.mark.parametrize(
    "words", [("shout",), ("ack",), ("ack", "zzz", "--by", "SNV"), ("ack", "a"), ("silence",),
              ("silence", "no_such", "--until", "31/12/2999", "--reason", "x"),
              ("send", "--audience", "everybody"), ("list", "--agency", "Nowhere")]
)  # fmt: skip
def test_wrong_words_end_with_2(place: AlertPlace, words: tuple[str, ...]) -> None:
    place.run()
    assert kl226(place, *words).exit_code == 2


def test_two_senders_at_once_do_not_say_the_same_twice(place: AlertPlace) -> None:
    with Lease(place.root / LOCK).hold():
        done = place.run()
    assert (done.is_busy, done.ok, done.letters) == (True, False, 0)
    assert place.run().letters == 3


def test_the_doctor_names_what_was_not_handed_over(place: AlertPlace) -> None:
    def keys() -> list[str]:
        return [one.key for one in doctor_alerts(Home(place.root))]

    assert keys() == ["doctor_alerts_never"]
    place.run()
    assert keys() == ["doctor_alerts_ok"]
    letters = place.letters("filed")
    with place.ledger() as ledger, ledger.change() as connection:
        for letter, state in zip(letters, ("queued", "refused", "sending"), strict=True):
            connection.execute(
                "update outbox set state = ? where message_id = ?", [state, letter.message_id]
            )
    assert keys() == ["doctor_alerts_waiting", "doctor_alerts_refused", "doctor_alerts_uncertain"]


def test_letters_hold_no_mailbox_and_no_number_of_a_person(place: AlertPlace) -> None:
    place.run()
    for letter in place.letters("filed"):
        body = letter.text + letter.html
        assert "@" not in body
        assert not re.search(r"(?<![0-9a-f])\d{9,12}(?![0-9a-f])", body)
