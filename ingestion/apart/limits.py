"""How much memory and time reading a file may take.

Belongs here: the dated limits (`rules.csv`) applied to one file. Does not belong here: setting
(`worker`) and enforcing them (`process`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from pathlib import Path

from ingestion.rules import Rules

MEGABYTE = 1024 * 1024
Days = tuple[date, date]
OUT_OF_MEMORY = 81
"""Exit code of a child that Python told to be out of memory."""
_PATIENCE = 4
"""Elapsed seconds granted for one CPU-second: the machine has other work, a pipe that nobody writes
to has none."""


@dataclass(frozen=True)
class Allowance:
    """What one task may use: bytes beyond the idle process, CPU-seconds, elapsed seconds."""

    memory: int
    cpu_seconds: int
    seconds: int


@dataclass(frozen=True)
class Limits:
    """Limits on reading, in megabytes and CPU-seconds: a base and so much per megabyte of file.

    A bomb is small on disk, an honest large file is not: that is why size buys memory and time.
    """

    megabytes: float
    megabytes_per_megabyte: float
    most_megabytes: float
    seconds: float
    seconds_per_megabyte: float
    days: Days
    """First and last day of a calendar that are read: a weekly meeting has no last occurrence."""

    @classmethod
    def on(cls, rules: Rules, day: date) -> Limits:
        """The limits in force on a day. Raises KeyError when one is missing."""
        return cls(
            rules.value("reader_megabytes", day),
            rules.value("reader_megabytes_per_megabyte", day),
            rules.value("reader_most_megabytes", day),
            rules.value("reader_seconds", day),
            rules.value("reader_seconds_per_megabyte", day),
            (
                day - timedelta(days=rules.value("calendar_days_back", day)),
                day + timedelta(days=rules.value("calendar_days_ahead", day)),
            ),
        )

    def for_file(self, path: Path) -> Allowance:
        """What reading this file may use; a file that is not there gets the base."""
        try:
            size = path.stat().st_size / MEGABYTE
        except OSError:
            size = 0.0
        megabytes = self.megabytes + self.megabytes_per_megabyte * size
        seconds = ceil(self.seconds + self.seconds_per_megabyte * size)
        memory = int(min(megabytes, self.most_megabytes) * MEGABYTE)
        return Allowance(memory, seconds, _PATIENCE * seconds)
