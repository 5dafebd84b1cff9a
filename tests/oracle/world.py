"""What is known at a moment, and the evidence a KPI takes from it.

Belongs here: the item of evidence, joint meetings, last year's facts moved by a year. Does not
belong here: the definition of any one KPI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from tests.oracle.book import Book, Unit
from tests.oracle.fold import Event, State, local_day, states


class Item(NamedTuple):
    """One contribution to a figure, of a unit or (unit None) of the province alone."""

    unit: Unit | None
    day: date
    numerator: float = 0
    denominator: float = 0
    for_province: bool = True
    basis: str | None = None
    until: date | None = None
    is_pending: bool = False
    """A duty whose deadline has not passed."""
    for_unit: bool = True


class Part(NamedTuple):
    """What one entity adds, before joint meetings are counted once."""

    unit: Unit
    day: date
    key: str
    entity: str
    numerator: float
    denominator: float


@dataclass
class World:
    """The book, the states as known at `as_of`, and the day that is today."""

    book: Book
    as_of: datetime
    entities: dict[str, list[State]] = field(default_factory=dict)
    batches: list[Event] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The local day of `as_of`."""
        day = local_day(self.as_of)
        assert day is not None
        return day


def known_world(book: Book, events: Iterable[Event], as_of: datetime) -> World:
    """Fold all events that are known at a moment."""
    world = World(book, as_of, {name: [] for name in ("meeting", "document", "dossier", "task")})
    events = list(events)
    taken = [e for e in events if e["stream"] == "ingest" and e["recorded_at"] <= as_of]
    taken.sort(key=lambda e: e["recorded_at"], reverse=True)
    world.batches = list({e["event_id"]: e for e in taken}.values())
    for state in states((e for e in events if e["stream"] != "ingest"), as_of):
        world.entities[state["stream"]].append(state)
    return world


Weigh = Callable[[State, date], tuple[float, float] | None]


def parts(world: World, real: Iterable[tuple[State, date]], weigh: Weigh) -> list[Part]:
    """Numerator and denominator of each entity whose unit is in force on its day."""
    found = []
    for state, day in real:
        unit = world.book.unit(state.get("agency_code"), day)
        weight = weigh(state, day) if unit else None
        if unit and weight:
            key = state.get("joint_key") or f"alone {state['entity_id']}"
            found.append(Part(unit, day, key, state["entity_id"], *weight))
    return found


def once(found: Iterable[Part], basis: str | None = None) -> list[Item]:
    """Each joint meeting once for a unit and once for the province."""
    items: list[Item] = []
    # Where hosts do not agree, the earliest row speaks for the meeting.
    found = sorted(found, key=lambda part: (part.day, part.entity))
    of_unit: set[tuple[Unit, str]] = set()
    of_province: set[str] = set()
    for part in found:
        first_of_unit = (part.unit, part.key) not in of_unit
        first_of_all = part.key not in of_province
        of_unit.add((part.unit, part.key))
        of_province.add(part.key)
        items.append(
            Item(part.unit, part.day, part.numerator, part.denominator, first_of_all, basis,
                 for_unit=first_of_unit)
        )  # fmt: skip
    return items


def a_year_later(day: date) -> date:
    """The same day of the next year; 29 February becomes 28."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def with_baselines(world: World, found: list[Part]) -> list[Item]:
    """This year's facts as numerators, last year's as the denominators of each basis."""
    found.sort(key=lambda part: (part.day, part.entity))
    # What a host listed twice was one meeting then, so it is one meeting a year later.
    counted = [p for p, item in zip(found, once(found), strict=True) if item.for_unit]
    moved = [p._replace(day=a_year_later(p.day), numerator=0, denominator=1) for p in counted]
    borne, orphaned = [], []
    for part in moved:
        bearer = world.book.bearer(part.unit, part.day)
        if bearer:
            borne.append(part._replace(unit=bearer))
        else:
            orphaned.append(part)
    orphaned.sort(key=lambda part: (part.day, part.entity))
    borne_keys = {part.key for part in borne}
    shown_apart = once(orphaned, "no_successor")
    apart = [
        item._replace(for_unit=False, for_province=item.for_province and p.key not in borne_keys)
        for p, item in zip(orphaned, shown_apart, strict=True)
    ]
    return [*once(found), *once(borne, "like_for_like"), *once(moved, "raw"), *apart]
