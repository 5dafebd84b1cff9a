"""Freeze a period: figures as known at a moment, kept, described, and recorded in the store.

Belongs here: the order of the steps. Does not belong here: who may (`schemas.signoff`), the file
(`freeze_manifest.py`), building (`pipeline.py`), proving it later (`verify_freeze.py`).

The lease is held from the first check to the record: nobody commits meanwhile, and every later
commit is recorded after the moment of the freeze, so that rebuilding it never sees more or less.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ingestion.clock import local_date
from ingestion.signoff import check, period_states, record
from orchestration.freeze_manifest import (
    Manifest,
    manifest_file,
    text_hash,
    versions,
    waiting_file,
)
from orchestration.home import Home
from orchestration.pipeline import BuildOutcome, OnStep, Workplace, build_into, open_store, present
from orchestration.row_sets import row_sets
from orchestration.signoff_book import Book, Period
from reporting.publication import open_published
from schemas.signoff import Act, PeriodState

if TYPE_CHECKING:
    from ingestion.store import EventStore
    from orchestration.dbt_run import Progress


@dataclass(frozen=True)
class Frozen:
    """What came of it: the manifest, or a build that did not pass (nothing was recorded)."""

    build: BuildOutcome
    manifest: Manifest | None = None


def freeze(
    place: Workplace,
    book: Book,
    code: str,
    *,
    office: str | None = None,
    reason: str = "",
    as_of: datetime | None = None,
    progress: Progress | None = None,
    on_step: OnStep | None = None,
) -> Frozen:
    """Freeze a period as known at `as_of` (aware; now if None).

    Raises ActRefused when the rules forbid it, UnknownWord for a period that has not begun.
    """
    store = open_store(place.home)
    with store.writing():
        moment = as_of or present(place, store)
        period = book.period(code, local_date(moment))
        expected = book.expected(period, local_date(moment))
        state = period_states(store).get(period.code, PeriodState())
        act = _act(place, book, period, state, office, reason)
        check(store, [act], expected)
        home = _empty_home(place.home, act.freeze_id)
        built = build_into(place, home, store, moment, progress=progress, on_step=on_step)
        if not built.ok:
            return Frozen(built)
        missing = state.missing(expected)
        manifest = _describe(place, home, store, book, period, act, state, missing)
        text = manifest.as_json()
        waiting_file(place.home, act.freeze_id).write_text(text, encoding="utf-8")
        more = {
            "as_of": manifest.as_of,
            "chain_hash": manifest.store["chain_hash"],
            "is_provisional": manifest.is_provisional,
            "restates": manifest.restates,
            "missing": missing,
            "manifest_sha256": text_hash(text),
        }
        record(store, [act], expected, after=moment, more=more)
        _finish(place.home, act.freeze_id)
    return Frozen(built, manifest)


def _act(
    place: Workplace,
    book: Book,
    period: Period,
    state: PeriodState,
    office: str | None,
    reason: str,
) -> Act:
    now = place.clock.now()
    today = local_date(now)
    by = office or book.default_office("province", None, today)
    role = book.role("freeze", by, None, today)
    freeze_id = f"{period.code}.{len(state.freezes) + 1}"
    return Act("freeze", period.code, by, role, now, None, reason, None, freeze_id)


def _empty_home(home: Home, freeze_id: str) -> Home:
    """Remains of an attempt that was never recorded make room."""
    inner = home.freeze(freeze_id)
    shutil.rmtree(inner.root, ignore_errors=True)
    inner.root.mkdir(parents=True)
    if home.is_sample:
        inner.mark_as_sample()
    return inner


def _describe(
    place: Workplace,
    home: Home,
    store: EventStore,
    book: Book,
    period: Period,
    act: Act,
    state: PeriodState,
    missing: list[str],
) -> Manifest:
    with open_published(home.root) as publication:
        tables = row_sets(publication.connection)
        pointer = publication.pointer
    as_of = datetime.fromisoformat(pointer.as_of)
    head = store.head()
    return Manifest(
        act.freeze_id,
        period.code,
        book.default_office("province", None, local_date(act.at)),
        pointer.as_of,
        pointer.is_sample,
        period.is_provisional(local_date(as_of)),
        state.freezes[-1] if state.freezes else None,
        act.office,
        act.reason or None,
        missing,
        {"version": head.version, "commit_seq": head.commit_seq, "chain_hash": pointer.chain_hash},
        {"run_id": pointer.run_id, "file": pointer.file, "sha256": pointer.sha256},
        versions(place.settings),
        {name: {"rows": one.rows, "sha256": one.sha256} for name, one in tables.items()},
    )


def _finish(home: Home, freeze_id: str) -> None:
    """Put the manifest in its place and drop what only building needed."""
    waiting_file(home, freeze_id).replace(manifest_file(home, freeze_id))
    inner = home.freeze(freeze_id)
    inner.warehouse.unlink(missing_ok=True)
    for folder in (inner.root / "dbt", inner.temporary):
        shutil.rmtree(folder, ignore_errors=True)
