"""What is sent when: the daily and weekly digest, reminders, the close, the watch.

Belongs here: wiring a kind of message to what it reads and to the outbox. Does not belong here: on
which day (`moments.py`), texts (`reminders.py`, `close.py`, `watch.py`), Dagster.
Each may be called at any time and any number of times: what was said is not said again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ingestion.clock import local_date
from ingestion.lease import Lease, LeaseBusy
from orchestration.alerts.model import Delivery
from orchestration.alerts.notices import Notice
from orchestration.seeds import seed_files
from orchestration.timetable.workdays import WorkCalendar

if TYPE_CHECKING:
    from orchestration.pipeline import Workplace

Kind = Literal["daily", "weekly", "reminders", "close", "watch"]
KINDS: tuple[Kind, ...] = ("daily", "weekly", "reminders", "close", "watch")


@dataclass(frozen=True)
class Notified:
    """What came of it. `skipped` says why nothing was due; `unknown` what could not be read."""

    kind: Kind
    letters: int = 0
    delivery: Delivery | None = None
    skipped: str = ""
    unknown: tuple[str, ...] = ()
    no_mailbox: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything that was to be said has been handed over."""
        done = self.delivery or Delivery()
        return not (done.refused or done.waiting or done.uncertain)


def notify(place: Workplace, kind: Kind, *, is_forced: bool = False) -> Notified:
    """Send what is due of a kind now; `is_forced` sends it on any day.

    Raises NoPublication where figures or deadlines are needed and none are published, UnknownYear
    when the seed of holidays has come to its end, SeedsWrong.
    """
    now = place.clock.now()
    why = "" if is_forced else skip_reason(calendar_of(place), kind, now)
    if why:
        return Notified(kind, skipped=why)
    return {
        "daily": _daily,
        "weekly": _weekly,
        "reminders": _remind,
        "close": _close,
        "watch": _watch,
    }[kind](place, now)


def skip_reason(calendar: WorkCalendar, kind: Kind, now: datetime) -> str:
    """Why a kind is not due on the day of `now`; empty when it is. Raises UnknownYear."""
    from orchestration.timetable.moments import is_weekly_day

    day = local_date(now)
    if kind in ("daily", "reminders") and not calendar.is_working_day(day):
        return "not_a_working_day"
    if kind == "weekly" and not is_weekly_day(calendar, day):
        return "not_the_weekly_day"
    return ""


def calendar_of(place: Workplace) -> WorkCalendar:
    """The working days of the province's seeds."""
    return WorkCalendar.read(seed_files(place.settings))


def post(place: Workplace, kind: Kind, notices: Iterable[Notice], now: datetime) -> Notified:
    """Queue letters and hand over all that is due. Busy means that somebody else hands over.

    Raises SeedsWrong when the tables of rules or mailboxes are wrong.
    """
    from orchestration.alerts import outbox
    from orchestration.alerts.deliver import deliver
    from orchestration.alerts.ledger import open_ledger
    from orchestration.alerts.notices import enqueue_notices
    from orchestration.alerts.rules import SEEDS, read_recipients, read_rules
    from orchestration.alerts.run import LOCK, NO_DOMAIN, WAIT_SECONDS
    from orchestration.seed_checks import require_seeds

    require_seeds(place.settings, only=(*SEEDS, "agencies"))
    seeds, day, root = seed_files(place.settings), local_date(now), place.home.root
    mail = None if place.home.is_sample else place.settings.mail
    domain = mail.sender.rpartition("@")[2] if mail else NO_DOMAIN
    with open_ledger(root) as ledger:
        queued = enqueue_notices(ledger, notices, read_recipients(seeds, day), domain, now)
        try:
            with Lease(root / LOCK, WAIT_SECONDS).hold():
                outbox.recover(ledger)
                done = deliver(ledger, mail, root / "outbox", read_rules(seeds, day), now)
        except LeaseBusy:
            done = None
    return Notified(kind, queued.letters, done, no_mailbox=queued.no_mailbox)


def _daily(place: Workplace, now: datetime) -> Notified:
    from orchestration.alerts import run_alerts
    from orchestration.timetable.watch import sign_of_life

    alive = post(place, "daily", sign_of_life(place.home, now), now)
    done = run_alerts(place, place.home.root, now, "so_noi_vu")
    return Notified("daily", done.letters + alive.letters, done.delivery, unknown=done.unknown)


def _weekly(place: Workplace, now: datetime) -> Notified:
    from orchestration.alerts import run_alerts

    done = run_alerts(place, place.home.root, now, "don_vi")
    return Notified("weekly", done.letters, done.delivery, unknown=done.unknown)


def _remind(place: Workplace, now: datetime) -> Notified:
    from orchestration.signoff_book import Book
    from orchestration.timetable.reminders import horizon, reminders
    from reporting.deadlines import open_deadlines
    from reporting.publication import open_published

    today, book = local_date(now), Book.read(seed_files(place.settings))
    with open_published(place.home.root) as publication:
        found = open_deadlines(publication, today, horizon(today))
    names = {one.agency_code: book.name(one.agency_code, today) for one in found.owed}
    letters = reminders(found.owed, names, calendar_of(place), today)
    done = post(place, "reminders", letters, now)
    return Notified("reminders", done.letters, done.delivery, unknown=found.unknown,
                    no_mailbox=done.no_mailbox)  # fmt: skip


def _close(place: Workplace, now: datetime) -> Notified:
    from ingestion.signoff import period_states
    from orchestration.pipeline import build_and_publish, open_store
    from orchestration.signoff_book import Book
    from orchestration.timetable.close import close_notices
    from orchestration.timetable.watch import as_of, published
    from orchestration.timetable.words import words

    # What was submitted or approved since the last run stands in the publication from now on.
    build_and_publish(place)
    pointer = published(place.home)
    told = words("close_publication", day=as_of(pointer)) if pointer else ""
    letters = close_notices(
        Book.read(seed_files(place.settings)),
        period_states(open_store(place.home)),
        told or words("close_no_publication"),
        local_date(now),
    )
    return post(place, "close", letters, now)


def _watch(place: Workplace, now: datetime) -> Notified:
    from orchestration.timetable.watch import trouble

    return post(place, "watch", trouble(place.home, now), now)
