"""The main job as plain functions: ingest, check, build, publish.

Belongs here: the order of the steps and what each hands to the next. Does not belong here: how a
step works (its own module), printing (`cli_*.py`), Dagster (`definitions.py` calls the same steps).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ingestion.clock import Clock, local_date
from orchestration.dbt_run import Progress
from orchestration.fingerprint import fingerprint
from orchestration.home import Home
from orchestration.seeds import seed_files
from orchestration.settings import READY_LAYOUTS, Settings

OnFile = Callable[["Outcome", int, int], None]
"""Called after each file with its outcome, its number and how many there are."""
OnStep = Callable[[str], None]

if TYPE_CHECKING:
    from ingestion.intake import IntakeContext, Outcome
    from ingestion.store import EventStore
    from orchestration.batch_checks import BatchChecks
    from orchestration.build import BuildResult
    from orchestration.verdict import Verdict
    from reporting.publication import Pointer


@dataclass(frozen=True)
class Workplace:
    """What every step needs: where, with which settings, and what time it is."""

    home: Home
    settings: Settings
    clock: Clock


@dataclass(frozen=True)
class IngestResult:
    """What came of the landing folder; one outcome per file."""

    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every file came through whole."""
        return all(outcome.ok for outcome in self.outcomes)

    def total(self, count: str, stream: str | None = None) -> int:
        """Sum of one count (`received`, `accepted`, …) over the files, of one stream or all."""
        return sum(
            int(getattr(outcome, count))
            for outcome in self.outcomes
            if stream is None or outcome.stream == stream
        )


@dataclass(frozen=True)
class BuildOutcome:
    """A build, the home it worked in, what its checks say, and the publication (None: refused)."""

    build: BuildResult
    home: Home
    checks: BatchChecks | None = None
    verdict: Verdict | None = None
    publication: Pointer | None = None

    @property
    def ok(self) -> bool:
        """Whether what is published now is what was asked for."""
        return self.publication is not None


@dataclass(frozen=True)
class RunResult:
    """The whole main job."""

    ingest: IngestResult
    build: BuildOutcome

    @property
    def ok(self) -> bool:
        """Whether every file came through and the result is published."""
        return self.ingest.ok and self.build.ok


def intake_context(place: Workplace) -> IntakeContext:
    """What ingestion needs; no folder is made.

    Raises LayoutError when a layout is wrong, SeedsWrong when the directory of units is.
    """
    from ingestion.agencies import AgencyDirectory
    from ingestion.intake import IntakeContext
    from ingestion.layout.load import load_layouts
    from ingestion.rules import Rules
    from orchestration.seed_checks import DIRECTORY, require_seeds

    require_seeds(place.settings, only=DIRECTORY)
    seeds = seed_files(place.settings)
    return IntakeContext(
        home=place.home.root,
        store=open_store(place.home),
        layouts=load_layouts([READY_LAYOUTS, place.home.layouts]),
        agencies=AgencyDirectory.read(*(seeds[name] for name in DIRECTORY)),
        clock=place.clock,
        rules=Rules.load(),
    )


def open_store(home: Home) -> EventStore:
    """The event store of a home."""
    from ingestion.store import EventStore

    return EventStore(home.store)


def ingest(
    place: Workplace,
    *,
    on_progress: OnFile | None = None,
    confirm: Collection[str] = (),
    streams: Collection[str] | None = None,
) -> IngestResult:
    """Take in everything in the landing folder, or some streams; a broken file stops no other."""
    from ingestion import apart

    apart.prepare()
    from ingestion.landing import ingest_landing

    context = intake_context(place)
    place.home.create()
    return IngestResult(ingest_landing(context, streams, on_progress, confirm))


