"""A store that was written before an attribute existed is read and continued as it lies."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from ingestion.compare import Snapshot, last_said
from ingestion.store import EventStore
from orchestration.warehouse import prepare_store_views
from schemas.registry import store_schema
from tests.candidates import MEETING, SUPPLIED, commit_snapshot, meetings

LATER = "remote_site_count"


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EventStore:
    """A store whose one commit was made by a kl226 that did not know LATER."""
    schema = {name: kind for name, kind in store_schema().items() if name != LATER}
    with monkeypatch.context() as patched:
        patched.setattr("ingestion.store.store_schema", lambda: schema)
        commit_snapshot(EventStore(tmp_path / "store"), "a", meetings({"entity_id": "1"}))
    store = EventStore(tmp_path / "store")
    with duckdb.connect() as connection:
        held = connection.execute(f"select * from read_parquet('{store.files('meeting')[0]}')")
        assert LATER not in [column[0] for column in held.description]
    return store


def test_its_events_are_read_with_the_attribute_unknown(older: EventStore) -> None:
    found = older.events_of("meeting", ["1"])
    assert found[LATER].to_list() == [None]
    assert found["mode"].dtype == MEETING.attributes["mode"]


def test_the_warehouse_sees_it_as_unknown(older: EventStore, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        prepare_store_views(connection, older)
        rows = connection.execute(f"select entity_id, {LATER} from store.meeting_events").fetchall()
    assert rows == [("1", None)]


def test_a_list_that_now_says_the_attribute_is_compared_and_stored(older: EventStore) -> None:
    judged = commit_snapshot(older, "b", meetings({"entity_id": "1", LATER: 4}))
    assert judged.events["event_type"].to_list() == ["corrected"]
    snapshot = Snapshot(MEETING, "meetings", "x", SUPPLIED, agency_code="SNV")
    assert last_said(snapshot, older)[LATER].to_list() == [4]
    assert older.events_of("meeting", ["1"])[LATER].to_list() == [None, 4]
