"""Who is told what now. Pure: from states and what was said before to the items of each letter.

Belongs here: which role sees which alert, repeat intervals, order. Does not belong here: states
(`evaluate.py`), wording (`digest.py`), storing what was told (`ledger.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from ingestion.clock import local_date
from orchestration.alerts.model import (
    ROLES,
    SEVERITIES,
    Alert,
    Audience,
    Item,
    Recipient,
    Told,
    What,
)
from orchestration.alerts.rules import AlertRules
from reporting.finding_sources import (
    CHECKS,
    DETECTORS,
    FORECASTS,
    QUARANTINE,
    SCORECARD,
    SUBMISSIONS,
)
from reporting.findings import SENDERS

SAID_FIRST = (SENDERS, SUBMISSIONS, SCORECARD, FORECASTS, QUARANTINE, CHECKS, DETECTORS)
"""Of one unit and severity: first what is not there, then the targets, then doubts."""
_WORDS = {weight: word for word, weight in SEVERITIES.items()}


def items_for(
    recipient: Recipient,
    alerts: Iterable[Alert],
    told: Mapping[str, Told],
    rules: AlertRules,
    now: datetime,
    audience: Audience | None,
    own_mailbox: frozenset[str],
) -> list[Item]:
    """What this mailbox is to be told; `told` by key, of the present episodes.

    `own_mailbox`: units with a mailbox of their own. What nobody else would hear of goes to Sở
    Nội vụ at once.
    """
    items = []
    for alert in alerts:
        before = told.get(alert.key)
        what = _what(alert, before, recipient, rules, now, audience, own_mailbox)
        if what:
            items.append(Item(alert, what, before.times if before else 0))
    return items


def digest_key(audience: Audience | None, now: datetime) -> str:
    """Within this key a role gets its list once: a day for Sở Nội vụ, an ISO week for others."""
    if audience is None:
        return ""
    day = local_date(now)
    year, week, _ = day.isocalendar()
    return f"{audience}:{day}" if audience == "so_noi_vu" else f"{audience}:{year}-W{week:02d}"


def _what(
    alert: Alert,
    before: Told | None,
    recipient: Recipient,
    rules: AlertRules,
    now: datetime,
    audience: Audience | None,
    own_mailbox: frozenset[str],
) -> What | None:
    if alert.status == "resolved":
        is_news = before is not None and not before.is_resolved
        return "resolved" if is_news and alert.resolution != "covered" else None
    if not _sees(alert, recipient, audience, own_mailbox):
        return None
    if audience is not None:
        enough = alert.severity >= rules.value("digest_min_severity", recipient.role)
        return "listed" if enough and alert.status in ("open", "acknowledged") else None
    if alert.status != "open":
        return None
    if alert.severity < rules.value("immediate_min_severity", recipient.role):
        return None
    if before is None:
        return "new"
    if alert.severity > before.severity:
        return "worse"
    hours = rules.value("repeat_hours", _WORDS[alert.severity])
    return "repeat" if hours and now - before.at >= timedelta(hours=hours) else None


def _sees(
    alert: Alert, recipient: Recipient, audience: Audience | None, own_mailbox: frozenset[str]
) -> bool:
    if recipient.role == "don_vi":
        return alert.agency_code == recipient.agency_code
    if recipient.role == "so_noi_vu" and audience == "so_noi_vu":
        return True
    if recipient.role == "so_noi_vu" and alert.agency_code not in own_mailbox:
        return True
    return alert.level >= ROLES.index(recipient.role)


def worst_first(items: Iterable[Item]) -> list[Item]:
    """Order of a letter: the worst, then the units with most of them, what is over last."""
    listed = list(items)
    many = Counter(one.alert.agency_code for one in listed)

    def place(item: Item) -> tuple[object, ...]:
        alert = item.alert
        return (
            item.what == "resolved",
            alert.status == "acknowledged",
            -alert.severity,
            -alert.level,
            -many[alert.agency_code],
            alert.agency_code,
            SAID_FIRST.index(alert.source),
            alert.check_code,
            alert.subject,
            alert.period_code,
        )

    return sorted(listed, key=place)
