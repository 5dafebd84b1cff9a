"""`kl226 forecast` as a person types it, on a home with two meetings and no year before."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from reporting.forecast import ForecastSelection, forecast_rows, has_forecasts
from reporting.forecast_table import allowance_sentence, risk_sentence
from reporting.publication import Publication
from tests.integration.story import Story

runner = CliRunner()


def row(kind: str | None, allowance: int | None = None, **more: object) -> dict[str, object]:
    from datetime import UTC, datetime

    return {
        "kpi_code": "meeting_count_change", "unit": "change", "allowance_kind": kind,
        "allowance": allowance, "assumed_remaining": 40, "required_share": 0.68,
        "probability_missed": 0.2, "reason": None,
        "as_of": datetime(2026, 6, 5, tzinfo=UTC), **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "allowance", "vi", "en"),
    [
        ("at_most", 7, "còn tối đa 7 cuộc họp đến hết năm", "at most 7 more meetings"),
        ("at_most", 0, "không được thêm cuộc họp nào", "not one more of these meetings"),
        ("at_least", 28,
         "cần 68,00 % từ nay: ít nhất 28 trong khoảng 40 cuộc họp còn lại",
         "needs 68.00% from now on: at least 28 of about 40 meetings still to come"),
        ("impossible", None, "không còn đạt được", "out of reach"),
        ("safe", None, "đã chắc chắn đạt", "cannot be missed any more"),
    ],
)  # fmt: skip
def test_an_allowance_is_one_plain_sentence(
    kind: str, allowance: int | None, vi: str, en: str
) -> None:
    assert allowance_sentence(row(kind, allowance), "vi") == vi
    assert allowance_sentence(row(kind, allowance), "en") == en


def test_a_probability_is_a_word_and_per_cent_and_never_certain() -> None:
    def said(probability: float) -> str:
        return risk_sentence(row("at_most", 7, probability_missed=probability), "vi")

    assert said(0.999) == "gần như chắc chắn không đạt, trên 99 %"
    assert said(0.8) == "nhiều khả năng không đạt, 80 %"
    assert said(0.4) == "chưa rõ, 40 %"
    assert said(0.2) == "nhiều khả năng đạt, 20 %"
    assert said(0.001) == "gần như chắc chắn đạt, dưới 1 %"
    assert risk_sentence(row("impossible", probability_missed=1.0), "vi") == "chắc chắn không đạt"


def test_what_is_not_known_says_why() -> None:
    gone = row(None, probability_missed=None, reason="data_gap")
    assert allowance_sentence(gone, "vi") == "chưa rõ: còn thiếu tệp"
    assert risk_sentence(gone, "en") == "unknown: files are missing"


def test_the_command_lists_the_province_worst_first(story: Story) -> None:
    said = runner.invoke(app, ["forecast", "--json", "--home", str(story.place.home.root)])
    assert said.exit_code == 0, said.output
    rows = json.loads(said.stdout)["rows"]
    assert {row["agency_code"] for row in rows} == {"SONLA"}
    known = [row["probability_missed"] for row in rows if row["probability_missed"] is not None]
    assert known == sorted(known, reverse=True) and known
    unknown = [row for row in rows if row["probability_missed"] is None]
    assert rows[len(known) :] == unknown and all(row["reason"] for row in unknown)
    assert all(row["allowance_sentence"] and row["risk_sentence"] for row in rows)


def test_without_a_year_before_a_change_is_unknown_and_not_met(publication: Publication) -> None:
    assert has_forecasts(publication)
    [row] = forecast_rows(publication, ForecastSelection("SNV", "meeting_count_change"))
    assert row["probability_missed"] is None and row["allowance_kind"] is None
    assert row["reason"] in ("no_baseline", "data_gap")


def test_the_page_names_the_units_of_one_kpi(story: Story) -> None:
    home = str(story.place.home.root)
    said = runner.invoke(app, ["forecast", "--kpi", "meeting_online_share", "--home", home])
    assert said.exit_code == 0 and "Sở Nội vụ" in said.output
    assert "Dự báo cuối năm 2026" in said.output
    assert runner.invoke(app, ["forecast", "--kpi", "lạ", "--home", home]).exit_code == 2
