"""Natural keys and payloads, against a second implementation in plain Python."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

import duckdb
import polars as pl
import pytest

from ingestion.identify import EVENT_NAMESPACE, Kind, identify
from tests.candidates import MEETING, NOON, meetings


def identified(rows: pl.DataFrame, kind: Kind = "events", batch: str = "b1") -> pl.DataFrame:
    with duckdb.connect() as connection:
        return identify(
            rows,
            MEETING,
            kind=kind,
            source_system="lists",
            batch_id=batch,
            connection=connection,
        )


def micros(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1_000_000))


def uuid_of(*parts: str) -> str:
    return str(uuid.uuid5(EVENT_NAMESPACE, "\x1f".join(parts)))


def test_an_event_without_an_id_is_named_by_its_natural_key() -> None:
    row = {"entity_id": "SNV:Đ|1", "event_type": "held"}
    found = identified(meetings(row))["event_id"].item()
    assert found == uuid_of("meeting", "SNV", "SNV:Đ|1", "held", micros(NOON))


def test_an_id_of_the_source_takes_the_place_of_the_natural_key() -> None:
    found = identified(meetings({"source_event_id": "E-7"}))["event_id"].item()
    assert found == uuid_of("meeting", "lists", "E-7")


def test_a_correction_is_named_by_what_it_says_too() -> None:
    row = {"event_type": "corrected", "source_event_id": "E-7", "mode": "online"}
    found = identified(meetings(row)).row(0, named=True)
    assert found["event_id"] == uuid_of("meeting", "lists", "E-7", found["payload_hash"])


def test_the_first_event_of_a_list_is_named_with_its_source() -> None:
    found = identified(meetings({"entity_id": "SNV:1"}), "snapshot")["event_id"].item()
    assert found == uuid_of("meeting", "lists", "SNV", "SNV:1", "held", micros(NOON))


def test_a_correction_of_a_list_is_named_by_its_batch_and_place() -> None:
    row = {"entity_id": "SNV:1", "event_type": "corrected"}
    found = identified(meetings(row, row), "snapshot")["event_id"].to_list()
    key = ("meeting", "lists", "SNV", "SNV:1", "corrected", "b1")
    assert found == [uuid_of(*key, "0"), uuid_of(*key, "1")]


def test_the_payload_is_what_the_event_says_in_canonical_text() -> None:
    row = {
        "mode": "online",
        "remote_site_count": 3,
        "is_paperless": True,
        "required_units": ["STP", "03646"],
        "sessions": [{"start": NOON, "end": None}],
    }
    pairs = [
        "event_type=held",
        "agency_code=SNV",
        "entity_id=SNV:2",
        f"occurred_at={micros(NOON)}",
        "mode=online",
        "remote_site_count=3",
        "is_paperless=true",
        f"starts_at={micros(NOON)}",
        f"sessions={micros(NOON)}/",
        "required_units=STP\x1e03646",
    ]
    expected = hashlib.md5("\x1f".join(pairs).encode(), usedforsecurity=False).hexdigest()
    assert identified(meetings(row))["payload_hash"].item() == expected


@pytest.mark.parametrize(
    "change",
    [
        {"mode": "online"},
        {"agency_code": "STP"},
        {"status": "held"},
        {"cleared": ["mode"]},
        {"required_units": []},
        {"occurred_at": NOON + timedelta(microseconds=1)},
    ],
)
def test_whatever_an_event_says_changes_its_payload(change: dict[str, Any]) -> None:
    one, other = identified(meetings({}, {"entity_id": "SNV:2", **change}))["payload_hash"]
    assert one != other


def test_where_an_event_was_read_does_not_change_its_payload() -> None:
    same = {"entity_id": "SNV:2", "source_row": 77, "source_sheet": "Trang 2"}
    one, other = identified(meetings({}, same))["payload_hash"]
    assert one == other


def test_the_order_of_many_rows_is_kept() -> None:
    entities = [f"SNV:{number}" for number in range(300_000)]
    many = meetings({}).drop("entity_id").join(pl.DataFrame({"entity_id": entities}), how="cross")
    found = identified(many.select(list(MEETING.candidate_schema())))
    for place in (0, 122_880, 299_999):
        key = ("meeting", "SNV", entities[place], "held", micros(NOON))
        assert found["event_id"][place] == uuid_of(*key)
