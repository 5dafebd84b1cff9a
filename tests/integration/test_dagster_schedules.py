"""Schedules at simulated moments, and what a failed run leaves behind, with the real Dagster."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from orchestration.alerts import outbox
from orchestration.alerts.ledger import open_ledger
from orchestration.heartbeat import read_beat
from orchestration.pipeline import Workplace
from tests import small_province

dg = pytest.importorskip("dagster")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dagster warns of its own preview features.
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
SECRET = "Nguyễn Thị Canary 0912345678"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return small_province.make(tmp_path_factory.mktemp("schedules"))


@pytest.fixture(scope="module")
def defs(place: Workplace) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KL226_HOME", str(place.home.root))
        yield importlib.import_module("orchestration.definitions").build_defs()


def evaluate(defs: Any, place: Workplace, name: str, *when: int) -> bool:
    """Whether a schedule asks for a run at a local moment."""
    from orchestration.dagster_place import PlaceResource

    schedule = defs.resolve_schedule_def(name)
    context = dg.build_schedule_context(
        scheduled_execution_time=datetime(*when, tzinfo=LOCAL),
        resources={"place": PlaceResource(home=str(place.home.root))},
        repository_def=defs.get_repository_def(),
    )
    return bool(schedule.evaluate_tick(context).run_requests)


def test_every_schedule_runs_by_itself_in_the_time_of_the_province(defs: Any) -> None:
    schedules = {one.name: one for one in defs.schedules}
    assert {name: one.cron_schedule for name, one in schedules.items()} == {
        "daily": "0 6 * * *",
        "send_daily": "0 7 * * *",
        "send_weekly": "0 8 * * *",
        "send_reminders": "0 8 * * *",
        "send_close": "30 7 15 * *",
        "send_watch": "15 * * * *",
        "retention": "30 3 * * *",
    }
    assert {one.execution_timezone for one in schedules.values()} == {"Asia/Ho_Chi_Minh"}
    assert {one.default_status for one in schedules.values()} == {dg.DefaultScheduleStatus.RUNNING}


@pytest.mark.parametrize(
    ("day", "daily", "weekly"),
    [
        ((2026, 1, 2), False, False),  # Friday, swapped for Saturday the tenth
        ((2026, 1, 5), True, True),
        ((2026, 1, 10), True, False),  # a Saturday that is worked
        ((2026, 2, 18), False, False),  # Tết
        ((2026, 2, 23), True, True),  # the first day after
        ((2026, 4, 27), False, False),  # Monday off
        ((2026, 4, 28), True, True),
        ((2026, 6, 6), False, False),
    ],
)
def test_digests_follow_the_days_of_work(
    defs: Any, place: Workplace, day: tuple[int, int, int], daily: bool, weekly: bool
) -> None:
    assert evaluate(defs, place, "send_daily", *day, 7) is daily
    assert evaluate(defs, place, "send_reminders", *day, 8) is daily
    assert evaluate(defs, place, "send_weekly", *day, 8) is weekly


def test_the_close_and_the_watch_ask_no_calendar(defs: Any, place: Workplace) -> None:
    assert evaluate(defs, place, "send_close", 2026, 2, 15, 7, 30)
    assert evaluate(defs, place, "send_watch", 2026, 2, 18, 3, 15)


def test_two_ticks_of_one_moment_ask_for_one_run(defs: Any, place: Workplace) -> None:
    from orchestration.dagster_place import PlaceResource

    keys = set()
    for _ in range(2):
        context = dg.build_schedule_context(
            scheduled_execution_time=datetime(2026, 6, 5, 7, tzinfo=LOCAL),
            resources={"place": PlaceResource(home=str(place.home.root))},
            repository_def=defs.get_repository_def(),
        )
        [request] = defs.resolve_schedule_def("send_daily").evaluate_tick(context).run_requests
        keys.add(request.run_key)
    assert keys == {"daily:2026-06-05T07"}


def test_a_failed_run_is_told_by_step_and_kind_and_never_by_its_text(tmp_path: Path) -> None:
    from orchestration.dagster_notices import run_failed
    from orchestration.dagster_place import PlaceResource

    place = small_province.make(tmp_path)

    @dg.op
    def intake() -> None:
        raise ValueError(f"cell: {SECRET}")

    @dg.job(name="run")
    def job() -> None:
        intake()

    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        context = dg.build_run_status_sensor_context(
            sensor_name="run_failed",
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=result.get_run_failure_event(),
        ).for_run_failure()
        for _ in range(2):
            run_failed(context, place=PlaceResource(home=str(place.home.root)))
    with open_ledger(place.home.root) as ledger:
        [letter] = outbox.letters(ledger, "filed")
    assert "Bước intake; loại lỗi ValueError" in letter.text
    assert SECRET not in letter.text + letter.html + letter.subject
    assert "Traceback" not in letter.text
    beat = read_beat(place.home)
    assert (beat.ok, beat.by, beat.run_id) == (False, "dagster", result.run_id)


def test_the_job_that_prunes_runs_on_a_real_instance(tmp_path: Path, defs: Any) -> None:
    from orchestration.dagster_home import prepare
    from orchestration.home import Home

    home = Home(tmp_path)
    prepare(home, date(2026, 6, 5))
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        job = defs.resolve_job_def("retention")
        assert job.execute_in_process(instance=instance).success
        assert instance.get_runs_count() == 1


def test_the_watch_job_files_its_letters_in_the_outbox(tmp_path: Path, defs: Any) -> None:
    from orchestration.dagster_place import PlaceResource

    place = small_province.make(tmp_path)
    with dg.DagsterInstance.ephemeral() as instance:
        done = defs.resolve_job_def("notify_watch").execute_in_process(
            instance=instance, resources={"place": PlaceResource(home=str(place.home.root))}
        )
    assert done.success
    filed = sorted(path.name for path in (place.home.root / "outbox").rglob("thu.eml"))
    assert filed == ["thu.eml", "thu.eml"]
