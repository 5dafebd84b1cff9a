"""The end of a `kl226 run`: a heartbeat always, a letter when it failed.

Belongs here: what a finished run of the command leaves behind. Does not belong here: the run
(`pipeline.py`), runs of Dagster (`dagster_notices.py`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ingestion.clock import SystemClock
from ingestion.lease import LeaseBusy
from orchestration.heartbeat import RunEnd, beating
from orchestration.pipeline import Workplace

BY = "kl226"


@contextmanager
def run_end(place: Workplace) -> Iterator[RunEnd]:
    """Beat when the block ends; tell of a failure, unless a person sits there or it is a sample.

    What goes wrong with telling never hides what went wrong with the run.
    """
    try:
        with beating(place.home, BY) as end:
            yield end
    except LeaseBusy:
        raise
    except Exception as error:
        _tell(place, "", type(error).__name__)
        raise
    if not end.ok:
        _tell(place, end.run_id, "NotPublished")


def _tell(place: Workplace, run_id: str, kind: str) -> None:
    from orchestration.timetable.notify import post
    from orchestration.timetable.watch import run_failed

    if os.isatty(2) or place.home.is_sample or not place.home.root.is_dir():
        return
    now = SystemClock().now()
    name = run_id or f"{now:%Y-%m-%d}:{kind}"
    try:
        post(place, "watch", [run_failed("run", name, (), (kind,), now)], now)
    except Exception as error:
        # The heartbeat has said it, and the doctor will.
        sys.stderr.write(f"{BY}: {type(error).__name__}: no letter about the failed run\n")
