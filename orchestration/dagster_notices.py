"""Dagster: when messages go out, what happens after a failed run, when its own log is pruned.

Belongs here: jobs, schedules and the sensor around a run. Does not belong here: runs themselves
(`schedules.py`), what is sent (`timetable/notify.py`), how one prunes (`dagster_retention.py`).

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

from datetime import date
from typing import get_args

import dagster as dg

from ingestion.clock import LOCAL_ZONE, SystemClock, local_date
from orchestration.dagster_home import POOL
from orchestration.dagster_place import PlaceResource
from orchestration.dagster_retention import prune
from orchestration.heartbeat import Beat, write_beat
from orchestration.schedules import build_job, ingest_job, run_job
from orchestration.timetable.moments import cron
from orchestration.timetable.notify import Kind, calendar_of, notify, post, skip_reason
from orchestration.timetable.watch import run_failed as run_failed_notice

TITLES: dict[Kind, str] = {
    "daily": "Tóm tắt ngày cho Sở Nội vụ và thư báo hệ thống đang chạy",
    "weekly": "Tóm tắt tuần cho các đơn vị",
    "reminders": "Nhắc hạn trước 15, 5, 1 ngày làm việc (orchestration/rules.csv)",
    "close": "Khóa sổ tháng: tính, công bố, báo ai đã nộp, nhắc ai chưa nộp; không tự chốt",
    "watch": "Báo khi số liệu công bố đã cũ hoặc không thấy lần chạy nào",
}


def _job(kind: Kind) -> dg.JobDefinition:
    @dg.op(name=f"send_{kind}", description=TITLES[kind], pool=POOL if kind == "close" else None)
    def send(context: dg.OpExecutionContext, place: PlaceResource) -> None:
        # The schedule has judged the day; a job started by hand, or late, is meant.
        done = notify(place.workplace(), kind, is_forced=True)
        context.log.info(f"{kind}: {done.letters} letters; unknown: {list(done.unknown)}")
        if not done.ok:
            context.log.warning(f"{kind}: not everything has been handed over: kl226 doctor")

    @dg.job(name=f"notify_{kind}", description=TITLES[kind], executor_def=dg.in_process_executor)
    def job() -> None:
        send()

    return job


NOTICE_JOBS = {kind: _job(kind) for kind in get_args(Kind)}


@dg.op(description="Xóa nhật ký cũ của chính Dagster (số ngày ở orchestration/rules.csv)")
def prune_log(context: dg.OpExecutionContext) -> None:
    """Keep Dagster's own log bounded."""
    done = prune(context.instance, SystemClock().now(), current_run=context.run_id)
    context.log.info(f"{done.runs} runs, {done.bytes_before} → {done.bytes_after} bytes")
    if done.busy:
        context.log.warning(f"busy, made smaller next time: {', '.join(done.busy)}")


@dg.job(name="retention", executor_def=dg.in_process_executor)
def retention_job() -> None:
    """Dọn nhật ký Dagster."""
    prune_log()


def _schedule(kind: Kind, line: str) -> dg.ScheduleDefinition:
    @dg.schedule(
        name=f"send_{kind}",
        job=NOTICE_JOBS[kind],
        cron_schedule=line,
        execution_timezone=LOCAL_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description=TITLES[kind],
    )
    def schedule(
        context: dg.ScheduleEvaluationContext, place: PlaceResource
    ) -> dg.RunRequest | dg.SkipReason:
        moment = context.scheduled_execution_time
        why = skip_reason(calendar_of(place.workplace()), kind, moment)
        if why:
            return dg.SkipReason(f"{local_date(moment)}: {why}")
        return dg.RunRequest(run_key=f"{kind}:{moment:%Y-%m-%dT%H}")

    return schedule


def notice_schedules(today: date) -> list[dg.ScheduleDefinition]:
    """Every schedule around the daily run, at the hours that are in force on `today`."""
    lines: dict[Kind, str] = {
        "daily": cron("daily_digest_hour", today),
        "weekly": cron("weekly_digest_hour", today),
        "reminders": cron("reminder_hour", today),
        "close": cron_of_close(today),
        "watch": "15 * * * *",
    }
    retention = dg.ScheduleDefinition(
        name="retention",
        job=retention_job,
        cron_schedule=cron("dagster_retention_hour", today, minute=30),
        execution_timezone=LOCAL_ZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Dọn nhật ký cũ của chính Dagster",
    )
    return [*(_schedule(kind, line) for kind, line in lines.items()), retention]


def cron_of_close(today: date) -> str:
    """The close on its dated day of the month, half past: after the digest."""
    from orchestration.rules import rule

    return cron("close_hour", today, minute=30, days=str(int(rule("close_day_of_month", today))))


@dg.run_failure_sensor(
    name="run_failed",
    monitored_jobs=[run_job, build_job, ingest_job, *NOTICE_JOBS.values(), retention_job],
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Lần chạy hỏng: ghi nhịp hỏng và gửi thư, không kèm dữ liệu",
)
def run_failed(context: dg.RunFailureSensorContext, place: PlaceResource) -> None:
    """Say which step failed and of which kind the error was; its text may quote a cell."""
    work, now = place.workplace(), SystemClock().now()
    run = context.dagster_run
    failed = context.get_step_failure_events()
    steps = sorted({event.step_key for event in failed if event.step_key})
    kinds = sorted({_kind(event) for event in failed})
    if run.job_name in (run_job.name, build_job.name) and work.home.root.is_dir():
        write_beat(work.home, Beat(now, run.run_id, False, "dagster"))
    post(work, "watch", [run_failed_notice(run.job_name, run.run_id, steps, kinds, now)], now)


def _kind(event: dg.DagsterEvent) -> str:
    """Name of the class of an error; of the error inside where Dagster wrapped it."""
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    name = error.cls_name if error is not None else None
    return name or "?"
