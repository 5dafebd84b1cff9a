"""What a sender is told beside what was refused: notes, older lists, files that come again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ingestion.context import Outcome
from ingestion.intake import check_file
from orchestration.home import Home as ProjectHome
from orchestration.pipeline import Workplace, ingest, intake_context
from orchestration.settings import read_settings
from schemas.problems import Problem
from tests.homes import EVENTS_HEADER, LIST_HEADER, Home, entry, step


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def told(outcome: Outcome) -> dict[str, str]:
    return {note.code: note.detail for note in outcome.notes}


def check(home: Home, path: Path, agency: str | None = "SNV") -> Outcome:
    return check_file(path, context=home.context, agency_code=agency)


def test_a_misspelled_optional_column_is_noted_with_the_likely_one(home: Home) -> None:
    header = EVENTS_HEADER.replace("Hình thức", "Hình thức họp")
    path = home.write("steps_a.csv", header, [step("1")])
    for outcome in (check(home, path), home.ingest(path, agency_code="SNV")):
        assert told(outcome) == {
            "column_not_found": "“Hình thức” (có “Hình thức họp” — gần giống)",
            "columns_not_read": "“Hình thức họp”, “Người chủ trì”",
        }
        assert outcome.ok
        assert outcome.problems == []


def test_a_column_with_nothing_like_it_is_noted_too(home: Home) -> None:
    path = home.write("list_2026.csv", "Mã,Bắt đầu", ["1,04/03/2026 08:00"])
    assert told(check(home, path)) == {"column_not_found": "“Hình thức”, “Trạng thái”"}


def test_a_file_with_all_columns_has_only_the_unread_ones_noted(home: Home) -> None:
    path = home.write("list_2026.csv", LIST_HEADER + ",", [entry("1") + ","])
    assert check(home, path).notes == []
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1")])
    assert told(check(home, path)) == {"columns_not_read": "“Người chủ trì”"}


def test_a_required_column_that_is_missing_is_told_with_the_likely_one(home: Home) -> None:
    problem = check(home, home.write("list_2026.csv", "Mã,Bắt đầuu", ["1,x"])).problems[0]
    assert (problem.code, problem.detail) == (
        "column_missing",
        "“Bắt đầu” (có “Bắt đầuu” — gần giống)",
    )


def test_an_older_list_that_comes_again_is_noted_and_applied_when_confirmed(home: Home) -> None:
    older, newer = [entry("1"), entry("2")], [entry("1", "trực tiếp"), entry("2")]
    home.ingest(home.land("list_2026.csv", *older))
    home.ingest(home.land("list_2026_b.csv", *newer))
    path = home.write("list_2026.csv", LIST_HEADER, older)
    for outcome in (check(home, path), home.ingest(path, agency_code="SNV")):
        assert outcome.status == "already"
        assert told(outcome) == {"older_list_again": "list_2026_b.csv, 04/05/2026 12:00"}
        assert outcome.ok
    assert home.ingest(path, agency_code="SNV", confirm=True).accepted == 1
    assert home.events().row(-1, named=True)["mode"] == "online"
    assert home.ingest(path, agency_code="SNV").notes == []


def test_an_older_list_is_confirmed_where_the_archive_keeps_it(home: Home) -> None:
    older = home.land("list_2026.csv", entry("1"))
    home.ingest(older)
    home.ingest(home.land("list_2026_b.csv", entry("1", "trực tiếp")))
    kept = home.root / "archive" / home.archived()[0]
    outcome = home.ingest(kept, confirm=True)
    assert (outcome.agency_code, outcome.status, outcome.accepted) == ("SNV", "ingested", 1)


def test_a_list_of_another_year_is_no_newer_list(home: Home) -> None:
    old = [entry("1", start="04/03/2025 08:00")]
    home.ingest(home.land("list_2025.csv", *old))
    home.ingest(home.land("list_2026.csv", entry("2")))
    assert home.ingest(home.land("list_2025.csv", *old)).notes == []


def test_a_newer_list_of_another_agency_is_no_newer_list(home: Home) -> None:
    home.ingest(home.land("list_2026.csv", entry("1")))
    home.ingest(home.land("list_2026.csv", entry("1", "trực tiếp"), agency="STP"))
    assert home.ingest(home.land("list_2026.csv", entry("1"))).notes == []


def test_a_file_with_refused_rows_is_not_whole_the_second_time_either(home: Home) -> None:
    lines = [step("1"), step("2", mode="qua loa"), step("3", start="31/02/2026 08:00")]
    first = home.ingest(home.land("steps_a.csv", *lines))
    landed = home.ingest(home.land("steps_a.csv", *lines))
    for again in (landed, check(home, home.write("steps_a.csv", EVENTS_HEADER, lines))):
        assert (again.status, again.quarantined, again.ok) == ("already", 2, False)
        assert [(p.code, p.row, p.column) for p in again.problems] == [
            ("not_in_list", 3, "Hình thức"),
            ("bad_date", 4, "Bắt đầu"),
        ]
        assert again.problems[1].detail == first.problems[1].detail
    assert home.store.head().commit_seq == 1


def test_only_a_check_reads_the_refused_values_again(home: Home) -> None:
    lines = [step("1"), step("2", mode="qua loa")]
    path = home.write("steps_a.csv", EVENTS_HEADER, lines)
    home.ingest(path, agency_code="SNV")
    assert [p.value for p in home.ingest(path, agency_code="SNV").problems] == [None]
    assert [p.value for p in check(home, path).problems] == ["qua loa"]


def test_a_row_refused_then_stays_told_when_it_would_pass_today(home: Home) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1", start="09/05/2026 08:00")])
    assert codes(home.ingest(path, agency_code="SNV").problems) == ["in_future"]
    home.clock.advance(timedelta(days=9))
    again = check(home, path)
    assert (codes(again.problems), again.ok) == (["in_future"], False)


@pytest.mark.parametrize("name", ["elsewhere", "KHONGCO"])
def test_a_folder_that_is_no_agency_is_named(home: Home, name: str) -> None:
    path = home.land("steps_a.csv", step("1"), agency=name)
    if name == "elsewhere":
        path = home.write("steps_a.csv", EVENTS_HEADER, [step("1")])
    for outcome in (check(home, path, None), home.ingest(path)):
        assert (outcome.status, codes(outcome.problems)) == ("refused", ["unknown_sender"])
        said = outcome.problems[0].text("en", with_value=False)
        assert f"thư mục “{name}”" in said
        assert "--agency" in said
        assert "dbt_project/seeds/agencies.csv" in said
    assert path.exists()


def test_problems_come_in_the_order_of_the_file(home: Home) -> None:
    lines = [step("1", sites="-4"), "x,y", step("2", mode="qua loa", start="31/02/2026 08:00")]
    lines += [step("3"), step("3", mode="trực tiếp"), step("4", sites="nhiều")]
    outcome = home.ingest(home.land("steps_a.csv", *lines))
    places = [(p.sheet or "", p.row or 0, p.column or "") for p in outcome.problems]
    assert places == sorted(places)
    assert [row for _, row, _ in places] == [2, 3, 4, 4, 6, 7]


def test_a_check_makes_no_folder(tmp_path: Path, home: Home) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1")])
    fresh = tmp_path / "fresh"
    place = Workplace(ProjectHome(fresh), read_settings({}, home=fresh), home.clock)
    outcome = check_file(path, context=intake_context(place), agency_code="SNV")
    assert codes(outcome.problems) == ["no_layout"]
    known = check_file(path, context=intake_context(place), layout_name="agency_meeting_list_csv")
    assert not known.ok
    assert not fresh.exists()
    taken = ingest(place)
    assert taken.outcomes == []
    assert (fresh / "landing").is_dir()
