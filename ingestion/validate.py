"""Which candidate rows break a rule, and which rule.

Belongs here: running a stream's pandera model, turning its failures into problems, and the one rule
that needs a clock. Does not belong here: the rules (`schemas`), or what text means (`normalise`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from schemas.problems import PROBLEMS, Problem
from schemas.registry import Stream
from schemas.vocabularies import CORRECTIONS, WITHDRAWALS

NOT_YET_HAPPENED = (
    {"planned", "scheduled", "invited", "rescheduled", "mode_changed", "cancelled", "merged"}
    | {"assigned", "extended"}
    | CORRECTIONS
    | WITHDRAWALS
)
"""Events that may speak of a day to come; all others say that something has happened."""

CODES = {
    "isin": "not_in_list",
    "str_matches": "bad_format",
    "not_nullable": "value_missing",
    "greater_than_or_equal_to": "out_of_range",
    "less_than_or_equal_to": "out_of_range",
    "greater_than": "out_of_range",
    "less_than": "out_of_range",
    "in_range": "out_of_range",
}
"""Name of a pandera check → code of the problem. Frame checks are named by their code."""


class UnknownCheck(Exception):
    """A model has a check for which there is no problem to report."""


def validate(
    stream: Stream,
    frame: pl.DataFrame,
    *,
    file: str,
    now: datetime,
    tolerance: timedelta = timedelta(days=1),
    columns: Mapping[str, str] | None = None,
    earlier: Sequence[Problem] = (),
) -> list[Problem]:
    """Return every broken rule of every row of a candidate frame.

    `columns` maps an attribute to the source's name for it. `earlier` are problems already found
    in these rows; what only follows from them (a date unread is also a date missing) is left out.
    """
    if frame.is_empty():
        return []
    names = dict(columns or {})
    found = [*_model_failures(stream, frame), _in_future(frame, now + tolerance)]
    known = _Known(earlier)
    problems: list[Problem] = []
    for failure in found:
        problems += failure.problems(frame, stream, file, names, known)
    return problems


class _Known:
    """Places where something is already known to be wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.rows = {(problem.sheet, problem.row) for problem in problems}
        self.cells = {(problem.sheet, problem.row, problem.column) for problem in problems}


class _Failure:
    """One check, the rows that break it, and how to say so."""

    def __init__(self, code: str, attribute: str | None, broken: pl.Series, detail: str) -> None:
        if code not in PROBLEMS:
            raise UnknownCheck(code)
        self.code, self.attribute, self.broken, self.detail = code, attribute, broken, detail

    def problems(
        self,
        frame: pl.DataFrame,
        stream: Stream,
        file: str,
        names: Mapping[str, str],
        known: _Known,
    ) -> list[Problem]:
        if not self.broken.any():
            return []
        column = self.attribute
        if column is not None:
            column = names.get(column) or stream.labels.get(column, column)
        follows = self.attribute is None or self.code == "value_missing"
        places = frame.filter(self.broken).select(
            "source_sheet",
            "source_row",
            said_as_text(frame, self.attribute),
        )
        return [
            Problem(self.code, file, sheet, row, column, value, self.detail)
            for sheet, row, value in places.iter_rows()
            if not (follows and (sheet, row) in known.rows)
            and (sheet, row, column) not in known.cells
        ]


def said_as_text(frame: pl.DataFrame, attribute: str | None) -> pl.Expr:
    """Return the value of a simple attribute as text, for the sender's eyes."""
    if attribute is None or frame.schema[attribute].is_nested():
        return pl.lit(None, dtype=pl.String).alias("value")
    return pl.col(attribute).cast(pl.String).alias("value")


def _model_failures(stream: Stream, frame: pl.DataFrame) -> list[_Failure]:
    import pandera.errors  # two seconds, so only when a file is read

    try:
        stream.model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return [_failure(error, frame) for error in errors.schema_errors]
    return []


def _failure(error: Any, frame: pl.DataFrame) -> _Failure:
    """Turn one pandera error into a failure. Raises the error when it names no rows."""
    output = error.check_output
    if output is None:  # a missing column or a wrong type: our mistake, not the sender's
        raise error
    broken = ~pl.DataFrame(output).to_series().fill_null(True)
    check = error.check if isinstance(error.check, str) else error.check.name
    attribute = error.schema.name if error.schema.name in frame.columns else None
    code = CODES.get(check, check)
    return _Failure(code, attribute, broken, _detail(error.check, code))


def _detail(check: Any, code: str) -> str:
    """Say what would have been right, where the sentence of the problem asks for it."""
    if isinstance(check, str):
        return ""
    statistics = check.statistics or {}
    if code == "not_in_list":
        return ", ".join(str(value) for value in statistics.get("allowed_values", []))
    if code == "bad_format":
        return str(getattr(statistics.get("pattern"), "pattern", statistics.get("pattern", "")))
    if code == "out_of_range":
        signs = {"min_value": "≥", "max_value": "≤"}
        return ", ".join(f"{signs.get(key, key)} {value}" for key, value in statistics.items())
    return ""


def _in_future(frame: pl.DataFrame, latest: datetime) -> _Failure:
    happened = ~pl.col("event_type").is_in(sorted(NOT_YET_HAPPENED))
    late = (happened & (pl.col("occurred_at") > latest)).fill_null(False)
    return _Failure("in_future", "occurred_at", frame.select(late).to_series(), "")
