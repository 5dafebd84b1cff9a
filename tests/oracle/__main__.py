"""`python -m tests.oracle --histories 20000 --seed 1`: look for a difference, explain the first.

Belongs here: the command line. Does not belong here: the trial (`run`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.oracle.build import Stage
from tests.oracle.compare import Difference
from tests.oracle.run import explained, trial

BATCH = 4_000
"""Histories of one store; more would only make its scorecard slow to read."""


def main() -> int:
    """Run the trials; 1 when something differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--histories", type=int, default=BATCH)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="one history by its number")
    parser.add_argument("--all", action="store_true", help="list what differs instead of one")
    asked = parser.parse_args()
    started, compared = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for batch, first in enumerate(range(0, asked.histories, BATCH)):
            numbers = list(range(first, min(first + BATCH, asked.histories)))
            result = trial(stage, asked.seed + batch, [asked.only] if asked.only else numbers, say)
            compared += result.compared
            if result.found:
                kinds = Counter(f"{d.key.kpi} {shape(d)}" for _, d in result.found)
                for kind, count in kinds.most_common(30):
                    say(f"{count:7} {kind}")
                for as_of, difference in result.found[:: max(1, len(result.found) // 20)]:
                    if asked.all:
                        say(f"{as_of:%Y-%m-%d %H:%M} {difference.text()}")
                say("" if asked.all else explained(stage, result))
                return 1
    say(f"{compared:,} rows compared in {time.monotonic() - started:.0f} s, no difference")
    return 0


def shape(difference: Difference) -> str:
    """What kind of difference it is: which row is missing, or which parts differ."""
    text = difference.text().split(": ", 1)[1]
    if "None" in text and text.startswith("expected"):
        return "row missing or superfluous"
    return ", ".join(part.split(" ")[0] for part in text.split("; "))


def say(line: str) -> None:
    """Progress goes to standard error."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
