"""A synthetic province in which nobody cheats, as events of the store: seeded, with awkward look-alikes.

Belongs here: honest meetings, documents and dossiers from January 2025 to July 2026, and what looks
like fraud and is none. Does not belong here: fraud (`planted_fraud.py`), expectations (the tests).
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from schemas.envelope import ENVELOPE, POSITION_BITS
from schemas.registry import STREAMS
from tests.warehouse_fixture import LOCAL, PROJECT, Warehouse

FIRST, LAST = date(2025, 1, 2), date(2026, 7, 10)
AS_OF = datetime(2026, 7, 15, 18, tzinfo=LOCAL)
KINDS = ("briefing", "problem_solving", "professional", "thematic", "review")
NOTATIONS = {"QĐ": "quyet_dinh", "BC": "bao_cao", "TB": "thong_bao"}
Event = dict[str, Any]


@dataclass
class Lineage:
    """A unit of today, and whose code bore its history before."""

    code: str
    since: date
    old_code: str

    def code_on(self, day: date) -> str:
        """The code in force on a day."""
        return self.code if day >= self.since else self.old_code


@dataclass
class Province:
    """Events by stream and entity, and the entities that frauds pick from."""

    draw: random.Random
    events: dict[str, dict[str, list[Event]]] = field(
        default_factory=lambda: {name: {} for name in STREAMS}
    )
    entities: dict[str, list[Event]] = field(default_factory=lambda: {n: [] for n in STREAMS})
    taken: set[str] = field(default_factory=set)
    refusals: list[Event] = field(default_factory=list)

    def say(self, stream: str, event_type: str, entity: Event, **said: Any) -> None:
        """One event; `at` is when it occurred, `known` when it was recorded."""
        at, known = said.pop("at"), said.pop("known")
        self.events[stream].setdefault(entity["entity_id"], []).append({
            "stream": stream, "event_type": event_type, "entity_id": entity["entity_id"],
            "agency_code": entity["agency_code"], "occurred_at": at.astimezone(UTC),
            "recorded_at": known.astimezone(UTC), "source_system": "synthetic",
            "source_file": f"{entity['agency_code']}_{known:%Y%m%d}.csv", **said,
        })  # fmt: skip

    def forget(self, stream: str, entity: Event) -> None:
        """Take back all that was said of an entity, to say it otherwise."""
        self.events[stream].pop(entity["entity_id"])

    def correct(self, stream: str, entity: Event, *, hours: float, **said: Any) -> None:
        """A correction so many hours after the store learned of the last word."""
        stored = self.events[stream][entity["entity_id"]]
        known = max(event["recorded_at"] for event in stored) + timedelta(hours=hours)
        self.say(stream, "corrected", entity, at=known, known=known, **said)

    def pick(self, stream: str, wanted: Any = lambda entity: True) -> Event:
        """An entity that nobody has touched yet and that is as wanted; it is taken."""
        while True:
            entity = self.draw.choice(self.entities[stream])
            if entity["entity_id"] not in self.taken and wanted(entity):
                self.taken.add(entity["entity_id"])
                return entity

    def fill(self, warehouse: Warehouse) -> None:
        """Empty the store and write everything, in the order in which it was recorded."""
        warehouse.clear()
        with warehouse.connect() as connection:
            for number, (stream, by_entity) in enumerate(self.events.items()):
                events = [event for said in by_entity.values() for event in said]
                events.sort(key=lambda event: event["recorded_at"])
                for place, event in enumerate(events):
                    position = (place << POSITION_BITS) + number
                    event |= {"event_id": f"{stream}-{place}", "position": position}
                if events:
                    schema = {**ENVELOPE, **STREAMS[stream].attributes}
                    frame = pl.DataFrame(events, schema=schema, infer_schema_length=None)
                    connection.register("frame", frame.to_arrow())
                    connection.execute(
                        f"insert into store.{stream}_events by name select * from frame"
                    )
                    connection.unregister("frame")
        self._fill_refusals(warehouse)
        warehouse.set_as_of(AS_OF)

    def _fill_refusals(self, warehouse: Warehouse) -> None:
        for number, refusal in enumerate(self.refusals):
            batch = f"refused-{number}"
            shared = {"batch_id": batch, "agency_code": refusal["agency_code"],
                      "recorded_at": refusal["known"], "source_file": refusal["file"]}  # fmt: skip
            details = '{"stream": "document", "layout": "document_register"}'
            warehouse.insert("ingest_events", [
                {**shared, "event_type": "file_ingested", "stream": "ingest", "event_id": batch,
                 "position": number, "details": details}])  # fmt: skip
            rows = [{**shared, "stream": "document", "source_row": 2 + row,
                     "problem_code": "secret_row"} for row in range(refusal["rows"])]  # fmt: skip
            warehouse.insert("quarantine_rows", rows)


def moment(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A local time of a day."""
    return datetime.combine(day, time(hour, minute), LOCAL)


