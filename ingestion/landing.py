"""Everything that has landed, file by file.

Belongs here: which files of `landing/` are complete and regular, their order, and going on when one
fails. Does not belong here: what becomes of one file (`intake`).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingestion import archive
from ingestion.answer import outbox
from ingestion.clock import local_date
from ingestion.file_identity import file_name
from ingestion.intake import IntakeContext, Outcome, ingest_file
from ingestion.layout.match import match_layout
from ingestion.push.receipts import Receipts
from ingestion.readers import FileProblem
from schemas.problems import Problem

PARTIAL = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp")
"""Endings of files that are still being written by browsers, sync clients and editors."""
MERGE_EVERY = 50
"""Files between two looks for small files to merge: a commit costs 0.08 ms more per live file."""
Progress = Callable[[Outcome, int, int], None]


@dataclass(frozen=True)
class LandedFile:
    """A file to ingest; `agency_code` is the folder it lies in, as it is written."""

    path: Path
    agency_code: str | None


def landed_files(home: Path) -> list[LandedFile]:
    """List complete, regular files of `landing/`, each agency's in the order of their names.

    Digits count as numbers, so that `v2` comes before `v10`: a later list must come later.
    """
    root = home / "landing"
    found = [LandedFile(path, archive.landing_agency(home, path)) for path in _regular_files(root)]
    return sorted(found, key=lambda landed: _natural(landed.path.relative_to(root)))


def ingest_landing(
    context: IntakeContext,
    streams: Collection[str] | None = None,
    on_progress: Progress | None = None,
    confirm: Collection[str] = (),
) -> list[Outcome]:
    """Ingest what has landed, optionally only some streams; returns one outcome per file.

    `confirm` names files (by name or path) whose withdrawals are meant. A file that fails is
    reported and stays; the others go on. Archives past their term are removed.
    """
    outcomes: list[Outcome] = []
    with context.store.writing():
        landed = landed_files(context.home)
        if streams is not None:
            landed = [file for file in landed if _is_of(file, context, streams)]
        for number, file in enumerate(landed, 1):
            confirmed = file_name(file.path) in confirm or str(file.path) in confirm
            outcome = _ingest_safely(file, context, confirmed)
            outcomes.append(outcome)
            if on_progress is not None:
                on_progress(outcome, number, len(landed))
            if number % MERGE_EVERY == 0:
                context.store.compact()
        if any(outcome.status == "ingested" for outcome in outcomes):
            context.store.compact()
    today = local_date(context.clock.now())
    keep_days = int(context.rule("archive_days"))
    archive.prune(context.home, today=today, keep_days=keep_days)
    outbox.prune(context.home, today=today, keep_days=keep_days)
    Receipts(context.home).prune(today, keep_days)
    return outcomes


def _ingest_safely(file: LandedFile, context: IntakeContext, confirm: bool) -> Outcome:
    """Ingest a file; whatever goes wrong concerns this file only.

    Of an unforeseen error only the kind is told: its message may quote the file.
    """
    try:
        return ingest_file(file.path, context=context, confirm=confirm)
    except Exception as error:
        problem = Problem("file_unreadable", file_name(file.path), detail=type(error).__name__)
        return Outcome(file_name(file.path), "refused", file.agency_code, problems=[problem])


def _is_of(file: LandedFile, context: IntakeContext, streams: Collection[str]) -> bool:
    """Tell whether a file belongs to one of the streams, or to none that could be told."""
    try:
        return match_layout(file.path, context.layouts, context.limits).stream in streams
    except (FileProblem, OSError):
        return True


def _regular_files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _regular_files(Path(entry.path))
            elif _is_complete(entry):
                yield Path(entry.path)


def _is_complete(entry: os.DirEntry[str]) -> bool:
    regular = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
    return regular and not entry.name.lower().endswith(PARTIAL)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Return a sort key that takes runs of digits as numbers."""
    parts = re.split(r"(\d+)", str(path).casefold())
    return [(0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts]
