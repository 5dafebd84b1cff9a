"""A random change of a random cell is found, wherever it is; internal rows and the command too."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ingestion.batch import Counts, Source, batch_key
from ingestion.quarantine import QUARANTINE_SCHEMA
from ingestion.store import EventStore
from ingestion.verify import verify_store
from orchestration.cli import app
from schemas.envelope import Timestamp
from tests.candidates import NOON, commit, meetings
from tests.tampering import event, in_stream, made, rewrite, setting


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("made") / "store").root


def other_value(value: Any, dtype: pl.DataType, dice: random.Random) -> Any:
    """Another value of a type: null for a value, a value for null, or a near one."""
    if value is not None and dice.random() < 0.3:
        return None
    if isinstance(dtype, pl.List):
        return (value or []) + (value[:1] if value else []) if value else []
    if dtype == pl.Boolean:
        return not value
    if dtype.is_temporal():
        return (value or NOON) + pl.Series([1]).cast(pl.Duration("us")).item()
    if dtype.is_numeric():
        return (value or 0) + dice.choice([-1, 1, 2**20])
    return (value or "") + dice.choice(["", " ", "x"]) if value else dice.choice(["", "x"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_any_change_of_any_cell_is_found(
    original: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice = random.Random(seed)
    root = tmp_path_factory.mktemp("copy") / "store"
    shutil.copytree(original, root)
    store = EventStore(root)
    path = dice.choice(sorted(p for p in root.rglob("*.parquet") if "_delta_log" not in p.parts))
    frame = pl.read_parquet(path, hive_partitioning=False)
    at, name = dice.randrange(frame.height), dice.choice(frame.columns)
    was, dtype = frame[name].to_list()[at], frame.schema[name]
    value = other_value(was, dtype, dice)
    cells = frame[name].to_list()
    cells[at] = value
    changed = frame.with_columns(pl.Series(name, cells, dtype=dtype))
    done = rewrite(store, lambda _: changed, lambda one: root / one == path)
    assert done == (0 if value == was else 1)
    findings = verify_store(EventStore(root)).findings
    assert bool(findings) == bool(done), (path.name, name, was, value)
    shutil.rmtree(root)


def internal(store: EventStore, *said: dict[str, Any]) -> None:
    """Rows of an internal stream, written as those of a file are."""
    key = batch_key("signoff", json.dumps(said))
    rows = pl.DataFrame(
        {
            "event_id": [batch_key(key, str(place)) for place in range(len(said))],
            "event_type": ["frozen"] * len(said),
            "entity_id": ["2026-H1"] * len(said),
            "agency_code": ["SONLA"] * len(said),
            "occurred_at": [NOON] * len(said),
            "payload_hash": ["f" * 64] * len(said),
            "details": [json.dumps(one) for one in said],
        },
        schema_overrides={"occurred_at": Timestamp},
    )
    store.commit(
        Source(key, "signoff", "", "kl226", "", ""),
        Counts(received=len(said), accepted=len(said)),
        rows,
        pl.DataFrame(schema=QUARANTINE_SCHEMA),
        now=NOON,
        event_type="internal_recorded",
    )


def test_rows_of_an_internal_stream_are_in_the_chain_and_sign_for_freezes(tmp_path: Path) -> None:
    import hashlib

    store, folder = EventStore(tmp_path / "store"), tmp_path / "freezes"
    folder.mkdir()
    (folder / "f1.json").write_text("{}")
    signed = hashlib.sha256(b"{}").hexdigest()
    commit(store, "a", meetings({}))
    internal(store, {"freeze_id": "f1", "manifest_sha256": signed}, {"reason": "x"})
    assert verify_store(store, freezes=folder).findings == []
    (folder / "f1.json").write_text("{ }")
    (finding,) = verify_store(store, freezes=folder).findings
    assert (finding.code, finding.commit, finding.file) == ("freeze_changed", 2, "f1.json")

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("details").str.replace(signed, "0" * 64))

    assert rewrite(store, change, in_stream("signoff"))
    found = verify_store(EventStore(store.root)).findings
    assert [(one.code, one.commit, one.columns) for one in found] == [
        ("events_changed", 2, ("details",))
    ]


def test_many_small_commits_are_verified_and_one_changed_cell_found(tmp_path: Path) -> None:
    store = EventStore(tmp_path / "store")
    for number in range(30):
        commit(store, str(number), meetings({"entity_id": f"SNV:{number}"}))
    store.compact()
    assert verify_store(store).findings == []
    one = event(store, "17", 0)
    assert rewrite(store, setting(one["event_id"], mode="hybrid"), in_stream("meeting"))
    (finding,) = verify_store(EventStore(store.root)).findings
    assert (finding.event_id, finding.columns) == (one["event_id"], ("mode",))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_command_names_what_it_finds_and_ends_with_1(tmp_path: Path, language: str) -> None:
    store = made(tmp_path / "store")
    words = ["verify", "--home", str(tmp_path), "--lang", language]
    head = store.head().chain_hash
    answer = CliRunner().invoke(app, [*words, "--head", head[:12]])
    assert answer.exit_code == 0, answer.output
    assert head in answer.output
    assert CliRunner().invoke(app, [*words, "--head", "abc"]).exit_code == 2
    assert CliRunner().invoke(app, [*words, "--head", "0" * 11 + "1"]).exit_code == 1
    one = event(store, "b", 1)
    rewrite(store, setting(one["event_id"], mode="hybrid"), in_stream("meeting"))
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 1
    for word in (one["event_id"], "b.csv", "mode"):
        assert word in answer.output
    said = json.loads(CliRunner().invoke(app, [*words, "--json"]).output)
    assert said["chain_hash"] == head
    assert said["findings"][0]["event_id"] == one["event_id"]
    assert said["findings"][0]["text"]
