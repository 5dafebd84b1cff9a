"""The command line: exit codes, help with examples, wrong words answered."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from ingestion.context import Outcome
from orchestration.cli import COMMANDS, app
from orchestration.cli_build import parse_moment, say_own_seeds
from orchestration.cli_desk import Desk, option_words
from orchestration.cli_intake import counts_words, report_outcomes
from orchestration.help_texts import help_of
from orchestration.settings import SEEDS, read_settings
from reporting.command import typed_as
from schemas.problems import Problem

runner = CliRunner()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_teaches_with_an_example(command: str) -> None:
    answer = runner.invoke(app, [command, "--help"])
    assert answer.exit_code == 0
    assert f"kl226 {command}" in answer.output
    for language in ("vi", "en"):
        assert f"kl226 {command}" in help_of(command, language)  # type: ignore[arg-type]


def test_the_contract_names_these_commands() -> None:
    assert set(COMMANDS) == {
        *("demo", "ingest", "check", "build", "run"),
        *("show", "explain", "tasks", "rank", "revisions", "quarantine", "doctor"),
        *("period", "freeze", "verify", "receive", "token"),
        *("template",),
        *("alerts", "findings", "forecast", "notify", "quality", "serve"),
    }


def test_wrong_usage_ends_with_2(tmp_path: Path) -> None:
    for words in (
        ["shwo"],
        ["show", "--no-such-option"],
        ["explain", "x"],
        ["show", "--lang", "fr"],
        ["build", "--as-of", "yesterday"],
        ["ingest", "--confirm"],
        ["build", "--as-of", "2999-01-01"],
    ):
        answer = runner.invoke(app, ["--home", str(tmp_path), *words])
        assert answer.exit_code == 2, (words, answer.output)


@pytest.mark.parametrize(
    "words", [["build"], ["run"], ["ingest"], ["demo"], ["period"], ["check", "README.md"]]
)
def test_a_folder_of_seeds_that_is_not_there_is_refused(
    tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tabels"
    monkeypatch.setenv("KL226_SEEDS", str(folder))
    home = tmp_path / "home"
    for language, remedy in (("vi", "bỏ biến KL226_SEEDS"), ("en", "unset KL226_SEEDS")):
        answer = runner.invoke(app, [*words, "--home", str(home), "--lang", language])
        assert answer.exit_code == 2, answer.output
        assert f"KL226_SEEDS {'chỉ tới' if language == 'vi' else 'names'} {folder}" in answer.output
        assert remedy in answer.output
    assert not home.exists()


def test_the_doctor_reports_a_missing_folder_of_seeds_and_nothing_of_the_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KL226_SEEDS", str(tmp_path / "tabels"))
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.csv").write_text("a\n", encoding="utf-8")
    answer = runner.invoke(app, ["doctor", "--home", str(tmp_path), "--json"])
    assert answer.exit_code == 1
    errors = [one["code"] for one in json.loads(answer.stdout) if one["level"] == "error"]
    assert errors == ["seeds_folder_missing"]
    assert "SeedsFolderMissing" not in answer.output
    assert "Chưa kiểm tra phần tệp đang chờ" in answer.output


def test_a_rejected_table_is_not_counted_as_the_provinces_own(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "agencies.csv").write_text("code\nSNV\n", encoding="utf-8")
    shutil.copy(SEEDS / "kpi_weights.csv", seeds)
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "a.csv").write_text("a\n", encoding="utf-8")
    answer = runner.invoke(app, ["doctor", "--home", str(tmp_path)])
    assert answer.exit_code == 1
    assert f"✓ 1 bảng là của riêng tỉnh, ở {seeds}: kpi_weights.csv" in answer.output
    assert "chưa dùng được: agencies.csv" in answer.output
    assert "Chưa kiểm tra phần tệp đang chờ" in answer.output
    assert "SeedsWrong" not in answer.output


def test_tables_of_the_provinces_own_are_said_before_a_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seeds").mkdir()
    shutil.copy(SEEDS / "kpi_weights.csv", tmp_path / "seeds")
    desk = Desk(read_settings(home=tmp_path), Console(width=300), False, home_was_told=True)
    say_own_seeds(desk)
    sentence = f"Dùng 1 bảng của riêng tỉnh, ở {tmp_path / 'seeds'}: kpi_weights.csv"
    assert sentence in capsys.readouterr().out


def test_nothing_published_yet_ends_with_1_and_says_what_to_run(tmp_path: Path) -> None:
    for words in (["show"], ["explain", "meeting_online_share", "SNV", "2026"]):
        answer = runner.invoke(app, [*words, "--home", str(tmp_path)])
        assert answer.exit_code == 1
        assert "kl226 run" in answer.output
    english = runner.invoke(app, ["show", "--home", str(tmp_path), "--lang", "en"])
    assert "Nothing has been published" in english.output


def test_a_file_that_is_missing_or_unknown_ends_with_1_and_a_remedy(tmp_path: Path) -> None:
    missing = runner.invoke(app, ["check", str(tmp_path / "no.csv"), "--home", str(tmp_path)])
    assert missing.exit_code == 1
    assert "không tìm thấy tệp" in missing.output
    (tmp_path / "la.csv").write_text("a;b\n1;2\n")
    unknown = runner.invoke(
        app, ["check", str(tmp_path / "la.csv"), "--home", str(tmp_path), "--lang", "en"]
    )
    assert unknown.exit_code == 1
    assert "no layout matches this file" in unknown.output


def test_a_wrong_layout_stops_before_any_file_and_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "sai.yml").write_text("layout: sai\nstreem: meeting\n", "utf-8")
    answer = runner.invoke(app, ["ingest", "--home", str(tmp_path)])
    assert answer.exit_code == 1
    assert "sai.yml" in answer.output
    assert "streem" in answer.output


def test_an_empty_landing_folder_is_well_and_says_where_files_go(tmp_path: Path) -> None:
    answer = runner.invoke(app, ["ingest", "--home", str(tmp_path)])
    assert answer.exit_code == 0
    assert "landing" in answer.output


def test_nothing_taken_in_means_no_hint_to_run(tmp_path: Path) -> None:
    (tmp_path / "la.csv").write_text("a;b\n1;2\n")
    words = ["ingest", str(tmp_path / "la.csv"), "--home", str(tmp_path)]
    answer = runner.invoke(app, words)
    assert answer.exit_code == 1
    assert "Tiếp theo" not in answer.output


def test_the_command_is_named_as_it_can_be_typed(tmp_path: Path) -> None:
    script = tmp_path / ".venv" / "bin" / "kl226"
    script.parent.mkdir(parents=True)
    script.write_text("")
    python = script.with_name("python")
    assert typed_as(str(script), python, tmp_path, None) == ".venv/bin/kl226"
    assert typed_as(".venv/bin/kl226", python, tmp_path, None) == ".venv/bin/kl226"
    assert typed_as("/x/cli.py", python, tmp_path, None) == ".venv/bin/kl226"
    assert typed_as(str(script), python, tmp_path, str(script)) == "kl226"
    assert typed_as(str(script), python, tmp_path / "elsewhere", None) == str(script)
    assert typed_as("/x/cli.py", tmp_path / "python", tmp_path, None) == "kl226"


def test_a_held_list_is_told_with_the_whole_command_that_confirms_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(read_settings({}, home=tmp_path), Console(width=80), False, True)
    path = tmp_path / "landing" / "SNV" / "hop 2026.xlsx"
    path.parent.mkdir(parents=True)
    path.write_text("x")
    problem = Problem("snapshot_held", path.name, detail="8/10")
    outcome = Outcome(path.name, "held", "SNV", received=2, problems=[problem])
    report_outcomes(desk, [outcome])
    said = capsys.readouterr().out
    assert f"kl226 ingest --confirm '{path}' --home {tmp_path}\n" in said
    assert "chờ xác nhận" in said and "đọc" not in said


def test_a_list_that_is_not_applied_is_not_called_usable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    older = Problem("older_list_again", "hop_2026.xlsx", detail="hop_2026_b.xlsx", path="x")
    fine = Outcome("hop_2026.xlsx", "checked", "SNV", received=2, duplicate=2)
    outcome = replace(fine, status="already", notes=[older])
    monkeypatch.setattr("ingestion.intake.check_file", lambda *_, **__: outcome)
    words = ["check", str(tmp_path / "hop_2026.xlsx"), "--home", str(tmp_path)]
    answer = runner.invoke(app, words)
    assert answer.exit_code == 0
    assert "Tệp dùng được" not in answer.output
    assert "KHÔNG được áp dụng" in answer.output
    assert f"kl226 ingest --confirm {tmp_path}/hop_2026.xlsx" in answer.output
    assert json.loads(runner.invoke(app, [*words, "--json"]).stdout)["applies"] is False
    monkeypatch.setattr("ingestion.intake.check_file", lambda *_, **__: fine)
    assert "Tệp dùng được" in runner.invoke(app, words).output


def test_the_help_of_confirm_speaks_of_older_lists() -> None:
    assert "danh sách cũ" in help_of("confirm", "vi")
    assert "older list" in help_of("confirm", "en")


def test_the_help_of_group_names_the_groups_that_exist() -> None:
    with (SEEDS / "agencies.csv").open(encoding="utf-8", newline="") as file:
        groups = {row["peer_group"] for row in csv.DictReader(file)} - {"tinh"}
    for language in ("vi", "en"):
        named = help_of("group", language).split(": ", 1)[1].split(",")[0].split(" | ")
        assert set(named) == groups


def test_the_help_page_is_in_vietnamese_throughout() -> None:
    for words in ([], ["explain"]):
        page = runner.invoke(app, [*words, "--help"]).output
        assert "Hiện trang này rồi thoát" in page and "Tùy chọn" in page
        for english in (
            "Show this message",
            "Options ─",
            "Arguments ─",
            "Commands ─",
            "[required]",
        ):
            assert english not in page, english


def test_counts_say_read_new_duplicate_and_quarantined(tmp_path: Path) -> None:
    desk = Desk(read_settings({}, home=tmp_path), Console(), False, True)
    counts = {"received": 4, "accepted": 2, "duplicate": 1, "quarantined": 1}
    done, dry = Outcome("a", "ingested", **counts), Outcome("a", "checked", **counts)  # type: ignore[arg-type]
    assert counts_words(desk, [done]) == "đọc 4 = ghi mới 2 + trùng 1 + cách ly 1"
    assert counts_words(desk, [dry]) == "đọc 4 = sẽ ghi mới 2 + trùng 1 + sẽ cách ly 1"


def test_a_hint_keeps_the_options_that_were_given(tmp_path: Path) -> None:
    assert option_words(agency="SNV", layout=None) == " --agency SNV"
    assert option_words(as_of="30/06/2026 17:00") == " --as-of '30/06/2026 17:00'"
    answer = runner.invoke(app, ["show", "--home", str(tmp_path)])
    assert f"kl226 run --home {tmp_path}" in answer.output


def test_a_day_means_its_end_and_a_time_is_local(tmp_path: Path) -> None:
    desk = Desk(read_settings({}, home=tmp_path), None, False, True)  # type: ignore[arg-type]
    assert parse_moment(desk, "2026-06-30").isoformat() == "2026-06-30T23:59:59.999999+07:00"
    assert parse_moment(desk, "2026-06-30T17:00").isoformat() == "2026-06-30T17:00:00+07:00"
    assert parse_moment(desk, "30/06/2026") == parse_moment(desk, "2026-06-30")
    assert parse_moment(desk, "1/6/2026 17:00") == parse_moment(desk, "2026-06-01T17:00")
    assert parse_moment(desk, "2026-06-30T17:00Z").utcoffset() is not None


def test_verifying_a_home_without_a_store_is_no_success(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["verify", "--home", str(tmp_path)])
    assert answer.exit_code == 1
    assert "--home" in answer.stderr
