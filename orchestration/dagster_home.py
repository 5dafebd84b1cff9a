"""DAGSTER_HOME inside the run-time home.

Belongs here: writing Dagster's instance settings. Does not belong here: any definition.
`python -m orchestration.dagster_home` prepares the folder and prints its path (for `make dev`).
"""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

from ingestion.clock import SystemClock, local_date
from orchestration.home import Home
from orchestration.rules import rule
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
_RETENTION = """\
# Days that ticks are kept (orchestration/rules.csv); runs are removed by the job retention.
retention:
"""
_RETAINED = """\
  {kind}:
    purge_after_days:
      skipped: {skipped}
      started: {others}
      success: {others}
      failure: {others}
"""


def prepare(home: Home, day: date) -> Path:
    """Make DAGSTER_HOME with telemetry off, one writer at a time and ticks that are purged.

    Settings that somebody wrote stay; a file without any retention gets one. `day` chooses the
    dated limits.
    """
    home.dagster.mkdir(parents=True, exist_ok=True)
    instance = home.dagster / "dagster.yaml"
    said = instance.read_text(encoding="utf-8") if instance.exists() else _INSTANCE
    if not re.search(r"^retention:", said, re.MULTILINE):
        said = said.rstrip("\n") + "\n" + _RETENTION
        limits = {
            "skipped": int(rule("dagster_skipped_ticks_kept_days", day)),
            "others": int(rule("dagster_ticks_kept_days", day)),
        }
        for kind in ("schedule", "sensor"):
            said += _RETAINED.format(kind=kind, **limits)
        instance.write_text(said, encoding="utf-8")
    return home.dagster


if __name__ == "__main__":
    today = local_date(SystemClock().now())
    sys.stdout.write(f"{prepare(Home(read_settings().home).create(), today)}\n")
