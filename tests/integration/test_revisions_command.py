"""`kl226 revisions`, and `show` and `explain` as of a moment that nobody has built yet."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.pipeline import run
from tests import small_province
from tests.integration.test_command import kl226
from tests.small_province import FIRST_DAY, GOOD


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of 5 June 2026, and a corrected one of 10 June: in person became online."""
    root = tmp_path_factory.mktemp("revisions_command")
    place = small_province.make(root, small_province.COMPLETE)
    small_province.land(place, "nho_1.csv", GOOD)
    assert run(place).ok
    small_province.set_clock(place, FIRST_DAY + timedelta(days=5))
    online = GOOD[1].replace("Trực tiếp", "Trực tuyến")
    small_province.land(place, "nho_2.csv", [GOOD[0], online, GOOD[2]])
    assert run(place).ok
    return root


def figures(said: dict[str, Any], **wanted: str) -> list[dict[str, Any]]:
    return [row for row in said["figures"] if wanted.items() <= row.items()]


def test_a_moment_is_built_when_it_is_asked_for_and_the_difference_has_its_reason(
    home: Path,
) -> None:
    said = kl226(home, "revisions", "2026-06-06", "--json")
    assert said.returncode == 0, said.stderr
    assert "2026-06-06" in said.stderr
    found = json.loads(said.stdout)
    [row] = figures(
        found, kpi_code="meeting_online_share", agency_code="SNV", period_code="2026"
    )  # fmt: skip
    assert (row["numerator_before"], row["numerator_after"]) == (1, 2)
    assert (row["value_before"], row["value_after"], row["value_change"]) == (0.5, 1.0, 0.5)
    assert (row["status_before"], row["status_after"]) == ("not_met", "met")
    assert [(r["reason"], r["entity_count"], r["numerator_change"]) for r in row["reasons"]] == [
        ("correction", 1, 1)
    ]
    assert Path(found["file"]).is_file()
    assert Path(found["file"]).parent == home / "published"
    again = kl226(home, "revisions", "2026-06-06", "--json")
    assert json.loads(again.stdout) == found
    assert again.stderr.strip() == ""


def test_a_comparison_of_the_same_two_builds_is_not_made_again(home: Path) -> None:
    first = json.loads(kl226(home, "revisions", "2026-06-06", "--json").stdout)
    file = Path(first["file"])
    known = file.stat().st_ino
    assert json.loads(kl226(home, "revisions", "2026-06-06", "--json").stdout) == first
    assert file.stat().st_ino == known
    # One that other SQL has made, or that cannot be read, is not trusted.
    with duckdb.connect(str(file)) as connection:
        connection.execute("update marts.revision_builds set made_by = 'other'")
        connection.execute("delete from marts.kpi_revisions")
    assert json.loads(kl226(home, "revisions", "2026-06-06", "--json").stdout) == first
    file.write_bytes(b"broken")
    assert json.loads(kl226(home, "revisions", "2026-06-06", "--json").stdout) == first


def test_the_province_stands_before_its_units_and_like_periods_on_one_line(home: Path) -> None:
    rows = json.loads(kl226(home, "revisions", "2026-06-06", "--json").stdout)["figures"]
    kinds = [
        2 if not row["is_province"]
        else 0 if row["is_headline"] and row["period_code"] == "2026" else 1
        for row in rows
    ]  # fmt: skip
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2}
    units = [abs(row["value_change"] or 0) for row in rows if not row["is_province"]]
    assert units == sorted(units, reverse=True)
    said = kl226(home, "revisions", "2026-06-06", "--kpi", "meeting_online_share",
                 "--agency", "SNV").stdout  # fmt: skip
    text = " ".join(said.replace("│", " ").split())
    assert text.count("(SNV)") == 1
    assert "(SNV) · 2026, 2026-01," in text
    assert "R2026-H1" in text


def test_one_figure_lists_the_entities_that_moved_it(home: Path) -> None:
    words = ("--kpi", "meeting_online_share", "--agency", "SNV", "--period", "2026")
    said = kl226(home, "revisions", "2026-06-06", *words)
    assert said.returncode == 0, said.stderr
    assert "đính chính: +1 / 0; 1" in said.stdout
    assert "SNV:02" in said.stdout
    assert "+50,00 điểm %" in said.stdout


def test_a_report_is_compared_with_what_is_known_since(home: Path) -> None:
    said = kl226(home, "revisions", "--report", "R2026-H1", "--agency", "SNV", "--lang", "en")
    assert said.returncode == 0, said.stderr
    assert "Report R2026-H1: the preliminary figures of 2026-06-05" in said.stdout
    assert "latest preliminary" in said.stdout
    assert "correction: +1 / 0; 1" in said.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "--report"),
        (("2026-06-06", "--report", "R2026-H1"), "--report"),
        (("2026-06-07", "2026-06-06"), "2026-06-07"),
        (("2026-06-12",), "2026-06-12"),
        (("--report", "2026"), "R2026-H1"),
        (("--report", "R2026"), "04/12/2026"),
        (("2026-06-06", "--kpi", "meeting_onlin_share"), "meeting_online_share"),
        (("hôm qua",), "hôm qua"),
    ],
)
def test_wrong_usage_is_told_with_a_way_out(
    home: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = kl226(home, "revisions", *words)
    assert said.returncode == 2, said.stdout + said.stderr
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr


def test_before_the_first_event_nothing_is_known_and_nothing_is_met(home: Path) -> None:
    said = kl226(home, "show", "--as-of", "2026-02-01", "--period", "2026", "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert {row["status"] for row in found["rows"]} <= {"no_data", "not_due", "not_applicable"}
    assert all(row["kpi_value"] is None for row in found["rows"])
    assert any(row["status"] == "no_data" for row in found["rows"])
    explained = kl226(home, "explain", "meeting_online_share", "SNV", "2026",
                      "--as-of", "2026-02-01")  # fmt: skip
    assert explained.returncode == 0, explained.stderr


def test_the_state_of_a_period_is_not_the_mark_of_late_data(home: Path) -> None:
    said = json.loads(kl226(home, "show", "--period", "R2026-H1", "--json").stdout)
    assert said["period_state"] == {
        "state": "provisional", "final_from": "2026-06-15", "reported_on": "2026-06-05"
    }  # fmt: skip
    text = kl226(home, "show", "--period", "R2026-H1").stdout
    assert "số sơ bộ. Hạn báo cáo 05/06/2026" in text
    closed = kl226(home, "explain", "meeting_online_share", "SNV", "2026-Q1").stdout
    assert "số chính thức từ 01/04/2026" in closed


def test_an_unknown_home_is_not_made_by_looking_back(tmp_path: Path) -> None:
    said = kl226(tmp_path / "none", "show", "--as-of", "2026-02-01")
    assert said.returncode == 1
    assert not (tmp_path / "none").exists()
