"""Over random mergers nothing is lost and nothing counted twice: sixty mini-mergers in one build.

One province of many units: merged, renamed under the same code, merged twice, ended without a
successor, or left alone. Some send nothing this year, some an empty complete list, some nothing
last year. The expectation is counted by hand, unit by unit, from the plain list of meetings.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from orchestration.seed_checks import check_seeds
from tests.warehouse_fixture import LOCAL, PROJECT, Warehouse

GROUPS = 60
AS_OF = datetime(2026, 6, 30, 18, tzinfo=LOCAL)
YEAR_AGO, NOW = 2025, 2026
CHANGES = ("2025-03-01", "2025-07-01", "2026-02-01")
KPI = "meeting_count_change"
PERIODS = {"2026": (1, 6), "2026-H1": (1, 6), "2026-Q1": (1, 3), "2026-Q2": (4, 6)}
LEADERS = ("SNV", "STP", "SKHCN", "STC", "TTT", "SVHTTDL", "VPUBND")


@dataclass
class Province:
    """Units and successions as they go into the seeds; the heir of each unit on `AS_OF`."""

    units: list[list[str]] = field(default_factory=list)
    successions: list[list[str]] = field(default_factory=list)
    heirs: dict[str, str | None] = field(default_factory=dict)
    lives: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, code: str, begins: str, ends: str = "", kind: str = "xa_phuong") -> str:
        level = {"tinh": "province", "so_nganh": "provincial"}.get(kind, "commune")
        parent = "" if kind == "tinh" else "P"
        self.units.append([code, begins, ends, f"{code} {begins}", kind, kind, level, parent, "t"])
        unit = f"{code}@{begins}"
        self.lives[unit] = (begins, ends or "9999-12-31")
        self.heirs[unit] = None if ends else unit
        return unit

    def follow(self, old: str, new: str) -> None:
        code, begins = old.split("@")
        self.successions.append([code, begins, new.split("@")[0], self.lives[old][1], "t"])
        self.heirs[old] = new

    def heir(self, unit: str) -> str | None:
        """The unit that bears the history of `unit` today, or None."""
        follower = self.heirs[unit]
        return follower if follower in (None, unit) else self.heir(follower)


def make_province(dice: random.Random) -> Province:
    """The province, its bodies that lead or co-ordinate tasks, and sixty groups of communes."""
    province = Province()
    province.add("P", "1900-01-01", kind="tinh")
    for code in LEADERS:
        province.add(code, "1900-01-01", kind="so_nganh")
    for number in range(GROUPS):
        kind = dice.choice(["merge", "merge", "merge", "twice", "ended", "alone"])
        codes = [f"{number:03d}{place}" for place in range(dice.randrange(1, 5))]
        day = dice.choice(CHANGES if kind != "twice" else CHANGES[:1])
        ends = "" if kind == "alone" else day
        old = [province.add(code, "1900-01-01", ends) for code in codes]
        if kind in ("alone", "ended"):
            continue
        heir = dice.choice([codes[0], f"{number:03d}9"])
        stop = dice.choice(CHANGES[1:]) if kind == "twice" else ""
        new = province.add(heir, day, stop)
        for unit in old:
            province.follow(unit, new)
        if kind == "twice":
            last = province.add(f"{number:03d}8", stop)
            province.follow(new, last)
    return province


def make_meetings(dice: random.Random, province: Province) -> list[tuple[str, datetime]]:
    """(unit, start) of every held meeting: of last year for most units, of this for some."""
    meetings: list[tuple[str, datetime]] = []
    for unit, (begins, ends) in province.lives.items():
        quiet = {YEAR_AGO: dice.random() < 0.2, NOW: dice.random() < 0.4}
        for year in (YEAR_AGO, NOW):
            for _ in range(0 if quiet[year] else dice.randrange(1, 6)):
                day = datetime(year, 1, 1, 8, tzinfo=LOCAL) + timedelta(days=dice.randrange(181))
                if begins <= day.date().isoformat() < ends:
                    meetings.append((unit, day))
    return meetings


def write_seeds(folder: Path, province: Province) -> None:
    shutil.copytree(PROJECT / "dbt_project" / "seeds", folder)
    for name, rows in (("agencies", province.units), ("agency_succession", province.successions)):
        path = folder / f"{name}.csv"
        header = path.read_text("utf-8").splitlines()[0]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header.split(","), *rows])
    identifiers = folder / "agency_identifiers.csv"
    identifiers.write_text(identifiers.read_text("utf-8").splitlines()[0] + "\n", "utf-8")


@dataclass
class World:
    warehouse: Warehouse
    province: Province
    meetings: list[tuple[str, datetime]]
    listed: set[str]

    def baselines(self, period: str) -> dict[str, dict[str, float | None]]:
        """Baselines of the build: agency_id → basis → value."""
        found: dict[str, dict[str, float | None]] = {}
        for agency, basis, value in self.warehouse.query(
            "select agency_id, basis, baseline_value from marts.kpi_baselines "
            f"where kpi_code = '{KPI}' and period_code = '{period}'"
        ):
            found.setdefault(agency, {})[basis] = value
        return found

    def held(self, year: int, period: str) -> Counter[str]:
        """Meetings of a year's part by the unit that held them."""
        first, last = PERIODS[period]
        return Counter(u for u, day in self.meetings if day.year == year
                       and first <= day.month <= last)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    dice = random.Random(1681)
    folder = tmp_path_factory.mktemp("mergers")
    province = make_province(dice)
    write_seeds(folder / "seeds", province)
    assert check_seeds({path.stem: path for path in (folder / "seeds").glob("*.csv")}) == []
    meetings = make_meetings(dice, province)
    warehouse = Warehouse(folder / "warehouse")
    warehouse.set_as_of(AS_OF)
    warehouse.insert("meeting_events", [
        {"event_id": f"e{number}", "stream": "meeting", "event_type": "held",
         "entity_id": f"m{number}", "agency_code": unit.split("@")[0], "occurred_at": start,
         "recorded_at": AS_OF - timedelta(days=7), "position": number + 1, "starts_at": start,
         "ends_at": start + timedelta(hours=1), "mode": "online", "kind": "briefing",
         "source_system": "t", "source_file": "t.csv", "source_row": number + 1}
        for number, (unit, start) in enumerate(meetings)
    ])  # fmt: skip
    today = [unit for unit in province.lives if province.heirs[unit] == unit]
    listed = set(dice.sample(today, len(today) // 3))
    details = {"stream": "meeting", "layout": "l", "received": 0, "accepted": 0, "duplicate": 0,
               "quarantined": 0, "withdrawn": 0, "events_written": 0, "covers": ["2026"]}  # fmt: skip
    warehouse.insert("ingest_events", [
        {"batch_id": unit, "entity_id": unit, "stream": "ingest", "event_type": "file_ingested",
         "agency_code": unit.split("@")[0], "recorded_at": AS_OF - timedelta(hours=1),
         "position": place, "details": json.dumps(details)}
        for place, unit in enumerate(sorted(listed), start=1)
    ])  # fmt: skip
    with patch.dict(os.environ, KL226_DBT_SEEDS=os.path.relpath(folder / "seeds", PROJECT)):
        warehouse.build()
    return World(warehouse, province, meetings, listed)


@pytest.mark.parametrize("period", ["2026-Q2", "2026-H1"])
def test_every_unit_is_compared_with_all_that_it_came_from(world: World, period: str) -> None:
    expected: Counter[str] = Counter()
    for unit, count in world.held(YEAR_AGO, period).items():
        heir = world.province.heir(unit)
        # A unit that ends within the period bears its part of last year itself until then; the
        # province's own row speaks for everybody.
        begins = f"{NOW}-{PERIODS[period][0]:02d}-01"
        if heir and world.province.lives[heir][0] <= begins and not heir.startswith("P@"):
            expected[heir] += count
    found = world.baselines(period)
    assert len(expected) > GROUPS / 3
    for unit, count in expected.items():
        parts = found[unit]
        assert (parts.get("like_for_like") or 0) + (parts.get("silent") or 0) == count, unit


@pytest.mark.parametrize("period", list(PERIODS))
def test_totals_are_conserved(world: World, period: str) -> None:
    [whole] = [parts for unit, parts in world.baselines(period).items() if unit.startswith("P@")]
    assert whole["raw"] == sum(world.held(YEAR_AGO, period).values()) > 100
    apart = (whole["no_successor"] or 0) + (whole["silent"] or 0)
    assert (whole["like_for_like"] or 0) + apart == whole["raw"]
    assert (whole["no_successor"] or 0) > 0
    assert (whole["silent"] or 0) > 0


@pytest.mark.parametrize("period", list(PERIODS))
def test_the_province_is_the_sum_of_its_units(world: World, period: str) -> None:
    parts = world.warehouse.query(
        "select sum(like_for_like) filter (where not is_silent), sum(numerator), "
        "sum(like_for_like) filter (where is_silent) from marts.kpi_unit_totals "
        f"where kpi_code = '{KPI}' and period_code = '{period}'"
    )[0]
    whole = world.warehouse.query(
        "select like_for_like, numerator, silent from marts.kpi_period_totals "
        f"where kpi_code = '{KPI}' and period_code = '{period}' and agency_id like 'P@%'"
    )[0]
    assert parts == whole
    if period == "2026-Q2":  # no unit ends in it, so the sum of the scorecard's rows is the same
        units = [p for unit, p in world.baselines(period).items() if not unit.startswith("P@")]
        assert sum(p["like_for_like"] or 0 for p in units) == whole[0]


@pytest.mark.parametrize("period", ["2026-Q2"])
def test_nothing_sent_is_silence_and_an_empty_list_is_a_zero(world: World, period: str) -> None:
    held, found = world.held(NOW, period), world.baselines(period)
    status = dict(world.warehouse.query(
        "select agency_id, status from marts.kpi_scorecard "
        f"where kpi_code = '{KPI}' and period_code = '{period}'"
    ))  # fmt: skip
    seen: Counter[str] = Counter()
    for unit, parts in found.items():
        past = (parts.get("like_for_like") or 0) + (parts.get("silent") or 0)
        if unit.startswith("P@") or not past:
            continue
        is_silent = not held[unit] and unit not in world.listed
        assert ("silent" in parts) == is_silent, unit
        assert (parts["like_for_like"] is None) == is_silent, unit
        assert (status[unit] == "no_data") == is_silent, unit
        if not held[unit] and not is_silent:
            assert status[unit] == "met", unit
        seen["silent" if is_silent else "held" if held[unit] else "zero"] += 1
    assert min(seen[kind] for kind in ("silent", "held", "zero")) >= 3, seen
