"""When the pipeline runs: jobs, the daily schedule, and the sensor of the landing folder.

Belongs here: what starts a run. Does not belong here: what a run does.

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

import json

import dagster as dg

from ingestion.clock import LOCAL_ZONE, SystemClock, local_date
from orchestration.asset_checks import BATCH_EXPECTATIONS
from orchestration.assets_store import folder_version
from orchestration.dagster_place import (
    INGEST_LOG,
    LANDING,
    QUARANTINE,
    STREAM_KEYS,
    PlaceResource,
)
from orchestration.timetable.moments import cron

SECONDS_BETWEEN_LOOKS = 60
STORE = dg.AssetSelection.assets(*STREAM_KEYS.values(), INGEST_LOG, QUARANTINE)

run_job = dg.define_asset_job(
    "run",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets(LANDING),
    description="Tiếp nhận → kiểm tra → tính → công bố (như kl226 run)",
)
ingest_job = dg.define_asset_job(
    "ingest", selection=STORE, description="Chỉ tiếp nhận tệp (như kl226 ingest)"
)
build_job = dg.define_asset_job(
    "build",
    selection=(dg.AssetSelection.all() - dg.AssetSelection.assets(LANDING) - STORE)
    | dg.AssetSelection.checks(
        *(dg.AssetCheckKey(key, BATCH_EXPECTATIONS) for key in STREAM_KEYS.values())
    ),
    description="Tính lại và công bố (như kl226 build)",
)

daily = dg.ScheduleDefinition(
    name="daily",
    job=run_job,
    cron_schedule=cron("daily_run_hour", local_date(SystemClock().now())),
    execution_timezone=LOCAL_ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Mỗi ngày một lần (06:00): hạn và kỳ đổi theo ngày dù không có tệp mới",
)


@dg.sensor(
    job=run_job,
    minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
    name="landing_folder",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Mỗi phút xem thư mục nhận; tệp đứng yên qua một lượt thì chạy việc run",
)
def landing_folder(
    context: dg.SensorEvaluationContext, place: PlaceResource
) -> dg.RunRequest | dg.SkipReason:
    """Start a run when files have come and none of them has changed since the last look."""
    from ingestion.landing import landed_files

    files = [file.path for file in landed_files(place.workplace().home.root)]
    seen = json.loads(context.cursor) if context.cursor else {}
    version = folder_version(files) if files else ""
    if not files:
        context.update_cursor(json.dumps({**seen, "waiting": ""}))
        return dg.SkipReason("nothing has landed")
    if version == seen.get("requested"):
        return dg.SkipReason(f"{len(files)} files are left over and have not changed")
    if version != seen.get("waiting"):
        context.update_cursor(json.dumps({**seen, "waiting": version}))
        return dg.SkipReason(f"{len(files)} files have come; waiting until they are complete")
    context.update_cursor(json.dumps({"waiting": version, "requested": version}))
    return dg.RunRequest(run_key=version)
