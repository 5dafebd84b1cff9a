"""The one resource of the Dagster graph, and the names of what dbt reads.

Belongs here: where the pipeline works, and asset keys shared by several modules. Does not belong
here: any asset.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg

from ingestion.clock import SystemClock
from orchestration.home import Home
from orchestration.pipeline import Workplace
from orchestration.settings import read_settings
from schemas.registry import STREAMS

LANDING = dg.AssetKey("landing")
PUBLISHED = dg.AssetKey("published_marts")
STREAM_KEYS = {name: dg.AssetKey(["store", f"{name}_events"]) for name in STREAMS}
INGEST_LOG = dg.AssetKey(["store", "ingest_events"])
QUARANTINE = dg.AssetKey(["store", "quarantine_rows"])
RUN_CONTEXT = dg.AssetKey(["store", "run_context"])
"""Equal to the keys dagster-dbt gives the dbt source `store`, so that the graph is connected."""


class PlaceResource(dg.ConfigurableResource):
    """Where the pipeline works: a run-time home."""

    home: str

    def workplace(self) -> Workplace:
        """Home, settings and the machine's clock, for the steps of `pipeline.py`."""
        settings = read_settings(home=Path(self.home))
        return Workplace(Home(settings.home), settings, SystemClock())
