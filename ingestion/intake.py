"""One file, from its bytes to a commit.

Belongs here: the order of the steps and their outcome. Does not belong here: any step itself, and
which files there are (`landing`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from ingestion import archive
from ingestion.again import already, older_list
from ingestion.answer.outbox import answer
from ingestion.arrival import Arrival, identify_file
from ingestion.batch import REFUSED, Counts, batch_key, refusal
from ingestion.classify import Judged
from ingestion.clock import local_date
from ingestion.context import IntakeContext, Outcome
from ingestion.delta import TableMoved
from ingestion.file_identity import file_name, file_sha256
from ingestion.judge import judge
from ingestion.outcome import counts_of, outcome_of
from ingestion.places import in_order
from ingestion.quarantine import QUARANTINE_SCHEMA, SECRET, quarantine_rows
from ingestion.readers import FileProblem
from ingestion.reading import Reading, read_candidates
from ingestion.store import AlreadyCommitted
from schemas.problems import Problem

__all__ = ["IntakeContext", "Outcome", "check_file", "ingest_file"]

ATTEMPTS = 5
"""How often a commit is tried again when somebody without the lease was faster."""


def ingest_file(
    path: Path,
    *,
    context: IntakeContext,
    agency_code: str | None = None,
    layout_name: str | None = None,
    confirm: bool = False,
) -> Outcome:
    """Bring one file into the store, exactly once, and put the original into the archive.

    `agency_code` is the sender when the folder does not say; `confirm` applies a complete list that
    withdraws more than the limit, and looks again at a list that was received before. Never raises
    for what is wrong with the file: see the outcome.
    """
    path = Path(path)
    try:
        with context.store.writing():
            item = identify_file(path, context, agency_code, layout_name)
            outcome = _ingest(item, context, confirm)
            outcome = _answered(item, context, outcome)
            _archive(item, context, outcome)
            return outcome
    except FileProblem as error:
        refused = Outcome(file_name(path), "refused", agency_code, problems=[error.problem])
        if isinstance(error, _StillChanging) or not path.exists():
            return refused
        return answer(path, refused, context)


def check_file(
    path: Path,
    *,
    context: IntakeContext,
    agency_code: str | None = None,
    layout_name: str | None = None,
) -> Outcome:
    """Say what `ingest_file` would do with a file, and write nothing."""
    path = Path(path)
    try:
        item = identify_file(path, context, agency_code, layout_name)
        reading = _read(item, context)
        if context.store.has_batch(item.source.batch_id):
            known = already(item, context, reading)
            newer = older_list(item, context, lambda: reading)
            return replace(known, notes=[*newer, *known.notes])
    except FileProblem as error:
        return Outcome(file_name(path), "refused", agency_code, problems=[error.problem])
    judged = judge(reading, item.layout, item.source, store=context.store, now=context.clock.now())
    problems = in_order([*reading.problems, *judged.problems])
    outcome = outcome_of(item, counts_of(reading, judged), problems, reading.notes)
    held = _held(judged, item, context)
    return replace(outcome, status="held", problems=[held]) if held else outcome


def _read(item: Arrival, context: IntakeContext) -> Reading:
    """Read a file's candidates. Raises FileProblem, also when the file changed meanwhile."""
    reading = read_candidates(
        item.path,
        item.layout,
        context.agencies,
        folder_agency=item.folder_agency,
        now=context.clock.now(),
        tolerance_days=context.rule("future_tolerance_days"),
        limits=context.limits,
    )
    if file_sha256(item.path) != item.source.file_sha256:
        raise _StillChanging(
            Problem("file_unreadable", item.source.source_file, detail="tệp đang được ghi")
        )
    return reading


class _StillChanging(FileProblem):
    """The file is being written: come back later, and do not log it as refused."""


