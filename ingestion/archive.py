"""Originals: where they land, where they are kept, and for how long.

Belongs here: the folders `landing` and `archive` of the home. Does not belong here: reading files.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

from ingestion.file_identity import file_sha256

UNASSIGNED = "unassigned"
"""Folder of files whose sender is not known from their folder."""


def landing_agency(home: Path, path: Path) -> str | None:
    """Return the first folder under `landing/` on the way to a file, None outside of it."""
    return _first_folder(home / "landing", path)


def archived_agency(home: Path, path: Path) -> str | None:
    """Return whose file an archived one is, None outside of `archive/` or when nobody knew."""
    agency = _first_folder(home / "archive", path)
    return None if agency == UNASSIGNED else agency


def is_landed(home: Path, path: Path) -> bool:
    """Tell whether a file lies in `landing/`."""
    return path.resolve().is_relative_to((home / "landing").resolve())


def is_archived(home: Path, path: Path) -> bool:
    """Tell whether a file lies in `archive/`."""
    return path.resolve().is_relative_to((home / "archive").resolve())


def dispose(home: Path, path: Path, *, agency_code: str | None, day: date, keep: bool) -> None:
    """Put a file that is done with into the archive, or drop a landed one that may not be kept.

    A landed file is moved; a file outside `landing/` is copied and never touched.
    """
    landed = is_landed(home, path)
    if not keep:
        if landed:
            path.unlink()
        return
    if is_archived(home, path):
        return
    folder = home / "archive" / (agency_code or UNASSIGNED) / day.isoformat()
    target = _free_place(folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if landed:
        shutil.move(path, target)
    elif not target.exists():
        shutil.copy2(path, target)


def prune(home: Path, *, today: date, keep_days: int) -> int:
    """Delete archived originals that are older than their term. Returns how many days went."""
    oldest = today - timedelta(days=keep_days)
    removed = 0
    for folder in (home / "archive").glob("*/*"):
        try:
            day = date.fromisoformat(folder.name)
        except ValueError:
            continue
        if day < oldest and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            removed += 1
    return removed


def _first_folder(root: Path, path: Path) -> str | None:
    try:
        parts = path.resolve().relative_to(root.resolve()).parts
    except ValueError:
        return None
    return parts[0] if len(parts) > 1 else None


def _free_place(folder: Path, path: Path) -> Path:
    """Return a place below the folder that is free, or is taken by the same content.

    A second version of one day lies in a folder of its own: it keeps the name its sender gave it,
    by which it is read and known when it is taken in again.
    """
    target = folder / path.name
    if not target.exists():
        return target
    content = file_sha256(path)
    if file_sha256(target) == content:
        return target
    return folder / content[:8] / path.name
