"""Another province is another folder of seeds: nothing else is changed, and nothing else is needed."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.fingerprint import fingerprint
from orchestration.pipeline import RunResult, Workplace, intake_context, run
from reporting.explain import explain
from reporting.explain_table import print_explanation
from reporting.publication import Publication, open_published
from tests import small_province

SEEDS = Path(__file__).parents[1] / "data" / "second_province"


def meeting(number: int, mode: str, day: str) -> str:
    return f"{number:02d};Giao ban;{mode};{day} 08:00;{day} 10:00;Đã họp"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """A home with the seeds of the second province, and the lists of three of its units."""
    place = small_province.make(tmp_path_factory.mktemp("second"))
    shutil.copytree(SEEDS, place.home.root / "seeds")
    new = [meeting(1, "Trực tuyến", "10/03/2026"), meeting(2, "Trực tuyến", "11/03/2026"),
           meeting(3, "Trực tiếp", "12/03/2026")]  # fmt: skip
    old = [meeting(4, "Trực tiếp", "10/03/2025"), meeting(5, "Trực tiếp", "11/03/2025")]
    small_province.land(place, "nho_1.csv", new + old, agency="99001")
    small_province.land(place, "nho_2.csv", old, agency="99002")
    small_province.land(place, "nho_3.csv", [old[0]], agency="990")
    small_province.land(place, "nho_4.csv", [old[0]], agency="STP")
    return place


@pytest.fixture(scope="module")
def result(place: Workplace) -> RunResult:
    return run(place)


@pytest.fixture
def publication(place: Workplace, result: RunResult) -> Iterator[Publication]:
    with open_published(place.home.root) as opened:
        yield opened


def figures(publication: Publication, agency: str, kpi: str) -> dict[str, Any]:
    [row] = publication.rows(
        f"select * from marts.kpi_scorecard where agency_code = '{agency}' and kpi_code = '{kpi}' "
        "and period_code = '2026'"
    )
    return row


def test_the_whole_line_runs_on_the_seeds_of_another_province(result: RunResult) -> None:
    assert result.ok, result.build


def test_the_units_are_those_of_the_province_and_of_no_other(publication: Publication) -> None:
    rows = publication.rows("select agency_code, is_province from marts.dim_agencies")
    assert len(rows) == 13
    assert [row["agency_code"] for row in rows if row["is_province"]] == ["MINHHOA"]


def test_a_target_of_the_province_judges_its_units(publication: Publication) -> None:
    row = figures(publication, "99001", "meeting_online_share")
    assert (row["numerator"], row["denominator"], row["target_value"]) == (2, 3, 0.7)
    assert row["status"] == "not_met"


def test_a_merged_commune_is_compared_with_both_it_came_from(publication: Publication) -> None:
    row = figures(publication, "99001", "meeting_count_change")
    assert (row["numerator"], row["baseline_value"], row["status"]) == (3, 4, "met")
    whole = figures(publication, "MINHHOA", "meeting_count_change")
    assert (whole["numerator"], whole["baseline_value"]) == (3, 4)
    apart = publication.rows(
        "select basis, baseline_value from marts.kpi_baselines where agency_code = 'MINHHOA' and "
        "kpi_code = 'meeting_count_change' and period_code = '2026' order by basis"
    )
    assert [(row["basis"], row["baseline_value"]) for row in apart] == [
        ("like_for_like", 4), ("no_successor", 1), ("raw", 6), ("silent", 1)
    ]  # fmt: skip


def test_a_silent_unit_is_listed_as_left_out_with_the_reason(publication: Publication) -> None:
    whole = explain(publication, "meeting_count_change", "MINHHOA", "2026")
    assert whole.total("denominator") == whole.row["baseline_value"] == 4
    out = [row for row in whole.evidence["left_out"] if row["excluded_reason"] == "unit_silent"]
    assert [row["agency_code"] for row in out] == ["STP"]
    console = Console(record=True, width=200, file=io.StringIO())
    print_explanation(publication, whole, console, "vi")
    text = console.export_text()
    assert "kỳ này đơn vị không gửi số liệu 1" in text
    assert "để ngoài, đơn vị kỳ này không gửi số liệu: 1" in text
    own = figures(publication, "STP", "meeting_count_change")
    assert (own["numerator"], own["denominator"], own["status"]) == (None, None, "no_data")


def test_a_fact_before_the_change_belongs_to_the_unit_of_that_day(publication: Publication) -> None:
    rows = publication.rows(
        "select agency_id, count(*) as n from marts.kpi_evidence where "
        "kpi_code = 'meeting_online_share' and agency_code = '99001' group by 1 order by 1"
    )
    assert [(row["agency_id"], row["n"]) for row in rows] == [
        ("99001@1900-01-01", 2), ("99001@2025-07-01", 3)
    ]  # fmt: skip


def test_both_spellings_of_an_axis_code_of_the_province_lead_to_its_unit(place: Workplace) -> None:
    agencies = intake_context(place).agencies
    assert {agencies.resolve(code) for code in ("H99.11", "000.00.11.H99", "h99.11")} == {"SNV"}
    assert agencies.resolve("H52.11") is None


def test_the_seeds_of_the_province_are_part_of_the_meaning(place: Workplace) -> None:
    assert fingerprint(place.settings) != fingerprint()


def test_show_and_rank_speak_of_the_province(place: Workplace, result: RunResult) -> None:
    home = ["--home", str(place.home.root)]
    shown = CliRunner().invoke(app, ["show", "--json", *home])
    assert shown.exit_code == 0, shown.output
    assert {row["agency_code"] for row in json.loads(shown.stdout)["rows"]} == {"MINHHOA"}
    ranked = CliRunner().invoke(app, ["rank", "--group", "xã, phường", "--json", *home])
    assert ranked.exit_code == 0, ranked.output
    [row] = json.loads(ranked.stdout)["rows"]
    assert (row["agency_code"], row["rank"], row["ranked_count"]) == ("99001", 1, 1)
    assert 0 < row["kpis_met"] < row["kpis_due"]
    table = CliRunner().invoke(app, ["rank", *home])
    assert "Xã Bản Mới (99001)" in table.stdout
    assert CliRunner().invoke(app, ["rank", "--group", "nhóm lạ", *home]).exit_code == 2


def test_a_wrong_seed_stops_the_build_and_publishes_nothing(
    place: Workplace, result: RunResult
) -> None:
    home, targets = place.home, place.home.root / "seeds" / "kpi_targets.csv"
    before, text = (home.published / "current.json").read_text(), targets.read_text("utf-8")
    code, *_ = text.splitlines()[1].split(",")
    targets.write_text(f"{text}{code},2026-06-01,,ge,0.80,,,\n", encoding="utf-8")
    try:
        said = CliRunner().invoke(app, ["build", "--home", str(home.root)])
        doctor = CliRunner().invoke(app, ["doctor", "--home", str(home.root)])
    finally:
        targets.write_text(text, encoding="utf-8")
    line = len(text.splitlines()) + 1
    for answer in (said, doctor):
        assert answer.exit_code == 1
        assert f"kpi_targets.csv, dòng {line}, cột “valid_from”: hiệu lực chồng" in answer.output
        assert f"dòng {line}, cột “legal_ref”: dòng không nêu căn cứ" in answer.output
    assert (home.published / "current.json").read_text() == before
