"""Dagster's own log stays bounded, and what is young stays whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from orchestration.dagster_home import prepare
from orchestration.dagster_retention import prune, shrink
from orchestration.home import Home
from orchestration.rules import rule
from tests.bench.dagster_year import BEGIN, simulate

dg = pytest.importorskip("dagster")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dagster warns of its own preview features.
KEPT, LAST = 4, 10


@pytest.fixture(scope="module", autouse=True)
def few_days_are_kept() -> Iterator[None]:
    """A short log, so that the test is short."""
    days = {"dagster_runs_kept_days": KEPT, "dagster_ticks_kept_days": KEPT}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "orchestration.dagster_retention.rule",
            lambda code, day: days.get(code, rule(code, day)),
        )
        yield


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose log has seen two weeks."""
    return Home(tmp_path_factory.mktemp("log"))


@pytest.fixture(scope="module")
def sizes(home: Home) -> dict[int, int]:
    sizes = {}
    for day in simulate(home, LAST, assets=1, checks=2, tick_minutes=360):
        sizes[day.number] = day.bytes
        assert day.runs == min(day.number, KEPT + 1)
    return sizes


def test_the_log_stops_growing_once_the_kept_days_are_full(sizes: dict[int, int]) -> None:
    assert sizes[KEPT] > 1.2 * sizes[2]
    assert sizes[LAST] <= 1.2 * sizes[KEPT + 1]


def test_nothing_of_a_removed_run_is_left_and_young_runs_are_whole(
    home: Home, sizes: dict[int, int]
) -> None:
    assert sizes
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        runs = {run.run_id for run in instance.get_runs()}
        assert len(runs) == KEPT + 1
        assert all(len(instance.all_logs(run)) > 5 for run in runs)
    shards = {path.stem for path in (home.dagster / "history/runs").glob("*.db")}
    assert shards - {"index"} == runs
    assert {path.name for path in (home.dagster / "storage").iterdir()} <= runs
    for file, table in (
        ("history/runs/index.db", "asset_check_executions"),
        ("history/runs/index.db", "event_logs"),
        ("history/runs.db", "run_tags"),
    ):
        with sqlite3.connect(home.dagster / file) as connection:
            left = {row[0] for row in connection.execute(f"select distinct run_id from {table}")}
        assert left <= runs, table


def test_ticks_of_nothing_go_after_days_and_the_others_after_weeks(
    home: Home, sizes: dict[int, int]
) -> None:
    assert sizes
    with sqlite3.connect(home.dagster / "schedules/schedules.db") as connection:
        rows = connection.execute(
            "select status, min(timestamp), count(*) from job_ticks group by status"
        ).fetchall()
    oldest = {status: first for status, first, _ in rows}
    end = BEGIN + timedelta(days=LAST)

    def age(status: str) -> timedelta:
        return end - datetime.fromisoformat(oldest[status]).replace(tzinfo=UTC)

    assert timedelta(days=1) < age("SKIPPED") <= timedelta(days=2)
    assert age("SUCCESS") == timedelta(days=KEPT)


def test_the_run_that_prunes_and_a_fresh_log_are_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert [day.runs for day in simulate(home, 1, assets=1, checks=1, tick_minutes=720)] == [1]
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        [run] = instance.get_runs()
        late = BEGIN + timedelta(days=500)
        assert prune(instance, late, current_run=run.run_id).runs == 0
        assert prune(instance, late).runs == 1
        assert prune(instance, late).runs == 0


def test_a_database_that_somebody_writes_is_named_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestration.dagster_retention.BUSY_SECONDS", 0.1)
    path = tmp_path / "runs.db"
    with sqlite3.connect(path) as writer:
        writer.execute("create table t (b blob)")
        writer.executemany("insert into t values (?)", [(b"x" * 4000,)] * 99)
        writer.commit()
        writer.execute("delete from t")
        writer.commit()
        writer.execute("begin immediate")
        assert not shrink(path)
        writer.execute("rollback")
    before = path.stat().st_size
    assert shrink(path)
    assert path.stat().st_size < before / 2


def test_an_older_settings_file_gains_the_retention_and_an_own_one_stays(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.dagster.mkdir()
    settings = home.dagster / "dagster.yaml"
    settings.write_text("telemetry:\n  enabled: false\n", "utf-8")
    prepare(home, date(2026, 6, 5))
    said = yaml.safe_load(settings.read_text("utf-8"))
    assert said["telemetry"] == {"enabled": False}
    assert said["retention"]["sensor"]["purge_after_days"]["skipped"] == 2
    own = "retention:\n  sensor:\n    purge_after_days: 1\n"
    settings.write_text(own, "utf-8")
    prepare(home, date(2026, 6, 5))
    assert settings.read_text("utf-8") == own
