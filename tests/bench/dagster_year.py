"""`python -m tests.bench.dagster_year`: how large Dagster's own log is after a simulated year.

Belongs here: writing real runs and ticks under a simulated clock, pruning each night as the job
`retention` does, and measuring. Does not belong here: pruning (`orchestration.dagster_retention`).
One run a day materialises assets with checks in the in-process executor; ticks are condensed
(one of each sensor every `TICK_MINUTES`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingestion.clock import local_date
from orchestration.dagster_home import prepare
from orchestration.dagster_retention import prune, size_of
from orchestration.home import Home
from orchestration.rules import rule

if TYPE_CHECKING:
    from dagster import DagsterInstance

BEGIN = datetime(2026, 1, 1, 20, tzinfo=UTC)
TICK_MINUTES = 120
SENSORS = ("landing_folder", "run_failed")


@dataclass(frozen=True)
class Day:
    """Size in bytes and number of runs after the pruning of one simulated night."""

    number: int
    bytes: int
    runs: int


def simulate(
    home: Home,
    days: int,
    *,
    assets: int,
    checks: int,
    tick_minutes: int = TICK_MINUTES,
    is_pruned: bool = True,
) -> Iterator[Day]:
    """Let days pass on a real instance in `home`; one `Day` after each night."""
    import dagster as dg
    from dagster._core.test_utils import freeze_time

    prepare(home, BEGIN.date())
    instance = dg.DagsterInstance.from_config(str(home.dagster))
    job = _job(assets, checks)
    with instance:
        for number in range(1, days + 1):
            now = BEGIN + timedelta(days=number)
            with freeze_time(now):
                job.execute_in_process(instance=instance)
                _ticks(instance, now, tick_minutes)
            if is_pruned:
                prune(instance, now)
            yield Day(number, size_of(home.dagster), instance.get_runs_count())


def _job(assets: int, checks: int) -> Any:
    import dagster as dg

    def one(number: int) -> Any:
        name = f"asset_{number}"
        specs = [dg.AssetCheckSpec(f"check_{check}", asset=name) for check in range(checks)]

        @dg.asset(name=name, check_specs=specs)
        def made() -> Iterator[Any]:
            yield dg.MaterializeResult(metadata={"rows": 12345})
            for spec in specs:
                yield dg.AssetCheckResult(
                    asset_key=name, check_name=spec.name, passed=True, metadata={"rows": 0}
                )

        return made

    made = [one(number) for number in range(assets)]
    return dg.Definitions(assets=made, jobs=[dg.define_asset_job("run")]).resolve_job_def("run")


def _ticks(instance: DagsterInstance, day_end: datetime, minutes: int) -> None:
    from dagster._core.definitions.run_request import InstigatorType
    from dagster._core.remote_origin import (
        ManagedGrpcPythonEnvCodeLocationOrigin,
        RemoteInstigatorOrigin,
        RemoteRepositoryOrigin,
    )
    from dagster._core.scheduler.instigation import (
        InstigatorState,
        InstigatorStatus,
        SensorInstigatorData,
        TickData,
        TickStatus,
    )
    from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

    target = LoadableTargetOrigin(module_name="orchestration.definitions")
    repository = RemoteRepositoryOrigin(ManagedGrpcPythonEnvCodeLocationOrigin(target), "defs")
    for name in SENSORS:
        origin = RemoteInstigatorOrigin(repository, name)
        names = (origin.get_id(), origin.get_selector().get_id())
        if instance.get_instigator_state(*names) is None:
            told = SensorInstigatorData(min_interval=60)
            instance.add_instigator_state(
                InstigatorState(origin, InstigatorType.SENSOR, InstigatorStatus.RUNNING, told)
            )
        for step in range(24 * 60 // minutes):
            at = day_end - timedelta(minutes=step * minutes)
            instance.create_tick(
                TickData(
                    instigator_origin_id=names[0],
                    instigator_name=name,
                    instigator_type=InstigatorType.SENSOR,
                    status=TickStatus.SKIPPED if step else TickStatus.SUCCESS,
                    timestamp=at.timestamp(),
                    run_ids=[],
                    run_keys=[],
                    selector_id=names[1],
                    skip_reason="nothing has landed" if step else None,
                )
            )


def main() -> int:
    """Simulate, print the sizes; 1 when the year is larger than the bound."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.dagster_year", description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--assets", type=int, default=3)
    parser.add_argument("--checks", type=int, default=2, help="of each asset")
    parser.add_argument("--unpruned", action="store_true", help="the same without retention")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")  # Dagster warns of its own preview features.
    kept = int(rule("dagster_runs_kept_days", local_date(BEGIN)))
    began, sizes = time.monotonic(), {}
    with tempfile.TemporaryDirectory() as folder:
        for day in simulate(Home(Path(folder)), asked.days, assets=asked.assets,
                            checks=asked.checks, is_pruned=not asked.unpruned):  # fmt: skip
            sizes[day.number] = day.bytes
            if (
                day.number in (1, kept, 2 * kept)
                or day.number % 30 == 0
                or day.number == asked.days
            ):
                text = f"day {day.number:3}: {day.bytes / 1e6:7.2f} MB, {day.runs} runs"
                print(f"{text}, {time.monotonic() - began:.0f} s", flush=True)
    full = sizes[min(kept + 1, asked.days)]
    print(f"last day / day {kept + 1}: {sizes[asked.days] / full:.3f}")
    return int(sizes[asked.days] > 1.2 * full)


if __name__ == "__main__":
    sys.exit(main())
