"""The Dagster graph: from the landing folder to the published scorecard.

Belongs here: putting assets, checks, jobs, schedule and sensor together, by name. Does not belong
here: any of them (`assets_*.py`, `asset_checks.py`, `schedules.py`).
Explicit on purpose: loading a folder of definitions silently drops what it cannot read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dagster as dg

from ingestion.clock import SystemClock, local_date
from orchestration.asset_checks import BATCH_CHECKS
from orchestration.assets_alerts import alerts_told
from orchestration.assets_dbt import dbt_definition
from orchestration.assets_published import published_definition
from orchestration.assets_store import intake, landing, run_context
from orchestration.dagster_notices import (
    NOTICE_JOBS,
    notice_schedules,
    retention_job,
    run_failed,
)
from orchestration.dagster_place import PlaceResource
from orchestration.fact_checks import FACT_CHECKS
from orchestration.manifest import ensure_manifest
from orchestration.schedules import build_job, daily, ingest_job, landing_folder, run_job
from orchestration.settings import read_settings, silence_telemetry

PUBLISHED_SCHEMAS = {"marts", "kpi"}


def build_defs(resource_overrides: Mapping[str, Any] | None = None) -> dg.Definitions:
    """All definitions. `resource_overrides` replaces resources by name, for tests."""
    silence_telemetry()
    resources = {
        "place": PlaceResource(home=str(read_settings().home)),
        **(resource_overrides or {}),
    }
    manifest = ensure_manifest(resources["place"].workplace())
    dbt_build = dbt_definition(manifest)
    upstream = [key for key in dbt_build.keys if key.path[0] in PUBLISHED_SCHEMAS]
    return dg.Definitions(
        assets=[
            *(landing, run_context, intake, dbt_build, published_definition(upstream)),
            alerts_told,
        ],
        asset_checks=[*BATCH_CHECKS, *FACT_CHECKS],
        jobs=[run_job, ingest_job, build_job, *NOTICE_JOBS.values(), retention_job],
        schedules=[daily, *notice_schedules(local_date(SystemClock().now()))],
        sensors=[landing_folder, run_failed],
        resources=resources,
        executor=dg.in_process_executor,
    )


defs = build_defs()
