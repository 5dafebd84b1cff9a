"""`python -m tests.backtest --home var/demo --write`: measure, keep the results, fill the page.

Belongs here: the command line. Does not belong here: measuring (`trial`), wording (`report`).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.backtest.report import keep, put_into_page, tables
from tests.backtest.trial import measure
from tests.conftest import SHARED


def main() -> int:
    """Run the trial and print its tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.backtest", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var/demo"), help="a built demo")
    parser.add_argument("--shared", type=Path, default=SHARED / "data", help="the real meetings")
    parser.add_argument("--write", action="store_true", help="keep the results, fill the page")
    asked = parser.parse_args()
    results = measure(asked.home, asked.shared)
    print(tables(results))
    if asked.write:
        keep(results)
        put_into_page(results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
