"""`kl226 findings` as a person types it: a home with one meeting online without a site."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.pipeline import run
from tests import small_province
from tests.integration.story import Story

runner = CliRunner()
LAYOUT = small_province.LAYOUT.replace(
    '  "Trạng thái"', '  "Số điểm cầu": remote_site_count\n  "Trạng thái"'
)
ENTITY = "SNV:01"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = small_province.make(tmp_path_factory.mktemp("findings"), LAYOUT)
    path = small_province.land(place, "nho_1.csv", [])
    lines = ["Mã;Loại;Hình thức;Bắt đầu;Kết thúc;Số điểm cầu;Trạng thái"]
    lines += [
        f"0{n};Giao ban;Trực tuyến;0{n}/01/2026 08:00;0{n}/01/2026 10:00;{sites};Đã họp"
        for n, sites in ((1, 0), (2, 3))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(place).ok
    return str(place.home.root)


def typed(home: str, *words: str, code: int = 0) -> str:
    said = runner.invoke(app, ["findings", *words, "--home", home])
    assert said.exit_code == code, said.output
    return " ".join(said.output.split())


def test_the_list_says_what_to_ask_and_that_it_is_no_verdict(home: str) -> None:
    said = typed(home)
    assert "Họp trực tuyến không có điểm cầu" in said
    assert "không phải kết luận" in said
    assert "findings --detector meeting_online_without_site --agency SNV --evidence" in said


def test_the_evidence_leads_to_the_history_of_the_entity(home: str) -> None:
    rows = json.loads(runner.invoke(
        app, ["findings", "--evidence", "--json", "--home", home]).stdout)["rows"]  # fmt: skip
    assert [row["entity_id"] for row in rows] == [ENTITY]
    said = typed(home, "--evidence")
    assert f"explain meeting_online_share SNV 2026 --entity {ENTITY}" in said
    words = ["explain", rows[0]["kpi_code"], "SNV", "2026", "--entity", ENTITY, "--home", home]
    explained = runner.invoke(app, words)
    assert explained.exit_code == 0
    assert ENTITY in explained.output and "nho_1.csv" in " ".join(explained.output.split())


def test_detector_agency_and_period_select(home: str) -> None:
    assert "không thấy dấu hiệu" in typed(home, "--agency", "STP")
    assert "không thấy dấu hiệu" in typed(home, "--period", "2025")
    assert "không thấy dấu hiệu" in typed(home, "--detector", "meeting_split")
    assert "SNV" in typed(home, "--period", "2026-Q1", "--lang", "en")
    assert "meeting_split" in typed(home, "--detector", "meeting_spilt", code=2)


def test_a_home_without_suspicion_says_so(story: Story) -> None:
    assert "không thấy dấu hiệu" in typed(str(story.place.home.root))


def test_a_publication_older_than_the_detectors_is_unknown_not_clean(
    home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reporting import suspicions

    read = suspicions.Publication.rows
    monkeypatch.setattr(
        suspicions.Publication, "rows",
        lambda self, sql, **more: [] if "information_schema" in sql else read(self, sql, **more),
    )  # fmt: skip
    said = typed(home, code=1)
    assert "chưa biết" in said
