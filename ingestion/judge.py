"""What of a file is new to the store.

Belongs here: choosing between the two ways to tell, by the kind of the source. Does not belong
here: the ways themselves (`classify`, `compare`).
"""

from __future__ import annotations

from datetime import datetime

from ingestion.batch import Source
from ingestion.classify import Judged, classify
from ingestion.compare import Snapshot, compare
from ingestion.identify import identify
from ingestion.layout.model import Layout
from ingestion.reading import Reading
from ingestion.store import EventStore
from schemas.registry import STREAMS


def judge(
    reading: Reading, layout: Layout, source: Source, *, store: EventStore, now: datetime
) -> Judged:
    """Return the events a file gives rise to, ready to be committed, and its other rows' fate."""
    stream = STREAMS[layout.stream]
    if layout.kind == "events":
        identified = identify(
            reading.valid,
            stream,
            kind="events",
            source_system=source.source_system,
            batch_id=source.batch_id,
            connection=store.connection,
        )
        judged = classify(identified, stream, store=store, file=source.source_file)
    else:
        snapshot = Snapshot(
            stream,
            source.source_system,
            source.source_file,
            reading.supplied,
            agency_code=_only_agency(reading, layout, source),
            in_order=layout.repeats == "in_order",
            covers=reading.covers,
        )
        judged = compare(reading.valid, snapshot, store=store, present=reading.present, now=now)
        judged.events = identify(
            judged.events,
            stream,
            kind="snapshot",
            source_system=source.source_system,
            batch_id=source.batch_id,
            connection=store.connection,
        )
    judged.events = judged.events.drop("source_event_id")
    return judged


def _only_agency(reading: Reading, layout: Layout, source: Source) -> str | None:
    """Return the agency of all rows, or None when each row may name its own.

    A list whose rows name agencies is compared across agencies: an entity may pass to another.
    """
    if layout.agency.column is not None:
        return None
    agencies = set(reading.valid["agency_code"].unique().to_list())
    if source.agency_code is not None and agencies <= {source.agency_code}:
        return source.agency_code
    return agencies.pop() if len(agencies) == 1 else None
