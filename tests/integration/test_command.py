"""The `kl226` command as a person types it, from a landed file to an explained figure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import environment
from tests.alert_place import write_recipients

HEADER = "Mã cuộc họp;Loại cuộc họp;Hình thức;Số điểm cầu;Bắt đầu;Kết thúc;Trạng thái"
ROWS = [
    "01;Giao ban;Trực tuyến;4;05/01/2026 08:00;05/01/2026 10:00;Đã họp",
    "02;Giao ban;Trực tiếp;;12/01/2026 08:00;12/01/2026 10:00;Đã họp",
    "03;Giao ban;Trực tuyến;4;31/02/2026 08:00;;Đã họp",
]


def kl226(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "orchestration.cli", "--home", str(home), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("command")
    folder = root / "landing" / "SNV"
    folder.mkdir(parents=True)
    (root / "layouts").mkdir()
    (root / "layouts" / "small_list.yml").write_text(LAYOUT, encoding="utf-8")
    (folder / "nho_2026.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    return root


LAYOUT = """
layout: small_list
stream: meeting
kind: snapshot
match: {files: ["nho_*.csv"]}
format: csv
agency: {folder: true}
columns:
  "Mã cuộc họp": {to: entity_key, required: true}
  "Loại cuộc họp": {to: kind, map: {"Giao ban": briefing}}
  "Hình thức": {to: mode, map: {"Trực tiếp": in_person, "Trực tuyến": online}}
  "Số điểm cầu": remote_site_count
  "Bắt đầu": {to: starts_at, required: true, formats: ["%d/%m/%Y %H:%M"]}
  "Kết thúc": {to: ends_at, formats: ["%d/%m/%Y %H:%M"]}
  "Trạng thái": {to: status, map: {"Đã họp": held}}
"""


def test_a_dry_run_says_which_row_is_wrong_and_writes_nothing(home: Path) -> None:
    said = kl226(home, "check", str(home / "landing/SNV/nho_2026.csv"))
    assert said.returncode == 1
    assert "dòng 4" in said.stdout and "31/02/2026" in said.stdout
    assert not list(home.glob("store/events/stream=meeting*"))


def test_a_run_publishes_what_is_right_and_reports_what_is_not(home: Path) -> None:
    said = kl226(home, "run")
    assert said.returncode == 1, said.stdout + said.stderr  # one row was left out
    shown = kl226(home, "show", "--json", "--kpi", "meeting_online_share", "--period", "2026")
    assert shown.returncode == 0, shown.stderr
    assert '"meeting_online_share"' in shown.stdout
    json.loads(shown.stdout)


def test_a_figure_is_explained_to_its_row(home: Path) -> None:
    said = kl226(home, "explain", "meeting_online_share", "SNV", "2026")
    assert said.returncode == 0, said.stderr
    assert "50,00 %" in said.stdout and "nho_2026.csv" in said.stdout


def test_an_unknown_kpi_is_answered_with_a_suggestion(home: Path) -> None:
    said = kl226(home, "explain", "meeting_onlin_share", "SNV", "2026")
    assert said.returncode != 0
    assert "meeting_online_share" in said.stdout + said.stderr


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['kl226', '--help']\n"
        "from orchestration.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'polars', 'pandera', 'dbt', 'dagster', 'duckdb', 'great_expectations'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert "HEAVY []" in said.stdout


def test_a_run_on_an_empty_home_says_that_the_store_is_empty(tmp_path: Path) -> None:
    said = kl226(tmp_path, "run")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "KHO CÒN TRỐNG" in said.stdout
    assert "KHO CÒN TRỐNG" in kl226(tmp_path, "show").stdout


def test_what_is_in_quarantine_is_listed_with_its_remedy(home: Path) -> None:
    said = kl226(home, "quarantine", "--json", "--agency", "SNV")
    assert said.returncode == 0, said.stderr
    [row] = json.loads(said.stdout)["rows"]
    assert (row["source_row"], row["is_open"]) == (4, True)
    assert "dd/mm/yyyy" in row["remedy"]
    assert "31/02/2026" not in said.stdout
    assert "1 dòng còn cách ly" in kl226(home, "doctor").stdout
    assert "Cách ly: 1 (cuộc họp 1) dòng" in kl226(home, "show", "--agency", "SNV").stdout


def test_an_entity_is_told_in_words_and_with_its_original(home: Path) -> None:
    words = ("explain", "meeting_online_share", "SNV", "2026", "--entity", "SNV:01")
    said = json.loads(kl226(home, *words, "--json").stdout)
    [event] = said["events"]
    assert (home / event["original"]).read_text("utf-8").startswith("Mã cuộc họp")
    assert "đã họp" in kl226(home, *words).stdout


def test_a_mail_server_that_is_down_takes_nothing_from_the_run(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    write_recipients(seeds, {("SNV", "so_noi_vu"): ["theodoi@snv.example"]})
    down = {"KL226_SMTP_HOST": "127.0.0.1", "KL226_SMTP_PORT": "1", "KL226_SMTP_STARTTLS": "no",
            "KL226_SMTP_FROM": "canhbao@sonla.example"}  # fmt: skip
    with environment(down):
        said = kl226(tmp_path, "run", "--json")
    assert said.returncode == 1
    told = json.loads(said.stdout)
    assert told["build"]["published"] is True
    assert told["alerts"]["delivery"]["waiting"] == 1
    assert "CHƯA gửi được" in said.stderr
    assert "alerts send" in said.stderr
    shown = kl226(tmp_path, "doctor")
    assert "1 thư cảnh báo chưa gửi được" in shown.stdout
    with environment({**down, "KL226_SMTP_HOST": ""}):
        # A shell without the settings makes no file of what is to be mailed.
        said = kl226(tmp_path, "run")
    assert said.returncode == 1
    assert "KL226_SMTP_HOST" in said.stdout
