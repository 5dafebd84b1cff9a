"""Where the time comes from, and what day it is in the province.

Belongs here: the clock that stamps what the store learns, and the province's calendar. Does not
belong here: reading times out of files (`normalise`), periods of a report (`dbt_project`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LOCAL_ZONE = "Asia/Ho_Chi_Minh"
"""UTC+7 without summer time; every day and month of this project is one of this zone."""


class Clock(Protocol):
    """Anything that knows what time it is."""

    def now(self) -> datetime:
        """Return the present moment, with its zone."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved: for replays, samples and tests."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment the clock was set to, in UTC."""
        return self.moment.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock, backwards too."""
        self.moment += by


def local_date(moment: datetime) -> date:
    """Return the day in the province at a moment."""
    return moment.astimezone(ZoneInfo(LOCAL_ZONE)).date()


def local_month(moment: datetime) -> str:
    """Return the month in the province at a moment, as `2026-05`."""
    return f"{local_date(moment):%Y-%m}"
