"""Where the oracle and the build differ, in words, and the smallest history that shows it.

Belongs here: comparison, naming the history, dropping events while the difference stays. Does not
belong here: either calculation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from tests.oracle.book import Book
from tests.oracle.build import Stage, book_for
from tests.oracle.fold import LOCAL, Event
from tests.oracle.histories import History
from tests.oracle.scorecard import Figure, Key, scorecard
from tests.oracle.world import known_world

CLOSE = 1e-12


@dataclass(frozen=True)
class Difference:
    """One row on which the two do not agree."""

    key: Key
    expected: Figure | None
    built: Figure | None

    @property
    def history(self) -> int | None:
        """The history whose unit it is; None for the province or a real unit."""
        unit = self.key.unit
        found = re.match(r"h(\d+)\.", unit.code) if unit else None
        return int(found[1]) if found else None

    def text(self) -> str:
        """KPI, unit, period, and the parts that differ."""
        unit = f"{self.key.unit.code}@{self.key.unit.since}" if self.key.unit else "province"
        place = f"{self.key.kpi} {unit} {self.key.period}"
        if not self.expected or not self.built:
            return f"{place}: expected {self.expected}, built {self.built}"
        parts = [
            f"{name} expected {mine} built {theirs}"
            for name, mine, theirs in zip(Figure._fields, self.expected, self.built, strict=True)
            if not same(mine, theirs)
        ]
        return f"{place}: {'; '.join(parts)}"


def same(mine: object, theirs: object) -> bool:
    """Equal, or two numbers that differ by less than what a sum of doubles may."""
    if isinstance(mine, int | float) and isinstance(theirs, int | float):
        return abs(mine - theirs) <= CLOSE
    return mine == theirs


def differences(
    stage: Stage, book: Book, events: list[Event], as_of: datetime
) -> tuple[int, list[Difference]]:
    """How many rows were compared, and those that differ."""
    expected = scorecard(known_world(book, events, as_of))
    built = stage.scorecard(book)
    found = [
        Difference(key, expected.get(key), built.get(key))
        for key in sorted(expected.keys() | built.keys(), key=str)
        if key not in expected
        or key not in built
        or not all(same(m, t) for m, t in zip(expected[key], built[key], strict=True))
    ]
    compared = sum(int(f.numerator) if is_nameless(k) else 1 for k, f in expected.items())
    return compared, found


def is_nameless(key: Key) -> bool:
    """Whether a row stands for units without a number."""
    return key.unit is not None and key.unit.code.startswith("(")


def failing(stage: Stage, histories: list[History], as_of: datetime, kpi: str) -> set[int]:
    """The histories that differ on a KPI when built in full as of a moment."""
    events = stage.fill(histories)
    stage.build(as_of, full=True)
    _, found = differences(stage, book_for(histories), events, as_of)
    return {d.history for d in found if d.key.kpi == kpi and d.history is not None}


def without_one(history: History) -> Iterator[History]:
    """The history without each of its events in turn."""
    for left_out in range(len(history.events)):
        rest = [e for place, e in enumerate(history.events) if place != left_out]
        yield history.with_events(rest)


def without_words(history: History) -> Iterator[History]:
    """The history without each attribute of each event in turn."""
    keep = {"entity_id", "agency_code", "event_type", "occurred_at", "recorded_at", "stream",
            "event_id"}  # fmt: skip
    for event in history.events:
        for name in event.keys() - keep:
            thinner = {k: v for k, v in event.items() if k != name}
            twins = {n for n, e in enumerate(history.events) if e["event_id"] == event["event_id"]}
            rest = [thinner if n in twins else e for n, e in enumerate(history.events)]
            yield history.with_events(rest)


def minimised(stage: Stage, history: History, as_of: datetime, kpi: str) -> History:
    """Drop events, then attributes, while the difference on the KPI stays.

    All candidates of a round lie side by side in one build.
    """
    for smaller in (without_one, without_words):
        while candidates := [h.renamed(n) for n, h in enumerate(smaller(history))]:
            still = failing(stage, candidates, as_of, kpi)
            if not still:
                break
            history = candidates[min(still)]
    return history


def told(history: History) -> str:
    """The events of a history in local time, one a line, in the order of the store."""
    lines = [f"  unit {r['agency_code']} {r['valid_from']}–{r['valid_to'] or ''}"
             for r in history.units.agencies]  # fmt: skip
    lines += [f"  {r['old_code']} {r['old_valid_from']} → {r['new_code']} {r['effective_date']}"
              for r in history.units.succession]  # fmt: skip
    for event in sorted(history.events, key=lambda e: e["recorded_at"]):
        more = {k: shown(v) for k, v in event.items() if k not in (
            "stream", "event_id", "entity_id", "agency_code", "event_type", "occurred_at",
            "recorded_at")}  # fmt: skip
        lines.append(
            f"  {shown(event['recorded_at'])} learned: {event['event_type']} {event['entity_id']} "
            f"of {event['agency_code']} at {shown(event['occurred_at'])} {more}"
        )
    return "\n".join(lines)


def shown(value: object) -> object:
    """A moment in local time, anything else as it is."""
    return f"{value.astimezone(LOCAL):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
