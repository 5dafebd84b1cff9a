"""Raw tables of one file become candidates.

Belongs here: the order of the steps. Does not belong here: the steps themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from ingestion.agencies import AgencyDirectory
from ingestion.layout.model import Layout
from ingestion.normalise.agency import take_agency
from ingestion.normalise.columns import (
    derive,
    fill,
    missing_name,
    take_columns,
    take_document_number,
)
from ingestion.normalise.hours import drop_unknown_hours
from ingestion.normalise.lifecycle import take_event_and_status, take_occurred_at
from ingestion.normalise.notes import Notes
from ingestion.normalise.text import clean_text
from ingestion.normalise.values import Setting
from ingestion.normalise.work import Work
from ingestion.readers.opening import format_of
from ingestion.readers.result import SOURCE_ROW, FileProblem, RawTable
from schemas.problems import Problem
from schemas.registry import STREAMS

_SHEET = "source_sheet"


@dataclass
class Normalised:
    """Candidates of a file.

    `frame` has every row of the tables, in their order, with the columns of
    `Stream.candidate_schema()`; rows named in `problems` are in it too and must be taken out.
    `supplied` names the attributes this very file speaks of: a column the layout knows but the
    file lacks is not an emptied one. `file_groups` are the named groups of `file_pattern`.
    """

    frame: pl.DataFrame
    problems: list[Problem]
    file_groups: dict[str, str]
    supplied: frozenset[str]
    told: list[Problem]
    """Notes on rows that are taken in, though not all that they say."""


def normalise(
    tables: Sequence[RawTable], layout: Layout, *, agencies: AgencyDirectory,
    folder_agency: str | None, file_name: str, observed_at: datetime,
) -> Normalised:  # fmt: skip
    """Candidates of `tables`, with one problem for each thing wrong with a row.

    `observed_at` is the pipeline's clock: a meeting without a status is held when it has begun by
    then. Raises FileProblem when the file name or the agency of the whole file is not usable.
    """
    groups = _file_groups(layout, file_name)
    raw = _stacked(tables, layout)
    notes = Notes(file_name, raw[_SHEET], raw[SOURCE_ROW])
    format_ = format_of(file_name, layout.format)
    setting = Setting(
        layout.timezone, format_ == "xlsx", format_ in ("json", "jsonl", "parquet", "xes"), agencies
    )
    work = Work(layout, STREAMS[layout.stream], raw, notes, setting, groups, observed_at)
    take_columns(work)
    derive(work, 0)
    take_document_number(work)
    derive(work, 1)
    told = drop_unknown_hours(work)
    take_event_and_status(work)
    take_occurred_at(work)
    take_agency(work, folder_agency)
    derive(work, 2)
    _take_identity(work)
    return Normalised(_frame(work), notes.problems, groups, _supplied(tables, layout), told)


def _file_groups(layout: Layout, file_name: str) -> dict[str, str]:
    if layout.file_pattern is None:
        return {}
    match = layout.file_pattern.search(clean_text(file_name))
    if match is None:
        detail = f"{layout.name}: {layout.file_pattern.pattern}"
        raise FileProblem(Problem("no_layout", file_name, detail=detail))
    return {name: value or "" for name, value in match.groupdict().items()}


def _stacked(tables: Sequence[RawTable], layout: Layout) -> pl.DataFrame:
    frames = [
        table.frame.with_columns(pl.lit(table.sheet, dtype=pl.String).alias(_SHEET))
        for table in tables
    ]
    if frames:
        return pl.concat(frames)
    schema: dict[str, pl.DataType] = dict.fromkeys(layout.source_columns, pl.String())
    return pl.DataFrame(schema={**schema, SOURCE_ROW: pl.Int64(), _SHEET: pl.String()})


def _take_identity(work: Work) -> None:
    work.values["entity_id"] = fill(work, work.layout.entity)
    empty = work.values["entity_id"].is_null() & ~work.notes.bad
    name = missing_name(work, work.layout.entity, empty)
    column = work.layout.label_of(name) if name else None
    work.notes.add("value_missing", empty, column or name)
    if work.layout.event_id:
        work.values["source_event_id"] = fill(work, work.layout.event_id)


def _frame(work: Work) -> pl.DataFrame:
    work.values[_SHEET] = work.raw[_SHEET]
    work.values[SOURCE_ROW] = work.raw[SOURCE_ROW]
    schema = work.stream.candidate_schema()
    return pl.DataFrame([work.get(name, dtype).alias(name) for name, dtype in schema.items()])


def _supplied(tables: Sequence[RawTable], layout: Layout) -> frozenset[str]:
    attributes = STREAMS[layout.stream].attributes
    absent = set(layout.source_columns)
    for table in tables:
        absent -= table.present
    return frozenset(
        name for name in attributes
        if layout.supplies(name) and layout.source_of(name) not in absent
    )  # fmt: skip
