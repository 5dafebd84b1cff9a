"""What has landed: which files, in which order, and going on when one fails."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from ingestion import landing
from ingestion.landing import landed_files
from tests.homes import Home, entry, step


def test_hidden_partial_linked_and_special_files_are_passed_over(home: Home) -> None:
    good = home.land("steps_a.csv", step("1"))
    folder = good.parent
    for name in (".steps_b.csv", "steps_c.csv.part", "steps_d.TMP", "~$steps_e.xlsx"):
        (folder / name).write_text("x")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "steps_f.csv").write_text("x")
    (folder / "steps_link.csv").symlink_to(good)
    (home.root / "landing" / "LINK").symlink_to(folder)
    os.mkfifo(folder / "steps_pipe.csv")
    assert [landed.path for landed in landed_files(home.root)] == [good]


def test_a_home_without_landing_has_no_files(home: Home) -> None:
    assert landed_files(home.root) == []
    assert home.run() == []


def test_files_come_in_the_order_of_their_names_with_numbers_as_numbers(home: Home) -> None:
    for name in ("list_2026_v10.csv", "list_2026_v2.csv", "list_2026_v1.csv"):
        home.land(name, entry("1"))
    names = [landed.path.name for landed in landed_files(home.root)]
    assert names == ["list_2026_v1.csv", "list_2026_v2.csv", "list_2026_v10.csv"]


def test_files_in_subfolders_belong_to_the_agency(home: Home) -> None:
    home.land("steps_a.csv", step("1"), agency="STP/tháng 5")
    assert landed_files(home.root)[0].agency_code == "STP"
    assert home.run()[0].agency_code == "STP"


def test_done_files_move_to_the_archive_and_others_stay(home: Home) -> None:
    home.land("steps_a.csv", step("1"))
    home.land("unknown.csv", "x")
    home.land("steps_empty.csv")
    outcomes = {outcome.file: outcome.status for outcome in home.run()}
    assert outcomes == {
        "steps_a.csv": "ingested",
        "steps_empty.csv": "refused",
        "unknown.csv": "refused",
    }
    assert home.archived() == ["SNV/2026-05-04/steps_a.csv", "SNV/2026-05-04/steps_empty.csv"]
    assert [landed.path.name for landed in landed_files(home.root)] == ["unknown.csv"]


def test_two_files_of_one_name_are_both_archived(home: Home) -> None:
    home.land("steps_a.csv", step("1"))
    home.run()
    home.land("steps_a.csv", step("2"))
    home.run()
    home.land("steps_a.csv", step("2"))
    home.run()
    assert len(home.archived()) == 2


def test_a_file_that_breaks_the_program_stops_no_other(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("steps_a.csv", "steps_b.csv", "steps_c.csv"):
        home.land(name, step(name))
    original = landing.ingest_file

    def failing(path: Path, **options: object) -> object:
        if path.name == "steps_b.csv":
            raise ZeroDivisionError("Nguyễn Văn A")
        return original(path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(landing, "ingest_file", failing)
    outcomes = home.run()
    assert [outcome.status for outcome in outcomes] == ["ingested", "refused", "ingested"]
    assert outcomes[1].problems[0].detail == "ZeroDivisionError"
    assert [landed.path.name for landed in landed_files(home.root)] == ["steps_b.csv"]


def test_a_held_list_stays_and_is_confirmed_by_name(home: Home) -> None:
    home.land("list_2026.csv", *[entry(str(n)) for n in range(10)])
    home.run()
    path = home.land("list_2026.csv", entry("1"))
    assert [outcome.status for outcome in home.run()] == ["held"]
    assert path.exists()
    assert [outcome.status for outcome in home.run(confirm=["list_2026.csv"])] == ["ingested"]
    assert not path.exists()


def test_only_some_streams_may_be_taken(home: Home) -> None:
    path = home.land("steps_a.csv", step("1"))
    assert home.run(streams=["document"]) == []
    assert path.exists()
    assert [outcome.status for outcome in home.run(streams=["meeting"])] == ["ingested"]


def test_progress_is_told_file_by_file(home: Home) -> None:
    for name in ("steps_a.csv", "steps_b.csv"):
        home.land(name, step(name))
    told: list[tuple[str, int, int]] = []
    home.run(on_progress=lambda outcome, number, of: told.append((outcome.file, number, of)))
    assert told == [("steps_a.csv", 1, 2), ("steps_b.csv", 2, 2)]


def test_archived_files_go_after_their_term(home: Home) -> None:
    home.land("steps_a.csv", step("1"))
    home.run()
    home.clock.advance(timedelta(days=30))
    home.run()
    assert len(home.archived()) == 1
    home.clock.advance(timedelta(days=1))
    home.run()
    assert home.archived() == []


def test_everything_twice_adds_nothing(home: Home) -> None:
    for _ in range(2):
        home.land("steps_a.csv", step("1"), step("2"))
        home.land("list_2026_1.csv", entry("1"))
        home.land("list_2026_2.csv", entry("1", "trực tiếp"))
        home.run()
    assert home.events().height == 4
    assert home.store.head().commit_seq == 3
