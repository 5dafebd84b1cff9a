"""The dead-man's switch: what every finished run leaves behind, and how old it may be.

Belongs here: writing and judging `<home>/heartbeat.json`. Does not belong here: sentences
(`doctor_words.py`), messages about it (`timetable/watch.py`).
A silence must be noticed by something that is not silent with it: `kl226 doctor --quiet` from cron.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from ingestion.clock import SystemClock, local_date
from ingestion.lease import LeaseBusy
from orchestration.home import Home
from orchestration.rules import rule

HEARTBEAT = "heartbeat.json"
State = Literal["ok", "missing", "unreadable", "stale", "ahead", "failed"]


@dataclass(frozen=True)
class Beat:
    """The end of a run. `finished_at` is aware; `ok`: what was asked for is published."""

    finished_at: datetime
    run_id: str
    ok: bool
    by: str
    """`kl226` or `dagster`."""


@dataclass(frozen=True)
class Pulse:
    """What the file says at a moment; `hours` since the last beat, None when it says nothing."""

    state: State
    hours: float | None = None
    beat: Beat | None = None
    why: str = ""


def write_beat(home: Home, beat: Beat) -> Path:
    """Replace the heartbeat in one step: a reader sees the old one or the new one."""
    path = home.root / HEARTBEAT
    said = {**asdict(beat), "finished_at": beat.finished_at.astimezone(UTC).isoformat()}
    partial = path.with_name(f".{HEARTBEAT}.{os.getpid()}.part")
    with partial.open("w", encoding="utf-8") as stream:
        stream.write(json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(path)
    return path


def read_beat(home: Home) -> Beat:
    """Read the last beat. Raises FileNotFoundError, OSError, and ValueError when it is broken."""
    said = json.loads((home.root / HEARTBEAT).read_text(encoding="utf-8"))
    if not isinstance(said, dict):
        raise ValueError("not an object")
    try:
        finished = datetime.fromisoformat(said["finished_at"])
        run_id, ok, by = said["run_id"], said["ok"], said["by"]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None
    if finished.tzinfo is None or not isinstance(ok, bool):
        raise ValueError("finished_at needs its offset, ok must be true or false")
    return Beat(finished, str(run_id), ok, str(by))


def pulse(home: Home, now: datetime) -> Pulse:
    """Judge the heartbeat at `now` (aware) by the dated limits; never raises for a bad file."""
    try:
        beat = read_beat(home)
    except (FileNotFoundError, NotADirectoryError):
        return Pulse("missing")
    except (OSError, ValueError) as error:
        # Of a broken file the place is said and never the content.
        why = error.strerror if isinstance(error, OSError) else type(error).__name__
        return Pulse("unreadable", why=str(why))
    day, age = local_date(now), now - beat.finished_at
    hours = age.total_seconds() / 3600
    if -age > timedelta(minutes=rule("heartbeat_max_ahead_minutes", day)):
        return Pulse("ahead", hours, beat)
    if hours > rule("heartbeat_max_age_hours", day):
        return Pulse("stale", hours, beat)
    return Pulse("ok" if beat.ok else "failed", hours, beat)


@dataclass
class RunEnd:
    """What a run says of itself while it works, for the beat at its end."""

    ok: bool = False
    run_id: str = ""


@contextmanager
def beating(home: Home, by: str) -> Iterator[RunEnd]:
    """Write a beat when the block ends, well or not.

    None is written when another run holds the store (its own end will speak), when a person
    interrupts, and into a home that is gone.
    """
    end = RunEnd()
    try:
        yield end
    except LeaseBusy:
        raise
    except Exception:
        end.ok = False
        _beat(home, by, end)
        raise
    _beat(home, by, end)


def _beat(home: Home, by: str, end: RunEnd) -> None:
    if home.root.is_dir():
        write_beat(home, Beat(SystemClock().now(), end.run_id, end.ok, by))
