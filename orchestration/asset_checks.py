"""Expectations on batches as asset checks, one per stream.

Belongs here: showing the result of a great-expectations suite in Dagster. Does not belong here: the
suites (`schemas.batch_expectations`), rules of one row, relations (dbt tests).

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

import dagster as dg

from orchestration.batch_words import batch_sentence
from orchestration.dagster_place import STREAM_KEYS, PlaceResource
from schemas.registry import STREAMS

BATCH_EXPECTATIONS = "batch_expectations"


def batch_check(stream: str) -> dg.AssetChecksDefinition:
    """The check of one stream; blocking where an expectation of severity `error` fails."""

    @dg.asset_check(
        name=BATCH_EXPECTATIONS,
        asset=STREAM_KEYS[stream],
        blocking=True,
        description=f"Đợt nhận mới nhất (great-expectations): {STREAMS[stream].label_vi}",
    )
    def check(place: PlaceResource) -> dg.AssetCheckResult:
        from ingestion.clock import local_date
        from orchestration.batch_checks import judge_store
        from orchestration.pipeline import open_store, present

        work = place.workplace()
        store = open_store(work.home)
        day = local_date(present(work, store))
        rows = judge_store(work.home, store, day, [stream]).streams[stream]
        failed = [row for row in rows if not row.success]
        blocking = any(row.is_blocking_failure for row in failed)
        return dg.AssetCheckResult(
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN,
            metadata={
                "expectations": len(rows),
                "failed": [batch_sentence(row, "vi") for row in failed],
            },
        )

    return check


BATCH_CHECKS = [batch_check(stream) for stream in STREAMS]
