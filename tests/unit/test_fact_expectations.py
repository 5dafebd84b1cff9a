"""Measures of a month are judged by the limits in force; every check is known by name."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from orchestration.batch_words import SENTENCES
from reporting.quality_words import check_sentence
from schemas.batch_expectations import Judgement
from schemas.check_register import BATCH_CODES, CHECKS, GROUPS
from schemas.fact_expectations import batch_results, expected_words, failures, judge_measures

SCHEMA = {"check_code": pl.String, "stream": pl.String, "agency_code": pl.String,
          "period_code": pl.String, "observed": pl.Float64, "min_value": pl.Float64,
          "max_value": pl.Float64, "severity": pl.String}  # fmt: skip


def measures(*rows: tuple[str, str, float, float | None, float | None]) -> pl.DataFrame:
    """Rows of (agency, month, observed, min, max) of one check."""
    return pl.DataFrame(
        [("late_rows", "meeting", agency, month, seen, low, high, "warning")
         for agency, month, seen, low, high in rows],
        schema=SCHEMA, orient="row",
    )  # fmt: skip


def verdicts(frame: pl.DataFrame) -> dict[tuple[str | None, str | None], bool]:
    return {(row.agency_code, row.period_code): row.passed for row in judge_measures(frame)}


def test_only_the_row_beyond_its_limit_fails_and_a_pass_is_a_row_too() -> None:
    frame = measures(
        ("SNV", "2026-06", 0.5, None, 0.5),
        ("STP", "2026-06", 0.51, None, 0.5),
        ("SYT", "2026-06", 0.0, None, 0.5),
    )
    assert verdicts(frame) == {
        ("SNV", "2026-06"): True, ("STP", "2026-06"): False, ("SYT", "2026-06"): True,
    }  # fmt: skip


def test_each_month_is_judged_by_the_limit_in_force_then() -> None:
    frame = measures(("SNV", "2025-12", 0.4, None, 0.5), ("SNV", "2026-01", 0.4, None, 0.3))
    assert verdicts(frame) == {("SNV", "2025-12"): True, ("SNV", "2026-01"): False}


def test_too_little_and_too_much_are_both_found() -> None:
    frame = measures(
        ("A", "2026-06", 0.1, 0.25, 3), ("B", "2026-06", 1, 0.25, 3), ("C", "2026-06", 4, 0.25, 3)
    )
    assert [row.agency_code for row in failures(judge_measures(frame))] == ["A", "C"]


def test_nothing_measured_is_nothing_said_and_an_unknown_measure_is_no_pass() -> None:
    assert judge_measures(pl.DataFrame(schema=SCHEMA)) == []
    frame = measures(("SNV", "2026-06", 0.1, None, 0.5)).with_columns(
        observed=pl.lit(None, pl.Float64)
    )
    with pytest.raises(TypeError):
        judge_measures(frame)


def test_a_check_that_nobody_described_is_an_error() -> None:
    frame = measures(("SNV", "2026-06", 0.1, None, 0.5)).with_columns(check_code=pl.lit("ghost"))
    with pytest.raises(KeyError, match="ghost"):
        judge_measures(frame)


def test_what_is_said_of_files_names_each_sender_that_fails() -> None:
    bad = Judgement("meeting_batches", "ExpectColumnMaxToBeBetween", "quarantined_share", False,
                    "0.5", "max_value 0.2", "warning", ("SNV", "STP"))  # fmt: skip
    good = Judgement("meeting_events", "ExpectColumnValuesToNotBeNull", "event_id", True,
                     "0 / 40", "mostly 1.0", "error")  # fmt: skip
    rows = batch_results({"meeting": [bad, good]})
    assert [(row.check_code, row.agency_code, row.passed) for row in rows] == [
        ("batch_quarantine", "SNV", False), ("batch_quarantine", "STP", False),
        ("batch_keys", None, True),
    ]  # fmt: skip
    assert "50,00 %" in check_sentence(vars(rows[0]), "vi")
    assert "≤ 20.00%" in check_sentence(vars(rows[0]), "en")


def test_limits_are_written_as_people_read_them() -> None:
    assert expected_words(None, 0.5) == "<= 0.5"
    assert expected_words(0.25, 3) == "0.25 .. 3"
    assert expected_words(0.25, None) == ">= 0.25"


def test_every_check_with_a_limit_or_a_suite_is_in_the_register_and_on_the_page(
    project: Path,
) -> None:
    with (project / "dbt_project/seeds/check_thresholds.csv").open(encoding="utf-8") as file:
        limited = {row["check_code"] for row in csv.DictReader(file)}
    assert limited | set(BATCH_CODES.values()) == set(CHECKS)
    assert set(BATCH_CODES) == set(SENTENCES)
    page = (project / "docs/quality.md").read_text("utf-8")
    for code, check in CHECKS.items():
        assert f"`{code}`" in page, code
        assert check.group in GROUPS
        for language in ("vi", "en"):
            assert check.label(language).strip(), code  # type: ignore[arg-type]
            assert check.todo(language).strip(), code  # type: ignore[arg-type]
