"""The command line: exit codes, help with examples, wrong words answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import COMMANDS, app
from orchestration.cli_build import parse_moment
from orchestration.cli_desk import Desk
from orchestration.help_texts import help_of
from orchestration.settings import read_settings

runner = CliRunner()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_teaches_with_an_example(command: str) -> None:
    answer = runner.invoke(app, [command, "--help"])
    assert answer.exit_code == 0
    assert f"kl226 {command}" in answer.output
    for language in ("vi", "en"):
        assert f"kl226 {command}" in help_of(command, language)  # type: ignore[arg-type]


def test_the_contract_names_these_commands() -> None:
    assert set(COMMANDS) == {"demo", "ingest", "check", "build", "run", "show", "explain", "doctor"}


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


def test_a_day_means_its_end_and_a_time_is_local(tmp_path: Path) -> None:
    desk = Desk(read_settings({}, home=tmp_path), None, False, True)  # type: ignore[arg-type]
    assert parse_moment(desk, "2026-06-30").isoformat() == "2026-06-30T23:59:59.999999+07:00"
    assert parse_moment(desk, "2026-06-30T17:00").isoformat() == "2026-06-30T17:00:00+07:00"
    assert parse_moment(desk, "2026-06-30T17:00Z").utcoffset() is not None
