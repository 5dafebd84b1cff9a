"""The doctor's look at the landing folder: which files wait, and why each of them does.

Belongs here: naming what keeps a file there, writing nothing. Does not belong here: taking a file
in (`ingestion.landing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingestion.clock import FixedClock
from orchestration.doctor import Finding
from orchestration.home import Home
from orchestration.settings import Settings
from schemas.problems import Problem

SHOWN = 5
LARGEST = 20 * 1024**2
"""Bytes: a larger file takes seconds to read, and the next run will say what is wrong with it."""
CONFIRMABLE = ("snapshot_held", "older_list_again")
"""What a person may overrule with --confirm."""
PLANTED = "_mau_"
"""Part of the name of every file of the sample province."""


def landing(home: Home, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Files that wait, since when, and why."""
    from ingestion.landing import landed_files

    waiting = [file.path for file in landed_files(home.root)]
    if not waiting:
        yield Finding("landing", "ok", "doctor_landing_empty", {})
        return
    oldest = min(path.stat().st_mtime for path in waiting)
    days = max((now - datetime.fromtimestamp(oldest, UTC)).days, 0)
    reasons = [(path, _reason(home, settings, path, now)) for path in waiting[:SHOWN]]
    stuck = len(waiting) <= SHOWN and all(problem for _, problem in reasons)
    key = "doctor_landing_stuck" if stuck else "doctor_landing_waiting"
    yield Finding("landing", "warning", key, {"count": len(waiting), "days": days})
    for path, problem in reasons:
        yield _finding(path, problem)
    if len(waiting) > SHOWN:
        yield Finding("landing", "ok", "doctor_landing_more", {"count": len(waiting) - SHOWN})
    planted = [path for path, problem in reasons if problem and PLANTED in path.name]
    if home.is_sample and planted:
        yield Finding("landing", "ok", "doctor_landing_planted", {"count": len(planted)})


def _finding(path: Path, problem: Problem | None) -> Finding:
    if problem is None:
        return Finding("landing", "ok", "doctor_file_ready", {"file": path})
    key = "doctor_file_held" if problem.code in CONFIRMABLE else "doctor_file_problem"
    return Finding("landing", "warning", key, {"file": path, "problem": problem})


def _reason(home: Home, settings: Settings, path: Path, now: datetime) -> Problem | None:
    """What will keep a file where it is also after the next run; None: nothing will."""
    from ingestion.intake import check_file
    from orchestration.pipeline import Workplace, intake_context

    if path.stat().st_size > LARGEST:
        return None
    context = intake_context(Workplace(home, settings, FixedClock(now)))
    outcome = check_file(path, context=context)
    older = [note for note in outcome.notes if note.code in CONFIRMABLE]
    if older and not outcome.applies:
        return older[0]
    # A refused file without a batch is not logged and stays; any other is put into the archive.
    stays = outcome.status == "held" or (outcome.status == "refused" and outcome.batch_id is None)
    return outcome.problems[0] if stays and outcome.problems else None
