"""Figures of data that nobody here wrote, computed independently, must come out exactly.

The layouts are tests/data/layouts; the files are read where they lie and never copied in here.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from ingestion.agencies import AgencyDirectory
from ingestion.clock import FixedClock
from ingestion.context import IntakeContext, Outcome
from ingestion.intake import ingest_file
from ingestion.layout.load import load_layouts
from ingestion.rules import Rules
from ingestion.store import EventStore
from orchestration.build import build
from orchestration.fingerprint import fingerprint
from orchestration.home import Home
from orchestration.settings import Settings

NOW = datetime(2026, 5, 4, 5, tzinfo=UTC)
FILES = {
    "council": "meet_nyc_council_dev/nyc_events_2018_2021.jsonl.gz",
    "documents": "docs_vn_binhduong/data_vanbanphapluatBinhDuong.csv",
    "dossiers_csv": "tthc_coselog_receipt/receipt.csv",
    "dossiers_parquet": "tthc_coselog_receipt/receipt.parquet",
    "dossiers_xes": "tthc_coselog_receipt/08_receipt.xes.gz",
}


class RealHome:
    """A home with the layouts of the real data."""

    def __init__(self, root: Path, project: Path) -> None:
        self.home = Home(root)
        self.context = IntakeContext(
            home=root,
            store=EventStore(root / "store"),
            layouts=load_layouts([project / "tests/data/layouts"]),
            agencies=AgencyDirectory.load(project / "dbt_project/seeds"),
            clock=FixedClock(NOW),
            rules=Rules.load(),
        )

    def ingest(self, path: Path, at: datetime = NOW) -> Outcome:
        assert isinstance(self.context.clock, FixedClock)
        self.context.clock.moment = at
        return ingest_file(path, context=self.context, agency_code="SNV")

    def build(self, as_of: datetime = NOW) -> None:
        settings = Settings(home=self.home.root, language="vi", threads=2, memory_limit="2GB")
        result = build(
            self.home, settings, self.context.store, as_of=as_of, fingerprint=fingerprint()
        )
        broken = [node for node in result.nodes if node.status not in ("success", "pass", "warn")]
        assert result.status == "built" and not broken, (result.error, broken)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home.warehouse), read_only=True) as connection:
            connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
            return connection.execute(sql).fetchall()

    def events(self) -> int:
        files = self.context.store.files()
        frame = pl.concat([pl.read_parquet(file).select("event_id") for file in files])
        return frame.height


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, project: Path, shared_data: Path) -> RealHome:
    home = RealHome(tmp_path_factory.mktemp("real"), project)
    for key in ("council", "documents", "dossiers_csv"):
        outcome = home.ingest(shared_data / FILES[key])
        assert outcome.status == "ingested", outcome.problems[:3]
    home.build()
    return home


def by_year(rows: list[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows}


def test_the_council_held_as_many_meetings_as_counted_by_hand(real: RealHome) -> None:
    rows = real.query(
        """
        select year(starts_at at time zone 'America/New_York'), count(*),
            count(*) filter (where mode = 'online'), count(*) filter (where mode = 'hybrid'),
            count(distinct joint_key)
        from marts.fct_meetings where status = 'held' and not is_withdrawn group by 1
        """
    )
    assert by_year(rows) == {
        2018: (571, 0, 0, 493),
        2019: (620, 0, 0, 519),
        2020: (428, 301, 0, 404),
        2021: (534, 449, 9, 523),
    }


def test_deferred_and_cancelled_meetings_are_kept_but_not_held(real: RealHome) -> None:
    rows = real.query("select status, count(*) from marts.fct_meetings group by 1 order by 1")
    assert rows == [("cancelled", 410), ("held", 2153)]


def test_the_online_share_with_hybrid_is_that_of_the_council(real: RealHome) -> None:
    rows = real.query(
        """
        select count(*) filter (where mode in ('online', 'hybrid')), count(*)
        from marts.fct_meetings
        where status = 'held' and year(starts_at at time zone 'America/New_York') = 2021
        """
    )
    assert rows == [(458, 534)]


def test_a_joint_meeting_counts_once_in_the_scorecard(real: RealHome) -> None:
    """One host here, so host and province agree; 00:00 in New York is the same day in Hanoi."""
    rows = real.query(
        """
        select period_code, agency_code, denominator from marts.kpi_scorecard
        where kpi_code = 'meeting_online_share' and agency_code in ('SONLA', 'SNV')
            and period_code in ('2018', '2019', '2020', '2021')
        """
    )
    expected = {"2018": 493.0, "2019": 519.0, "2020": 404.0, "2021": 523.0}
    assert {(row[0], row[1]): row[2] for row in rows} == {
        (year, agency): count for year, count in expected.items() for agency in ("SONLA", "SNV")
    }


def test_the_documents_of_binh_duong_are_3605(real: RealHome) -> None:
    rows = real.query("select year(issued_date), count(*) from marts.fct_documents group by 1")
    years = dict(zip(range(2014, 2023), (124, 334, 214, 402, 547, 581, 517, 627, 259), strict=True))
    assert {row[0]: row[1] for row in rows} == years
    batch = real.query(
        """
        select received_count, accepted_count, duplicate_count, quarantined_count from marts.ingest_batches
        where layout = 'binhduong_documents'
        """
    )
    assert batch == [(4056, 3605, 448, 3)]
    assert real.query("select distinct problem_code from marts.quarantine") == [("value_missing",)]


def test_the_dossiers_of_the_municipality_are_1434(real: RealHome) -> None:
    rows = real.query("select channel, count(*) from marts.fct_dossiers group by 1 order by 1")
    assert rows == [("in_person", 110), ("online", 1271), ("post", 53)]  # desk 109 + intern 1
    rows = real.query(
        """
        select count(*), count(finished_at), count(*) filter (where finished_at > due_at)
        from marts.fct_dossiers
        """
    )
    assert rows == [(1434, 1329, 377)]


@pytest.mark.parametrize("form", ["dossiers_parquet", "dossiers_xes"])
def test_every_form_of_one_log_gives_identical_facts(
    real: RealHome, tmp_path: Path, project: Path, shared_data: Path, form: str
) -> None:
    other = RealHome(tmp_path, project)
    assert other.ingest(shared_data / FILES[form]).accepted == 8577
    other.build()
    facts = """
        select * exclude (source_file, source_system, source_row, last_position, source_position,
            first_recorded_at, last_recorded_at)
        from marts.fct_dossiers order by entity_id
    """
    assert other.query(facts) == real.query(facts)


def test_everything_twice_or_renamed_adds_no_event(
    real: RealHome, tmp_path: Path, shared_data: Path
) -> None:
    before = real.events()
    for key in ("council", "documents", "dossiers_csv"):
        path = shared_data / FILES[key]
        assert real.ingest(path).status == "already"
        renamed = tmp_path / key / path.name
        renamed.parent.mkdir()
        shutil.copyfile(path, renamed)
        copy = renamed.with_name(f"{path.name.split('.')[0]}_copy.{path.name.split('.', 1)[1]}")
        layout = next(n for n, x in real.context.layouts.items() if x.stream and _reads(x, path))
        renamed.rename(copy)
        outcome = ingest_file(copy, context=real.context, agency_code="SNV", layout_name=layout)
        assert outcome.status == "already"
    assert real.events() == before


def _reads(layout: Any, path: Path) -> bool:
    from fnmatch import fnmatch

    return any(fnmatch(path.name.lower(), glob.lower()) for glob in layout.files)


def test_three_changed_rows_add_exactly_three_corrections(
    real: RealHome, tmp_path: Path, shared_data: Path
) -> None:
    lines = gzip.decompress((shared_data / FILES["council"]).read_bytes()).splitlines()
    for place in (10, 500, 2000):
        row = json.loads(lines[place])
        row["AgendaStatusName"] = "Cancelled" if row["AgendaStatusName"] == "Final" else "Final"
        lines[place] = json.dumps(row).encode()
    changed = tmp_path / "nyc_events_changed.jsonl.gz"
    changed.write_bytes(gzip.compress(b"\n".join(lines)))
    outcome = real.ingest(changed)
    assert (outcome.received, outcome.accepted, outcome.duplicate) == (2563, 3, 2560)
    written = real.context.store.events_of("meeting", [str(json.loads(lines[10])["ID"])])
    assert written["event_type"].to_list()[-1] == "corrected"


def revisions(shared_data: Path) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    """Revisions by the moment they were observed, in order."""
    path = shared_data / "meet_nyc_change_stream_dev/nyc_event_revisions_2021_2022.jsonl.gz"
    seen: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        row = json.loads(line)
        seen[row["_observed_at"]].append(row)
    for moment in sorted(seen, key=datetime.fromisoformat):
        yield datetime.fromisoformat(moment).astimezone(UTC), seen[moment]


def apply(state: dict[str, tuple[Any, ...] | None], rows: list[dict[str, Any]]) -> None:
    """The oracle: the last revision of a meeting is its state; a path that goes takes it along.

    A meeting that moves is a D of the old path and an A of the new one in one commit.
    """
    statuses = {"Draft": "scheduled", "Deferred": "cancelled"}
    for row in sorted(rows, key=lambda r: r["_op"] != "D"):
        meeting = row["_path"].rsplit("_", 1)[1].removesuffix(".json")
        if row["_op"] == "D":
            state[meeting] = None
            continue
        record = row["record"]
        where = (record.get("Location") or "").upper()
        online = "online" if "REMOTE" in where or "VIRTUAL" in where else "in_person"
        starts_at = datetime.fromisoformat(record["Date"]).astimezone(UTC)
        begun = starts_at <= datetime.fromisoformat(row["_observed_at"])
        state[meeting] = (
            starts_at,
            "hybrid" if "HYBRID" in where else online,
            statuses.get(record["AgendaStatusName"], "held" if begun else "scheduled"),
        )


def test_replayed_revisions_give_the_state_as_of_every_observation(
    tmp_path: Path, project: Path, shared_data: Path
) -> None:
    home = RealHome(tmp_path / "home", project)
    state: dict[str, tuple[Any, ...] | None] = {}
    known: dict[datetime, dict[str, tuple[Any, ...] | None]] = {}
    received = 0
    for number, (moment, rows) in enumerate(revisions(shared_data)):
        listed = sorted(rows, key=lambda r: r["_op"] != "D")
        file = tmp_path / f"revisions_{number:03}.jsonl"
        file.write_text("\n".join(json.dumps(row) for row in listed), encoding="utf-8")
        outcome = home.ingest(file, moment)
        assert not outcome.problems, outcome.problems[:3]
        received += outcome.received
        apply(state, rows)
        known[moment] = dict(state)
    assert received == 4083 and len(state) == 1196
    moments = list(known)
    for moment in (moments[0], moments[len(moments) // 2], moments[-1]):
        home.build(as_of=moment)
        rows = home.query(
            "select entity_id, starts_at, mode, status, is_withdrawn from marts.fct_meetings"
        )
        built = {r[0]: None if r[4] else (r[1].astimezone(UTC), r[2], r[3]) for r in rows}
        assert built == known[moment]
