"""The agency of every row, on the day the row is about.

Belongs here: folder, column, file name or constant → code. Does not belong here: the directory
itself (`ingestion.agencies`).
"""

from __future__ import annotations

import polars as pl

from ingestion.layout.model import ValueRule
from ingestion.normalise.lifecycle import local_days, reference_days
from ingestion.normalise.text import clean_text
from ingestion.normalise.values import convert
from ingestion.normalise.work import Work
from ingestion.readers.result import FileProblem
from schemas.problems import Problem


def take_agency(work: Work, folder_agency: str | None) -> None:
    """`agency_code` of every row. Raises FileProblem when the file's one agency is not known."""
    column = work.layout.agency.column
    agencies = work.setting.agencies
    days = local_days(work)
    if column is None:
        said = _of_file(work, folder_agency)
        if agencies.resolve(said) is None:
            detail = _where(work, said)
            raise FileProblem(Problem("unknown_sender", work.notes.file, detail=detail))
        texts = work.same(said, pl.String())
    else:
        texts = work.text(column)
        work.notes.add("value_missing", texts.is_null(), column)
        if (extract := work.layout.agency.extract) is not None:
            texts = convert(texts, ValueRule(extract=extract), pl.String(), work.setting).values
    codes = agencies.resolve_many(texts, days)
    spoken = texts if column is None else work.text(column)
    work.notes.add("unknown_agency", spoken.is_not_null() & codes.is_null(), column, spoken)
    idle = ~agencies.in_force_many(codes, days)
    work.notes.add("agency_not_in_force", idle, column, texts)
    work.values["agency_code"] = codes
    work.values["agency_id"] = agencies.units_of(codes, reference_days(work).fill_null(days))


def _where(work: Work, said: str) -> str:
    """Where the agency of the file was looked for, and what stands there."""
    if work.layout.agency.constant:
        return f"{work.layout.name}.yml: agency.constant “{said}”"
    if work.layout.agency.pattern is not None:
        return f"{work.layout.name}.yml: agency.pattern “{said}”"
    return f"thư mục “{said}”"


def _of_file(work: Work, folder_agency: str | None) -> str:
    rule = work.layout.agency
    if rule.constant:
        return rule.constant
    if rule.pattern is not None:
        match = rule.pattern.search(clean_text(work.notes.file))
        return (match["agency"] or "") if match else ""
    return folder_agency or ""
