"""Which cells of a file are marked, and what is written beside them.

Belongs here: from problems to the columns they concern and a sentence in Vietnamese. Does not
belong here: the form of any file.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingestion.answer.mark import Mark, Place
from ingestion.layout.model import Layout
from ingestion.layout.template import names_in
from ingestion.places import sources_of
from schemas.problems import Problem
from schemas.registry import STREAMS

_CONCERNED: dict[str, tuple[str, ...]] = {
    "end_before_start": ("starts_at", "ends_at"),
    "start_missing": ("starts_at",),
    "number_missing": ("number", "notation", "issued_date"),
    "finish_before_receipt": ("received_at", "finished_at"),
    "more_trained_than_staff": ("trained_count", "staff_count"),
    "more_items_than_total": ("item_count", "total_count"),
    "in_future": ("occurred_at", "starts_at"),
    "too_old": ("occurred_at", "starts_at"),
    "agency_not_in_force": ("agency_code", "occurred_at"),
}
"""Attributes that a problem of several cells is about, for problems that name no column."""
_OF_IDENTITY = frozenset({"same_id_other_content"})


def marks_of(problems: Iterable[Problem], layout: Layout) -> dict[Place, list[Mark]]:
    """Every mark of a file, by row; problems of the file as a whole make none."""
    named = sources_of(layout, STREAMS[layout.stream].candidate_schema())
    found: dict[Place, list[Mark]] = {}
    for problem in problems:
        if problem.row is None:
            continue
        mark = Mark(_columns(problem, layout, named), problem.reason("vi"))
        marks = found.setdefault((problem.sheet, problem.row), [])
        if mark not in marks:
            marks.append(mark)
    return found


def _columns(
    problem: Problem, layout: Layout, named: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    if problem.column in layout.source_columns:
        return (problem.column,)
    if problem.column is not None and problem.column in named:
        return named[problem.column]
    attributes = _CONCERNED.get(problem.code, ())
    if problem.code in _OF_IDENTITY:
        attributes = names_in(layout.entity)
    columns = (column for name in attributes for column in layout.columns_of(name))
    return tuple(dict.fromkeys(columns))
