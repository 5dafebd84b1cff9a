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
from ingestion.context import IntakeContext, Outcome
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

    A newer file alone says little (another quarter, another year): the list is compared, and only
    one that would change something is told. Raises FileProblem when it cannot be read.
    """
    newer = _newer_list(item, context)
    if newer is None:
        return []
    now = context.clock.now()
    judged = judge(read(), item.layout, item.source, store=context.store, now=now)
    if judged.events.is_empty():
        return []
    at = datetime.fromisoformat(newer["recorded_at"]).astimezone(ZoneInfo(LOCAL_ZONE))
    detail = f"{newer['source_file']}, {at:%d/%m/%Y %H:%M}"
    return [Problem("older_list_again", item.source.source_file, detail=detail)]


def _newer_list(item: Arrival, context: IntakeContext) -> dict[str, Any] | None:
    """Return the log line of the newest list of the same source and agency, if one came since."""
    if item.layout.kind != "snapshot":
        return None
    own = (item.source.source_system, item.source.agency_code)
    newer = [
        said
        for said in context.store.batches_since(item.source.batch_id)
        if (said["source_system"], said["agency_code"]) == own and said["received"]
    ]
    return newer[-1] if newer else None


def _with_values(problems: list[Problem], reading: Reading) -> list[Problem]:
    said = {(p.code, p.sheet, p.row, p.column): p.value for p in reading.problems}
    return [replace(p, value=said.get((p.code, p.sheet, p.row, p.column))) for p in problems]
