"""The demo: a sample province sends its files wave by wave, under a clock that is set.

Belongs here: landing the sample's deliveries and comparing what was found with what was planted.
Does not belong here: the sample itself (`ingestion.sample`), the steps of the main job
(`pipeline.py`), printing (`cli_demo.py`).
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ingestion.clock import FixedClock
from orchestration.home import Home
from orchestration.pipeline import BuildOutcome, OnStep, Workplace, build_and_publish, ingest
from orchestration.settings import SEEDS, Settings

if TYPE_CHECKING:
    from ingestion.context import Outcome
    from ingestion.sample import Delivery
    from orchestration.dbt_run import Progress

OUTGOING = "sample_files"
"""Where the sample lies before it is delivered."""


@dataclass(frozen=True)
class Wave:
    """Files that arrive at one moment (UTC)."""

    moment: datetime
    deliveries: list[Delivery]


@dataclass(frozen=True)
class DemoResult:
    """What came of the demo. `found` and `planted` count faults by problem code."""

    outcomes: list[Outcome]
    found: dict[str, int]
    planted: dict[str, int]
    build: BuildOutcome

    @property
    def ok(self) -> bool:
        """Whether exactly the planted faults were found and the rest was published."""
        return self.build.ok and self.found == self.planted


def start_clean(home: Home) -> None:
    """Empty the demo's home and label it. Raises FileExistsError when it is somebody else's."""
    home.clear_sample()
    home.mark_as_sample()
    home.create()


def write_waves(
    home: Home, *, scale: float = 1.0, on_written: Callable[[str], None] | None = None
) -> list[Wave]:
    """Write the sample files and group them by the moment they are delivered."""
    from ingestion.sample import write_sample

    deliveries = write_sample(
        home.root / OUTGOING,
        agencies_csv=SEEDS / "agencies.csv",
        succession_csv=SEEDS / "agency_succession.csv",
        scale=scale,
        on_progress=on_written,
    )
    by_moment = itertools.groupby(deliveries, key=lambda delivery: delivery.day)
    return [Wave(moment.astimezone(UTC), list(files)) for moment, files in by_moment]


def workplace(home: Home, settings: Settings, waves: list[Wave]) -> Workplace:
    """The demo's home with a clock that stands at the first wave."""
    return Workplace(home, settings, FixedClock(waves[0].moment))


def deliver(
    place: Workplace, waves: list[Wave], on_wave: Callable[[str, int], None]
) -> list[Outcome]:
    """Land and take in one wave after the other; the last outcome of each file is kept."""
    clock = place.clock
    assert isinstance(clock, FixedClock)
    last: dict[tuple[str | None, ...], Outcome] = {}
    for wave in waves:
        clock.moment = wave.moment
        for delivery in wave.deliveries:
            target = place.home.landing / delivery.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(place.home.root / OUTGOING / delivery.path, target)
        for outcome in ingest(place).outcomes:
            # A file may come again under its name with other content; what waits is seen each time.
            last[outcome.agency_code, outcome.file, outcome.batch_id] = outcome
        on_wave(f"{wave.moment:%d/%m/%Y}", len(wave.deliveries))
    shutil.rmtree(place.home.root / OUTGOING, ignore_errors=True)
    return list(last.values())


def finish(
    place: Workplace,
    outcomes: list[Outcome],
    *,
    progress: Progress | None = None,
    on_step: OnStep | None = None,
) -> DemoResult:
    """Check, build and publish at the moment of the last wave."""
    from ingestion.sample import PLANTED

    build = build_and_publish(place, progress=progress, on_step=on_step)
    found = Counter(problem.code for outcome in outcomes for problem in outcome.problems)
    return DemoResult(outcomes, dict(found), dict(PLANTED), build)
