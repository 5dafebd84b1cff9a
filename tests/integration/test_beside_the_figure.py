"""What a reader is told beside a figure: originals, quarantine, how far the data reach."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from rich.console import Console
from typer.testing import CliRunner

from orchestration.batch_checks import newest_batches
from orchestration.cli import app
from orchestration.cli_entity import explanation_json
from orchestration.doctor_data import quarantine, silent_units
from orchestration.entity_events import events_of
from orchestration.home import Home
from orchestration.originals import Originals
from orchestration.pipeline import ingest, open_store
from reporting.coverage import Coverage, coverage, coverage_words
from reporting.explain import explain
from reporting.explain_table import print_explanation
from reporting.lookup import UnknownWord, agency_code, status_code
from reporting.publication import Publication, open_published
from reporting.quarantine import open_rows, open_words, quarantined
from reporting.quarantine_table import print_quarantine
from reporting.ranking import ranked_rows
from reporting.ranking_table import print_ranking
from reporting.scorecard import Selection, select_rows
from reporting.scorecard_table import print_scorecard, status_text
from tests import small_province
from tests.candidates import stored
from tests.integration.story import Story
from tests.small_province import FIRST_DAY, GOOD

MEETING = "SNV:02"


def test_every_event_leads_to_the_original_it_came_from(
    story: Story, publication: Publication
) -> None:
    home, day = story.place.home, FIRST_DAY.date() + timedelta(days=6)
    originals = Originals.of(home, publication, day)
    events = events_of(open_store(home), "meeting", MEETING, publication.pointer.as_of)
    found = [originals.of_batch(event.batch_id) for event in events]
    assert [one.path for one in found] == [
        "archive/SNV/2026-06-05/nho_1.csv",
        "archive/SNV/2026-06-10/nho_2.csv",
    ]
    assert all((home.root / str(one.path)).is_file() for one in found)
    explanation = explain(publication, "meeting_online_share", "SNV", "2026")
    said = explanation_json(publication, explanation, originals)
    by_entity = {row["entity_id"]: row["original"] for row in said["evidence"]["in_numerator"]}
    assert by_entity == {
        "SNV:01": "archive/SNV/2026-06-05/nho_1.csv",
        "SNV:02": "archive/SNV/2026-06-10/nho_2.csv",
    }


def test_a_second_version_of_one_day_leads_to_its_own_original(tmp_path: Path) -> None:
    place = small_province.make(tmp_path)
    for rows in (GOOD, GOOD[:1]):
        small_province.land(place, "nho_1.csv", rows)
        ingest(place)
    store = open_store(place.home)
    log = [store.batch_details(batch) for batch in stored(store, "ingest")["batch_id"]]
    batches = [{**said, "recorded_at": FIRST_DAY} for said in log]
    originals = Originals(place.home, FIRST_DAY.date(), batches)
    assert [originals.of_batch(said["batch_id"]).path for said in log] == [
        "archive/SNV/2026-06-05/nho_1.csv",
        f"archive/SNV/2026-06-05/{log[1]['file_sha256'][:8]}/nho_1.csv",
    ]


def test_an_original_that_is_gone_is_said_to_be_past_its_days(
    story: Story, publication: Publication, tmp_path: Path
) -> None:
    [batch] = [row["batch_id"] for row in publication.rows(
        "select batch_id from marts.ingest_batches where source_file = 'nho_1.csv'"
    )]  # fmt: skip
    elsewhere, later = Home(tmp_path), FIRST_DAY.date() + timedelta(days=31)
    past = Originals.of(elsewhere, publication, later).of_batch(batch)
    assert (past.path, past.missing) == (None, "past")
    assert "30 ngày" in past.words("vi", 30)
    today = Originals.of(elsewhere, publication, FIRST_DAY.date()).of_batch(batch)
    assert today.missing == "not_kept"


def test_a_quarantined_row_is_open_until_a_complete_list_of_its_period_comes(
    story: Story, publication: Publication
) -> None:
    assert [row["is_open"] for row in quarantined(publication)] == [False]
    covers = publication.rows("select source_file, covers from marts.ingest_batches order by 1")
    assert [(row["source_file"], row["covers"]) for row in covers] == [
        ("nho_1.csv", ["2026"]),
        ("nho_2.csv", ["2026"]),
    ]
    assert open_rows(publication) == {}
    assert open_words(publication, "vi") == "Cách ly: không có dòng nào chờ sửa."
    with open_published(story.earlier.home.root) as earlier:
        [row] = quarantined(earlier, "SNV")
        assert (row["is_open"], row["source_row"], row["problem_code"]) == (True, 5, "bad_date")
        assert open_rows(earlier) == open_rows(earlier, "SNV") == {"meeting": 1}
        assert open_rows(earlier, "STC") == {}
        assert "quarantine --agency SNV" in open_words(earlier, "vi", agency="SNV", more="")
        console = Console(width=160, record=True, file=io.StringIO())
        print_quarantine(quarantined(earlier), console, "vi")
        print_scorecard(earlier, Selection("2026", agency="SNV"), console, "vi")
        print_explanation(
            earlier, explain(earlier, "meeting_online_share", "SNV", "2026"), console, "en"
        )
    text = console.export_text()
    for said in ("chờ sửa", "Bắt đầu", "ngày giờ không hợp lệ", "Cách ly: 1 (cuộc họp 1) dòng"):
        assert said in text, said
    for said in ("Share of conferences and meetings held online", "How it is computed: Meetings"):
        assert said in text, said


def test_the_doctor_warns_while_rows_are_open(story: Story) -> None:
    [earlier] = quarantine(story.earlier.home, story.place.settings)
    assert (earlier.level, earlier.key) == ("warning", "doctor_quarantine_open")
    assert earlier.values == {"count": 1, "senders": "SNV 1"}
    [now] = quarantine(story.place.home, story.place.settings)
    # Superseded is not mended: neither a tick nor a warning.
    assert (now.level, now.key) == ("note", "doctor_quarantine_superseded")
    assert now.values == {"count": 1}


def test_the_newest_file_of_a_source_is_judged_and_not_the_one_it_replaced(story: Story) -> None:
    store = open_store(story.place.home)
    with duckdb.connect() as connection:
        judged = newest_batches(connection, store, "meeting", 50)
    assert judged.select("agency_code", "received", "quarantined").rows() == [("SNV", 3, 0)]


def test_the_scorecard_says_how_far_its_data_reach(publication: Publication) -> None:
    [meeting, document] = coverage(publication, "2026", {"meeting", "document"})
    assert (meeting.latest, meeting.delivered) == (date(2026, 1, 12), 1)
    assert meeting.expected > 80
    assert (document.latest, document.delivered) == (None, 0)
    words = coverage_words(meeting, "vi", one_agency=False)
    assert words == f"cuộc họp: số liệu đến 12/01/2026, 1/{meeting.expected} đơn vị đã gửi"
    [silent] = coverage(publication, "2026", {"meeting"}, "STC")
    assert coverage_words(silent, "vi", one_agency=True).endswith("chưa có số liệu nào trong kỳ")
    console = Console(width=160, record=True, file=io.StringIO())
    print_scorecard(publication, Selection("2026"), console, "vi")
    assert words in console.export_text()


def test_where_few_have_not_sent_they_are_named() -> None:
    names = tuple(f"Xã {number} (0{number})" for number in range(1, 12))
    few = Coverage("meeting", date(2026, 1, 12), 86, 88, names[:2])
    assert coverage_words(few, "vi", one_agency=False).endswith(
        "86/88 đơn vị đã gửi (chưa gửi: Xã 1 (01), Xã 2 (02))"
    )
    seven = Coverage("meeting", date(2026, 1, 12), 81, 88, names[:7])
    said = coverage_words(seven, "en", one_agency=False)
    assert said.endswith("Xã 5 (05), … and 2 others)")
    many = Coverage("meeting", date(2026, 1, 12), 77, 88, names)
    assert coverage_words(many, "vi", one_agency=False).endswith("77/88 đơn vị đã gửi")


def test_the_doctor_names_who_has_not_sent(story: Story) -> None:
    [meeting] = silent_units(story.place.home, story.place.settings)
    found = meeting.values["coverage"]
    assert isinstance(found, Coverage)
    assert (meeting.level, found.stream) == ("note", "meeting")
    assert len(found.missing) == found.expected - 1
    assert any("(STC)" in name for name in found.missing)
    assert not any("(SNV)" in name for name in found.missing)
    answer = CliRunner().invoke(app, ["doctor", "--home", str(story.place.home.root)])
    count = f"{len(found.missing)}/{found.expected} đơn vị chưa gửi gì: "
    assert f"· Năm 2026, cuộc họp: {count}" in answer.output


def test_a_target_without_anything_due_is_not_called_no_target(publication: Publication) -> None:
    rows = publication.rows(
        "select kpi_code, agency_code, period_code from marts.kpi_scorecard "
        "where status = 'not_applicable' and target_value is not null "
        "order by period_code desc, kpi_code, agency_code limit 1"
    )
    assert rows, "the story has no duty-based figure of which nothing falls due"
    selection = Selection(rows[0]["period_code"], rows[0]["kpi_code"], rows[0]["agency_code"])
    for language, words, other in (
        ("vi", "– kỳ này không có việc đến hạn", "– không có chỉ tiêu"),
        ("en", "– nothing due this period", "– no target"),
    ):
        [row] = select_rows(publication, selection)
        assert status_text(row, language).plain == words
        row["target_value"] = None
        assert status_text(row, language).plain == other
    assert status_code("kỳ này không có việc đến hạn", "en") == "not_applicable"


def test_a_unit_that_sent_nothing_is_told_from_one_that_failed(publication: Publication) -> None:
    rows = ranked_rows(publication, "2026", "so_nganh")
    silent = {row["agency_code"]: not row["has_data"] for row in rows}
    assert (silent["SNV"], silent["STC"]) == (False, True)
    console = Console(width=160, record=True, file=io.StringIO())
    print_ranking(rows, "2026", console, "vi", more=" --home x")
    lines = console.export_text().splitlines()
    assert any("(STC) ? chưa có số liệu" in line for line in lines)
    assert not any("(SNV) ? chưa có số liệu" in line for line in lines)
    last = [row for row in rows if row["rank"] is not None][-1]["agency_code"]
    assert f"show --agency {last} --period 2026 --home x" in lines[-1]


def test_an_unknown_word_tells_how_many_more_there_are(publication: Publication) -> None:
    with pytest.raises(UnknownWord) as agency:
        agency_code(publication, "sở")
    assert "tên khác" in agency.value.text("vi")
    with pytest.raises(UnknownWord) as status:
        status_code("xyz", "vi")
    assert "chưa đạt (not_met)" in status.value.text("vi")
