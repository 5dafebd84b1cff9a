"""From findings to the state of every alert. Pure: no clock, no database, no mail.

Belongs here: what opens, stands, climbs, is silenced, reopens or ends an alert, and which finding
another one already says. Does not belong here: who is told (`route.py`), storing (`ledger.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from ingestion.clock import local_date
from orchestration.alerts.model import (
    ROLES,
    SEVERITIES,
    Alert,
    Resolution,
    Silence,
    Status,
    alert_key,
)
from orchestration.alerts.rules import AlertRules
from reporting.finding_sources import CHECKS, FORECASTS, SCORECARD, SUBMISSIONS, Finding
from reporting.findings import Reading

KPI_SOURCES = (SCORECARD, FORECASTS)


def evaluate(
    known: Mapping[str, Alert],
    reading: Reading,
    silences: Iterable[Silence],
    rules: AlertRules,
    now: datetime,
) -> dict[str, Alert]:
    """Every alert that is known or new, in its state after this publication, by key."""
    said, covered = inhibit(reading)
    found = {alert_key(*finding.identity): finding for finding in said}
    states = dict(known)
    for key, finding in found.items():
        states[key] = _standing(known.get(key), key, finding, reading, rules, now)
    for key, alert in known.items():
        if key not in found and alert.status != "resolved":
            states[key] = _absent(alert, reading, key in covered, now)
    silenced = list(silences)
    limits = [rules.value("escalate_after_working_days", role) for role in ROLES[1:]]
    days = sorted(reading.working_days)
    return {
        key: _climb(_hush(alert, silenced, now), days, limits, now)
        if alert.status != "resolved" else alert
        for key, alert in states.items()
    }  # fmt: skip


def inhibit(reading: Reading) -> tuple[list[Finding], set[str]]:
    """Findings worth saying, and the keys of those that another one already says.

    A unit that sent nothing has no KPI alert. A reporting year says nothing of a KPI of which its
    calendar year is said; a forecast nothing of a target that is already missed.
    """
    not_sent = {one.agency_code for one in reading.findings if one.check_code == "nothing_sent"}
    missed = {
        (one.subject, one.agency_code, one.period_code)
        for one in reading.findings
        if one.source == SCORECARD
    }
    forecast = {
        (one.subject, one.agency_code, one.period_code)
        for one in reading.findings
        if one.source == FORECASTS
    }

    def is_covered(one: Finding) -> bool:
        if one.source in KPI_SOURCES and one.agency_code in reading.silent:
            return True
        if one.source in (CHECKS, SUBMISSIONS) and one.agency_code in not_sent & reading.silent:
            return True
        if one.source not in KPI_SOURCES:
            return False
        same = (one.subject, one.agency_code, one.period_code)
        twin = (one.subject, one.agency_code, reading.twins.get(one.period_code, ""))
        if one.source == SCORECARD:
            return twin in missed
        return same in missed or twin in missed or twin in forecast

    covered = {one.identity for one in reading.findings if is_covered(one)}
    said = [one for one in reading.findings if one.identity not in covered]
    return said, {alert_key(*identity) for identity in covered}


def severity_of(finding: Finding, province: str, rules: AlertRules) -> int:
    """1 to 3: what the check says, or the province's rule where the check leaves it open."""
    if finding.severity:
        return SEVERITIES[finding.severity]
    code = finding.check_code
    if code == "kpi_not_met" and finding.agency_code == province:
        code = "kpi_not_met_province"
    return int(rules.value("severity", code))


def _standing(
    before: Alert | None,
    key: str,
    finding: Finding,
    reading: Reading,
    rules: AlertRules,
    now: datetime,
) -> Alert:
    """An alert whose finding is there: new, opened again, or as it was with the newest figures."""
    severity = severity_of(finding, reading.province, rules)
    fresh = Alert(
        key=key,
        check_code=finding.check_code,
        subject=finding.subject,
        agency_code=finding.agency_code,
        period_code=finding.period_code,
        source=finding.source,
        agency_name=reading.agencies[finding.agency_code],
        period_label=finding.period_label,
        label=finding.label,
        severity=severity,
        observed=finding.observed,
        expected=finding.expected,
        count=finding.count,
        todo=finding.todo,
        status="open",
        episode=1 if before is None else before.episode + 1,
        level=1 if finding.agency_code == reading.province else 0,
        opened_at=now,
        last_seen_at=now,
    )
    if before is None or before.status == "resolved":
        return fresh
    # What somebody took on and has become worse since is a new question to them.
    worse = severity > before.severity
    return replace(
        fresh,
        episode=before.episode,
        level=max(before.level, fresh.level),
        opened_at=before.opened_at,
        acknowledged_at=None if worse else before.acknowledged_at,
        acknowledged_by="" if worse else before.acknowledged_by,
    )


def _absent(alert: Alert, reading: Reading, is_covered: bool, now: datetime) -> Alert:
    """An alert whose finding is not there: over, or not judged this time and left as it is."""
    identity = alert.check_code, alert.subject, alert.agency_code, alert.period_code
    why: Resolution = "gone"
    if is_covered:
        why = "covered"
    elif alert.source in reading.unknown or identity in reading.unjudged:
        return alert
    elif (
        alert.period_code not in reading.periods[alert.source]
        or alert.agency_code not in reading.agencies
    ):
        why = "period_over"
    return replace(alert, status="resolved", resolved_at=now, resolution=why)


def _hush(alert: Alert, silences: list[Silence], now: datetime) -> Alert:
    status: Status = "acknowledged" if alert.acknowledged_at else "open"
    if any(one.covers(alert.check_code, alert.agency_code, now) for one in silences):
        status = "silenced"
    return replace(alert, status=status)


def _climb(alert: Alert, working: list[date], limits: list[float], now: datetime) -> Alert:
    """Nobody took it on for the dated number of working days: the next office is told."""
    if alert.status != "open":
        return alert
    opened, today = local_date(alert.opened_at), local_date(now)
    waited = bisect_right(working, today) - bisect_right(working, opened)
    reached = sum(1 for limit in limits if waited >= limit)
    return replace(alert, level=max(alert.level, reached))
