"""Alerts as the step after the publication.

Belongs here: calling the one entry of alerts as a Dagster step. Does not belong here: what an alert
is and who is told (`alerts/`), letters of the schedules (`dagster_notices.py`).

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

import dagster as dg

from orchestration.dagster_place import PUBLISHED, PlaceResource

ALERTS = dg.AssetKey("alerts_told")


@dg.asset(
    key=ALERTS,
    deps=[PUBLISHED],
    group_name="published",
    description="Cảnh báo sau khi công bố: ai phải biết điều gì, mỗi điều một lần",
)
def alerts_told(context: dg.AssetExecutionContext, place: PlaceResource) -> dg.MaterializeResult:
    """Tell what the new publication shows; trouble with mail is said and fails nothing."""
    from orchestration.alerts import run_alerts

    work = place.workplace()
    done = run_alerts(work, work.home.root, work.clock.now())
    if not done.ok:
        context.log.warning("not every letter has been handed over: kl226 doctor")
    counts = {
        name: getattr(done, name)
        for name in ("opened", "resolved", "standing", "letters", "no_mailbox")
    }
    return dg.MaterializeResult(metadata={**counts, "unknown": list(done.unknown)})
