"""The steps of `run_alerts`, in order.

Belongs here: wiring: publication → states → letters → delivery. Does not belong here: any of the
steps (each has its file), printing (`cli_alerts.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ingestion.clock import local_date
from ingestion.lease import Lease, LeaseBusy
from orchestration.alerts import outbox
from orchestration.alerts.deliver import deliver
from orchestration.alerts.digest import message_id, write_letter
from orchestration.alerts.evaluate import evaluate
from orchestration.alerts.ledger import Ledger, open_ledger
from orchestration.alerts.model import (
    Alert,
    AlertRun,
    Audience,
    Delivery,
    Item,
    Letter,
    Recipient,
)
from orchestration.alerts.route import digest_key, items_for, worst_first
from orchestration.alerts.rules import SEEDS, AlertRules, read_recipients, read_rules
from orchestration.pipeline import Workplace
from orchestration.seed_checks import require_seeds
from orchestration.seeds import seed_files
from reporting.findings import FindingLimits, Reading, read_findings
from reporting.publication import open_published

LOCK = "alerts.lock"
WAIT_SECONDS = 5.0
NO_DOMAIN = "kl226.invalid"


@dataclass(frozen=True)
class _Desk:
    ledger: Ledger
    reading: Reading
    rules: AlertRules
    recipients: list[Recipient]
    now: datetime
    domain: str
    is_sample: bool


def carry_out(
    place: Workplace, publication_home: Path, now: datetime, audience: Audience | None
) -> AlertRun:
    """See `orchestration.alerts.run_alerts`."""
    day = local_date(now)
    require_seeds(place.settings, only=(*SEEDS, "agencies"))
    seeds = seed_files(place.settings)
    rules, recipients = read_rules(seeds, day), read_recipients(seeds, day)
    reading = _read(publication_home, rules)
    is_sample = place.home.is_sample or reading.is_sample
    mail = None if is_sample else place.settings.mail
    lease = Lease(place.home.root / LOCK, WAIT_SECONDS)
    try:
        with lease.hold(), open_ledger(place.home.root) as ledger:
            hanging = outbox.recover(ledger)
            domain = mail.sender.rpartition("@")[2] if mail else NO_DOMAIN
            desk = _Desk(ledger, reading, rules, recipients, now, domain, is_sample)
            before, states, letters = _say(desk, audience, {one.audience for one in hanging})
            done = deliver(ledger, mail, place.home.root / "outbox", rules, now)
            return _result(before, states, letters, done, desk, is_files_only=mail is None)
    except LeaseBusy:
        # Whoever sends now holds the lease; what this publication adds is said by the next run.
        return AlertRun(0, 0, 0, 0, Delivery(), is_busy=True)


def _read(publication_home: Path, rules: AlertRules) -> Reading:
    limits = FindingLimits(
        months_judged=int(rules.value("months_judged")),
        silent_after_days=int(rules.value("silent_after_days")),
        forecast_min_probability=rules.value("forecast_min_probability"),
    )
    with open_published(publication_home) as publication:
        return read_findings(publication, limits)


def _say(
    desk: _Desk, audience: Audience | None, hanging: Iterable[str]
) -> tuple[dict[str, Alert], dict[str, Alert], int]:
    """States before and after, and letters, in one transaction: a crash leaves all or nothing."""
    ledger = desk.ledger
    with ledger.change():
        before = ledger.alerts()
        states = evaluate(before, desk.reading, ledger.silences(), desk.rules, desk.now)
        ledger.save(alert for key, alert in states.items() if alert != before.get(key))
        letters = _letters(desk, states, audience, only_hanging=False)
        # A periodic list that hangs between is written again for its mailbox alone.
        for other in sorted(set(hanging) - {audience or ""}):
            letters += _letters(desk, states, _audience(other), only_hanging=True)
    return before, states, letters


def _letters(
    desk: _Desk, states: dict[str, Alert], audience: Audience | None, *, only_hanging: bool
) -> int:
    own = frozenset(one.agency_code for one in desk.recipients if one.role == "don_vi")
    by_mailbox: dict[str, list[Recipient]] = {}
    for one in desk.recipients:
        if audience is None or one.role == audience:
            by_mailbox.setdefault(one.mailbox, []).append(one)
    by_agency: dict[str, list[Alert]] = {}
    for alert in states.values():
        by_agency.setdefault(alert.agency_code, []).append(alert)
    written = 0
    for mailbox, whose in by_mailbox.items():
        follows = outbox.unanswered(desk.ledger, mailbox)
        if only_hanging and (follows is None or follows.audience != (audience or "")):
            continue
        written += _write(desk, whose, states, by_agency, own, audience, follows)
    return written


def _write(
    desk: _Desk,
    whose: list[Recipient],
    states: dict[str, Alert],
    by_agency: dict[str, list[Alert]],
    own: frozenset[str],
    audience: Audience | None,
    follows: Letter | None,
) -> bool:
    """Queue the letter of one mailbox, in place of one that waits; False: nothing to be said."""
    ledger, said, [mailbox] = desk.ledger, audience or "", {one.mailbox for one in whose}
    waits = outbox.queued(ledger, mailbox, said)
    told = outbox.told(ledger, mailbox, waits.message_id if waits else "")
    seen: dict[str, Item] = {}
    silenced = 0
    for one in whose:
        mine = by_agency.get(one.agency_code, []) if one.role == "don_vi" else states.values()
        silenced += sum(alert.status == "silenced" for alert in mine)
        for item in items_for(one, mine, told, desk.rules, desk.now, audience, own):
            seen.setdefault(item.alert.key, item)
    items = worst_first(seen.values())
    if not items:
        if waits:
            outbox.withdraw(ledger, waits)
        return False
    named = follows.message_id if follows else ""
    identity = message_id(mailbox, digest_key(audience, desk.now), items, named, desk.domain)
    if outbox.has_letter(ledger, identity):
        return False
    most = int(desk.rules.value("max_items", whose[0].role))
    letter = write_letter(identity, whose[0], items, said, desk.reading, silenced, most, desk.now,
                          desk.is_sample, follows)  # fmt: skip
    if waits:
        outbox.withdraw(ledger, waits)
        letter = replace(letter, attempts=waits.attempts, next_attempt_at=waits.next_attempt_at)
    outbox.put(ledger, letter, items)
    return True


def _audience(said: str) -> Audience | None:
    found: dict[str, Audience] = {
        "don_vi": "don_vi", "so_noi_vu": "so_noi_vu", "van_phong": "van_phong"}  # fmt: skip
    return found.get(said)


def _result(
    before: dict[str, Alert],
    states: dict[str, Alert],
    letters: int,
    done: Delivery,
    desk: _Desk,
    *,
    is_files_only: bool,
) -> AlertRun:
    def is_new(alert: Alert) -> bool:
        known = before.get(alert.key)
        return alert.status != "resolved" and (known is None or known.status == "resolved")

    ended = [
        alert for key, alert in states.items()
        if alert.status == "resolved" and key in before and before[key].status != "resolved"
    ]  # fmt: skip
    own = {one.agency_code for one in desk.recipients if one.role == "don_vi"}
    units = set(desk.reading.agencies) - {desk.reading.province}
    return AlertRun(
        opened=sum(is_new(alert) for alert in states.values()),
        resolved=len(ended),
        standing=sum(alert.status != "resolved" for alert in states.values()),
        letters=letters,
        delivery=done,
        unknown=desk.reading.unknown,
        no_mailbox=len(units - own),
        is_files_only=is_files_only,
    )