def lineages() -> list[Lineage]:
    """Every unit in force today; a code that was re-used stands for another unit before."""
    seeds = Path(PROJECT) / "dbt_project/seeds"
    with (seeds / "agencies.csv").open(encoding="utf-8") as file:
        units = [row for row in csv.DictReader(file) if not row["valid_to"]]
    with (seeds / "agency_succession.csv").open(encoding="utf-8") as file:
        before: dict[str, list[str]] = {}
        for row in csv.DictReader(file):
            before.setdefault(row["new_code"], []).append(row["old_code"])
    found = []
    for unit in units:
        if unit["agency_type"] == "tinh":
            continue
        code, olds = unit["agency_code"], before.get(unit["agency_code"], [])
        old = code if code in olds or not olds else olds[0]
        found.append(Lineage(code, date.fromisoformat(unit["valid_from"]), old))
    return found


def workdays(first: date, last: date) -> list[date]:
    """Monday to Friday."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def generate(seed: int, never_wait: int = 0) -> Province:
    """The honest province; the first `never_wait` units hide every waiting (that much is fraud)."""
    province = Province(random.Random(seed))
    days = workdays(FIRST, LAST)
    for index, unit in enumerate(lineages()):
        _meetings(province, unit, days)
        _documents(province, unit, days)
        _dossiers(province, unit, days, waits=index >= never_wait, busy=index < 12)
    return province


def _drawn(draw: random.Random, days: list[date], monthly: float) -> list[date]:
    count = round(len(days) / 21 * monthly * draw.uniform(0.93, 1.07))
    return sorted(draw.choice(days) for _ in range(count))


def _meetings(province: Province, unit: Lineage, days: list[date]) -> None:
    draw = province.draw
    for number, day in enumerate(_drawn(draw, days, 7)):
        code = unit.code_on(day)
        starts = moment(day, draw.choice((8, 9, 14)), draw.choice((0, 15, 30)))
        mode = draw.choices(("online", "in_person", "hybrid"), (55, 35, 10))[0]
        sites = {"online": draw.choice((1, 3, 8, None)), "in_person": None,
                 "hybrid": draw.choice((0, 2, 5))}[mode]  # fmt: skip
        meeting: Event = {
            "entity_id": f"{code}:{day.year}-{number:04d}", "agency_code": code, "day": day,
            "kind": draw.choice(KINDS), "mode": mode, "remote_site_count": sites,
            "is_conference": draw.random() < 0.2, "scope": "internal", "starts_at": starts,
            "ends_at": starts + timedelta(minutes=draw.choice((60, 90, 120, 180))),
            "required_units": draw.sample(("SNV", "STP", "STC", "SYT", "SXD", "SCT"), 3),
        }  # fmt: skip
        hold(province, meeting)
        province.entities["meeting"].append({**meeting, "lineage": unit.code})


def hold(province: Province, meeting: Event, after_days: int = 3, **changes: Any) -> None:
    """The meeting as a list shows it some days after it was held."""
    said = {k: v for k, v in meeting.items() if k not in ("entity_id", "agency_code", "day",
                                                          "lineage")}  # fmt: skip
    known = meeting["starts_at"] + timedelta(days=after_days)
    province.say(
        "meeting", "held", meeting, at=meeting["starts_at"], known=known, **{**said, **changes}
    )


def _documents(province: Province, unit: Lineage, days: list[date]) -> None:
    draw = province.draw
    used: dict[tuple[str, int, str], int] = {}
    for day in _drawn(draw, days, 15):
        code = unit.code_on(day)
        abbreviation = draw.choice(tuple(NOTATIONS))
        # The numbers of a unit begin with 1 every year and when it took the place of another.
        key = (code, day.year, f"{abbreviation} {day >= unit.since}")
        used[key] = used.get(key, 0) + 1
        issued = day - timedelta(days=draw.choice((0,) * 30 + (1, 2, 5)))
        issued = issued if issued.year == day.year else day
        issued = issued if (issued >= unit.since) == (day >= unit.since) else day
        on_paper = draw.random() < 0.1
        document: Event = {
            "entity_id": f"{code}@{day >= unit.since}:out:{day.year}:{used[key]}/{abbreviation}-X",
            "agency_code": code, "day": issued, "number": str(used[key]),
            "notation": f"{abbreviation}-X", "document_type": NOTATIONS[abbreviation],
            "direction": "out", "issued_date": issued, "is_between_agencies": draw.random() < 0.7,
            "is_sent_electronically": True, "is_sent_on_paper": on_paper,
            "has_electronic_form": True, "content_key": f"{draw.getrandbits(128):032x}",
        }  # fmt: skip
        issue(province, document)
        province.entities["document"].append({**document, "lineage": unit.code})


def issue(province: Province, document: Event, after_days: int = 4) -> None:
    """The document as a register shows it some days after."""
    said = {k: v for k, v in document.items() if k not in ("entity_id", "agency_code", "day",
                                                           "lineage")}  # fmt: skip
    at = moment(document["issued_date"])
    province.say(
        "document", "issued", document, at=at, known=at + timedelta(days=after_days), **said
    )


def _dossiers(
    province: Province, unit: Lineage, days: list[date], *, waits: bool, busy: bool
) -> None:
    draw = province.draw
    for number, day in enumerate(_drawn(draw, days, 32 if busy else 10)):
        code = unit.code_on(day)
        received = moment(day, draw.choice((8, 9, 10, 14)), draw.randrange(60))
        dossier: Event = {"entity_id": f"H52.{code}-{day:%y%m%d}-{number:04d}",
                          "agency_code": code, "day": day, "received_at": received}  # fmt: skip
        steps = [("received", received), ("processing", received + timedelta(minutes=30))]
        at = received + timedelta(hours=draw.randrange(20, 100))
        fate = draw.random()
        if waits and fate < 0.06:
            word = draw.choice(("supplement_requested", "payment_requested"))
            steps += [(word, at), ("processing", at + timedelta(days=2))]
            at += timedelta(days=3)
        last = "stopped" if waits and fate > 0.985 else "finished"
        steps.append((last, at))
        dossier |= {"fate": last, "finished_at": at, "has_waited": fate < 0.06}
        for event_type, occurred in steps:
            more = {"has_digitised_components": False} if event_type == "received" else {}
            more |= {"has_digitised_result": False} if event_type == "finished" else {}
            province.say("dossier", event_type, dossier, at=occurred,
                         known=occurred + timedelta(days=1), **more)  # fmt: skip
        province.entities["dossier"].append({**dossier, "lineage": unit.code})


ARRIVED = tuple(unit.code for unit in lineages())
"""Codes of the units of today, in the order in which they are drawn."""
