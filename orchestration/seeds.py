"""Which file holds each seed: the common one, or the one a province put in its place.

Belongs here: overlaying the province's tables (`Settings.province_seeds`) on the common ones, and
laying the result out for dbt. Does not belong here: whether a table is right (`seed_checks.py`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from orchestration.home import Home
from orchestration.settings import PROJECT_ROOT, SEEDS, Settings


class SeedsFolderMissing(Exception):
    """`KL226_SEEDS` names no folder: the released rules must not take its place silently."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"KL226_SEEDS: {folder} is not a folder")
        self.folder = folder


def own_seeds(settings: Settings) -> list[Path]:
    """The tables that this province brings itself, by name; empty where it brings none.

    Raises SeedsFolderMissing when the folder was named and is not there.
    """
    folder = settings.province_seeds
    if folder and settings.seeds_were_told and not folder.is_dir():
        raise SeedsFolderMissing(folder)
    return sorted(folder.glob("*.csv")) if folder else []


def seed_files(settings: Settings) -> dict[str, Path]:
    """Every seed by its name, the province's own before the common one.

    Raises SeedsFolderMissing.
    """
    return {path.stem: path for path in [*sorted(SEEDS.glob("*.csv")), *own_seeds(settings)]}


def dbt_seed_path(home: Home, settings: Settings) -> str:
    """Folder of seeds as dbt wants it: relative to the project, one file per name.

    dbt refuses a name that stands in two folders, so an overlay is copied into the home.
    """
    if not own_seeds(settings):
        return SEEDS.relative_to(PROJECT_ROOT).as_posix()
    folder = home.dbt_seeds
    folder.mkdir(parents=True, exist_ok=True)
    files = seed_files(settings)
    for stale in folder.glob("*.csv"):
        if stale.stem not in files:
            stale.unlink()
    for name, path in files.items():
        target = folder / f"{name}.csv"
        if not target.exists() or target.read_bytes() != path.read_bytes():
            shutil.copyfile(path, target)
    return os.path.relpath(folder, PROJECT_ROOT)
