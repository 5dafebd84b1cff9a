"""A file that has come: whose it is, which layout reads it, and the name of its batch.

Belongs here: everything that is known without reading rows. Does not belong here: reading them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ingestion import archive
from ingestion.batch import Source, batch_key
from ingestion.clock import local_date
from ingestion.context import IntakeContext
from ingestion.file_identity import file_name, file_sha256, open_regular
from ingestion.layout.match import match_layout, named_layout
from ingestion.layout.model import Layout
from ingestion.readers import FileProblem
from schemas.problems import Problem

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Arrival:
    """A file whose layout and sender are known."""

    path: Path
    layout: Layout
    source: Source
    folder_agency: str | None


def identify_file(
    path: Path, context: IntakeContext, agency_code: str | None, layout_name: str | None
) -> Arrival:
    """Find out what a file is. Raises FileProblem."""
    _require_readable(path, context)
    sender = _sender(path, context, agency_code)
    layout = _layout(path, context, layout_name)
    if layout.agency.folder and sender is None:
        raise _unknown_sender(path, f"thư mục “{path.resolve().parent.name}”")
    content = file_sha256(path)
    parts = [sender or "", layout.content_hash, content]
    if _depends_on_the_clock(layout):
        parts.append(local_date(context.clock.now()).isoformat())
    batch_id = batch_key(*parts)
    owner = sender or layout.agency.constant or _named(path, layout, context)
    source = Source(
        batch_id, layout.stream, layout.name, layout.source_system, file_name(path), content, owner
    )
    return Arrival(path, layout, source, sender)


def _require_readable(path: Path, context: IntakeContext) -> None:
    limit = context.rule("max_file_megabytes")
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise FileProblem(Problem("file_missing", file_name(path))) from error
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise FileProblem(Problem("file_unreadable", file_name(path), detail=detail)) from error
    if size > limit * MEGABYTE:
        raise FileProblem(Problem("file_too_large", file_name(path), detail=f"{limit:.0f} MB"))


def _sender(path: Path, context: IntakeContext, agency_code: str | None) -> str | None:
    """Return the agency that sent a file: as told, by its folder in `landing/` or `archive/`, or
    by a folder elsewhere that bears an agency's very code.

    Raises FileProblem when it is told and not known.
    """
    home = context.home
    placed = archive.landing_agency(home, path) or archive.archived_agency(home, path)
    told = agency_code or placed
    if told is None:
        folder = path.resolve().parent.name
        return folder if folder in context.agencies.codes else None
    known = context.agencies.resolve(told)
    if known is None:
        raise _unknown_sender(
            path, f"--agency {agency_code}" if agency_code else f"thư mục “{placed}”"
        )
    return known


def _named(path: Path, layout: Layout, context: IntakeContext) -> str | None:
    """The agency that the name of a file tells, where its layout looks for it there."""
    found = layout.agency.pattern.search(file_name(path)) if layout.agency.pattern else None
    return context.agencies.resolve(found["agency"] or "") if found else None


def _unknown_sender(path: Path, where: str) -> FileProblem:
    return FileProblem(Problem("unknown_sender", file_name(path), detail=where))


def _layout(path: Path, context: IntakeContext, layout_name: str | None) -> Layout:
    if layout_name is None:
        return match_layout(path, context.layouts, context.limits)
    return named_layout(path, context.layouts, layout_name)


def _depends_on_the_clock(layout: Layout) -> bool:
    """Tell whether the same bytes may mean something else on another day: held or scheduled."""
    # A calendar says of an event that it is cancelled, never that it took place.
    said = layout.supplies("status") or layout.event_type is not None
    silent = layout.format == "ics" or not said
    return layout.kind == "snapshot" and layout.stream == "meeting" and silent
