"""Checks of the built facts as asset checks, one per group: they warn and block nothing.

Belongs here: showing `check_results` in Dagster. Does not belong here: the expectations
(`schemas.fact_expectations`), judging (`check_results.py`), files (`asset_checks.py`).

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

import dagster as dg

from orchestration.dagster_home import POOL
from orchestration.dagster_place import PlaceResource
from schemas.check_register import GROUPS

MEASURES = dg.AssetKey(["marts", "quality_measures"])
SHOWN = 20


def fact_check(group: str) -> dg.AssetChecksDefinition:
    """The check of one group; what it says of files is said of the newest files, too."""

    @dg.asset_check(
        name=f"quality_{group}",
        asset=MEASURES,
        pool=POOL,
        description=f"Chất lượng số liệu (great-expectations): {GROUPS[group][0]}",
    )
    def check(place: PlaceResource) -> dg.AssetCheckResult:
        from orchestration.check_results import judge_last_build
        from reporting.quality_words import check_sentence
        from schemas.fact_expectations import failures

        results = [row for row in judge_last_build(place.workplace()) if row.check_group == group]
        failed = failures(results)
        return dg.AssetCheckResult(
            passed=not failed,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={
                "judged": len(results),
                "not_met": len(failed),
                "agencies": len({row.agency_code for row in failed if row.agency_code}),
                # The newest months are what somebody can still act on.
                "sentences": [
                    check_sentence(vars(row), "vi")
                    for row in sorted(failed, key=lambda row: row.period_code or "9", reverse=True)
                ][:SHOWN],
            },
        )

    return check


FACT_CHECKS = [fact_check(group) for group in GROUPS]
