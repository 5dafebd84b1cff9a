"""The event store: exactly once, in order, chained, adding up."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from ingestion.batch import CHAIN_START, CountMismatch, Counts, chain_hash
from ingestion.quarantine import QUARANTINE_SCHEMA
from ingestion.seal import seal_events
from ingestion.store import AlreadyCommitted, EventStore
from schemas.problems import Problem
from tests.candidates import NOON, commit, meetings, quarantined, source, stored


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return EventStore(tmp_path / "Dữ liệu của tỉnh" / "store")


def details(store: EventStore) -> list[dict[str, object]]:
    return [json.loads(text) for text in stored(store, "ingest")["details"]]


def test_an_empty_store_has_no_files_and_no_head(store: EventStore) -> None:
    assert store.files() == []
    assert store.quarantine_files() == []
    assert store.head().commit_seq == 0
    assert not store.has_batch("x")
    assert store.events_of("meeting", ["SNV:1"]).is_empty()


def test_events_come_back_as_they_were_given(store: EventStore) -> None:
    sessions = [{"start": NOON, "end": NOON + timedelta(hours=2)}]
    rows = meetings({"mode": "online", "required_units": ["STP", "03646"], "sessions": sessions})
    commit(store, "a", rows)
    event = store.events_of("meeting", ["SNV:2"]).row(0, named=True)
    assert event["mode"] == "online"
    assert event["required_units"] == ["STP", "03646"]
    assert event["sessions"] == sessions
    assert event["occurred_at"] == event["recorded_at"] == NOON
    assert (event["source_file"], event["source_row"]) == ("a.csv", 2)
    assert (event["stream"], event["month"], event["schema_version"]) == ("meeting", "2026-05", 1)


def test_the_month_is_that_of_the_province(store: EventStore) -> None:
    late = NOON.replace(day=31, hour=18)  # 01:00 of 1 June in Sơn La
    commit(store, "a", meetings({"starts_at": late}))
    assert stored(store)["month"].to_list() == ["2026-06"]


def test_a_batch_is_committed_once(store: EventStore) -> None:
    commit(store, "a", meetings({}))
    with pytest.raises(AlreadyCommitted):
        commit(store, "a", meetings({}, {}))
    assert stored(store).height == 1


def test_other_file_same_events_adds_nothing(store: EventStore) -> None:
    commit(store, "a", meetings({}, {}, {}))
    judged = commit(store, "b", meetings({}, {}, {}))
    assert (judged.events.height, judged.duplicate) == (0, 3)
    assert stored(store)["event_id"].n_unique() == stored(store).height == 3


def test_a_batch_that_does_not_add_up_writes_nothing(store: EventStore) -> None:
    rows = meetings({}).with_columns(event_id=pl.lit("e"), payload_hash=pl.lit("p"))
    nothing = pl.DataFrame(schema=QUARANTINE_SCHEMA)
    for counts in (
        Counts(received=2, accepted=1),
        Counts(received=1, duplicate=1),
        Counts(received=2, accepted=1, quarantined=1),
    ):
        with pytest.raises(CountMismatch):
            store.commit(source("a"), counts, rows, nothing, now=NOON)
    assert store.head().commit_seq == 0
    assert store.files() == []


def test_events_and_their_log_line_are_one_commit(store: EventStore) -> None:
    commit(store, "a", meetings({}, {}))
    commits = sorted((store.root / "events" / "_delta_log").glob("*.json"))
    adds = [line for line in commits[-1].read_text().splitlines() if line.startswith('{"add"')]
    assert any("stream=ingest" in line for line in adds)
    assert any("stream=meeting" in line for line in adds)


def test_positions_follow_commit_and_row(store: EventStore) -> None:
    commit(store, "a", meetings({}, {}))
    commit(store, "b", meetings({"entity_id": "SNV:9"}))
    positions = stored(store)["position"].to_list()
    assert positions == [(1 << 32) + 1, (1 << 32) + 2, (2 << 32) + 1]
    assert stored(store, "ingest")["position"].to_list() == [1 << 32, 2 << 32]


def test_recorded_at_never_runs_backwards(store: EventStore) -> None:
    commit(store, "a", meetings({"entity_id": "SNV:1"}), now=NOON)
    commit(store, "b", meetings({"entity_id": "SNV:2"}), now=NOON - timedelta(days=9))
    commit(store, "c", meetings({"entity_id": "SNV:3"}), now=NOON + timedelta(seconds=1))
    assert stored(store)["recorded_at"].to_list() == [NOON, NOON, NOON + timedelta(seconds=1)]


def test_each_log_line_is_chained_to_the_one_before(store: EventStore) -> None:
    commit(store, "a", meetings({"entity_id": "SNV:1"}, {"entity_id": "SNV:4"}))
    commit(store, "b", meetings({"entity_id": "SNV:2"}))
    commit(EventStore(store.root), "c", meetings({"entity_id": "SNV:3"}))
    previous = CHAIN_START
    for number, line in enumerate(details(store), 1):
        assert line["previous_chain_hash"] == previous
        assert line["chain_hash"] == chain_hash(line)
        written = stored(store).filter(pl.col("position") // 2**32 == number)
        assert seal_events(written, 1).items() <= line.items()
        previous = str(line["chain_hash"])
    assert store.head().chain_hash == previous


def test_the_log_line_tells_the_counts(store: EventStore) -> None:
    problem = Problem("bad_date", "a.csv", row=99, value="31/02/2026")
    commit(store, "a", meetings({}, {}, {"entity_id": "SNV:2"}), problems=[problem])
    line = details(store)[0]
    counted = {key: line[key] for key in ("received", "accepted", "duplicate", "quarantined")}
    assert counted == {"received": 4, "accepted": 2, "duplicate": 1, "quarantined": 1}
    assert line["events_written"] == 2
    assert line["quarantine_version"] == 1
    assert stored(store, "ingest")["entity_id"].to_list() == [source("a").batch_id]


def test_files_are_chosen_by_stream_month_agency_and_source(store: EventStore) -> None:
    commit(store, "a", meetings({}, {"starts_at": NOON + timedelta(days=31)}))
    commit(store, "b", meetings({"agency_code": "STP"}), source_system="other")
    assert len(store.files("meeting")) == 3
    assert len(store.files("meeting", ["2026-06"])) == 1
    assert len(store.files("meeting", agency_code="STP")) == 1
    assert len(store.files("meeting", source_system="meetings")) == 2
    assert len(store.files("meeting", ["2020-01"])) == 0
    assert len(store.files()) == 5


def test_a_reader_sees_what_a_writer_commits(store: EventStore) -> None:
    reader = EventStore(store.root)
    assert reader.files("meeting") == []
    commit(store, "a", meetings({}))
    assert len(reader.files("meeting")) == 1
    assert reader.has_batch(source("a").batch_id)
    assert reader.head() == store.head()


def test_merging_small_files_changes_no_event_and_keeps_old_files_for_readers(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.store.CROWDED", 3)
    for number in range(4):
        problem = Problem("bad_date", "a.csv", row=99)
        rows = meetings({"entity_id": f"SNV:{number}"})
        commit(store, str(number), rows, problems=[problem])
    before, files = stored(store), store.files("meeting")
    store.compact()
    assert stored(store).equals(before)
    assert len(store.files("meeting")) == 1
    assert all(Path(file).exists() for file in files)
    assert quarantined(store).height == 4
    commit(store, "later", meetings({"entity_id": "SNV:9"}))
    assert stored(store).height == 5
    assert store.head().commit_seq == 5


def test_the_log_of_one_batch_can_be_asked_for(store: EventStore) -> None:
    commit(store, "a", meetings({}))
    assert store.batch_details(source("a").batch_id)["accepted"] == 1
    with pytest.raises(KeyError):
        store.batch_details("unknown")
