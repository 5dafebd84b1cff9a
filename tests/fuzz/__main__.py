"""`python -m tests.fuzz [--files 10000] [--seed 1]`: mutated files through the whole check."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.run import fuzz

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
MOST_SECONDS = 10
MOST_MEGABYTES = 512


def main() -> int:
    """Run it and print what came of it; 1 when a file crashed, hung or took too much memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="kl226-fuzz-"))
    began = time.monotonic()
    result = fuzz(root, SHARED, files=told.files, seed=told.seed)
    lines = [
        f"{result.files} files, seed {told.seed}, {time.monotonic() - began:.0f} s",
        "kinds: " + ", ".join(f"{layout} {extension}" for layout, extension in result.kinds),
        f"crashes: {len(result.crashes)}",
        *result.crashes[:20],
        f"slowest: {result.slowest:.1f} s ({result.slowest_file})",
        f"peak: {result.parent_megabytes:.0f} MB here, {result.child_megabytes:.0f} MB in the child",
        *(f"  {code}: {count}" for code, count in result.outcomes.most_common()),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    most = max(result.parent_megabytes, result.child_megabytes)
    bad = result.crashes or result.slowest > MOST_SECONDS or most > MOST_MEGABYTES
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
