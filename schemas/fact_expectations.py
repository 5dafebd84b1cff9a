"""What the built facts must look like: a great-expectations suite over the measures of each month.

Belongs here: which expectation a check is, and turning what the package says into rows. Does not
belong here: how something is measured (`dbt_project`), the limits (they stand in each measure's
row, from the dated seed `check_thresholds`), the expectations on files (`batch_expectations.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from schemas.batch_expectations import Judgement
from schemas.check_register import BATCH_CODES, CHECKS
from schemas.gx_frames import Asked, unexpected_rows, validate

if TYPE_CHECKING:
    import polars as pl

SUITE_KEYS = ("check_code", "stream", "min_value", "max_value", "severity")
"""Measures with the same of these are judged by one suite: a limit that changed makes two."""
ROW = "row"


@dataclass(frozen=True)
class CheckResult:
    """One check of one unit and month (or of the newest files): met or not.

    `observed` and `expected` are shares (0–1), multiples or counts as text, never a cell's value.
    `agency_code` None: not said of one unit; `subject`: the column that was looked at.
    """

    check_code: str
    check_group: str
    stream: str
    agency_code: str | None
    period_code: str | None
    batch_id: str | None
    subject: str | None
    severity: str
    passed: bool
    observed: str
    expected: str


def judge_measures(measures: pl.DataFrame) -> list[CheckResult]:
    """Judge measures by the limits in their own rows; passes are rows too.

    `measures`: check_code, stream, agency_code, period_code, observed, min_value, max_value,
    severity, one row per check, stream, unit and month that has enough data; what could not be
    measured may not be among them. Raises KeyError for a check that nobody has described.
    """
    results: list[CheckResult] = []
    for key, part in measures.group_by(SUITE_KEYS, maintain_order=True):
        limits = dict(zip(SUITE_KEYS, key, strict=True))
        rows = part.with_row_index(ROW)
        asked = suite(limits["min_value"], limits["max_value"])
        found = validate(rows.select(ROW, "observed"), asked, ROW)
        failed = {row for one in found for row in unexpected_rows(one, ROW)}
        if not failed and not all(one.success for one in found):
            raise RuntimeError(f"{limits['check_code']}: failed without naming a row")
        expected = expected_words(limits["min_value"], limits["max_value"])
        results += [_result(row, row[ROW] in failed, expected) for row in rows.to_dicts()]
    return results


def suite(low: float | None, high: float | None) -> list[Asked]:
    """Every measure is a known number within its limits."""
    bounds = {"column": "observed", "min_value": low, "max_value": high}
    return [
        ("ExpectColumnValuesToNotBeNull", {"column": "observed"}),
        ("ExpectColumnValuesToBeBetween", bounds),
    ]


def expected_words(low: float | None, high: float | None) -> str:
    """Limits as text: `<= 0.5`, `0.25 .. 3`."""
    if low is None:
        return f"<= {high:g}"
    return f">= {low:g}" if high is None else f"{low:g} .. {high:g}"


def batch_results(streams: dict[str, list[Judgement]]) -> list[CheckResult]:
    """What was said of the newest files, one row per sender that fails, else one for all."""
    return [
        _batch_result(stream, row, agency)
        for stream, rows in streams.items()
        for row in rows
        for agency in (row.agencies or (None,))
    ]


def _result(row: dict[str, Any], failed: bool, expected: str) -> CheckResult:
    return CheckResult(
        check_code=row["check_code"],
        check_group=CHECKS[row["check_code"]].group,
        stream=row["stream"],
        agency_code=row["agency_code"],
        period_code=row["period_code"],
        batch_id=None,
        subject=None,
        severity=row["severity"],
        passed=not failed,
        observed=f"{row['observed']:.4g}",
        expected=expected,
    )


def _batch_result(stream: str, row: Judgement, agency: str | None) -> CheckResult:
    code = BATCH_CODES[row.suite.rsplit("_", 1)[1], row.expectation]
    return CheckResult(
        check_code=code,
        check_group=CHECKS[code].group,
        stream=stream,
        agency_code=agency,
        period_code=None,
        batch_id=None,
        subject=row.column,
        severity=row.severity,
        passed=row.success,
        observed=row.observed,
        expected=row.expected,
    )


def failures(results: Iterable[CheckResult]) -> list[CheckResult]:
    """Checks that were not met, the severe ones first."""
    order = {"error": 0, "warning": 1, "info": 2}
    return sorted((row for row in results if not row.passed), key=lambda row: order[row.severity])
