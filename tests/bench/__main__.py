"""`python -m tests.bench`: measure, compare figures, print the table.

Belongs here: the command line. Does not belong here: measurements (`scenes`), wording (`report`).
"""

from __future__ import annotations

import argparse
import sys

from tests.bench.measure import BenchmarkFailed
from tests.bench.report import table, write
from tests.bench.scenes import HISTORY, Row, build_rows, ingest_rows, proof_rows

SMALL, LARGE = 1_000_000, 10_000_000
SCENES = {"ingest": ingest_rows, "build": build_rows, "proof": proof_rows}


def main() -> int:
    """Run what was asked for; 1 when the two sides do not agree or something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--large", action="store_true", help="10 M rows and events instead of 1 M")
    parser.add_argument("--events", type=int, help="another number of rows and events")
    parser.add_argument("--repeat", type=int, help="runs of each (default 3, with --large 1)")
    parser.add_argument("--only", choices=SCENES)
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/benchmarks.md"
    )
    asked = parser.parse_args()
    size = asked.events or (LARGE if asked.large else SMALL)
    repeat = asked.repeat or (1 if asked.large else 3)
    rows: list[Row] = []
    try:
        for name, scene in SCENES.items():
            if asked.only in (None, name):
                rows += scene(size, repeat, _say)
    except BenchmarkFailed as error:
        print(f"benchmark failed: {error}", file=sys.stderr)
        return 1
    text = table(rows, repeat)
    print(f"\nEvery ingest goes into a store of {HISTORY:,} events.\n\n{text}")
    if asked.write:
        write("large" if asked.large else "small", text)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