def _ingest(item: Arrival, context: IntakeContext, confirm: bool) -> Outcome:
    store = context.store
    if store.has_batch(item.source.batch_id):
        if not (confirm and item.layout.kind == "snapshot"):
            return _sent_again(item, context)
        again = batch_key(item.source.batch_id, str(store.head().commit_seq))
        item = replace(item, source=replace(item.source, batch_id=again))
    try:
        reading = _read(item, context)
    except _StillChanging:
        raise
    except FileProblem as error:
        return _refuse(item, context, error.problem)
    for _ in range(ATTEMPTS):
        try:
            return _commit(item, context, reading, confirm)
        except TableMoved:
            store.refresh()
        except AlreadyCommitted:
            return already(item, context)
    raise TableMoved(f"{item.source.source_file}: gave up after {ATTEMPTS} attempts")


def _sent_again(item: Arrival, context: IntakeContext) -> Outcome:
    """Return what is said of a file that is known; a list is told when it is not the newest."""
    known = already(item, context)
    try:
        return replace(known, notes=older_list(item, context, lambda: _read(item, context)))
    except FileProblem:  # what the file cannot say any more, the log does
        return known


def _commit(item: Arrival, context: IntakeContext, reading: Reading, confirm: bool) -> Outcome:
    judged = judge(reading, item.layout, item.source, store=context.store, now=context.clock.now())
    problems = in_order([*reading.problems, *judged.problems])
    held = _held(judged, item, context)
    counts = counts_of(reading, judged)
    if held and not confirm:
        waiting = outcome_of(item, counts, [held], reading.notes)
        return replace(waiting, status="held", batch_id=None)
    rows = quarantine_rows(
        problems,
        stream=item.layout.stream,
        agency_code=item.source.agency_code,
        attributes=reading.attributes,
    )
    now, covers = context.clock.now(), reading.covers
    context.store.commit(item.source, counts, judged.events, rows, now=now, covers=covers)
    return replace(outcome_of(item, counts, problems, reading.notes), status="ingested")


def _refuse(item: Arrival, context: IntakeContext, problem: Problem) -> Outcome:
    """Log that a file could not be read at all; once, however often it is tried."""
    source = refusal(item.source)
    if not context.store.has_batch(source.batch_id):
        context.store.commit(
            source,
            Counts(problems={problem.code: 1}),
            pl.DataFrame(),
            pl.DataFrame(schema=QUARANTINE_SCHEMA),
            now=context.clock.now(),
            event_type=REFUSED,
        )
    refused = replace(item, source=source)
    return replace(outcome_of(refused, Counts(), [problem]), status="refused")


def _held(judged: Judged, item: Arrival, context: IntakeContext) -> Problem | None:
    # Meetings are called off all the time; a list that loses facts is rare.
    free = context.rule("calendar_free_cancellations") if item.layout.complete == "future" else 0
    share = context.rule("max_withdrawal_share")
    if judged.withdrawn <= max(free, share * judged.known):
        return None
    return Problem(
        "snapshot_held", item.source.source_file, detail=f"{judged.withdrawn}/{judged.known}"
    )


def _answered(item: Arrival, context: IntakeContext, outcome: Outcome) -> Outcome:
    """Answer the sender. A file taken from the archive was answered when it came."""
    if archive.is_archived(context.home, item.path):
        return outcome
    return answer(item.path, outcome, context, item.layout, item.source.file_sha256)


def _archive(item: Arrival, context: IntakeContext, outcome: Outcome) -> None:
    """Put away the original of a file that is done with; one to be confirmed stays where it is."""
    if outcome.batch_id is None or (outcome.status == "already" and not outcome.applies):
        return
    if outcome.status == "already" and not archive.is_landed(context.home, item.path):
        return
    archive.dispose(
        context.home,
        item.path,
        agency_code=item.source.agency_code,
        day=local_date(context.clock.now()),
        keep=not item.layout.personal_columns and not _had_secrets(outcome, context),
    )


def _had_secrets(outcome: Outcome, context: IntakeContext) -> bool:
    """Tell whether a row of the file bears a secrecy mark; of a known file the log says so."""
    if outcome.status == "already" and outcome.batch_id is not None:
        return SECRET in context.store.batch_details(outcome.batch_id)["problems"]
    return any(problem.code == SECRET for problem in outcome.problems)
