"""DAGSTER_HOME inside the run-time home.

Belongs here: writing Dagster's instance settings. Does not belong here: any definition.
`python -m orchestration.dagster_home` prepares the folder and prints its path (for `make dev`).
"""

from __future__ import annotations

import sys
from pathlib import Path

from orchestration.home import Home
from orchestration.settings import read_settings

POOL = "duckdb"
"""Whoever opens the warehouse for writing works in this pool; DuckDB knows one writer."""
_INSTANCE = """\
# Written by kl226; see docs/runbook.md.
telemetry:
  enabled: false
concurrency:
  pools:
    granularity: run
    default_limit: 1
"""


def prepare(home: Home) -> Path:
    """Make DAGSTER_HOME with telemetry off and one writer at a time; what is there stays."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    instance = home.dagster / "dagster.yaml"
    if not instance.exists():
        instance.write_text(_INSTANCE, encoding="utf-8")
    return home.dagster


if __name__ == "__main__":
    sys.stdout.write(f"{prepare(Home(read_settings().home).create())}\n")
