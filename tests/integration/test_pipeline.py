"""The whole line: landing → store → warehouse → publication → explanation."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from orchestration.entity_events import events_of
from orchestration.pipeline import open_store
from reporting.explain import explain
from reporting.explain_table import print_explanation
from reporting.lookup import STATUSES, UnknownWord, agency_code, kpi_code, period_code, status_code
from reporting.publication import Publication, open_published, read_pointer
from reporting.scorecard import Selection, select_rows
from reporting.scorecard_table import print_scorecard
from tests.integration.story import Story
from tests.small_province import FIRST_DAY

MEETING = "SNV:02"


def share(publication: Publication, agency: str = "SNV") -> tuple[float, float, float]:
    row = select_rows(publication, Selection("2026", "meeting_online_share", agency))[0]
    return row["numerator"], row["denominator"], row["kpi_value"]


def test_the_first_run_publishes_and_says_that_a_row_was_left_out(story: Story) -> None:
    assert story.first.build.ok
    assert not story.first.ingest.ok
    assert story.first.build.build.full_refresh == "first"
    [outcome] = story.first.ingest.outcomes
    assert (outcome.received, outcome.accepted, outcome.quarantined) == (4, 3, 1)
    assert [problem.code for problem in outcome.problems] == ["bad_date"]


def test_a_run_with_nothing_new_builds_nothing(story: Story) -> None:
    assert story.again.build.build.status == "nothing_new"
    assert story.again.ok
    published, known = story.again.build.publication, story.first.build.publication
    assert published is not None
    assert published == known


def test_a_run_with_nothing_new_imports_neither_dbt_nor_dagster(story: Story) -> None:
    moment = story.corrected.build.publication
    assert moment is not None
    code = (
        "import sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from ingestion.clock import FixedClock\n"
        "from orchestration.home import Home\n"
        "from orchestration.pipeline import Workplace, run\n"
        "from orchestration.settings import read_settings\n"
        f"root = Path({str(story.place.home.root)!r})\n"
        f"clock = FixedClock(datetime.fromisoformat({moment.as_of!r}))\n"
        "result = run(Workplace(Home(root), read_settings({}, home=root), clock))\n"
        "heavy = {'dbt', 'dagster', 'great_expectations'} & set(sys.modules)\n"
        "print(result.build.build.status, sorted(heavy))\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert said.stdout.strip() == "nothing_new []"


def test_a_correction_is_built_incrementally_and_changes_the_number(
    story: Story, publication: Publication
) -> None:
    assert story.corrected.ok
    assert story.corrected.build.build.full_refresh == ""
    assert share(publication) == (2.0, 2.0, 1.0)
    assert share(publication, "SONLA") == (2.0, 2.0, 1.0)


def test_an_earlier_moment_is_built_apart_and_shows_what_was_known_then(story: Story) -> None:
    assert story.earlier.ok
    assert story.earlier.home.root.is_relative_to(story.place.home.root / "as_of")
    with open_published(story.earlier.home.root) as earlier:
        assert share(earlier) == (1.0, 2.0, 0.5)
        assert earlier.pointer.is_sample
        assert earlier.pointer.chain_hash == story.first.build.build.chain_hash
        batches = earlier.rows("select count(*) as batches from marts.ingest_batches")
    assert batches == [{"batches": 1}]
    assert story.pointer_before_refusal == story.corrected.build.build.run_id


def test_a_check_that_did_not_run_leaves_the_old_publication(story: Story) -> None:
    assert not story.refused.ok
    assert story.refused.verdict is not None
    assert [(one.kind, one.name) for one in story.refused.verdict.refusals] == [
        ("test_not_run", "assert_that_never_ran")
    ]
    assert read_pointer(story.place.home.root).run_id == story.pointer_before_refusal
    named = {path.name for path in story.place.home.published.iterdir()}
    assert f"marts-{story.refused.build.run_id}.duckdb" not in named
    assert not [name for name in named if name.startswith(".")]


def test_the_publication_is_whole_and_stands_alone(publication: Publication) -> None:
    pointer = publication.pointer
    assert pointer.sha256 == hashlib.sha256(publication.path.read_bytes()).hexdigest()
    assert pointer.tests_passed > 20
    for name, count in pointer.row_counts.items():
        found = publication.rows(f"select count(*) as found from {name}")
        assert found == [{"found": count}], name
    outside = publication.rows(
        "select view_name from duckdb_views() where not internal and sql ilike '%read_parquet%'"
    )
    assert outside == []


def test_every_published_mart_of_the_contract_is_there(publication: Publication) -> None:
    published = {
        row["name"]
        for row in publication.rows(
            "select table_name as name from duckdb_tables() where schema_name = 'marts' union all "
            "select view_name from duckdb_views() where schema_name = 'marts'"
        )
    }
    assert published >= {
        "kpi_scorecard",
        "fct_meetings",
        "fct_documents",
        "fct_dossiers",
        "fct_tasks",
        "dim_agencies",
        "dim_periods",
        "dim_kpis",
        "kpi_evidence",
        "ingest_batches",
        "quarantine",
    }
    columns = {
        row["column_name"]
        for row in publication.rows("select column_name from (describe marts.kpi_scorecard)")
    }
    assert columns >= {
        "kpi_code",
        "agency_code",
        "period_code",
        "numerator",
        "denominator",
        "kpi_value",
        "baseline_value",
        "baseline_basis",
        "target_value",
        "gap",
        "status",
        "as_of",
    }
    statuses = {
        row["status"] for row in publication.rows("select distinct status from marts.kpi_scorecard")
    }
    assert statuses <= set(STATUSES)


def test_every_number_is_the_sum_of_what_explains_it(publication: Publication) -> None:
    selection = Selection("2026")
    explained = 0
    for agency in ("SNV", "SONLA", "03646"):
        for row in select_rows(publication, Selection("2026", agency=agency)):
            found = explain(publication, row["kpi_code"], agency, selection.period)
            assert found.total("numerator") == row["numerator"], (row["kpi_code"], agency)
            assert found.total("denominator") == row["denominator"], (row["kpi_code"], agency)
            explained += row["denominator"] is not None
    assert explained >= 9


def test_an_explanation_names_file_row_and_the_reason_of_what_is_left_out(
    publication: Publication,
) -> None:
    found = explain(publication, "meeting_online_share", "SNV", "2026")
    [left_out] = found.evidence["left_out"]
    assert (left_out["entity_id"], left_out["excluded_reason"]) == ("SNV:03", "cancelled")
    sources = {
        (row["entity_id"], row["source_file"], row["source_row"])
        for row in found.evidence["in_numerator"]
    }
    assert sources == {("SNV:01", "nho_1.csv", 2), ("SNV:02", "nho_2.csv", 3)}


def test_an_officer_can_read_an_explanation(publication: Publication) -> None:
    console = Console(width=140, record=True, file=io.StringIO())
    found = explain(publication, "meeting_online_share", "SNV", "2026")
    print_explanation(publication, found, console, "vi")
    text = console.export_text()
    for said in (
        "DỮ LIỆU MẪU",
        "100,00 %  =  2 / 2",
        "≥ 60,00 %",
        "✓ đạt",
        "đã hủy 1",
        "nho_2.csv, dòng 3",
        "Giao ban · Trực tuyến",
        "kl226 explain",
    ):
        assert said in text, said


def test_the_scorecard_puts_the_province_first_and_says_that_it_is_a_sample(
    publication: Publication,
) -> None:
    rows = select_rows(publication, Selection("2026", "meeting_online_share"))
    assert rows[0]["agency_code"] == "SONLA"
    assert [row["status"] for row in rows[1:]] == sorted(
        (row["status"] for row in rows[1:]),
        key=("not_met", "no_data", "not_due", "met", "not_applicable").index,
    )
    console = Console(width=140, record=True, file=io.StringIO())
    print_scorecard(publication, Selection("2026"), console, "vi")
    text = console.export_text()
    assert "DỮ LIỆU MẪU" in text
    assert "Tỷ lệ hội nghị, cuộc họp" in text
    assert "100,00 %" in text


def test_one_entity_has_all_its_events_known_at_that_moment(story: Story) -> None:
    store = open_store(story.place.home)
    now = read_pointer(story.place.home.root).as_of
    events = events_of(store, "meeting", MEETING, now)
    assert [event.event_type for event in events] == ["held", "corrected"]
    assert "Hình thức: Trực tuyến" in events[1].says
    then = events_of(store, "meeting", MEETING, (FIRST_DAY + timedelta(hours=1)).isoformat())
    assert [event.event_type for event in then] == ["held"]


def test_words_are_understood_by_code_and_by_name(publication: Publication) -> None:
    assert agency_code(publication, "snv") == "SNV"
    assert agency_code(publication, "so noi vu") == "SNV"
    assert kpi_code(publication, "meeting-online_share".replace("-", "_")) == "meeting_online_share"
    assert period_code(publication, "2026-h1") == "2026-H1"
    assert status_code("chưa đạt", "vi") == "not_met"


def test_an_unknown_word_is_answered_with_what_is_near(publication: Publication) -> None:
    with pytest.raises(UnknownWord) as kpi:
        kpi_code(publication, "meeting_onlin_share")
    assert "meeting_online_share" in kpi.value.text("vi")
    with pytest.raises(UnknownWord) as agency:
        agency_code(publication, "noi vu")
    assert "SNV (Sở Nội vụ)" in agency.value.text("vi")
    with pytest.raises(UnknownWord) as period:
        period_code(publication, "1999")
    assert "2026" in period.value.text("en")


def test_the_pointer_file_is_plain_json_with_what_an_outsider_needs(story: Story) -> None:
    said = json.loads((story.place.home.published / "current.json").read_text("utf-8"))
    assert set(said) >= {
        "run_id",
        "file",
        "as_of",
        "chain_hash",
        "is_sample",
        "published_at",
        "row_counts",
        "sha256",
    }
    assert Path(said["file"]).name == said["file"]
