"""Letters about the machinery itself: a failed run, an old publication, silence, a sign of life.

Belongs here: what is wrong with operation and the letter about it, without a stack trace and
without data. Does not belong here: judging a heartbeat (`heartbeat.py`), queueing (`notify.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ingestion.clock import local_date
from orchestration.alerts.notices import Line, Notice
from orchestration.heartbeat import pulse
from orchestration.home import Home
from orchestration.rules import rule
from orchestration.timetable.words import words
from reporting.figures import local
from reporting.publication import NoPublication, Pointer, read_pointer

RUN_FAILED, STALE, SILENT = "run_failed", "publication_stale", "heartbeat_missing"
ALIVE = "heartbeat"
DEAD = ("missing", "unreadable", "stale", "ahead")


def run_failed(
    job: str, run_id: str, steps: Sequence[str], errors: Sequence[str], now: datetime
) -> Notice:
    """A run that did not end well. `errors` are names of kinds of errors, never their texts."""
    unknown = words("unknown")
    line = words(
        "run_failed_line",
        steps=", ".join(steps) or unknown,
        errors=", ".join(errors) or unknown,
        run=run_id,
    )
    return Notice(
        RUN_FAILED,
        "",
        "so_noi_vu",
        words("run_failed_subject", job=job),
        words("run_failed_opening", job=job, at=_moment(now)),
        (Line(line, (f"{RUN_FAILED}:{run_id}",)),),
        (words("run_failed_closing"),),
    )


def trouble(home: Home, now: datetime) -> list[Notice]:
    """What is wrong now: an old publication or none, no sign of life. Each once a day."""
    day = local_date(now)
    found = []
    pointer = published(home)
    if pointer is None:
        found.append(_letter(STALE, "none", "stale_closing", f"{day}:none"))
    else:
        age = now - datetime.fromisoformat(pointer.as_of)
        limit = rule("publication_max_age_days", day)
        if age > timedelta(days=limit):
            values = {"days": age.days, "limit": f"{limit:g}", "day": as_of(pointer)}
            found.append(
                _letter(STALE, "stale", "stale_closing", f"{day}:{pointer.run_id}", **values)
            )
    beat = pulse(home, now)
    if beat.state in DEAD:
        at = _moment(beat.beat.finished_at) if beat.beat else words("unknown")
        found.append(_letter(SILENT, "heart", "heart_closing", str(day), state=beat.state, at=at))
    return found


def sign_of_life(home: Home, now: datetime) -> list[Notice]:
    """The daily letter whose absence a person notices; none while nothing runs, or by rule."""
    day, beat = local_date(now), pulse(home, now)
    if not rule("heartbeat_message_daily", day) or beat.beat is None or beat.state in DEAD:
        return []
    pointer = published(home)
    line = words(
        "alive_line",
        at=_moment(beat.beat.finished_at),
        state=words("alive_published" if beat.beat.ok else "alive_failed"),
        as_of=as_of(pointer) if pointer else words("unknown"),
    )
    return [
        Notice(
            ALIVE,
            "",
            "so_noi_vu",
            words("alive_subject", day=f"{day:%d/%m/%Y}"),
            words("alive_opening"),
            (Line(line, (f"{ALIVE}:{day}",)),),
        )
    ]


def published(home: Home) -> Pointer | None:
    """The publication in force; None when there is none that can be read."""
    try:
        return read_pointer(home.root)
    except NoPublication:
        return None


def _letter(code: str, kind: str, closing: str, mark: str, **values: object) -> Notice:
    return Notice(
        code,
        "",
        "so_noi_vu",
        words(f"{kind}_subject", **values),
        words(f"{kind}_opening", **values),
        (Line(words(f"{kind}_line", **values), (f"{code}:{mark}",)),),
        (words(closing),),
    )


def as_of(pointer: Pointer) -> str:
    """The moment up to which the publication knows, as people read it."""
    return _moment(datetime.fromisoformat(pointer.as_of))


def _moment(value: datetime) -> str:
    return f"{local(value):%H:%M %d/%m/%Y}"
