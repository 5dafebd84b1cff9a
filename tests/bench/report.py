"""The table of a measurement, and its place in docs/benchmarks.md.

Belongs here: wording, rounding, machine and versions. Does not belong here: measuring.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from tests.bench.measure import Cost
from tests.bench.scenes import Row
from tests.bench.sql import MEMORY_LIMIT, PROJECT, THREADS

PAGE = PROJECT / "docs" / "benchmarks.md"
PACKAGES = ("duckdb", "polars", "pandera", "deltalake", "dbt-core", "dbt-duckdb")
HEAD = (
    "| What | Size | kl226 CPU-s | bare CPU-s | ratio | aim | kl226 s | bare s "
    "| kl226 peak GB | bare peak GB |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def table(rows: Sequence[Row], repeat: int) -> str:
    """Markdown: where it was measured, then one line per measurement."""
    runs = f"median of {repeat} runs" if repeat > 1 else "one run"
    return "\n".join([f"{_machine()}; {runs}.", "", HEAD, *map(_line, rows)])


def write(kind: str, text: str, page: Path = PAGE) -> None:
    """Put a table between its markers. Raises ValueError when the page has no such markers."""
    begin, end = f"<!-- {kind}: begin -->", f"<!-- {kind}: end -->"
    said = page.read_text(encoding="utf-8")
    before, _, rest = said.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{page}: no markers {begin} … {end}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def _line(row: Row) -> str:
    ours, bare = row.product, row.bare
    ratio = f"{ours.cpu / bare.cpu:.2f} ×" if bare else ""
    aim = ""
    if row.most:
        aim = f"≤ {row.most} ×" if bare else f"≤ {row.most:.0f} CPU-s"
    cells = [row.name, row.size, f"{ours.cpu:.1f}", _of(bare, "cpu", 1), ratio, aim]
    cells += [f"{ours.wall:.1f}", _of(bare, "wall", 1), f"{ours.peak:.2f}", _of(bare, "peak", 2)]
    return f"| {' | '.join(cells)} |"


def _of(cost: Cost | None, name: str, digits: int) -> str:
    return f"{getattr(cost, name):.{digits}f}" if cost else ""


def _machine() -> str:
    cpus, memory = _read("/proc/cpuinfo"), _read("/proc/meminfo")
    model = next((x.split(":")[1].strip() for x in cpus if x.startswith("model name")), "CPU")
    total = next((int(x.split()[1]) / 1024**2 for x in memory if x.startswith("MemTotal")), 0.0)
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} × {model}, {total:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}; "
        f"DuckDB with {THREADS} threads and {MEMORY_LIMIT}"
    )


def _read(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
