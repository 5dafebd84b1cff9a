"""A file whose very bytes were received before.

Belongs here: what is answered of it: what was refused then, and that a list is not the newest. Does
not belong here: telling that it was received before (`intake`), writing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ingestion.arrival import Arrival
from ingestion.batch import Counts
from ingestion.clock import LOCAL_ZONE
from ingestion.context import OLDER_LIST, IntakeContext, Outcome
from ingestion.coverage import logged, overlap
from ingestion.judge import judge
from ingestion.outcome import outcome_of
from ingestion.places import in_order
from ingestion.reading import Reading
from schemas.problems import Problem


def already(item: Arrival, context: IntakeContext, reading: Reading | None = None) -> Outcome:
    """Return what was made of the same bytes before; nothing is written.

    `reading`, the file read once more, gives its cells back to the problems: the store keeps none.
    """
    said = context.store.batch_details(item.source.batch_id)
    received, quarantined = said["received"], said["quarantined"]
    problems = refused_then(item, context)
    return replace(
        outcome_of(item, Counts(), _with_values(problems, reading) if reading else problems),
        status="already",
        received=received,
        duplicate=received - quarantined,
        quarantined=quarantined,
        notes=reading.notes if reading else [],
    )


def refused_then(item: Arrival, context: IntakeContext) -> list[Problem]:
    """Return the problems of the rows that were quarantined when the file was received."""
    rows = context.store.quarantined(item.source.batch_id)
    places = rows.select("problem_code", "source_sheet", "source_row", "column_name", "detail")
    return in_order(
        Problem(code, item.source.source_file, sheet, row, column, detail=detail or "")
        for code, sheet, row, column, detail in places.iter_rows()
    )


def older_list(item: Arrival, context: IntakeContext, read: Callable[[], Reading]) -> list[Problem]:
    """Return the note that a list is older than what its source said last, or nothing.

    A newer file alone says little (another quarter, another year): the list is told when it would
    change something, or when rows of it were refused that the newer one may have mended. Raises
    FileProblem when it cannot be read.
    """
    later = _later_lists(item, context)
    if item.layout.kind != "snapshot" or not later:
        return []
    newer = _newer_list(item, context, read(), later)
    if newer is None:
        return []
    at = datetime.fromisoformat(newer["recorded_at"]).astimezone(ZoneInfo(LOCAL_ZONE))
    detail = f"{newer['source_file']}, {at:%d/%m/%Y %H:%M}"
    file = item.source.source_file
    return [Problem(OLDER_LIST, file, detail=detail, path=str(item.path))]


def _later_lists(item: Arrival, context: IntakeContext) -> list[dict[str, Any]]:
    """Return the log lines of other files of the same source and agency that came since.

    Since these bytes were applied last: they may have come again and been confirmed.
    """
    own = (item.source.source_system, item.source.agency_code)
    later: list[dict[str, Any]] = []
    for said in context.store.batches_since(item.source.batch_id):
        if (said["source_system"], said["agency_code"]) == own and said["received"]:
            same = said["file_sha256"] == item.source.file_sha256
            later = [] if same else [*later, said]
    return later


def _newer_list(
    item: Arrival, context: IntakeContext, reading: Reading, later: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Return the log line of the list that stands in the place of an older one, if one does.

    It is the newest that is complete for a period of the older one; else the one that last changed
    what the older one would change; else, for rows refused, the newest of the same file name.
    """
    now = context.clock.now()
    judged = judge(reading, item.layout, item.source, store=context.store, now=now)
    had_refused = bool(context.store.batch_details(item.source.batch_id)["quarantined"])
    if judged.events.is_empty() and not had_refused:
        return None
    found = [said for said in later if overlap(reading.covers, logged(said))]
    if not found and not judged.events.is_empty():
        last = context.store.last_batch(
            item.layout.stream, item.source.source_system, judged.events["entity_id"]
        )
        found = [said for said in later if said["batch_id"] == last]
    if not found and had_refused:
        own = (item.source.layout, item.source.source_file)
        found = [said for said in later if (said["layout"], said["source_file"]) == own]
    return found[-1] if found else None


def _with_values(problems: list[Problem], reading: Reading) -> list[Problem]:
    said = {(p.code, p.sheet, p.row, p.column): p.value for p in reading.problems}
    return [replace(p, value=said.get((p.code, p.sheet, p.row, p.column))) for p in problems]
