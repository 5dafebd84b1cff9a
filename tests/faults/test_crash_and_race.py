"""Processes that die in the middle of a commit, and processes that run at once."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from ingestion.delta import Table, TableMoved
from ingestion.store import EventStore
from schemas.problems import Problem
from tests.candidates import commit, meetings, quarantined, source
from tests.homes import Home, step

POINTS = ["before_quarantine", "after_quarantine", "before_events", "after_events"]


@pytest.fixture
def home(tmp_path: Path, project: Path) -> Home:
    return Home.make(tmp_path / "home", project)


def start(home: Home, project: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.homes", str(home.root), *arguments]
    return subprocess.Popen(command, cwd=project)


def broken_file(home: Home) -> Path:
    return home.land("steps_a.csv", step("1"), step("2", mode="x", sites="-1"), step("3"))


def require_whole(home: Home) -> None:
    """Two events, one quarantined row with two problems, one line of the log."""
    assert sorted(home.events()["entity_id"]) == ["SNV:1", "SNV:3"]
    assert sorted(home.counted_quarantine()["problem_code"]) == ["not_in_list", "out_of_range"]
    assert home.store.head().commit_seq == 1


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_commit_is_repaired_by_the_next_run(home: Home, project: Path, point: str) -> None:
    path = broken_file(home)
    assert start(home, project, point).wait(120) == -signal.SIGKILL
    outcomes = home.run()
    assert [o.status for o in outcomes] == ["already" if point == "after_events" else "ingested"]
    require_whole(home)
    assert not path.exists()


@pytest.mark.parametrize("point", POINTS)
def test_a_failed_commit_is_repaired_in_the_same_process(
    home: Home, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    place, _, step_name = point.partition("_")
    original = getattr(EventStore, f"_write_{step_name}")

    def failing(self: EventStore, *args: object) -> None:
        if place == "after":
            original(self, *args)
        raise OSError("disk full")

    monkeypatch.setattr(EventStore, f"_write_{step_name}", failing)
    broken_file(home)
    assert [outcome.status for outcome in home.run()] == ["refused"]
    monkeypatch.undo()
    home.run()
    require_whole(home)


@pytest.mark.parametrize("broken_rows", [0, 1, 3])
def test_rows_quarantined_by_a_dead_attempt_do_not_outlive_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_rows: int
) -> None:
    """A mended program may find other rows broken in the same bytes, or none."""
    store = EventStore(tmp_path / "store")
    problems = [Problem("bad_date", "a.csv", row=row) for row in (90, 91)]
    commit(store, "other", meetings({"entity_id": "SNV:9"}), problems=problems)

    def failing(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(EventStore, "_write_events", failing)
    for _ in range(2):
        with pytest.raises(OSError, match="disk full"):
            commit(store, "a", meetings({}), problems=problems)
    monkeypatch.undo()
    mended = [Problem("bad_number", "a.csv", row=row) for row in range(50, 50 + broken_rows)]
    commit(store, "a", meetings({}), problems=mended)
    rows = quarantined(store)
    assert rows.filter(batch_id=source("a").batch_id)["source_row"].sort().to_list() == [
        problem.row for problem in mended
    ]
    assert rows.filter(batch_id=source("other").batch_id)["source_row"].to_list() == [90, 91]


def test_four_processes_with_the_same_ten_files_write_each_once(home: Home, project: Path) -> None:
    for number in range(10):
        lines = [step(f"{number}-{row}") for row in range(5)]
        home.land(f"steps_{number}.csv", *lines, step("bad", mode="x"))
    processes = [start(home, project) for _ in range(4)]
    assert [process.wait(300) for process in processes] == [0, 0, 0, 0]
    events = home.events()
    assert events.height == events["event_id"].n_unique() == 50
    assert home.store.head().commit_seq == 10
    assert home.counted_quarantine().height == 10


def test_a_writer_without_the_lease_that_was_slower_looks_again(home: Home, project: Path) -> None:
    """The lease may fail (a network disk): the table itself must refuse the second commit."""
    path = home.land("steps_a.csv", step("1"))
    other = Home.make(home.root, project)
    copy = path.read_bytes()
    with home.store.writing():
        # `other` has no lease of its own here; both have loaded the same version.
        other.store.lease = home.store.lease
        other.store.refresh()
        assert home.ingest(path).status == "ingested"
        path.write_bytes(copy)
        assert other.ingest(path).status == "already"
    assert home.events().height == 1


def test_two_appends_of_one_version_cannot_both_win(tmp_path: Path) -> None:
    schema = {"month": pl.String(), "value": pl.Int64()}
    frame = pl.DataFrame({"month": ["2026-05"], "value": [1]})
    tables = [Table(tmp_path / "t", schema, ["month"], {}) for _ in range(2)]
    tables[0].create()
    for table in tables:
        table.refresh()
    tables[0].append(frame, {"batch": 1})
    with pytest.raises(TableMoved):
        tables[1].append(frame, {"batch": 1})
    tables[1].refresh()
    assert tables[1].key_version("batch") == 1
