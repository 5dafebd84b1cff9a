"""An incremental build touches only what it must, and gives what a full refresh gives.

Thirty random histories are delivered in several builds: late events, events of one moment,
corrections, clearings, withdrawals, re-instatements, changes of agency. All lie in one store, since
their entities never meet; so every build tests all of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse_fixture import LOCAL, Warehouse

HISTORIES = 30
DELIVERIES = 4
START = datetime(2025, 1, 2, 8, tzinfo=LOCAL)
NOW = datetime(2026, 6, 20, 12, tzinfo=LOCAL)
AGENCIES = ["SNV", "STP", "SYT", "03646", "SONLA"]
COMPARED = [
    "marts.fct_meetings", "marts.fct_documents", "marts.fct_dossiers", "marts.fct_tasks",
    "marts.kpi_evidence", "marts.kpi_day_totals", "marts.kpi_period_totals",
    "marts.kpi_unit_totals", "marts.kpi_baselines", "marts.kpi_scorecard", "marts.kpi_ranking",
]  # fmt: skip
Event = dict[str, Any]
FOLDED = ["kind", "mode", "remote_site_count", "starts_at", "ends_at", "joint_key"]


def attributes(dice: random.Random, stream: str) -> Event:
    """Some attributes of an event; most events say little."""
    moment = START + timedelta(hours=dice.randrange(12_000))
    values = {
        "meeting": {
            "mode": dice.choice(["online", "hybrid", "in_person"]),
            "kind": dice.choice(["briefing", "review", "professional"]),
            "remote_site_count": dice.randrange(3),
            "starts_at": moment,
            "ends_at": moment + timedelta(hours=dice.randrange(1, 9)),
            "joint_key": f"joint-{dice.randrange(40)}",
        },
        "document": {
            "document_type": dice.choice(["cong_van", "ke_hoach", "giay_moi"]),
            "direction": dice.choice(["out", "in"]),
            "issued_date": moment.date(),
            "has_electronic_form": dice.random() < 0.5,
            "is_between_agencies": dice.random() < 0.5,
            "is_sent_on_paper": dice.random() < 0.3,
        },
        "dossier": {
            "channel": dice.choice(["online", "in_person"]),
            "received_at": moment,
            "has_digitised_components": dice.random() < 0.5,
            "has_digitised_result": dice.random() < 0.5,
            "has_electronic_result": dice.random() < 0.5,
        },
        "task": {
            "trained_count": dice.randrange(50),
            "staff_count": 50,
            "completed_at": moment,
            "due_date": moment.date(),
        },
    }[stream]
    return {name: value for name, value in values.items() if dice.random() < 0.6}


EVENT_TYPES = {
    "meeting": ["scheduled", "held", "held", "cancelled", "mode_changed"],
    "document": ["issued", "issued", "sent", "sent_on_paper", "recalled", "digitised"],
    "dossier": ["received", "received", "processing", "finished", "digitised", "result_issued"],
    "task": ["report_submitted", "training_recorded", "reported", "extended"],
}
STATUSES = {"meeting": "held", "document": "issued", "dossier": "finished", "task": "completed"}


def entity_of(dice: random.Random, stream: str, history: int, agency: str) -> str:
    """A few entities per history, of which tasks share the ids of the annex's duties."""
    if stream == "task":
        return f"{dice.choice(['BC-2026-H1', 'TR-2026-05'])}:{AGENCIES[history % 5]}"
    return f"{stream}-{history}-{dice.randrange(4)}:{agency if dice.random() < 0.1 else 'x'}"


def history(dice: random.Random, number: int) -> list[tuple[str, Event]]:
    """One random history: events in the order in which the store learns of them."""
    events: list[tuple[str, Event]] = []
    for _ in range(dice.randrange(10, 60)):
        stream = dice.choice(list(EVENT_TYPES))
        agency = dice.choice(AGENCIES)
        occurred = START + timedelta(days=dice.randrange(30) ** 2 % 500)
        event: Event = {
            "entity_id": entity_of(dice, stream, number, agency),
            "agency_code": agency,
            "occurred_at": occurred,
        }
        chance = dice.random()
        if chance < 0.6:
            event |= {"event_type": dice.choice(EVENT_TYPES[stream])} | attributes(dice, stream)
        elif chance < 0.85:
            event |= {"event_type": "corrected"} | attributes(dice, stream)
            if dice.random() < 0.5:
                event["status"] = STATUSES[stream]
            if dice.random() < 0.5:
                event["cleared"] = dice.sample(list(attributes(random.Random(1), stream)), 1)
        else:
            event["event_type"] = "voided" if stream == "dossier" else "withdrawn"
        events.append((stream, event))
    return events


