"""Write the files of the sample province and say when each is delivered.

Belongs here: the call that everybody else uses. Does not belong here: which files there are
(`jobs`), what happened in the province (the stream modules), how a format is written (`files`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from ingestion.sample.jobs import plan_jobs
from ingestion.sample.province import load_units

SAMPLE_UNTIL = date(2026, 11, 15)
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Delivery:
    """One file an agency sends; `path` is relative to the landing folder."""

    day: datetime
    path: Path
    agency_code: str


def write_sample(
    folder: Path,
    *,
    agencies_csv: Path,
    succession_csv: Path,
    until: date = SAMPLE_UNTIL,
    scale: float = 1.0,
    on_progress: Callable[[str], None] | None = None,
) -> list[Delivery]:
    """Write the sample files as `<folder>/<agency>/<file>` and say when each is delivered.

    `until` is the last day with facts; `scale` multiplies their number. Duties are read from
    `annex_duties.csv` and `annex_tasks.csv` beside `agencies_csv`. Same arguments, same bytes.
    The deliveries come in
    order of time; those of one wave share one moment.
    """
    units = load_units(agencies_csv, succession_csv, until)
    jobs = plan_jobs(units, agencies_csv.with_name("annex_duties.csv"), until, scale)
    deliveries: list[Delivery] = []
    for job in sorted(jobs, key=lambda job: (job.day, job.agency_code, job.name)):
        target = folder / job.agency_code / job.name
        target.parent.mkdir(parents=True, exist_ok=True)
        job.write(target)
        moment = datetime.combine(job.day, time(8), tzinfo=LOCAL)
        deliveries.append(Delivery(moment, target.relative_to(folder), job.agency_code))
        if on_progress:
            on_progress(str(deliveries[-1].path))
    return deliveries
