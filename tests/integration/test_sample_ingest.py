"""The sample province goes through ingestion and comes out with exactly its planted faults."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby
from pathlib import Path

import polars as pl
import pytest

from ingestion.agencies import AgencyDirectory
from ingestion.clock import FixedClock
from ingestion.intake import IntakeContext, Outcome
from ingestion.landing import ingest_landing
from ingestion.layout.load import load_layouts
from ingestion.rules import Rules
from ingestion.sample import PLANTED, PLANTED_DUPLICATES, write_sample
from ingestion.store import EventStore

PROJECT = Path(__file__).parents[2]
SEEDS = PROJECT / "dbt_project" / "seeds"
UNTIL = date(2026, 9, 15)
"""Late enough for every planted fault; the November lists would double the time of this test."""


@dataclass
class Province:
    """What became of the sample: the outcome of each file when it was first seen, and the store."""

    outcomes: list[Outcome]
    store: EventStore
    home: Path

    def of(self, file: str, agency_code: str) -> Outcome:
        """The outcome of one file."""
        return next(o for o in self.outcomes if (o.file, o.agency_code) == (file, agency_code))


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    source, home = tmp_path_factory.mktemp("sample"), tmp_path_factory.mktemp("home")
    deliveries = write_sample(
        source, agencies_csv=SEEDS / "agencies.csv",
        succession_csv=SEEDS / "agency_succession.csv", until=UNTIL, scale=0.05,
    )  # fmt: skip
    store = EventStore(home / "store")
    layouts = load_layouts([PROJECT / "ingestion" / "layouts"])
    agencies, rules = AgencyDirectory.load(SEEDS), Rules.load()
    first: dict[tuple[str, str | None], Outcome] = {}
    for moment, wave in groupby(deliveries, key=lambda delivery: delivery.day):
        for delivery in wave:
            target = home / "landing" / delivery.path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / delivery.path, target)
        clock = FixedClock(moment.astimezone(UTC))
        for outcome in ingest_landing(IntakeContext(home, store, layouts, agencies, clock, rules)):
            first.setdefault((outcome.file, outcome.agency_code), outcome)
    assert len(first) == len(deliveries)
    return Province(list(first.values()), store, home)


def test_every_planted_fault_is_found_and_nothing_else(province: Province) -> None:
    found = Counter(p.code for outcome in province.outcomes for p in outcome.problems)
    assert dict(found) == PLANTED


def test_rows_typed_twice_are_duplicates(province: Province) -> None:
    found = {
        "meeting": province.of("hop_2026_mau_den_20260605.xlsx", "STC").duplicate,
        "document": province.of("van_ban_2026_q2_mau.csv", "VPUBND").duplicate,
        "dossier": province.of("tien_do_ho_so_2026_q2_mau.jsonl.gz", "VPUBND").duplicate,
    }
    assert found == PLANTED_DUPLICATES


def test_every_row_has_one_of_three_outcomes(province: Province) -> None:
    for outcome in province.outcomes:
        parts = outcome.accepted + outcome.duplicate + outcome.quarantined
        assert outcome.received == parts, outcome.file


def test_the_file_sent_twice_counts_once(province: Province) -> None:
    again = [outcome for outcome in province.outcomes if outcome.status == "already"]
    assert [(o.agency_code, o.events_written) for o in again] == [("SGDDT", 0)]


def test_held_and_unknown_files_wait_in_landing(province: Province) -> None:
    waiting = sorted(p.name for p in (province.home / "landing").rglob("*") if p.is_file())
    assert waiting == ["danh_sach_mau_khong_ro.xlsx", "hop_2026_mau_da_loc.xlsx"]


def test_no_name_and_no_subject_reaches_the_store(province: Province) -> None:
    events = pl.concat([pl.read_parquet(f) for f in province.store.files()], how="diagonal")
    texts = events.select(pl.col(pl.String))
    for name in texts.columns:
        hits = texts[name].drop_nulls().str.contains("Người Mẫu Thử|Về việc mẫu")
        assert not hits.any(), name


def test_all_four_streams_reach_the_store(province: Province) -> None:
    written = Counter[str | None]()
    for outcome in province.outcomes:
        written[outcome.stream] += outcome.events_written
    assert all(written[stream] > 100 for stream in ("meeting", "document", "dossier", "task"))


def test_a_row_gone_from_a_later_list_is_withdrawn(province: Province) -> None:
    assert sum(outcome.withdrawn for outcome in province.outcomes) > 0
