"""Marks beside a figure: provisional, original no longer kept, whether an item counts."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import duckdb
import pytest
from rich.console import Console
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.cli_read import about
from reporting.explain import explain
from reporting.explain_table import print_explanation
from reporting.publication import Publication
from reporting.quarantine import quarantined, superseded_rows
from reporting.quarantine_table import print_quarantine
from reporting.scorecard import Selection, select_rows
from reporting.scorecard_table import print_scorecard
from tests.integration.story import Story

KPI = ("meeting_online_share", "SNV", "2026")
runner = CliRunner()


@pytest.fixture
def console() -> Console:
    return Console(width=170, record=True, file=io.StringIO())


def kl226(story: Story, *words: str) -> tuple[int, str]:
    answer = runner.invoke(app, [*words, "--home", str(story.place.home.root)])
    return answer.exit_code, answer.output


def test_a_figure_whose_data_end_early_is_marked_as_provisional(
    publication: Publication, console: Console
) -> None:
    rows = {
        row["kpi_code"]: row for row in select_rows(publication, Selection("2026", agency="SNV"))
    }
    meeting, document = rows["meeting_online_share"], rows["document_digitised_share"]
    assert (meeting["data_until"], meeting["is_provisional"]) == (date(2026, 1, 12), True)
    assert (document["data_until"], document["is_provisional"]) == (None, False)
    print_scorecard(publication, Selection("2026", "meeting_online_share"), console, "vi")
    text = " ".join(console.export_text().split())
    assert "(tạm, số liệu" in text and "đến 12/01)" in text
    assert "còn tệp chưa gửi" in text


def test_a_fact_after_a_period_tells_that_the_period_is_complete(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    january = Selection("2026-01", "meeting_online_share", "SNV")
    [row] = select_rows(publication, january)
    assert (row["data_until"], row["is_provisional"]) == (date(2026, 1, 12), True)
    monkeypatch.setattr("reporting.coverage._reach", lambda *_: {"SNV": date(2026, 2, 3)})
    [row] = select_rows(publication, january)
    assert (row["data_until"], row["is_provisional"]) == (date(2026, 1, 31), False)


def test_an_explanation_says_how_far_its_data_reach_and_which_originals_are_gone(
    publication: Publication, console: Console
) -> None:
    explanation = explain(publication, *KPI)
    print_explanation(publication, explanation, console, "vi", is_kept=lambda _: False)
    text = console.export_text()
    assert "Số liệu của kỳ này — cuộc họp: số liệu đến 12/01/2026" in text
    assert "TẠM: số liệu mới đến 12/01/2026" in text
    assert "(không còn giữ)" in text
    print_explanation(publication, explanation, console, "en")
    text = console.export_text()
    assert "no longer kept" not in text
    assert "Sở Nội vụ (SNV) — 2026" in text


def test_an_item_is_said_to_count_or_to_be_no_part_of_the_figure(story: Story) -> None:
    code, said = kl226(story, "explain", *KPI, "--entity", "SNV:02")
    assert (code, "SNV:02 · " in said, "Tính vào tử số" in said) == (0, True, True)
    code, said = kl226(story, "explain", *KPI, "--entity", "SNV:03")
    assert (code, "Không tính: đã hủy" in said) == (0, True)
    code, said = kl226(
        story, "explain", "meeting_online_share", "STC", "2026", "--entity", "SNV:02"
    )
    assert (code, "không thuộc con số này" in said, "nho_" in said) == (1, True, True)
    code, said = kl226(story, "explain", *KPI, "--entity", "SNV:99")
    assert (code, "chưa có sự kiện nào" in said) == (1, True)


def test_the_place_of_an_item_is_there_for_programs(story: Story) -> None:
    _, said = kl226(story, "explain", *KPI, "--entity", "SNV:03", "--json")
    answer = json.loads(said)
    assert answer["is_part"] is True
    assert [place["group"] for place in answer["places"]] == ["left_out"]
    assert answer["places"][0]["excluded_reason"] == "cancelled"


def test_a_duty_of_which_nothing_was_heard_is_explained_without_events(story: Story) -> None:
    _, said = kl226(story, "explain", "plan_issued_on_time", "SNV", "2026", "--json")
    [row] = json.loads(said)["evidence"]["in_denominator"]
    words = ("explain", "plan_issued_on_time", "SNV", "2026", "--entity", row["entity_id"])
    code, said = kl226(story, *words)
    assert code == 0
    assert "Ở mẫu số, không ở tử số: chưa nhận được gì" in said


def test_both_times_of_an_answer_are_in_one_zone(publication: Publication) -> None:
    said = about(publication)
    zones = {datetime.fromisoformat(said[name]).utcoffset() for name in ("as_of", "published_at")}
    assert len(zones) == 1
    assert said["as_of"].endswith("+07:00")


@pytest.fixture
def quarantine(publication: Publication) -> Iterator[Publication]:
    """Two rows of a superseded file, one row of an open one."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.quarantine as select * from (values "
            "(true, 'new', 'SNV', 'b.csv', 5), (false, 'old', 'SNV', 'a.csv', 2), "
            "(false, 'old', 'SNV', 'a.csv', 3)) as t "
            "(is_open, batch_id, agency_code, source_file, source_row) cross join (select "
            "'meeting' as stream, timestamptz '2026-06-05 09:00:00+07' as recorded_at, "
            "cast(null as varchar) as source_sheet, 'Bắt đầu' as column_name, 'starts_at' as attribute, "
            "'bad_date' as problem_code, 'dd/mm/yyyy' as detail, '99' as value_shape)"
        )
        yield replace(publication, connection=connection)


def test_the_list_shows_open_rows_and_one_line_a_superseded_file(
    quarantine: Publication, console: Console
) -> None:
    assert [row["source_row"] for row in quarantined(quarantine, superseded=False)] == [5]
    assert superseded_rows(quarantine) == superseded_rows(quarantine, "SNV") == 2
    print_quarantine(quarantined(quarantine), console, "vi", original=lambda batch: f"at/{batch}")
    text = console.export_text()
    assert "SNV: b.csv · nhận 05/06/2026 · tệp gốc: at/new · chờ sửa" in text
    [line] = [line for line in text.splitlines() if "a.csv" in line]
    assert "2 dòng đã bị thay bởi tệp sau (ngày giờ không hợp lệ 2)" in line
    assert "at/old" in line


def test_the_command_lists_superseded_rows_only_when_asked(story: Story) -> None:
    code, said = kl226(story, "quarantine")
    assert code == 0
    assert "nho_1.csv" not in said
    assert "1 dòng cách ly cũ đã bị thay bởi tệp sau" in said
    assert "1 dòng đã bị thay bởi tệp sau" in kl226(story, "quarantine", "--all")[1]
    answer = json.loads(kl226(story, "quarantine", "--all", "--json")[1])
    assert {"original", "original_missing", "recorded_at"} <= set(answer["rows"][0])
    assert json.loads(kl226(story, "quarantine", "--json")[1])["rows"] == []
