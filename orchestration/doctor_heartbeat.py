"""Is the machinery alive: what the doctor reads from the heartbeat.

Belongs here: turning a pulse into a finding. Does not belong here: judging it (`heartbeat.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from orchestration.doctor import Finding, Level
from orchestration.heartbeat import pulse
from orchestration.home import Home
from reporting.publication import POINTER


def heartbeat(home: Home, now: datetime, *, is_watch: bool = False) -> Iterator[Finding]:
    """Whether a run ended lately, and well.

    A watch (`doctor --quiet`, from cron) takes an empty or vanished home for a failure; a person
    who looks at a home on which nothing ever ran is told so. A sample runs on no schedule.
    """
    found = pulse(home, now)
    key, level = f"doctor_heartbeat_{found.state}", _level(home, found.state, is_watch)
    if found.state == "missing" and level != "error":
        key = "doctor_heartbeat_never"
    elif home.is_sample and found.state != "ok":
        key = "doctor_heartbeat_sample"
    values: dict[str, object] = {"home": home.root, "why": found.why}
    if found.beat is not None and found.hours is not None:
        values |= {
            "at": found.beat.finished_at.isoformat(),
            "hours": f"{abs(found.hours):.0f}",
            "run": found.beat.run_id or "?",
        }
    yield Finding("heartbeat", level, key, values)


def _level(home: Home, state: str, is_watch: bool) -> Level:
    if state == "ok":
        return "ok"
    if home.is_sample:
        return "note"
    if state == "missing" and not is_watch and not (home.published / POINTER).exists():
        return "note"
    return "warning" if state == "failed" else "error"
