"""The outbox: a receipt for every submission, and nothing in it that may not lie there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl

from ingestion.rules import Rules
from tests.homes import EVENTS_HEADER, Home, entry, step


def test_a_file_without_fault_gets_a_receipt_that_says_so(home: Home) -> None:
    outcome = home.ingest(home.land("steps_a.csv", step("1"), step("2")))
    files = home.answered(outcome.answer)
    assert set(files) == {"bien_nhan.txt", "bien_nhan.json"}
    assert files["bien_nhan.txt"].parents[1] == home.root / "outbox" / "SNV"
    text = files["bien_nhan.txt"].read_text("utf-8")
    for words in ("steps_a.csv", "12:00:00 ngày 04/05/2026", outcome.batch_id, "đọc 2 = ghi mới 2"):
        assert str(words) in text
    said = json.loads(files["bien_nhan.json"].read_text("utf-8"))
    assert (said["status"], said["batch_id"], said["accepted"]) == ("ingested", outcome.batch_id, 2)


def test_a_file_that_stays_in_landing_is_answered_once_for_each_thing_said(home: Home) -> None:
    path = home.write("la.bin", "x", ["1"], "SNV")
    first = home.run()[0]
    home.clock.moment += timedelta(days=1)
    assert home.run()[0].answer == first.answer
    path.write_text("khác")
    assert home.run()[0].answer != first.answer
    text = home.answered(first.answer)["bien_nhan.txt"].read_text("utf-8")
    assert "KHÔNG tiếp nhận được" in text
    assert "Cách sửa" in text


def test_a_sender_nobody_knows_is_answered_too(home: Home) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1")], "KHONGCO")
    outcome = home.ingest(path)
    assert outcome.status == "refused"
    assert str(outcome.answer).startswith("outbox/unassigned/")


def test_a_list_that_waits_is_told_so(home: Home) -> None:
    home.ingest(home.land("list_2026.csv", *(entry(str(n)) for n in range(10))))
    outcome = home.ingest(home.land("list_2026.csv", entry("1")))
    text = home.answered(outcome.answer)["bien_nhan.txt"].read_text("utf-8")
    assert outcome.status == "held"
    assert "chờ xác nhận" in text


def test_checking_a_file_writes_nothing(home: Home) -> None:
    from ingestion.intake import check_file

    path = home.land("steps_a.csv", step("1", mode="?"))
    assert check_file(path, context=home.context).answer is None
    assert not (home.root / "outbox").exists()


def test_a_file_with_a_secret_or_personal_rows_goes_back_as_a_list_without_its_text(
    home: Home,
) -> None:
    lines = [step("1", mode="KÍN-A"), step("2", secrecy="Mật", chair="KÍN-B", mode="KÍN-C")]
    for name in ("steps_a.csv", "personal_a.csv"):
        outcome = home.ingest(home.land(name, *(lines if name[0] == "s" else lines[:1])))
        files = home.answered(outcome.answer)
        assert set(files) == {"bien_nhan.txt", "bien_nhan.json", "danh_sach_loi.xlsx"}
        page = openpyxl.load_workbook(files["danh_sach_loi.xlsx"]).worksheets[0]
        said = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        assert [row[1] for row in said] == ([2, 3] if name[0] == "s" else [2])
        assert said[0][2] == "Hình thức"
        text = str(said) + "".join(files[n].read_text("utf-8") for n in files if "bien" in n)
        assert "KÍN" not in text
        for path in files.values():
            assert "KÍN".encode() not in path.read_bytes()


def test_a_file_that_was_received_before_is_answered_with_its_marks_again(home: Home) -> None:
    path = home.land("steps_a.csv", step("1"), step("2", mode="?"))
    data = path.read_bytes()
    home.ingest(path)
    again = home.write("steps_a.csv", "", [], "SNV")
    again.write_bytes(data)
    outcome = home.ingest(again)
    assert outcome.status == "already"
    assert "“Hình thức”" in home.answered(outcome.answer)["steps_a.csv"].read_text("utf-8")


def test_answers_are_removed_with_the_originals(home: Home) -> None:
    home.land("steps_a.csv", step("1"))
    answer = home.run()[0].answer
    home.clock.moment += timedelta(days=30)
    home.run()
    assert (home.root / str(answer)).exists()
    home.clock.moment += timedelta(days=1)
    home.run()
    assert not (home.root / str(answer)).exists()


def test_a_file_too_large_to_be_marked_comes_back_as_a_list(home: Home, tmp_path: Path) -> None:
    source = (Path(__file__).parents[2] / "ingestion" / "rules.csv").read_text("utf-8")
    limits = tmp_path / "rules.csv"
    limits.write_text(
        source.replace(
            "max_marked_megabytes,2000-01-01,,40", "max_marked_megabytes,2000-01-01,,0.0001"
        ),
        "utf-8",
    )
    small = Home(home.root, replace(home.context, rules=Rules.load(limits)))
    outcome = small.ingest(home.land("steps_a.csv", step("1", mode="?"), step("2")))
    files = home.answered(outcome.answer)
    assert "danh_sach_loi.xlsx" in files
    assert "steps_a.csv" not in files
    assert "quá lớn" in files["bien_nhan.txt"].read_text("utf-8")


def test_a_long_vietnamese_name_fits_the_file_system(home: Home) -> None:
    name = "steps_" + "ế" * 75 + ".csv"
    outcome = home.ingest(home.land(name, step("1", mode="?")))
    assert name in home.answered(outcome.answer)
