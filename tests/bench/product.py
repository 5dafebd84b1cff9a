"""The product's side of a measurement, one step per process: `python -m tests.bench.product …`.

Belongs here: calling `ingest_file` and `build` as a user's run does, and saying what came of it as
one line of JSON. Does not belong here: measuring, the bare side.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.sql import HERE, MEMORY_LIMIT, NOW, SEEDS, THREADS, connect


def ingest(home: Path, file: Path) -> dict[str, Any]:
    """Ingest one file into the store of a home."""
    from ingestion.agencies import AgencyDirectory
    from ingestion.clock import FixedClock
    from ingestion.intake import IntakeContext, ingest_file
    from ingestion.layout.load import load_layouts
    from ingestion.rules import Rules
    from ingestion.store import EventStore

    context = IntakeContext(
        home=home,
        store=EventStore(home / "store"),
        layouts=load_layouts([HERE]),
        agencies=AgencyDirectory.load(SEEDS),
        clock=FixedClock(NOW),
        rules=Rules.load(),
    )
    outcome = ingest_file(file, context=context)
    if outcome.status != "ingested":
        raise SystemExit(f"{outcome.status}: {outcome.problems[:3]}")
    counts = ("received", "accepted", "duplicate", "quarantined")
    return {name: getattr(outcome, name) for name in counts} | {"batch_id": outcome.batch_id}


def build(home: Path, day: int) -> dict[str, Any]:
    """Run dbt over the store of a home, `day` days after `NOW`: everything, or what is new."""
    from ingestion.store import EventStore
    from orchestration.build import build as run_build
    from orchestration.fingerprint import fingerprint
    from orchestration.home import Home
    from orchestration.settings import read_settings

    environ = {"KL226_MEMORY_LIMIT": MEMORY_LIMIT, "KL226_THREADS": str(THREADS)}
    result = run_build(
        Home(home),
        read_settings(environ, home=home),
        EventStore(home / "store"),
        as_of=as_of(day),
        fingerprint=fingerprint(),
    )
    broken = [
        f"{node.name}: {node.message}" for node in result.nodes if node.status in ("error", "fail")
    ]
    if result.status != "built" or broken:
        raise SystemExit(f"{result.status} {result.error} {broken}")
    return {
        "full_refresh": result.full_refresh,
        "models": result.models,
        "tests": result.tests,
        "dearest": {
            node.name: round(node.seconds, 1)
            for node in sorted(result.nodes, key=lambda node: -node.seconds)[:8]
        },
    }


def as_of(day: int) -> datetime:
    """The moment of the build on that day."""
    return NOW + timedelta(days=day)


def figures(home: Path, bare: Path) -> dict[str, Any]:
    """Compare the scorecard with the bare one, row by row. Exits when they differ."""
    columns = "kpi_code, agency_code, period_code, numerator, denominator, kpi_value, status"
    with connect(bare, home / "tmp" / "figures") as connection:
        connection.execute(f"attach '{home / 'warehouse.duckdb'}' as warehouse (read_only)")
        connection.execute(
            f"create temp table ours as select {columns} from warehouse.marts.kpi_scorecard "
            "where kpi_code in ('dossier_digital_share', 'dossier_digitised_share')"
        )
        # `except all` holds two nulls for equal.
        for one, other in (("ours", "scorecard"), ("scorecard", "ours")):
            differing = connection.execute(
                f"select {columns} from {one} except all select {columns} from {other}"
            ).fetchall()
            if differing:
                raise SystemExit(f"{len(differing)} rows of {one} only: {differing[:3]}")
        said = connection.execute(
            "select count(*), count(kpi_value), sum(denominator) from ours"
        ).fetchone()
        if not said or not said[1]:
            raise SystemExit("no figures to compare")
    return {"rows": said[0], "with_value": said[1]}


def events(home: Path, batch_id: str, out: Path) -> dict[str, Any]:
    """Compare the events written with the bare ones, by id and payload. Exits when they differ."""
    stored = f"read_parquet('{home}/store/events/stream=dossier/*/*.parquet')"
    marks = []
    for source, rest in ((stored, f"where batch_id = '{batch_id}'"),
                         (f"read_parquet('{out}/*/*.parquet')", "")):  # fmt: skip
        with connect(None, home / "tmp" / "events") as connection:
            marks.append(connection.execute(
                "select count(*), count(distinct event_id), bit_xor(hash(event_id, payload_hash)), "
                f"bit_xor(hash(event_id, source_row, epoch_us(received_at))) from {source} {rest}"
            ).fetchone())  # fmt: skip
    if marks[0] != marks[1]:
        raise SystemExit(f"events differ: {marks}")
    return {"events": marks[0][0] if marks[0] else 0}


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "ingest":
        said = ingest(Path(words[0]), Path(words[1]))
    elif what == "build":
        said = build(Path(words[0]), int(words[1]))
    elif what == "figures":
        said = figures(Path(words[0]), Path(words[1]))
    else:
        said = events(Path(words[0]), words[1], Path(words[2]))
    print(json.dumps(said))