def all_events(seed: int) -> list[tuple[str, Event]]:
    """Every history, shuffled together in the order of arrival, with position and recorded_at."""
    dice = random.Random(seed)
    histories = [history(dice, number) for number in range(HISTORIES)]
    arrival: list[tuple[str, Event]] = []
    while any(histories):
        arrival.append(dice.choice([h for h in histories if h]).pop(0))
    for place, (stream, event) in enumerate(arrival):
        event |= {
            "event_id": f"e{place}", "stream": stream, "position": (place // 50 << 32) + place,
            "recorded_at": NOW - timedelta(days=30) + timedelta(minutes=place // 50),
            "source_system": "test", "source_file": f"f{place // 50}.csv", "source_row": place + 1,
            "source_sheet": dice.choice([None, "Sheet1"]),
        }  # fmt: skip
    return arrival


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """One scratch warehouse for the module: the second build parses nothing anew."""
    warehouse = Warehouse(tmp_path_factory.mktemp("incremental"))
    warehouse.set_as_of(NOW)
    return warehouse


def deliver(warehouse: Warehouse, events: list[tuple[str, Event]]) -> None:
    """Append events to the store."""
    for stream in EVENT_TYPES:
        warehouse.insert(f"{stream}_events", [event for name, event in events if name == stream])


@pytest.fixture(scope="module")
def delivered(warehouse: Warehouse) -> list[tuple[str, Event]]:
    """All events, delivered in several incremental builds; the results kept aside."""
    events = all_events(seed=226)
    size = -(-len(events) // DELIVERIES)
    for first in range(0, len(events), size):
        deliver(warehouse, events[first : first + size])
        warehouse.dbt("build", "--select", "resource_type:seed resource_type:model")
    with warehouse.connect() as connection:
        connection.execute("create schema kept")
        for table in COMPARED:
            name = table.split(".")[1]
            connection.execute(f"create table kept.{name} as select * from {table}")
    return events


def fold(events: list[Event]) -> Event:
    """The current state by the words of the KPI book, one event after the other."""
    withdrawals = ("withdrawn", "voided")
    lifecycle = [e for e in events if e["event_type"] not in ("corrected", *withdrawals)]
    lifecycle.sort(key=lambda e: (e["occurred_at"], e["position"]))
    corrections = [e for e in events if e["event_type"] == "corrected"]
    corrections.sort(key=lambda e: e["position"])
    sets = {"held": "held", "scheduled": "scheduled", "cancelled": "cancelled"}
    state: Event = dict.fromkeys(["agency_code", "status", *FOLDED])
    for event in [*lifecycle, *corrections]:
        said = event | {"status": event.get("status") or sets.get(event["event_type"])}
        state |= {name: said[name] for name in state if said.get(name) is not None}
        state |= dict.fromkeys(set(event.get("cleared") or []) & set(state))
    real = True
    for event in sorted(events, key=lambda e: e["position"]):
        if event["event_type"] in withdrawals:
            real = False
        elif event["event_type"] == "corrected" and event.get("status"):
            real = True
    return state | {"is_withdrawn": not real, "event_count": len(events)}


def test_the_facts_are_what_the_words_of_the_kpi_book_say(
    warehouse: Warehouse, delivered: list[tuple[str, Event]]
) -> None:
    by_entity: dict[str, list[Event]] = {}
    for stream, event in delivered:
        if stream == "meeting":
            by_entity.setdefault(event["entity_id"], []).append(event)
    columns = ["agency_code", "status", *FOLDED, "is_withdrawn", "event_count"]
    found = warehouse.query(f"select entity_id, {', '.join(columns)} from marts.fct_meetings")
    assert len(found) == len(by_entity) > 100
    for entity, *values in found:
        expected = fold(by_entity[entity])
        said = dict(zip(columns, values, strict=True))
        if any(e["event_type"] not in ("withdrawn", "voided") for e in by_entity[entity]):
            assert said == {name: expected[name] for name in columns}, entity
        else:
            assert said["is_withdrawn"], entity


def test_several_incremental_builds_give_what_one_full_refresh_gives(
    warehouse: Warehouse, delivered: list[tuple[str, Event]]
) -> None:
    warehouse.dbt("build", "--full-refresh", "--select", "resource_type:seed resource_type:model")
    for table in COMPARED:
        name = table.split(".")[1]
        difference = warehouse.query(
            f"(select * from kept.{name} except all select * from {table}) union all "
            f"(select * from {table} except all select * from kept.{name})"
        )
        assert difference == [], (table, len(difference))
        assert warehouse.query(f"select count(*) > 0 from kept.{name}") == [(True,)], table


def test_a_build_with_one_new_event_touches_only_its_entity(
    warehouse: Warehouse, delivered: list[tuple[str, Event]]
) -> None:
    entity = next(event["entity_id"] for stream, event in delivered if stream == "meeting")
    last = delivered[-1][1]["position"]
    correction = {
        "event_id": "new", "stream": "meeting", "event_type": "corrected", "entity_id": entity,
        "agency_code": "SNV", "kind": "thematic", "occurred_at": NOW, "recorded_at": NOW,
        "position": last + 1, "source_system": "test", "source_file": "new.csv", "source_row": 1,
    }  # fmt: skip
    with warehouse.connect() as connection:
        connection.execute("update marts.fct_meetings set plan_ref = 'left alone'")
    warehouse.insert("meeting_events", [correction])
    warehouse.dbt("run", "--select", "fct_meetings", "fct_documents")
    touched = warehouse.query(
        "select entity_id, kind from marts.fct_meetings where plan_ref is distinct from 'left alone'"
    )
    assert touched == [(entity, "thematic")]


def test_an_earlier_as_of_on_later_facts_is_refused(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.set_as_of(NOW - timedelta(days=365))
    with pytest.raises(AssertionError, match="assert_facts_know_nothing_after_as_of"):
        warehouse.dbt("test", "--select", "assert_facts_know_nothing_after_as_of")
    warehouse.set_as_of(NOW)
