"""Sources of events: new, duplicate, clashing, corrected."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ingestion.store import EventStore
from tests.candidates import NOON, commit, meetings, quarantined, stored


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return EventStore(tmp_path / "store")


def test_same_id_and_content_within_a_file_is_one_event(store: EventStore) -> None:
    row = {"entity_id": "SNV:1", "mode": "online"}
    judged = commit(store, "a", meetings(row, row))
    assert (judged.events.height, judged.duplicate, judged.problems) == (1, 1, [])


def test_same_id_other_content_within_a_file_keeps_the_first(store: EventStore) -> None:
    first, second = {"entity_id": "SNV:1"}, {"entity_id": "SNV:1", "mode": "online"}
    judged = commit(store, "a", meetings(first, second))
    assert judged.events["source_row"].to_list() == [2]
    assert [(p.code, p.row) for p in judged.problems] == [("same_id_other_content", 3)]


def test_same_id_other_content_than_the_store_is_quarantined(store: EventStore) -> None:
    commit(store, "a", meetings({"entity_id": "SNV:1"}))
    judged = commit(store, "b", meetings({"entity_id": "SNV:1", "mode": "online"}, {}))
    assert judged.events["source_row"].to_list() == [3]
    assert quarantined(store)["problem_code"].to_list() == ["same_id_other_content"]
    assert stored(store).height == 2


def test_rows_after_a_clash_are_compared_with_the_store(store: EventStore) -> None:
    commit(store, "a", meetings({"entity_id": "SNV:1"}))
    clash, known = {"entity_id": "SNV:1", "mode": "online"}, {"entity_id": "SNV:1"}
    judged = commit(store, "b", meetings(clash, known))
    assert (judged.duplicate, [p.row for p in judged.problems]) == (1, [2])


def test_a_correction_with_other_content_is_accepted(store: EventStore) -> None:
    correction = {"entity_id": "SNV:1", "event_type": "corrected"}
    commit(store, "a", meetings({**correction, "mode": "online"}))
    judged = commit(store, "b", meetings({**correction, "mode": "hybrid"}))
    assert (judged.events.height, judged.problems) == (1, [])
    again = commit(store, "c", meetings({**correction, "mode": "hybrid"}))
    assert (again.events.height, again.duplicate) == (0, 1)


def test_an_id_of_the_source_is_known_in_every_month(store: EventStore) -> None:
    commit(store, "a", meetings({"source_event_id": "E1"}))
    moved = {"source_event_id": "E1", "starts_at": NOON + timedelta(days=60)}
    judged = commit(store, "b", meetings({**moved, "event_type": "scheduled"}))
    assert [p.code for p in judged.problems] == ["same_id_other_content"]


def test_the_same_event_of_two_agencies_is_two_events(store: EventStore) -> None:
    commit(store, "a", meetings({"entity_id": "1"}))
    judged = commit(store, "b", meetings({"entity_id": "1", "agency_code": "STP"}))
    assert judged.events.height == 1


def test_an_id_is_found_after_small_files_were_merged(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.store.CROWDED", 2)
    for number in range(3):
        rows = meetings({"entity_id": f"{number}", "agency_code": ["SNV", "STP", "SCT"][number]})
        commit(store, str(number), rows)
    store.compact()
    everything = [{"entity_id": "0"}, {"entity_id": "1", "agency_code": "STP"}]
    judged = commit(store, "again", meetings(*everything, {"entity_id": "new"}))
    assert (judged.events.height, judged.duplicate) == (1, 2)


def test_no_event_stands_in_the_store_twice_whatever_the_files(store: EventStore) -> None:
    for number in range(4):
        rows = [{"entity_id": f"SNV:{entity}"} for entity in range(number, number + 5)]
        commit(store, str(number), meetings(*rows))
    events = stored(store)
    assert events["event_id"].n_unique() == events.height == 8
