"""The envelope every event carries, whatever its stream.

Belongs here: names, types and order of the envelope columns. Does not belong here: attributes of a
stream (see `meeting`, `document`, `dossier`, `task`).

`occurred_at` is when it happened in the world, `recorded_at` when the store learned of it; the
second comes from the pipeline's clock and never from a file. `position` orders the whole store:
commit number times 2**32 plus the row's place in the commit.
"""

from __future__ import annotations

import polars as pl

SCHEMA_VERSION = 1

Timestamp = pl.Datetime("us", "UTC")
TextList = pl.List(pl.String)

ENVELOPE: dict[str, pl.DataType] = {
    "event_id": pl.String(),
    "stream": pl.String(),
    "event_type": pl.String(),
    "entity_id": pl.String(),
    "agency_code": pl.String(),
    "occurred_at": Timestamp,
    "recorded_at": Timestamp,
    "position": pl.Int64(),
    "batch_id": pl.String(),
    "source_system": pl.String(),
    "source_file": pl.String(),
    "source_sheet": pl.String(),
    "source_row": pl.Int64(),
    "payload_hash": pl.String(),
    "schema_version": pl.Int32(),
    "month": pl.String(),
    "status": pl.String(),
    "cleared": TextList,
}
"""Envelope columns in store order. `status` and `cleared` are carried by corrections and by rows of
a snapshot: `status` sets the state outright, `cleared` names the attributes that are emptied."""

DETAILS: dict[str, pl.DataType] = {"details": pl.String()}
"""The column of the internal streams (`ingest` and others): what the row says, as JSON."""

CANDIDATE: dict[str, pl.DataType] = {
    "source_sheet": pl.String(),
    "source_row": pl.Int64(),
    "source_event_id": pl.String(),
    "agency_code": pl.String(),
    "event_type": pl.String(),
    "entity_id": pl.String(),
    "occurred_at": Timestamp,
    "status": pl.String(),
    "cleared": TextList,
}
"""Columns of a candidate: one row of a file after normalisation, before it is an event. The
attributes of its stream follow."""

POSITION_BITS = 32
EARLIEST_OCCURRED_AT = "2000-01-01T00:00:00Z"
"""No event of these systems is older; an earlier date is a typing error."""
