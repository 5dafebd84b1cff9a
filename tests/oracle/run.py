"""A whole trial: histories of a seed, built as of several moments, compared everywhere.

Belongs here: the order of the builds and what is reported. Does not belong here: the calculations.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.oracle.build import Stage, book_for
from tests.oracle.compare import Difference, differences, minimised, told
from tests.oracle.fold import LOCAL
from tests.oracle.histories import History, make_history

EDGES = [
    datetime(2025, 7, 1, 0, 0, tzinfo=LOCAL), datetime(2025, 12, 14, 23, 59, tzinfo=LOCAL),
    datetime(2026, 5, 15, 0, 0, tzinfo=LOCAL), datetime(2026, 6, 5, 23, 59, tzinfo=LOCAL),
    datetime(2026, 6, 6, 0, 0, tzinfo=LOCAL), datetime(2026, 6, 14, 23, 59, tzinfo=LOCAL),
    datetime(2026, 12, 31, 23, 59, tzinfo=LOCAL), datetime(2027, 1, 1, 6, 0, tzinfo=LOCAL),
    datetime(2026, 12, 15, 0, 30, tzinfo=LOCAL), datetime(2026, 12, 31, 0, 0, tzinfo=LOCAL),
]  # fmt: skip


@dataclass
class Trial:
    """What a trial compared and found."""

    seed: int
    histories: list[History]
    compared: int = 0
    moments: list[datetime] = field(default_factory=list)
    found: list[tuple[datetime, Difference]] = field(default_factory=list)


def moments(seed: int) -> list[datetime]:
    """Three moments: two in the order of time, then one from anywhere."""
    dice = random.Random(f"moments {seed}")
    chosen = [*dice.sample(EDGES, 2)]
    chosen.append(datetime(2025, 9, 1, 12, tzinfo=LOCAL) + timedelta(hours=dice.randrange(12_000)))
    return [*sorted(chosen)[1:], sorted(chosen)[0]]


def trial(stage: Stage, seed: int, numbers: list[int], say: Callable[[str], None]) -> Trial:
    """Build in full, then incrementally forward, then in full as of an earlier moment."""
    result = Trial(seed, [make_history(seed, number) for number in numbers], moments=moments(seed))
    events = stage.fill(result.histories)
    book = book_for(result.histories)
    for turn, as_of in enumerate(result.moments):
        stage.build(as_of, full=turn != 1)
        rows, found = differences(stage, book, events, as_of)
        result.compared += rows
        result.found += [(as_of, difference) for difference in found]
        say(f"seed {seed}, as of {as_of:%Y-%m-%d %H:%M}: {rows:,} rows, {len(found)} differ")
    return result


def explained(stage: Stage, result: Trial) -> str:
    """The first difference, with the smallest history that still shows it."""
    first = next((f for f in result.found if f[1].history is not None), result.found[0])
    as_of, difference = first
    text = f"seed {result.seed}, as of {as_of:%Y-%m-%d %H:%M}: {difference.text()}"
    if difference.history is None:
        return text
    history = next(h for h in result.histories if h.number == difference.history)
    small = minimised(stage, history, as_of, difference.key.kpi)
    return f"{text}\nsmallest history, of history {history.number}:\n{told(small)}"
