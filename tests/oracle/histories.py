"""Random small histories: a few units, a few entities, the events and when the store learned them.

Belongs here: the life of an entity and its arrival (late, twice, corrected, cleared, withdrawn,
re-instated). Does not belong here: attributes (`events`), units (`units`), any expectation.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.oracle.events import (
    DUE,
    DUTIES,
    DUTY_EVENTS,
    LIFECYCLE,
    RECORDS,
    RESTORED,
    moment,
    moment_near,
    said,
)
from tests.oracle.fold import Event
from tests.oracle.units import Units, make_units

STREAMS = ("meeting", "document", "dossier", "task")
FIRST = datetime(2025, 1, 2, tzinfo=UTC)
"""The store knows nothing before."""
LAGS = [
    timedelta(0),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(days=20),
    timedelta(days=200),
]


@dataclass(frozen=True)
class History:
    """Units that no other history uses, and events in the order in which they were made."""

    number: int
    units: Units
    events: list[Event]

    def with_events(self, events: list[Event]) -> History:
        """The same units with other events."""
        return replace(self, events=events)

    def renamed(self, number: int) -> History:
        """The same history under another number, so that both can lie in one store."""
        old, new = f"h{self.number}.", f"h{number}."

        def other(value: Any) -> Any:
            if isinstance(value, str):
                return value.replace(old, new)
            if isinstance(value, list):
                return [other(item) for item in value]
            return {k: other(v) for k, v in value.items()} if isinstance(value, dict) else value

        u = self.units
        units = Units(other(u.agencies), other(u.succession), other(u.codes), u.level)
        return History(number, units, other(self.events))


def make_history(seed: int, number: int) -> History:
    """History `number` of a seed: always the same, whatever other histories there are."""
    dice = random.Random(f"{seed}/{number}")
    prefix = f"h{number}."
    stream = STREAMS[number % 4]
    units = make_units(dice, prefix, f"oracle_{stream}")
    entities = dice.randrange(1, 5)
    events: list[Event] = []
    for entity in range(entities):
        make = duty_events if stream == "task" else entity_events
        events += make(dice, stream, units, f"{prefix}{stream}{entity}")
    for place, item in enumerate(events):
        item |= {"stream": stream, "event_id": f"{prefix}e{place}"}
        # What is compared across the whole province must not leave the history.
        if "content_key" in item:
            item["content_key"] = f"{prefix}{item['content_key']}"
        if "required_units" in item:
            item["required_units"] = [f"{prefix}{name}" for name in item["required_units"]]
    events += [batch(dice, units, n) for n in range(dice.choice([0, 0, 1, 2]))]
    again = [dict(e) for e in events if dice.random() < 0.05]
    for item in again:
        item["recorded_at"] += dice.choice(LAGS)
    events += again
    return History(number, units, events)


def arrival(dice: random.Random, occurred: datetime) -> datetime:
    """When the store learned of it: at once, late, or at the very moment of a close."""
    learned = max(occurred, FIRST) + dice.choice(LAGS)
    return learned.replace(microsecond=0)


def entity_events(dice: random.Random, stream: str, units: Units, entity: str) -> list[Event]:
    """The life of one meeting, document or dossier; sometimes listed by several hosts."""
    when = moment(dice)
    base = said(dice, stream, when, 1.0)
    hosts = [
        dice.choice([*units.codes, *units.codes, "SONLA"] if dice.random() < 0.1 else units.codes)
    ]
    if stream == "meeting" and dice.random() < 0.25:
        hosts = [dice.choice(units.codes) for _ in range(dice.randrange(2, 4))]
        base["joint_key"] = f"{entity}|joint"
    events: list[Event] = []
    for copy, host in enumerate(hosts):
        own = f"{entity}:{copy}"
        first = LIFECYCLE[stream][2]
        life = [first, *(dice.choice(LIFECYCLE[stream]) for _ in range(dice.randrange(0, 4)))]
        for step, kind in enumerate(life):
            occurred = when + timedelta(hours=dice.choice([-30, 0, 0, 1, 48, 700])) * (step > 0)
            more = base if step == 0 else said(dice, stream, moment(dice), 0.25)
            events.append(event(dice, own, host, kind, occurred) | more)
        events += mended(dice, stream, own, host, when)
    return events


def event(dice: random.Random, entity: str, agency: str, kind: str, occurred: datetime) -> Event:
    """The envelope of an event."""
    return {"entity_id": entity, "agency_code": agency, "event_type": kind,
            "occurred_at": occurred, "recorded_at": arrival(dice, occurred)}  # fmt: skip


def mended(dice: random.Random, stream: str, entity: str, host: str, when: datetime) -> list[Event]:
    """Corrections that set or clear, withdrawals, re-instatements."""
    events = []
    for _ in range(dice.choice([0, 0, 1, 2, 3])):
        after = when + timedelta(days=dice.choice([1, 5, 40, 200]))
        if dice.random() < 0.3:
            kind = "voided" if stream == "dossier" else "withdrawn"
            events.append(event(dice, entity, host, kind, after))
            continue
        fix = event(dice, entity, host, "corrected", after)
        if dice.random() < 0.5:
            fix["status"] = dice.choice(RESTORED[stream])
        if stream != "task":
            fix |= said(dice, stream, moment(dice), 0.2)
            if dice.random() < 0.3:
                names = list(said(dice, stream, when, 1.0))
                fix["cleared"] = dice.sample(names, min(2, len(names)))
                fix = {k: v for k, v in fix.items() if k not in fix["cleared"]}
        events.append(fix)
    return events


def batch(dice: random.Random, units: Units, number: int) -> Event:
    """The store's own record of a file that it took or refused."""
    taken = event(dice, "", dice.choice(units.codes), "file_ingested", moment(dice))
    rows = dice.choice([0, 1, 7, 20])
    if dice.random() < 0.2:
        taken["event_type"] = "file_refused"
    names = {
        "entity_id": f"{units.codes[0]}|file{number}",
        "event_id": f"{units.codes[0]}|b{number}",
    }
    return taken | names | {
        "stream": "ingest", "received": rows, "quarantined": dice.randrange(rows + 1)
    }  # fmt: skip


