"""From a file's bytes to candidate rows and everything wrong with them.

Belongs here: calling reader, normaliser and validator in turn. Does not belong here: what they do,
and what the store already knows (`judge`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from ingestion.agencies import AgencyDirectory
from ingestion.apart import Limits, read_file
from ingestion.coverage import Coverage, coverage_of
from ingestion.file_identity import file_name
from ingestion.header_notes import header_notes, sheet_notes
from ingestion.layout.model import Layout
from ingestion.normalise.apply import normalise
from ingestion.places import in_order, labels_of, quoted, sources_of
from ingestion.quarantine import SECRET
from ingestion.validate import validate
from schemas.problems import Problem
from schemas.registry import STREAMS


@dataclass
class Reading:
    """A file read: its valid candidates, and the problems of all its other rows."""

    valid: pl.DataFrame
    received: int
    problems: list[Problem]
    covers: Coverage
    """Periods the file lists exhaustively."""
    present: pl.Series
    """Entities of all rows, broken ones too; null where a row's entity cannot be known."""
    supplied: tuple[str, ...]
    """Attributes of which the file says something."""
    attributes: Mapping[str, str]
    """What the sender calls an attribute → the attribute."""
    notes: list[Problem]
    """What the sender should know of the file's columns."""


def read_candidates(
    path: Path,
    layout: Layout,
    agencies: AgencyDirectory,
    *,
    folder_agency: str | None,
    now: datetime,
    tolerance_days: float,
    limits: Limits,
) -> Reading:
    """Read, normalise and validate a file. Raises FileProblem for the file as a whole."""
    stream = STREAMS[layout.stream]
    result = read_file(path, layout, limits)
    normalised = normalise(
        result.tables,
        layout,
        agencies=agencies,
        folder_agency=folder_agency,
        file_name=file_name(path),
        observed_at=now,
    )
    frame = normalised.frame
    schema = stream.candidate_schema()
    names, sources = labels_of(layout, schema), sources_of(layout, schema)
    broken = validate(
        stream,
        frame,
        file=file_name(path),
        now=now,
        tolerance=timedelta(days=tolerance_days),
        columns=names,
        earlier=normalised.problems,
    )
    made = {label: columns for label, columns in sources.items() if len(columns) > 1}
    found = [*result.problems, *quoted(normalised.problems, result.tables, made)]
    found += quoted(broken, result.tables, sources)
    valid = without_rows(frame, found)
    return Reading(
        valid=valid,
        received=result.received,
        problems=in_order(found),
        covers=coverage_of(layout, normalised.file_groups, valid, limits.days[1]),
        present=_present(frame, result.problems),
        supplied=tuple(name for name in stream.attributes if name in normalised.supplied),
        attributes={label: attribute for attribute, label in names.items()},
        notes=[
            *normalised.told,
            *header_notes(result.tables, layout, file_name(path)),
            *sheet_notes(result.unread_sheets, file_name(path)),
        ],
    )


def _present(frame: pl.DataFrame, unread: list[Problem]) -> pl.Series:
    """Return the entities of all rows and one null if some row could not be read.

    A row with a secrecy mark is no such row: its entity may not stand in the store any more.
    """
    entities = frame["entity_id"]
    if all(problem.code == SECRET for problem in unread):
        return entities
    return entities.append(pl.Series([None], dtype=pl.String))


def without_rows(frame: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame:
    """Return the rows of a frame with which nothing is wrong."""
    broken = _rows(problems)
    if not broken:
        return frame
    bad = pl.DataFrame(
        list(broken),
        schema={"source_sheet": frame.schema["source_sheet"], "source_row": pl.Int64},
        orient="row",
    )
    return frame.join(
        bad, on=["source_sheet", "source_row"], how="anti", nulls_equal=True, maintain_order="left"
    )


def _rows(problems: list[Problem]) -> set[tuple[str | None, int]]:
    return {(problem.sheet, problem.row) for problem in problems if problem.row is not None}
