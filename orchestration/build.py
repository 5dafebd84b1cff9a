"""Build the warehouse with dbt, from the store as it stands or as it was known at a moment.

Belongs here: whether a build is needed, whole or incremental, and running it. Does not belong
here: judging batches (`batch_checks.py`), publishing (`publish.py`), any SQL of a number.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ingestion.clock import local_date
from orchestration.dbt_run import Node, Progress, run_dbt
from orchestration.home import Home
from orchestration.seed_checks import require_seeds
from orchestration.settings import Settings
from orchestration.warehouse import (
    RunContext,
    chain_hash_as_of,
    continues,
    forget_build,
    last_build,
    open_warehouse,
    prepare_store_views,
    record_build,
    run_id_for,
    write_run_context,
)
from reporting.publication import NoPublication, Pointer, read_pointer

if TYPE_CHECKING:
    from ingestion.store import EventStore

Reason = Literal["asked", "first", "meaning_changed", "store_replaced", "clock_moved_back", ""]


@dataclass(frozen=True)
class BuildResult:
    """How a build ended. `full_refresh` says why everything was computed anew; empty: it was not.

    status: `built` (dbt ran; the tests are judged by `verdict.py`), `nothing_new` (what is
    published is already this), `failed` (dbt could not run; `error` says why).
    """

    status: Literal["built", "nothing_new", "failed"]
    run_id: str = ""
    chain_hash: str = ""
    full_refresh: Reason = ""
    nodes: list[Node] = field(default_factory=list)
    error: str = ""
    seconds: float = 0.0

    @property
    def models(self) -> int:
        """Models and seeds that were built."""
        return sum(1 for node in self.nodes if not node.is_test)

    @property
    def tests(self) -> int:
        """Tests that ran."""
        return sum(1 for node in self.nodes if node.is_test and node.status != "skipped")


def published_already(
    home: Home, *, chain_hash: str, fingerprint: str, as_of: datetime, exactly: bool
) -> Pointer | None:
    """The publication that a build would only repeat, or None.

    A number changes when the store (`chain_hash`, the last commit known at `as_of`), the meaning or
    the local day does. `exactly`: only the very moment will do, as for a build of the past.
    """
    try:
        pointer = read_pointer(home.root)
    except NoPublication:
        return None
    there = (home.published / pointer.file).is_file() and home.warehouse.is_file()
    known = datetime.fromisoformat(pointer.as_of)
    same_time = known == as_of if exactly else local_date(known) == local_date(as_of)
    same_store = same_time and pointer.chain_hash == chain_hash
    same_meaning = pointer.fingerprint == fingerprint and pointer.is_sample == home.is_sample
    return pointer if there and same_store and same_meaning else None


def build(
    home: Home,
    settings: Settings,
    store: EventStore,
    *,
    as_of: datetime,
    fingerprint: str,
    full_refresh: bool = False,
    with_tests: bool = True,
    progress: Progress | None = None,
) -> BuildResult:
    """Run dbt over the events known at `as_of` (aware). The pointer is not touched.

    Without tests the figures are the same and nobody may publish them.
    Raises SeedsWrong before anything is touched when a seed is wrong.
    dbt's record of models and tests stays in the home, where `verdict.py` and Dagster read it.
    """
    started = time.monotonic()
    require_seeds(settings)
    home.root.mkdir(parents=True, exist_ok=True)
    context, reason = _prepare(home, settings, store, as_of, fingerprint, full_refresh)
    command = ["build", "--exclude-resource-type", "unit_test"]
    if not with_tests:
        command += ["--exclude-resource-type", "test"]
    if reason:
        command.append("--full-refresh")
    else:
        # Seeds are part of the fingerprint, so the tables still hold what the files say.
        command += ["--exclude-resource-type", "seed"]
    result = run_dbt(command, home, settings, progress)
    status: Literal["built", "failed"] = "failed" if result.error else "built"
    if result.nodes and all(node.is_test or node.status == "success" for node in result.nodes):
        with open_warehouse(home.warehouse, settings, home.temporary) as connection:
            record_build(connection, fingerprint)
    seconds = time.monotonic() - started
    return BuildResult(
        status, context.run_id, context.chain_hash, reason, result.nodes, result.error, seconds
    )


def _prepare(
    home: Home,
    settings: Settings,
    store: EventStore,
    as_of: datetime,
    fingerprint: str,
    asked: bool,
) -> tuple[RunContext, Reason]:
    """Show dbt the store and decide whether everything must be computed anew."""
    with open_warehouse(home.warehouse, settings, home.temporary) as connection:
        prepare_store_views(connection, store)
        before = last_build(connection)
        chain_hash = chain_hash_as_of(connection, as_of)
        reason: Reason = ""
        if asked:
            reason = "asked"
        elif before is None:
            reason = "first"
        elif before.fingerprint != fingerprint:
            reason = "meaning_changed"
        elif not continues(connection, before.chain_hash):
            reason = "store_replaced"
        elif as_of < before.as_of:
            reason = "clock_moved_back"
        context = RunContext(
            as_of=as_of,
            as_of_date=local_date(as_of),
            run_id=run_id_for(as_of, chain_hash, fingerprint),
            store_version=store.head().version,
            chain_hash=chain_hash,
            is_sample=home.is_sample,
        )
        write_run_context(connection, context)
        if reason:
            # Until every model is built, some hold the old meaning: a broken full refresh is
            # followed by another. An incremental one only adds, model by model.
            forget_build(connection)
    return context, reason