def build_and_publish(
    place: Workplace,
    *,
    as_of: datetime | None = None,
    full_refresh: bool = False,
    progress: Progress | None = None,
    on_step: OnStep | None = None,
) -> BuildOutcome:
    """Check the newest batches, build, and publish if every blocking check ran and passed.

    With `as_of` everything happens in a home of its own and the current publication stays.
    Nothing new means: neither great-expectations nor dbt is imported.
    """
    from orchestration.build import BuildResult, published_already
    from orchestration.warehouse import chain_hash_at

    store = open_store(place.home)
    moment = as_of or present(place, store)
    home = place.home if as_of is None else _as_of_home(place.home, as_of)
    meaning = fingerprint(place.settings)
    chain = store.head().chain_hash if as_of is None else chain_hash_at(store, as_of)
    if not full_refresh:
        known = published_already(
            home, chain_hash=chain, fingerprint=meaning, as_of=moment, exactly=as_of is not None
        )
        if known is not None:
            nothing = BuildResult("nothing_new", known.run_id, known.chain_hash)
            return BuildOutcome(nothing, home, publication=known)
    return build_into(
        place, home, store, moment, full_refresh=full_refresh, progress=progress, on_step=on_step
    )


def present(place: Workplace, store: EventStore) -> datetime:
    """Now, and never before the last commit: a clock that was set back must hide nothing."""
    now, last = place.clock.now(), store.head().recorded_at
    return max(now, last) if last else now


def run(
    place: Workplace,
    *,
    on_file: OnFile | None = None,
    progress: Progress | None = None,
    on_step: OnStep | None = None,
    confirm: Collection[str] = (),
) -> RunResult:
    """The main job: ingest, check, build, publish."""
    taken = ingest(place, on_progress=on_file, confirm=confirm)
    built = build_and_publish(place, progress=progress, on_step=on_step)
    return RunResult(taken, built)


def build_into(
    place: Workplace,
    home: Home,
    store: EventStore,
    moment: datetime,
    *,
    full_refresh: bool = False,
    progress: Progress | None = None,
    on_step: OnStep | None = None,
) -> BuildOutcome:
    """Build the events known at `moment` into `home`, and publish there if every check passed."""
    from orchestration.batch_checks import judge_store
    from orchestration.build import build

    tell = on_step or (lambda _: None)
    tell("check")
    checks = judge_store(place.home, store, local_date(moment))
    tell("build")
    built = build(
        home,
        place.settings,
        store,
        as_of=moment,
        fingerprint=fingerprint(place.settings),
        full_refresh=full_refresh,
        progress=progress,
    )
    if built.status == "failed":
        return BuildOutcome(built, home, checks)
    tell("publish")
    verdict, pointer = verify_and_publish(place, home, store, checks)
    return BuildOutcome(built, home, checks, verdict, pointer)


def verify_and_publish(
    place: Workplace, home: Home, store: EventStore, checks: BatchChecks | None
) -> tuple[Verdict, Pointer | None]:
    """Publish the last build of `home` if every blocking check ran and passed."""
    from orchestration.check_results import judge_facts
    from orchestration.dbt_run import blocking_tests, manifest, saved_results
    from orchestration.publish import publish
    from orchestration.verdict import judge_build
    from orchestration.warehouse import last_build, open_warehouse

    head = store.head()
    verdict = judge_build(
        saved_results(home), blocking_tests(manifest(home)), checks, head.chain_hash
    )
    with open_warehouse(home.warehouse, place.settings, home.temporary) as connection:
        done = last_build(connection)
        if done is None or not verdict.may_publish:
            return verdict, None
        judge_facts(connection, done, checks)
    pointer = publish(
        home,
        place.settings,
        done,
        store_version=head.version,
        tests_passed=verdict.tests_passed,
        warnings=verdict.warnings("vi"),
        published_at=max(place.clock.now(), done.as_of),
    )
    return verdict, pointer


def _as_of_home(home: Home, moment: datetime) -> Home:
    inner = home.as_of(moment)
    if home.is_sample:
        inner.mark_as_sample()
    return inner
