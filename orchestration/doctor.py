"""Is everything in order, and what to do if not.

Belongs here: looking at the machine, the home, the store and the publication, changing nothing.
Does not belong here: data (`doctor_data.py`), what waits (`doctor_landing.py`), what senders sent
(`doctor_files.py`), mending anything, printing (`cli_doctor.py`), sentences (`messages.py`).
"""

from __future__ import annotations

import csv
import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from ingestion.clock import local_date
from orchestration.home import Home
from orchestration.rules import rule
from orchestration.settings import PROJECT_ROOT, READY_LAYOUTS, SEEDS, Settings

Level = Literal["ok", "note", "warning", "error"]
"""A `note` is neither well nor wrong: something to know."""
PACKAGES = (
    "duckdb",
    "deltalake",
    "polars",
    "pandera",
    "dbt-core",
    "dbt-duckdb",
    "dagster",
    "dagster-dbt",
    "great_expectations",
)


@dataclass(frozen=True)
class Finding:
    """One line of the report; `topic` and `key` lead to its sentence and its remedy."""

    topic: str
    level: Level
    key: str
    values: dict[str, object]


def examine(home: Home, settings: Settings, now: datetime) -> list[Finding]:
    """Every finding, in the order in which a fault would explain the next."""
    from orchestration.doctor_data import publication, quarantine, store, warehouse
    from orchestration.doctor_files import empty_columns, refused_files
    from orchestration.doctor_landing import landing

    looks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("python", versions),
        ("home", lambda: home_folder(home, local_date(now))),
        ("layouts", lambda: layouts(home)),
        ("seeds", seeds),
        ("landing", lambda: landing(home, now)),
        ("store", lambda: store(home)),
        ("files", lambda: refused_files(home)),
        ("columns", lambda: empty_columns(home, local_date(now))),
        ("warehouse", lambda: warehouse(home, settings)),
        ("publication", lambda: publication(home, now)),
        ("quarantine", lambda: quarantine(home)),
    ]
    found: list[Finding] = []
    for topic, look in looks:
        try:
            found += list(look())
        except Exception as error:
            # A doctor that falls over at the first illness helps nobody: the fault is a finding.
            why = f"{type(error).__name__}: {error}"
            found.append(Finding(topic, "error", "doctor_failed", {"topic": topic, "why": why}))
    return found


def versions() -> Iterator[Finding]:
    """Python and the packages whose versions matter, against requirements.in."""
    from packaging.requirements import Requirement

    python = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    level: Level = "ok" if sys.version_info[:2] == (3, 11) else "error"
    yield Finding("python", level, f"doctor_python_{level}", {"version": python})
    wanted = {}
    listed = PROJECT_ROOT / "requirements.in"
    for line in listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []:
        if line.strip() and not line.startswith("#"):
            requirement = Requirement(line)
            wanted[requirement.name.replace("_", "-").lower()] = requirement.specifier
    there, wrong = [], []
    for name in PACKAGES:
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} –")
            continue
        there.append(f"{name} {version}")
        specifier = wanted.get(name.replace("_", "-").lower())
        if specifier is not None and version not in specifier:
            wrong.append(f"{name} {version} ({specifier})")
    if wrong:
        yield Finding("python", "error", "doctor_packages_error", {"packages": ", ".join(wrong)})
    else:
        yield Finding("python", "ok", "doctor_packages_ok", {"packages": ", ".join(there)})


def home_folder(home: Home, day: date) -> Iterator[Finding]:
    """Whether the home can be written and the disk has room."""
    if not home.root.is_dir():
        yield Finding("home", "warning", "doctor_home_missing", {"home": home.root})
        return
    writable = os.access(home.root, os.W_OK | os.X_OK)
    level: Level = "ok" if writable else "error"
    key = "doctor_home_ok" if writable else "doctor_home_error"
    yield Finding("home", level, key, {"home": home.root})
    free = shutil.disk_usage(home.root).free / 1024**3
    enough = free >= rule("free_disk_min_gb", day)
    yield Finding(
        "home",
        "ok" if enough else "warning",
        "doctor_disk_ok" if enough else "doctor_disk_low",
        {"free": f"{free:.1f}"},
    )
    if home.is_sample:
        yield Finding("home", "ok", "doctor_sample", {})


def layouts(home: Home) -> Iterator[Finding]:
    """Whether every layout loads."""
    from ingestion.layout.load import LayoutError, load_layouts

    try:
        found = load_layouts([READY_LAYOUTS, home.layouts])
    except LayoutError as error:
        for problem in error.problems:
            yield Finding("layouts", "error", "doctor_layout_error", {"problem": problem})
        return
    yield Finding("layouts", "ok", "doctor_layouts_ok", {"count": len(found)})


def seeds() -> Iterator[Finding]:
    """Whether the dated tables can be read and no row ends before it begins."""
    wrong = []
    files = sorted(SEEDS.glob("*.csv"))
    for path in files:
        wrong += [f"{path.name}:{line}" for line in _wrong_lines(path)]
    if wrong or not files:
        yield Finding("seeds", "error", "doctor_seeds_error", {"places": ", ".join(wrong[:10])})
    else:
        yield Finding("seeds", "ok", "doctor_seeds_ok", {"count": len(files)})


def _wrong_lines(path: Path) -> Iterator[int]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            if None in row or None in row.values():
                yield reader.line_num
                continue
            try:
                begins, ends = (
                    date.fromisoformat(row[name]) if row.get(name) else None
                    for name in ("valid_from", "valid_to")
                )
            except ValueError:
                yield reader.line_num
                continue
            if begins and ends and ends <= begins:
                yield reader.line_num
