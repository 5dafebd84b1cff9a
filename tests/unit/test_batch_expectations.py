"""Whole batches are judged by one suite per stream."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from orchestration.batch_words import SENTENCES, batch_sentence
from orchestration.rules import load_rules
from schemas.batch_expectations import (
    FIRST_EVENTS,
    FLAGS,
    KEY_COLUMNS,
    Judgement,
    judge,
)
from schemas.dated_limits import Threshold, limits
from schemas.envelope import ENVELOPE
from schemas.registry import STREAMS

DAY = date(2026, 6, 13)
ROWS = 40


def meetings(**columns: object) -> pl.DataFrame:
    """Forty good meeting events, some columns replaced."""
    start = datetime(2026, 6, 1, 1, tzinfo=UTC)
    good: dict[str, object] = {
        "event_id": [f"e{n}" for n in range(ROWS)],
        "event_type": ["held"] * ROWS,
        "entity_id": [f"m{n}" for n in range(ROWS)],
        "agency_code": ["SNV"] * ROWS,
        "occurred_at": [start] * ROWS,
        "batch_id": ["b"] * ROWS,
        "starts_at": [start] * ROWS,
        "mode": ["online", "in_person"] * (ROWS // 2),
        "is_conference": [True, False] * (ROWS // 2),
    }
    schema = {**ENVELOPE, **STREAMS["meeting"].attributes}
    return pl.DataFrame({**good, **columns}, schema_overrides=schema)


def batches(received: int = 40, quarantined: int = 0) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "batch_id": ["b"],
            "agency_code": ["SNV"],
            "received": [received],
            "accepted": [received - quarantined],
            "duplicate": [0],
            "quarantined": [quarantined],
        }
    )


def failed(rows: list[Judgement]) -> list[tuple[str, str | None, str]]:
    return [(row.expectation, row.column, row.severity) for row in rows if not row.success]


def test_a_good_batch_meets_every_expectation() -> None:
    rows = judge("meeting", meetings(), batches(), load_rules(), DAY)
    assert len(rows) > 10
    assert failed(rows) == []


def test_a_missing_key_of_the_envelope_blocks() -> None:
    events = meetings(entity_id=[None] + ["m"] * (ROWS - 1))
    rows = judge("meeting", events, batches(), load_rules(), DAY)
    assert failed(rows) == [("ExpectColumnValuesToNotBeNull", "entity_id", "error")]
    assert any(row.is_blocking_failure for row in rows)


def test_faults_of_a_sender_warn_and_do_not_block() -> None:
    events = meetings(mode=["online"] * ROWS, starts_at=[None] * ROWS)
    rows = judge("meeting", events, batches(quarantined=20), load_rules(), DAY)
    assert failed(rows) == [
        ("ExpectColumnMaxToBeBetween", "quarantined_share", "warning"),
        ("ExpectColumnValuesToNotBeNull", "starts_at", "warning"),
        ("ExpectColumnUniqueValueCountToBeBetween", "mode", "warning"),
    ]


def test_an_empty_batch_and_a_date_of_another_century_are_seen() -> None:
    far = datetime(2126, 6, 1, tzinfo=UTC)
    events = meetings(occurred_at=[far] * ROWS)
    rows = judge("meeting", events, batches(received=0), load_rules(), DAY)
    assert ("ExpectColumnMinToBeBetween", "received", "warning") in failed(rows)
    assert ("ExpectColumnValuesToBeBetween", "occurred_at", "warning") in failed(rows)


def test_few_rows_say_nothing_of_a_distribution() -> None:
    events = meetings(mode=["online"] * ROWS).head(5)
    rows = judge("meeting", events, batches(), load_rules(), DAY)
    assert failed(rows) == []


def test_a_flag_that_nobody_fills_in_is_unknown_and_not_constant() -> None:
    events = meetings(is_conference=[None] * ROWS)
    assert failed(judge("meeting", events, batches(), load_rules(), DAY)) == []
    few = meetings(is_conference=[True] * 5 + [None] * (ROWS - 5))
    assert failed(judge("meeting", few, batches(), load_rules(), DAY)) == []


def test_every_expectation_is_said_in_words_and_stands_in_the_runbook(project: Path) -> None:
    far = datetime(2126, 6, 1, tzinfo=UTC)
    events = meetings(occurred_at=[far] * ROWS)
    rows = judge("meeting", events, batches(quarantined=20), load_rules(), DAY)
    assert {(row.suite.split("_")[1], row.expectation) for row in rows} == set(SENTENCES)
    text = (project / "docs/runbook.md").read_text("utf-8")
    assert "## Cảnh báo về đợt nhận" in text
    for row in rows:
        for language in ("vi", "en"):
            said = batch_sentence(row, language)  # type: ignore[arg-type]
            assert "Expect" not in said and ";" in said, said
    for vi, _ in SENTENCES.values():
        # The column's name stands in quotes in the message and is left out in the runbook.
        opening = " ".join(re.sub(r" ?“{column}”", "", vi).split(";")[0].split()[:4])
        assert opening in text, opening


def test_the_sender_of_a_bad_batch_is_named() -> None:
    rows = judge("meeting", meetings(), batches(quarantined=20), load_rules(), DAY)
    [bad] = [row for row in rows if not row.success]
    assert bad.agencies == ("SNV",)
    assert "(SNV)" in batch_sentence(bad, "vi") and "50 %" in batch_sentence(bad, "vi")


def test_corrections_may_leave_columns_empty() -> None:
    events = meetings(event_type=["corrected"] * ROWS, mode=[None] * ROWS, starts_at=[None] * ROWS)
    assert failed(judge("meeting", events, batches(), load_rules(), DAY)) == []


def test_a_threshold_of_the_stream_and_of_the_day_wins() -> None:
    rows = [
        Threshold("x", "*", date(2020, 1, 1), date(2026, 1, 1), 1.0),
        Threshold("x", "meeting", date(2026, 1, 1), None, 2.0),
        Threshold("x", "*", date(2026, 1, 1), None, 3.0),
    ]
    assert limits(rows, "meeting", DAY)["x"].value == 2.0
    assert limits(rows, "task", DAY)["x"].value == 3.0
    assert limits(rows, "meeting", date(2025, 12, 31))["x"].value == 1.0


@pytest.mark.parametrize("stream", sorted(STREAMS))
def test_every_stream_has_a_suite_over_columns_it_has(stream: str) -> None:
    known = STREAMS[stream]
    assert set(KEY_COLUMNS[stream]) | set(FLAGS[stream]) <= set(known.attributes)
    assert set(FIRST_EVENTS[stream]) <= set(known.events)
