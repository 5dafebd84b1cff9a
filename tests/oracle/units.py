"""The units of a random history: generated codes that only this history uses.

Belongs here: which units there are and who succeeds whom. Does not belong here: events.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from tests.oracle.book import Row

LONG_AGO = date(1900, 1, 1)
SO = date(2025, 3, 1)
"""The day the provincial bodies were merged."""
XA = date(2025, 7, 1)
"""The day 200 communes became 75 and the districts ended."""
SHAPES = ("stable", "reused", "merged", "chain", "ended", "newborn")


@dataclass
class Units:
    """Rows of the two seeds, and the codes that events may name."""

    agencies: list[Row] = field(default_factory=list)
    succession: list[Row] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    level: str = "commune"

    def add(self, code: str, kind: str, since: date = LONG_AGO, until: date | None = None) -> None:
        """A unit in force from one day until another."""
        if code not in self.codes:
            self.codes.append(code)
        self.agencies.append(
            {"agency_code": code, "valid_from": since, "valid_to": until, "name_vi": code,
             "agency_type": kind, "peer_group": kind, "level": self.level, "parent_code": "SONLA",
             "legal_ref": "oracle"}
        )  # fmt: skip

    def succeed(self, old: str, new: str, day: date, since: date = LONG_AGO) -> None:
        """From a day on, one unit answers for another."""
        self.succession.append(
            {"old_code": old, "old_valid_from": since, "new_code": new, "effective_date": day,
             "legal_ref": "oracle"}
        )  # fmt: skip


def make_units(dice: random.Random, prefix: str, kind: str) -> Units:
    """One to four units in one of the shapes that the reforms of 2025 made."""
    units = Units(level=dice.choice(["commune", "provincial"]))
    shape, day = dice.choice(SHAPES), dice.choice([SO, XA])
    a, b, c = (f"{prefix}{letter}" for letter in "ABC")
    if shape == "stable":
        units.add(a, kind)
    elif shape == "newborn":
        units.add(a, kind)
        units.add(b, kind, day)
    elif shape == "ended":
        units.add(a, kind)
        units.add(b, kind, LONG_AGO, day)
    elif shape == "chain":
        units.add(a, kind, LONG_AGO, SO)
        units.add(b, kind, SO, XA)
        units.add(c, kind, XA)
        units.succeed(a, b, SO)
        units.succeed(b, c, XA, SO)
    else:
        new = a if shape == "reused" else c
        for old in (a, b):
            units.add(old, kind, LONG_AGO, day)
            units.succeed(old, new, day)
        units.add(new, kind, day)
    return units
