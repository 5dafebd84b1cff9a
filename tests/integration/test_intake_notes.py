"""What a sender is told beside what was refused: notes, older lists, files that come again."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from ingestion.context import Outcome
from ingestion.intake import check_file
from orchestration.home import Home as ProjectHome
from orchestration.pipeline import Workplace, ingest, intake_context
from orchestration.settings import read_settings
from schemas.problems import Problem
from tests.candidates import stored
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
            "column_not_found": "“Hình thức” (≈ “Hình thức họp”)",
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
        "“Bắt đầu” (≈ “Bắt đầuu”)",
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


@pytest.mark.parametrize("name", ["steps_a.csv", "list_2026.csv"])
def test_a_note_in_english_holds_no_vietnamese_but_what_it_quotes(home: Home, name: str) -> None:
    header = EVENTS_HEADER if name.startswith("steps") else LIST_HEADER + ",Người chủ trì"
    header = header.replace("Hình thức", "Hình thức họp")
    line = step("1") if name.startswith("steps") else entry("1") + ","
    notes = check(home, home.write(name, header, [line])).notes
    assert codes(notes) == ["column_not_found", "columns_not_read"]
    for note in notes:
        assert re.sub("“[^”]*”|≈", "", note.text("en")).isascii(), note.text("en")


def older_again(home: Home, path: Path) -> dict[str, str]:
    """What is told of a list that comes again, by a check and by a run."""
    checked, [outcome] = check(home, path), home.run()
    assert outcome.notes == checked.notes
    assert (checked.applies, outcome.applies) == (not outcome.notes, not outcome.notes)
    return told(outcome)


def test_an_older_list_stays_where_the_remedy_says_until_it_is_confirmed(home: Home) -> None:
    older = [entry("1"), entry("2")]
    home.ingest(home.land("list_2026.csv", *older))
    home.ingest(home.land("list_2026_b.csv", entry("1", "trực tiếp"), entry("2")))
    path = home.land("list_2026.csv", *older)
    checked = check(home, path)
    [outcome] = home.run()
    for answer in (checked, outcome):
        assert (answer.status, answer.ok, answer.applies) == ("already", True, False)
        [note] = answer.notes
        assert note.path == str(path)
        assert f"{path};" in note.text("vi") and f"{path};" in note.text("en")
    assert path.exists()
    [confirmed] = home.run(confirm=[str(path)])
    assert (confirmed.status, confirmed.accepted, confirmed.applies) == ("ingested", 1, True)
    assert not path.exists()


def test_the_newer_list_that_is_named_covers_the_same_period(home: Home) -> None:
    older = [entry("1", start="04/03/2025 08:00")]
    newer = [entry("1", "trực tiếp", start="04/03/2025 08:00")]
    home.ingest(home.land("list_2025.csv", *older))
    home.ingest(home.land("list_2025_b.csv", *newer))
    home.ingest(home.land("list_2026.csv", entry("2")))
    found = older_again(home, home.land("list_2025.csv", *older))
    assert found == {"older_list_again": "list_2025_b.csv, 04/05/2026 12:00"}


def test_of_incomplete_lists_the_one_that_changed_the_same_entities_is_named(home: Home) -> None:
    def land(name: str, *lines: str) -> Path:
        held = [f"{line},đã họp" for line in lines]
        return home.write(name, "Mã,Bắt đầu,Trạng thái", held, "SNV")

    older = ["1,04/03/2026 08:00", "2,04/03/2026 08:00"]
    home.ingest(land("part_a.csv", *older))
    home.ingest(land("part_b.csv", "1,04/03/2026 09:30"))
    home.ingest(land("part_c.csv", "3,04/03/2026 08:00"))
    path = land("part_a.csv", *older)
    assert older_again(home, path) == {"older_list_again": "part_b.csv, 04/05/2026 12:00"}
    home.run(confirm=[str(path)])
    assert older_again(home, land("part_a.csv", *older)) == {}


@pytest.mark.parametrize("mended", [["1", "2"], ["1"]])
def test_an_older_list_with_refused_rows_is_told_to_be_older_too(
    home: Home, mended: list[str]
) -> None:
    older = [entry("1"), entry("2", start="31/02/2026 08:00")]
    home.ingest(home.land("list_2026.csv", *older))
    home.ingest(home.land("list_2026_b.csv", *map(entry, mended)))
    path = home.land("list_2026.csv", *older)
    [again] = home.run()
    assert codes(again.problems) == ["bad_date"]
    assert told(again) == {"older_list_again": "list_2026_b.csv, 04/05/2026 12:00"}
    assert path.exists()


def test_a_list_with_refused_rows_that_is_still_the_newest_is_not_older(home: Home) -> None:
    older = [entry("1"), entry("2", start="31/02/2026 08:00")]
    home.ingest(home.land("list_2026.csv", *older))
    home.ingest(home.land("list_2025.csv", entry("9", start="04/03/2025 08:00")))
    path = home.land("list_2026.csv", *older)
    assert older_again(home, path) == {}
    assert not path.exists()


def test_a_list_that_was_confirmed_is_not_older_than_what_it_replaced(home: Home) -> None:
    older = [entry("1"), entry("2", start="31/02/2026 08:00")]
    home.ingest(home.land("list_2026.csv", *older))
    home.ingest(home.land("list_2026_b.csv", entry("1", "trực tiếp")))
    home.ingest(home.land("list_2026.csv", *older), confirm=True)
    assert older_again(home, home.land("list_2026.csv", *older)) == {}


def test_what_the_archive_keeps_bears_the_name_the_agency_gave(home: Home) -> None:
    """Two versions of one name and day, and one of them again out of the archive."""
    home.ingest(home.land("list_2026.csv", entry("1")))
    home.ingest(home.land("list_2026.csv", entry("1", "trực tiếp")))
    home.ingest(home.land("list_2026.csv", entry("1")), confirm=True)
    kept = next(home.root / "archive" / path for path in home.archived() if path.count("/") == 3)
    assert kept.read_text("utf-8").endswith("trực tiếp,đã họp\n")
    outcome = home.ingest(kept, confirm=True)
    assert (outcome.agency_code, outcome.status, outcome.accepted) == ("SNV", "ingested", 1)
    assert outcome.file == "list_2026.csv"
    assert set(stored(home.store, "ingest")["source_file"]) == {"list_2026.csv"}
    assert set(home.events()["source_file"]) == {"list_2026.csv"}


def test_the_log_says_what_a_file_lists_exhaustively(home: Home) -> None:
    complete = home.ingest(home.land("list_2026.csv", entry("1")))
    events = home.ingest(home.land("steps_a.csv", step("2")))
    refused = home.ingest(home.land("steps_empty.csv"))
    said = [home.store.batch_details(str(one.batch_id)) for one in (complete, events, refused)]
    assert [line["covers"] for line in said] == [["2026"], [], []]


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
