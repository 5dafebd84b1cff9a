"""The bare side of a measurement, one step per process: `python -m tests.bench.bare …`.

Belongs here: running the hand-written SQL in a DuckDB of its own. Does not belong here: measuring,
and anything of the product but two constants that must be the same on both sides.
"""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from tests.bench.sql import AGENCIES, SEEDS, connect, filled

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:kl226:event").hex
"""As `ingestion.identify.EVENT_NAMESPACE`, which is not imported so as not to be paid for."""


def ingest(store: Path, file: Path, out: Path, latest: str) -> dict[str, Any]:
    """Ingest one file; new events go to `out`."""
    said = filled(
        "bare_ingest",
        agencies=AGENCIES,
        file=file,
        store=store,
        out=out,
        latest=latest,
        namespace=NAMESPACE,
    )
    with connect(None, out.parent / "tmp") as connection:
        row = connection.execute(said).fetchone()
    return dict(zip(("received", "accepted", "duplicate", "quarantined"), row or (), strict=True))


def build(store: Path, database: Path, as_of: str) -> dict[str, Any]:
    """Fold the events into `dossiers`, all or those of new events, and compute the scorecard."""
    incremental = database.exists()
    with connect(database, database.parent / "tmp") as connection:
        if incremental:
            new = f"from read_parquet('{store}/events/stream=dossier/*/*.parquet')"
            connection.execute(
                f"create temp table affected as select distinct entity_id {new} "
                "where position > (select max(last_position) from dossiers)"
            )
            only = "where entity_id in (select entity_id from affected)"
            fold = filled("bare_fold", store=store, only=only)
            connection.execute(f"begin; delete from dossiers {only}")
            connection.execute(f"insert into dossiers {fold}; commit")
        else:
            connection.execute(
                f"create table dossiers as {filled('bare_fold', store=store, only='')}"
            )
        connection.execute(filled("bare_scorecard", seeds=SEEDS, as_of=as_of))
    return {"incremental": incremental}


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "ingest":
        said = ingest(Path(words[0]), Path(words[1]), Path(words[2]), words[3])
    else:
        said = build(Path(words[0]), Path(words[1]), words[2])
    print(json.dumps(said))
