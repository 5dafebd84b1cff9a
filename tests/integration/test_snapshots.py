"""Lists that show a state: what of them is new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.compare import Snapshot, last_said
from ingestion.store import EventStore
from tests.candidates import MEETING, NOON, SUPPLIED, commit_snapshot, meetings, stored

ALL = None
NEXT_YEAR = datetime(2027, 2, 1, 3, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return EventStore(tmp_path / "store")


def state(store: EventStore) -> dict[str, dict[str, Any]]:
    snapshot = Snapshot(MEETING, "meetings", "x", SUPPLIED, agency_code="SNV")
    return {row["entity_id"]: row for row in last_said(snapshot, store).iter_rows(named=True)}


def row(entity: str, **values: Any) -> dict[str, Any]:
    return {"entity_id": entity, "status": "held", "mode": "online", **values}


def test_unknown_entities_get_their_first_event(store: EventStore) -> None:
    judged = commit_snapshot(store, "a", meetings(row("1"), row("2")))
    assert judged.events["event_type"].to_list() == ["held", "held"]
    assert judged.events["mode"].to_list() == ["online", "online"]


def test_the_same_list_adds_nothing(store: EventStore) -> None:
    rich = row(
        "1",
        required_units=["STP", "SCT"],
        sessions=[{"start": NOON, "end": NOON + timedelta(hours=3)}],
        remote_site_count=4,
    )
    commit_snapshot(store, "a", meetings(rich, row("2")))
    judged = commit_snapshot(store, "b", meetings(rich, row("2")))
    assert (judged.events.height, judged.duplicate) == (0, 2)


def test_three_changed_rows_add_exactly_three_corrections(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(*[row(str(n)) for n in range(20)]))
    changed = [row(str(n), mode="hybrid" if n in (3, 7, 11) else "online") for n in range(20)]
    judged = commit_snapshot(store, "b", meetings(*changed))
    assert judged.events["entity_id"].to_list() == ["3", "7", "11"]
    assert judged.events["event_type"].to_list() == ["corrected"] * 3
    assert judged.duplicate == 17


def test_a_correction_carries_only_what_changed(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1", remote_site_count=2)))
    commit_snapshot(store, "b", meetings(row("1", remote_site_count=5)))
    event = stored(store).row(1, named=True)
    said = {k: event[k] for k in ("mode", "starts_at", "status", "cleared", "remote_site_count")}
    assert said == {
        "mode": None,
        "starts_at": None,
        "status": None,
        "cleared": None,
        "remote_site_count": 5,
    }


def test_an_emptied_cell_is_cleared(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1")))
    commit_snapshot(store, "b", meetings(row("1", mode=None)))
    assert stored(store)["cleared"].to_list()[1] == ["mode"]
    assert state(store)["1"]["mode"] is None
    again = commit_snapshot(store, "c", meetings(row("1", mode=None)))
    assert (again.events.height, again.duplicate) == (0, 1)


def test_a_changed_status_is_carried(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1", event_type="scheduled", status="scheduled")))
    judged = commit_snapshot(store, "b", meetings(row("1")))
    assert judged.events.select("event_type", "status").row(0) == ("corrected", "held")


def test_a_new_export_time_alone_is_no_change(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1")))
    later = row("1", starts_at=NOON, occurred_at=NOON + timedelta(hours=5))
    assert commit_snapshot(store, "b", meetings(later)).events.is_empty()


def test_there_and_back_again_ends_where_it_began(store: EventStore) -> None:
    for content, mode in (("a", "online"), ("b", "hybrid"), ("c", "online")):
        commit_snapshot(store, content, meetings(row("1", mode=mode)))
    assert stored(store).height == 3
    assert state(store)["1"]["mode"] == "online"
    for content, mode in (("d", "hybrid"), ("e", "online")):
        commit_snapshot(store, content, meetings(row("1", mode=mode)))
    assert stored(store)["event_id"].n_unique() == 5


def test_what_is_gone_from_a_complete_list_is_withdrawn(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2"), row("3")))
    judged = commit_snapshot(store, "b", meetings(row("1"), row("3")), covers=ALL)
    assert (judged.withdrawn, judged.known, judged.duplicate) == (1, 3, 2)
    event = stored(store).row(-1, named=True)
    assert (event["event_type"], event["entity_id"], event["source_row"]) == (
        "withdrawn",
        "2",
        None,
    )


def test_what_is_gone_from_a_partial_list_stays(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2")))
    assert commit_snapshot(store, "b", meetings(row("1"))).events.is_empty()


def test_what_is_withdrawn_is_withdrawn_once(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2")))
    commit_snapshot(store, "b", meetings(row("1")), covers=ALL)
    judged = commit_snapshot(store, "c", meetings(row("1")), covers=ALL)
    assert (judged.withdrawn, judged.known, judged.events.height) == (0, 1, 0)


def test_what_stands_in_the_list_again_is_reinstated_with_its_status(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2")))
    commit_snapshot(store, "b", meetings(row("1")), covers=ALL)
    judged = commit_snapshot(store, "c", meetings(row("1"), row("2")), covers=ALL)
    assert judged.events.select("event_type", "entity_id", "status").rows() == [
        ("corrected", "2", "held")
    ]
    assert not state(store)["2"]["_is_withdrawn"]
    assert commit_snapshot(store, "d", meetings(row("1"), row("2")), covers=ALL).events.is_empty()


def test_a_list_without_status_reinstates_with_the_status_of_its_event(store: EventStore) -> None:
    plain = [row("1", status=None), row("2", status=None)]
    commit_snapshot(store, "a", meetings(*plain))
    commit_snapshot(store, "b", meetings(plain[0]), covers=ALL)
    judged = commit_snapshot(store, "c", meetings(*plain), covers=ALL)
    assert judged.events["status"].to_list() == ["held"]


def test_a_list_of_a_year_withdraws_only_in_that_year(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2"), row("27", starts_at=NEXT_YEAR)))
    judged = commit_snapshot(store, "b", meetings(row("1")), covers=frozenset({"2026"}))
    assert judged.events["entity_id"].to_list() == ["2"]
    judged = commit_snapshot(
        store, "c", meetings(row("new", starts_at=NEXT_YEAR)), covers=frozenset({"2027-02"})
    )
    assert judged.events.select("event_type", "entity_id").rows() == [
        ("held", "new"),
        ("withdrawn", "27"),
    ]


def test_a_broken_row_is_not_gone(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2")))
    present = pl.Series(["1", "2"])
    judged = commit_snapshot(store, "b", meetings(row("1")), covers=ALL, present=present)
    assert judged.withdrawn == 0


def test_nothing_is_gone_while_a_row_cannot_be_told(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2")))
    present = pl.Series(["1", None])
    judged = commit_snapshot(store, "b", meetings(row("1")), covers=ALL, present=present)
    assert judged.withdrawn == 0


def test_a_second_different_row_of_an_entity_is_refused(store: EventStore) -> None:
    rows = meetings(row("1"), row("1"), row("1", mode="hybrid"))
    judged = commit_snapshot(store, "a", rows)
    assert (judged.events.height, judged.duplicate) == (1, 1)
    assert [(p.code, p.row) for p in judged.problems] == [("same_id_other_content", 4)]


def test_rows_in_order_are_revisions(store: EventStore) -> None:
    modes = ["online", "hybrid", "hybrid", None, "online"]
    rows = meetings(*[row("1", mode=mode) for mode in modes])
    judged = commit_snapshot(store, "a", rows, in_order=True)
    assert judged.events["source_row"].to_list() == [2, 3, 5, 6]
    assert judged.duplicate == 1
    assert state(store)["1"]["mode"] == "online"
    again = commit_snapshot(store, "b", meetings(row("1")), in_order=True)
    assert again.events.is_empty()


def test_one_agencys_list_leaves_anothers_alone(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2", agency_code="STP")), agency_code=None)
    judged = commit_snapshot(store, "b", meetings(row("1")), covers=ALL)
    assert judged.events.is_empty()


def test_an_entity_that_passes_to_another_agency_is_corrected(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1"), row("2")), agency_code=None)
    moved = meetings(row("1", agency_code="STP"), row("2"))
    judged = commit_snapshot(store, "b", moved, agency_code=None, covers=ALL)
    assert judged.events.select("event_type", "entity_id", "agency_code").rows() == [
        ("corrected", "1", "STP")
    ]


def test_what_the_layout_does_not_supply_is_not_compared(store: EventStore) -> None:
    commit_snapshot(store, "a", meetings(row("1", plan_ref="KH-1")))
    assert commit_snapshot(store, "b", meetings(row("1"))).events.is_empty()


def test_a_layout_that_supplies_a_status_only_is_compared_too(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.candidates.SUPPLIED", ())
    commit_snapshot(store, "a", meetings(row("1", status="scheduled", event_type="scheduled")))
    judged = commit_snapshot(store, "b", meetings(row("1")))
    assert judged.events["status"].to_list() == ["held"]


LISTS = st.lists(
    st.dictionaries(
        st.sampled_from("abcd"),
        st.tuples(st.sampled_from(["online", "hybrid", None]), st.sampled_from([1, 2, None])),
        min_size=1,
    ),
    min_size=2,
    max_size=5,
)


@settings(max_examples=20, deadline=None)
@given(lists=LISTS)
def test_after_any_lists_the_source_says_what_its_last_list_says(
    tmp_path_factory: pytest.TempPathFactory, lists: list[dict[str, tuple[str | None, int | None]]]
) -> None:
    store = EventStore(tmp_path_factory.mktemp("any") / "store")
    for number, said in enumerate(lists):
        rows = [
            row(entity, mode=mode, remote_site_count=sites)
            for entity, (mode, sites) in said.items()
        ]
        commit_snapshot(store, str(number), meetings(*rows), covers=ALL)
    real = {
        entity: (kept["mode"], kept["remote_site_count"])
        for entity, kept in state(store).items()
        if not kept["_is_withdrawn"]
    }
    assert real == lists[-1]
    events = stored(store)
    assert events["event_id"].n_unique() == events.height
    again = [row(e, mode=m, remote_site_count=n) for e, (m, n) in lists[-1].items()]
    assert commit_snapshot(store, "again", meetings(*again), covers=ALL).events.is_empty()
