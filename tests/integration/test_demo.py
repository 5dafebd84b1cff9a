"""`kl226 demo` end to end, on a province a twentieth of the usual size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ingestion.sample import PLANTED
from reporting.publication import open_published

SCALE = "0.05"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    home = tmp_path_factory.mktemp("demo") / "home"
    command = [sys.executable, "-m", "orchestration.cli", "demo", "--home", str(home),
               "--scale", SCALE]  # fmt: skip
    return home, subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)


def test_the_demo_ends_well_and_shows_a_scorecard(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, said = demo
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.count("DỮ LIỆU MẪU") >= 1
    assert "Tỷ lệ hội nghị, cuộc họp" in said.stdout
    assert "kl226 explain meeting_online_share SNV 2026" in said.stdout


def test_the_demo_finds_exactly_the_faults_that_were_planted(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, said = demo
    planted = sum(PLANTED.values())
    assert f"{planted} được tìm thấy / {planted} đã cài" in said.stdout


def test_what_the_demo_publishes_is_labelled_and_full(
    demo: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    home, _ = demo
    with open_published(home) as publication:
        assert publication.pointer.is_sample
        assert publication.rows("select is_sample from store.run_context") == [{"is_sample": True}]
        [row] = publication.rows(
            "select count(distinct kpi_code) filter (agency_code = 'SONLA') as kpis, "
            "count(*) filter (status = 'met') as met "
            "from marts.kpi_scorecard where period_code = '2026'"
        )
    assert row["kpis"] == 12
    assert row["met"] >= 1


def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    command = [sys.executable, "-m", "orchestration.cli", "demo", "--home", str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 1
    assert (tmp_path / "thesis.txt").read_text() == "mine"
