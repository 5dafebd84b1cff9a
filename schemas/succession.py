"""Whether units follow one another as units can.

Belongs here: pure checks of `agency_succession` against `agencies`. Does not belong here: cells
and references (`seed_rules.py`), who bears whose history (`dbt_project`: `agency_bearers`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from schemas.problems import Problem
from schemas.seed_rules import Line, Seed

Unit = tuple[str, str]
"""A code and the day, as written, from which it is valid."""


@dataclass(frozen=True)
class _Step:
    """One succession whose two sides are known; `is_in_force` of the new unit on that day."""

    line: Line
    old: Line
    new: Line
    is_in_force: bool


def check_succession(agencies: Seed, succession: Seed) -> Iterator[Problem]:
    """Missing sides, a unit that follows itself, circles, and days that do not fit."""
    units = {(row["agency_code"], row["valid_from"]): row for row in agencies.lines}
    steps: list[_Step] = []
    for line in succession.lines:
        old = units.get((line["old_code"], line["old_valid_from"]))
        new = _successor(agencies, line)
        if old is None:
            said = f"{line['old_code']}, {line['old_valid_from']}"
            yield succession.problem("predecessor_missing", line, "old_code", said)
        if new is None:
            yield succession.problem("successor_missing", line, "new_code", line["new_code"])
        if old is not None and new is not None:
            day = line.day("effective_date")
            steps.append(_Step(line, old, new, day is not None and _holds(new, day)))
    circling = _circling(steps)
    for step in steps:
        yield from _step(succession, step, circling)


def _successor(agencies: Seed, line: Line) -> Line | None:
    """The unit of `new_code` on that day; failing that, the last one begun before it, or any."""
    rows = [row for row in agencies.lines if row["agency_code"] == line["new_code"]]
    day = line.day("effective_date")
    if day is None or not rows:
        return rows[-1] if rows else None
    holding = [row for row in rows if _holds(row, day)]
    return holding[0] if holding else rows[-1]


def _holds(row: Line, day: date) -> bool:
    begins, ends = row.day("valid_from"), row.day("valid_to")
    return begins is not None and begins <= day and (ends is None or day < ends)


def _circling(steps: list[_Step]) -> set[Unit]:
    """Units from which following their successors leads back to themselves."""
    follows = {_unit(step.old): _unit(step.new) for step in steps}
    found: set[Unit] = set()
    for start in follows:
        unit, seen = follows[start], {start}
        while unit in follows and unit not in seen:
            seen.add(unit)
            unit = follows[unit]
        if unit == start:
            found.add(start)
    return found


def _step(succession: Seed, step: _Step, circling: set[Unit]) -> Iterator[Problem]:
    line, day, ends = step.line, step.line["effective_date"], step.old["valid_to"]
    if _unit(step.old) == _unit(step.new):
        yield succession.problem("succession_of_itself", line, "new_code", line["new_code"])
    elif _unit(step.old) in circling:
        yield succession.problem("succession_circle", line, "new_code", line["old_code"])
    elif line.day("effective_date") is None:
        return
    elif ends != day:
        said = ends or "…"
        yield succession.problem("succession_wrong_day", line, "effective_date", said)
    elif not step.is_in_force:
        yield succession.problem("successor_not_in_force", line, "effective_date", line["new_code"])


def _unit(row: Line) -> Unit:
    return row["agency_code"], row["valid_from"]
