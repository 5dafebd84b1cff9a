"""The doctor's look at alerts: letters that wait, were refused, or hang between.

Belongs here: reading the ledger, changing nothing. Does not belong here: sending (`alerts/`).
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestration.alerts import outbox
from orchestration.alerts.ledger import FILE, open_ledger
from orchestration.doctor import Finding
from orchestration.home import Home


def alerts(home: Home) -> Iterator[Finding]:
    """Whether everything that was to be said has been handed over."""
    if not (home.root / FILE).is_file():
        yield Finding("alerts", "note", "doctor_alerts_never", {})
        return
    with open_ledger(home.root) as ledger:
        standing = sum(one.status != "resolved" for one in ledger.alerts().values())
        waiting = outbox.letters(ledger, "queued")
        refused = {one.mailbox: one.why for one in outbox.letters(ledger, "refused")}
        hanging = outbox.hanging(ledger) + outbox.letters(ledger, "sending")
        reached = {one.mailbox for one in outbox.letters(ledger, "sent")}
    if waiting:
        why = next((one.why for one in waiting if one.why), "…")
        values: dict[str, object] = {"count": len(waiting), "why": why}
        yield Finding("alerts", "warning", "doctor_alerts_waiting", values)
    for mailbox in sorted(set(refused) - reached):
        values = {"mailbox": mailbox, "why": refused[mailbox]}
        yield Finding("alerts", "warning", "doctor_alerts_refused", values)
    for letter in hanging:
        values = {"id": letter.message_id, "mailbox": letter.mailbox}
        yield Finding("alerts", "warning", "doctor_alerts_uncertain", values)
    if not waiting and not hanging and not set(refused) - reached:
        yield Finding("alerts", "ok", "doctor_alerts_ok", {"count": standing})
