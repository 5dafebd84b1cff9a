"""The published marts as the last asset of the graph.

Belongs here: publishing as a Dagster step. Does not belong here: whether the checks allow it
(`verdict.py`) and how it is done (`publish.py`).

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

from collections.abc import Iterable

import dagster as dg

from ingestion.clock import SystemClock, local_date
from orchestration.batch_checks import judge_store
from orchestration.dagster_home import POOL
from orchestration.dagster_place import PUBLISHED, PlaceResource
from orchestration.heartbeat import Beat, write_beat
from orchestration.pipeline import open_store, present, verify_and_publish


def published_definition(upstream: Iterable[dg.AssetKey]) -> dg.AssetsDefinition:
    """The asset that stands on everything that is published."""

    @dg.asset(
        key=PUBLISHED,
        deps=sorted(upstream),
        group_name="published",
        pool=POOL,
        kinds={"duckdb"},
        description="Bản công bố: chỉ đọc, thay thế nguyên tử sau khi mọi kiểm tra chặn đã đạt",
    )
    def published_marts(
        context: dg.AssetExecutionContext, place: PlaceResource
    ) -> dg.MaterializeResult:
        work = place.workplace()
        store = open_store(work.home)
        # Already done in this run by the asset checks, unless somebody runs this asset alone.
        checks = judge_store(work.home, store, local_date(present(work, store)))
        verdict, pointer = verify_and_publish(work, work.home, store, checks)
        for warning in verdict.warnings("vi"):
            context.log.warning(warning)
        if pointer is None:
            reasons = [f"{one.kind} {one.name} {one.detail}".strip() for one in verdict.refusals]
            raise dg.Failure(
                description="not published: " + "; ".join(reasons or ["no complete build"])
            )
        write_beat(work.home, Beat(SystemClock().now(), context.run_id, True, "dagster"))
        return dg.MaterializeResult(
            metadata={
                "run_id": pointer.run_id,
                "file": pointer.file,
                "as_of": pointer.as_of,
                "tests_passed": pointer.tests_passed,
                "scorecard_rows": pointer.row_counts["marts.kpi_scorecard"],
                "is_sample": pointer.is_sample,
            }
        )

    return published_marts
