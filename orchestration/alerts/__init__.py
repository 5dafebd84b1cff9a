"""Alerts: what is wrong becomes one letter per mailbox, exactly once.

`run_alerts` is the one entry: the command, the daily job and the schedules call it. Order of the
steps: findings of the publication → states (`evaluate`) → who is told (`route`) → letters
(`digest`) in one transaction of the ledger (`ledger`) → delivery (`deliver`).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestration.alerts.model import AlertRun, Audience
    from orchestration.pipeline import Workplace


def run_alerts(
    place: Workplace, publication_home: Path, now: datetime, audience: Audience | None = None
) -> AlertRun:
    """Judge the publication of `publication_home` and tell who must know.

    `audience` None tells what is new, worse, due again or over (after every run); `so_noi_vu`,
    `don_vi` or `van_phong` sends that role its list of everything that stands: at most once a day
    for `so_noi_vu`, once a week for the others. Calling it again says nothing twice. Trouble with
    mail is in the result and never raised. Raises NoPublication, SeedsWrong.
    """
    from orchestration.alerts.run import carry_out

    return carry_out(place, publication_home, now, audience)
