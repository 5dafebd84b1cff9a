"""Is everything in order, and what to do if not.

Belongs here: looking at the machine, the home, the store and the publication, changing nothing.
Does not belong here: data (`doctor_data.py`), what waits (`doctor_landing.py`), what senders sent
(`doctor_files.py`), mending anything, printing (`cli_doctor.py`), sentences (`doctor_words.py`).
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ingestion.clock import local_date
from orchestration.home import Home
from orchestration.rules import rule
from orchestration.seeds import SeedsFolderMissing, own_seeds, seed_files
from orchestration.settings import PROJECT_ROOT, READY_LAYOUTS, Settings

SHOWN_PROBLEMS = 10
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


def examine(
    home: Home, settings: Settings, now: datetime, *, is_watch: bool = False
) -> list[Finding]:
    """Every finding, in the order in which a fault would explain the next.

    A watch expects that runs have been going on in this home (`doctor_heartbeat.py`).
    """
    from orchestration.doctor_alerts import alerts
    from orchestration.doctor_data import publication, quarantine, silent_units, store, warehouse
    from orchestration.doctor_files import empty_columns, refused_files
    from orchestration.doctor_heartbeat import heartbeat
    from orchestration.doctor_landing import landing
    from orchestration.seed_checks import SeedsWrong

    looks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("python", versions),
        ("home", lambda: home_folder(home, local_date(now))),
        ("heartbeat", lambda: heartbeat(home, now, is_watch=is_watch)),
        ("layouts", lambda: layouts(home)),
        ("seeds", lambda: seeds(settings)),
        ("landing", lambda: landing(home, settings, now)),
        ("store", lambda: store(home)),
        ("files", lambda: refused_files(home)),
        ("columns", lambda: empty_columns(home, local_date(now))),
        ("warehouse", lambda: warehouse(home, settings)),
        ("publication", lambda: publication(home, now)),
        ("quarantine", lambda: quarantine(home, settings)),
        ("alerts", lambda: alerts(home)),
        ("senders", lambda: silent_units(home, settings)),
    ]
    found: list[Finding] = []
    for topic, look in looks:
        try:
            found += list(look())
        except (SeedsFolderMissing, SeedsWrong):
            # Said once, at the seeds themselves; what stands on them cannot be looked at.
            found.append(Finding(topic, "note", "doctor_waits_for_seeds", {"part": topic}))
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


def seeds(settings: Settings) -> Iterator[Finding]:
    """Whether the tables of units, targets and rules are right, and which are the province's."""
    from orchestration.seed_checks import check_seeds, shown

    try:
        files, own = seed_files(settings), own_seeds(settings)
    except SeedsFolderMissing as error:
        yield Finding("seeds", "error", "seeds_folder_missing", {"folder": error.folder})
        return
    problems = check_seeds(files)
    for problem in problems[:SHOWN_PROBLEMS]:
        yield Finding("seeds", "error", "doctor_seeds_error", {"problem": problem})
    if not problems:
        yield Finding("seeds", "ok", "doctor_seeds_ok", {"count": len(files)})
    wrong = {problem.file for problem in problems}
    rejected = [path.name for path in own if shown(path) in wrong]
    used = [path.name for path in own if path.name not in rejected]
    folder = settings.province_seeds
    if rejected:
        values: dict[str, object] = {"count": len(rejected), "names": ", ".join(rejected)}
        yield Finding("seeds", "error", "doctor_seeds_rejected", {"folder": folder, **values})
    if used:
        values = {"count": len(used), "names": ", ".join(used)}
        yield Finding("seeds", "ok", "doctor_seeds_own", {"folder": folder, **values})