def duty_events(dice: random.Random, stream: str, units: Units, entity: str) -> list[Event]:
    """A duty of a unit around its deadline, or a record of training."""
    host = dice.choice(units.codes)
    if dice.random() < 0.4:
        when = moment(dice)
        kind = dice.choice([RECORDS[0], *RECORDS])
        record = event(dice, entity, host, kind, when)
        whole = dice.randrange(60)
        part, all_of = ("trained_count", "staff_count") if kind == RECORDS[0] else (
            "item_count", "total_count")  # fmt: skip
        record |= {part: dice.randrange(whole + 1), all_of: whole}
        if dice.random() < 0.15:
            record.pop(dice.choice([part, all_of]))
        return [record, *mended(dice, stream, entity, host, when)]
    code = dice.choice(DUTIES)
    when = moment_near(dice, DUE[code] + timedelta(days=dice.choice([-30, -1, 0, 1, 20])))
    duty = f"{code}:{host}"
    last = {"K": "completed", "B": "report_submitted"}[code[0]]
    last = "plan_issued" if code == DUTIES[0] else last
    events = [event(dice, duty, host, last, when) | {"duty_code": code}]
    for _ in range(dice.randrange(3)):
        kind = dice.choice([last, "assigned", "reported", "extended", *DUTY_EVENTS[:1]])
        other = event(dice, duty, host, kind, when + timedelta(days=dice.choice([-20, -1, 1, 9])))
        if kind == "extended":
            other["due_date"] = DUE[code] + timedelta(days=dice.choice([1, 10, 40]))
        events.append(other | {"duty_code": code})
    return [*events, *mended(dice, stream, duty, host, when)]


def arranged(histories: list[History]) -> list[Event]:
    """All events with their position in one store: in the order in which they were learned."""
    events = [dict(event) for history in histories for event in history.events]
    events.sort(key=lambda e: e["recorded_at"])
    commit, before = 0, None
    for place, item in enumerate(events):
        commit += item["recorded_at"] != before
        before = item["recorded_at"]
        item |= {"position": (commit << 32) + place, "source_system": "oracle",
                 "source_file": "oracle.csv", "source_row": place}  # fmt: skip
    return events
