"""What a process costs: CPU-seconds and peak memory of it and its children, median of several runs.

Belongs here: starting processes and reading the kernel's account of them. Does not belong here: what
they do. This process stays small, because a child inherits the peak of the process that forks it.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bench.sql import PROJECT

Command = list[str]


class BenchmarkFailed(Exception):
    """A process failed, or the two sides do not agree."""


@dataclass(frozen=True)
class Cost:
    """One process: seconds of CPU (user and system), of the clock, and the peak in gigabytes."""

    cpu: float
    wall: float
    peak: float
    said: Any = None


def module(name: str, *words: object) -> Command:
    """The command that runs a module of the benchmark in a fresh Python."""
    return [sys.executable, "-m", name, *map(str, words)]


def run(command: Command) -> Cost:
    """Run one process to its end. Raises BenchmarkFailed with what it said when it fails."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=PROJECT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text = out.read()
        if process.returncode:
            said = f"{text[-1000:]}\n{err.read()[-2000:]}"
            raise BenchmarkFailed(f"{' '.join(command)}\n{said}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024**2, _json(text))


def repeated(times: int, once: Callable[[], list[Cost]]) -> list[Cost]:
    """Run a series of measurements several times: the median of each of them."""
    series = [once() for _ in range(times)]
    return [
        Cost(
            statistics.median(cost.cpu for cost in costs),
            statistics.median(cost.wall for cost in costs),
            max(cost.peak for cost in costs),
            costs[-1].said,
        )
        for costs in zip(*series, strict=True)
    ]


def _json(text: str) -> Any:
    """What a process said: all of it, or its last line, if that is JSON."""
    for said in (text, *text.splitlines()[-1:]):
        try:
            return json.loads(said)
        except ValueError:
            continue
    return None
