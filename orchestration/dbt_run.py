"""Run dbt in this process, and say exactly which tests ran and how they ended.

Belongs here: calling dbtRunner, its environment, progress, reading its results. Does not belong
here: when to build (`build.py`), what a model means (`dbt_project`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration.home import Home
from orchestration.parsed import keep_parsed, load_parsed, parsed_key
from orchestration.seeds import dbt_seed_path
from orchestration.settings import PROJECT_ROOT, Settings, environment, silence_telemetry

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, name of the step."""


@dataclass(frozen=True)
class Node:
    """One dbt node that ran: a model, a seed or a test."""

    unique_id: str
    name: str
    status: str
    message: str
    failures: int
    seconds: float

    @property
    def is_test(self) -> bool:
        """Whether the node is a test of data."""
        return self.unique_id.startswith("test.")


@dataclass(frozen=True)
class DbtResult:
    """How a dbt command ended. `error` is dbt's own sentence when it could not run at all."""

    nodes: list[Node] = field(default_factory=list)
    error: str = ""


class DbtFailed(Exception):
    """dbt could not run at all: its profile, its project or its arguments are wrong."""


@contextmanager
def dbt_environment(home: Home, settings: Settings) -> Iterator[None]:
    """What profiles.yml and dbt itself read from the environment."""
    silence_telemetry()
    for folder in (home.dbt_target, home.dbt_logs, home.temporary):
        folder.mkdir(parents=True, exist_ok=True)
    values = {
        "KL226_WAREHOUSE": str(home.warehouse),
        "KL226_DBT_SEEDS": dbt_seed_path(home, settings),
        "KL226_MEMORY_LIMIT": settings.memory_limit,
        "KL226_TEMP_DIRECTORY": str(home.temporary),
        "DBT_TARGET_PATH": str(home.dbt_target),
        "DBT_LOG_PATH": str(home.dbt_logs),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    with environment(values):
        yield


def run_dbt(
    command: list[str], home: Home, settings: Settings, progress: Progress | None = None
) -> DbtResult:
    """Run one dbt command in process; never raises for a failing model or test."""
    with dbt_environment(home, settings):
        from dbt.cli.main import dbtRunner

        callbacks = [_counter(progress)] if progress else []
        key = parsed_key(home, settings)
        # dbt writes manifest.json for `parse` only when it parses itself.
        parsed = load_parsed(home, key) if command[0] == "build" else None
        try:
            runner = dbtRunner(manifest=parsed, callbacks=callbacks)
            found = runner.invoke([*command, *_common(settings)])
        finally:
            _close_connections()
        if parsed is None and found.exception is None:
            keep_parsed(home, key)
    nodes = [_node(result) for result in getattr(found.result, "results", None) or []]
    error = str(found.exception) if found.exception else ""
    return DbtResult(nodes, error)


def manifest(home: Home) -> dict[str, Any]:
    """dbt's manifest of the last command in this home. Raises FileNotFoundError before any."""
    text = (home.dbt_target / "manifest.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def saved_results(home: Home) -> list[Node]:
    """Nodes of the last dbt command in this home, from its own record; empty before any."""
    path = home.dbt_target / "run_results.json"
    if not path.exists():
        return []
    said = json.loads(path.read_text(encoding="utf-8"))
    return [
        Node(
            unique_id=row["unique_id"],
            name=row["unique_id"].split(".")[2],
            status=row["status"],
            message=(row["message"] or "").strip(),
            failures=int(row["failures"] or 0),
            seconds=float(row["execution_time"] or 0),
        )
        for row in said["results"]
    ]


def blocking_tests(manifest_content: dict[str, Any]) -> set[str]:
    """Ids of the tests whose failure forbids publishing (severity error, enabled)."""
    return {
        unique_id
        for unique_id, node in manifest_content["nodes"].items()
        if node["resource_type"] == "test"
        and str(node["config"].get("severity", "error")).lower() == "error"
    }


def log_file(home: Home) -> Path:
    """Where dbt wrote what it did."""
    return home.dbt_logs / "dbt.log"


def _common(settings: Settings) -> list[str]:
    return [
        "--project-dir",
        str(PROJECT_ROOT),
        "--profiles-dir",
        str(PROJECT_ROOT),
        "--threads",
        str(settings.threads),
        "--log-level",
        "none",
        "--no-use-colors",
        "--no-version-check",
    ]


def _counter(progress: Progress) -> Callable[[Any], None]:
    done = 0

    def on_event(event: Any) -> None:
        nonlocal done
        if event.info.name in ("LogModelResult", "LogTestResult", "LogSeedResult"):
            done += 1
            name = event.data.node_info.node_name
            progress(done, int(getattr(event.data, "total", 0) or event.data.num_models), name)

    return on_event


def _node(result: Any) -> Node:
    return Node(
        unique_id=result.node.unique_id,
        name=result.node.name,
        status=str(getattr(result.status, "value", result.status)),
        message=(result.message or "").strip(),
        failures=int(result.failures or 0),
        seconds=float(result.execution_time or 0),
    )


def _close_connections() -> None:
    """dbt-duckdb keeps the file open after a run; the next reader needs it closed."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    open_environment = DuckDBConnectionManager._ENV
    if open_environment is not None:
        open_environment.close()
    DuckDBConnectionManager.close_all_connections()
