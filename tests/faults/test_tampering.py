"""Whoever changes the store is found, by the product and by the stand-alone verifier."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingestion.batch import chain_hash, to_json
from ingestion.digest import row_hash
from ingestion.store import EventStore
from ingestion.verification.finding import Finding
from ingestion.verify import Verification, verify_store
from tests.tampering import (
    Change,
    edit_log,
    event,
    in_quarantine,
    in_stream,
    made,
    rewrite,
    setting,
)

COMMIT = 2**32
MEETINGS, LINES = in_stream("meeting"), in_stream("ingest")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("made") / "store").root


@pytest.fixture
def store(original: Path, tmp_path: Path) -> EventStore:
    shutil.copytree(original, tmp_path / "store")
    return EventStore(tmp_path / "store")


def found(store: EventStore, **options: Any) -> list[Finding]:
    return verify_store(EventStore(store.root), **options).findings


def alone(store: EventStore, project: Path, *options: str) -> tuple[int, str]:
    """The stand-alone verifier, away from the project."""
    copy = store.root.parent / "verify_kl226.py"
    shutil.copy(project / "docs/verify_kl226.py", copy)
    command = [sys.executable, "-I", str(copy), str(store.root), *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=store.root.parent)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def require(findings: list[Finding], *codes: str) -> Finding:
    """Exactly these kinds were found; returns the first."""
    assert sorted({one.code for one in findings}) == sorted(codes), findings
    return findings[0]


def edit_line(store: EventStore, commit: int, *, closes: bool, **changes: Any) -> None:
    """Change what the line of a commit says; `closes` computes its own hash again."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        texts = []
        for position, text in frame.select("position", "details").iter_rows():
            said = json.loads(text)
            if position == commit * COMMIT:
                said |= changes
                said |= {"chain_hash": chain_hash(said)} if closes else {}
            texts.append(to_json(said))
        return frame.with_columns(pl.Series("details", texts))

    assert rewrite(store, change, LINES)


def without(place: int) -> Change:
    return lambda frame: frame.filter(pl.col("position") != place)


def test_an_untouched_store_has_no_findings(store: EventStore, project: Path) -> None:
    seen = verify_store(store)
    assert seen.findings == []
    assert (seen.commits, seen.events, seen.quarantined) == (3, 18, 5)
    assert seen.head == store.head().chain_hash
    code, said = alone(store, project)
    assert code == 0
    assert seen.head in said


def test_a_folder_without_a_store_has_no_findings(tmp_path: Path) -> None:
    assert verify_store(EventStore(tmp_path)) == Verification([], "0" * 64, 0, 0, 0)


def test_compaction_and_a_checkpoint_change_nothing(
    store: EventStore, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.store.CROWDED", 2)
    store.compact()
    for table in store.tables:
        table._loaded().create_checkpoint()
    log = store.root / "events" / "_delta_log"
    for old in list(log.glob("*.json"))[:-1]:
        old.unlink()
    assert found(store) == []
    assert alone(store, project)[0] == 0
    one = event(store, "b", 3)
    assert rewrite(store, setting(one["event_id"], mode="hybrid"), MEETINGS)
    assert any(one["event_id"] == other.event_id for other in found(store))
    assert "commit=2" in alone(store, project)[1]


CELLS: dict[str, Any] = {
    "mode": "hybrid",
    "status": "held",
    "remote_site_count": 0,
    "is_paperless": False,
    "agency_code": "STP",
    "entity_id": "SNV:x",
    "event_type": "cancelled",
    "event_id": "00000000-0000-5000-8000-000000000000",
    "payload_hash": "0" * 32,
    "source_sheet": "",
    "source_row": 99,
    "source_file": "x.csv",
    "source_system": "x",
    "batch_id": "x",
    "schema_version": 2,
    "procedure_code": "1.0",
    "details": "{}",
    "required_units": [],
    "sessions": [],
}


@pytest.mark.parametrize("column", sorted(CELLS))
def test_a_changed_cell_is_found_and_the_event_and_column_named(
    store: EventStore, project: Path, column: str
) -> None:
    one = event(store, "b", 1)
    assert rewrite(store, setting(one["event_id"], **{column: CELLS[column]}), MEETINGS)
    finding = require(found(store), "event_changed")
    was = CELLS[column] if column == "event_id" else one["event_id"]
    row = 99 if column == "source_row" else one["source_row"]
    assert (finding.commit, finding.event_id, finding.file) == (2, was, "b.csv")
    assert (finding.row, finding.columns) == (row, (column,))
    code, said = alone(store, project)
    assert code == 1
    assert "commit=2" in said and "b.csv" in said


def test_a_changed_time_is_found(store: EventStore) -> None:
    one = event(store, "c", 2)
    for column in ("recorded_at", "occurred_at", "starts_at"):
        later = one[column] + timedelta(microseconds=1)
        assert rewrite(store, setting(one["event_id"], **{column: later}), MEETINGS)
        finding = require(found(store), "event_changed")
        assert (finding.commit, finding.event_id) == (3, one["event_id"])
        rewrite(store, setting(one["event_id"], **{column: one[column]}), MEETINGS)


def test_a_changed_payload_with_its_hash_made_to_fit_is_found(
    store: EventStore, project: Path
) -> None:
    one = event(store, "b", 4)
    fitting = setting(one["event_id"], mode="hybrid", payload_hash="f" * 32)
    assert rewrite(store, fitting, MEETINGS)
    finding = require(found(store), "event_changed")
    assert (finding.commit, finding.event_id) == (2, one["event_id"])
    assert finding.columns == ("mode", "payload_hash")
    assert alone(store, project)[0] == 1


def test_a_hidden_payload_hash_that_fits_leaves_the_row_named_by_the_sums(
    store: EventStore,
) -> None:
    from ingestion.identify import payload_hash
    from schemas.registry import STREAMS

    one = event(store, "b", 4)
    rewrite(store, setting(one["event_id"], mode="hybrid"), MEETINGS)
    rows = pl.DataFrame([event(store, "b", 4)], schema_overrides={"cleared": pl.List(pl.String)})
    store.connection.register("changed", rows)
    said = store.connection.execute(
        f"select {payload_hash(STREAMS['meeting'], rows)} from changed"
    ).fetchone()
    assert said is not None
    assert rewrite(store, setting(one["event_id"], payload_hash=said[0]), MEETINGS)
    finding = require(found(store), "event_changed")
    assert (finding.event_id, finding.columns) == (one["event_id"], ("mode", "payload_hash"))


@pytest.mark.parametrize("renumbered", [False, True])
def test_a_removed_event_is_named_with_its_id_and_row(
    store: EventStore, project: Path, renumbered: bool
) -> None:
    one = event(store, "b", 2)

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        kept = frame.filter(pl.col("position") != one["position"])
        later = (pl.col("position") > one["position"]) & (pl.col("position") < 3 * COMMIT)
        return kept.with_columns(position=pl.col("position") - (later & renumbered).cast(pl.Int64))

    assert rewrite(store, change, MEETINGS)
    finding = require(found(store), "event_removed")
    assert (finding.commit, finding.event_id) == (2, one["event_id"])
    assert (finding.file, finding.row) == ("b.csv", one["source_row"])
    assert "commit=2" in alone(store, project)[1]


@pytest.mark.parametrize("place", [3, 7])
def test_an_added_event_is_named(store: EventStore, project: Path, place: int) -> None:
    one = event(store, "b", 1)
    new = "00000000-0000-5000-8000-000000000000"

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        more = frame.filter(event_id=one["event_id"])
        position = pl.lit(2 * COMMIT + place, dtype=pl.Int64)
        return pl.concat([frame, more.with_columns(event_id=pl.lit(new), position=position)])

    assert rewrite(store, change, MEETINGS)
    finding = require(found(store), "event_added")
    assert (finding.commit, finding.event_id, finding.file) == (2, new, "b.csv")
    code, said = alone(store, project)
    assert (code, "commit=2" in said) == (1, True)


@pytest.mark.parametrize("commit", [0, 4, -1])
def test_an_event_of_no_commit_is_named(store: EventStore, project: Path, commit: int) -> None:
    one = event(store, "c", 1)
    position = commit * COMMIT + 1
    assert rewrite(store, setting(one["event_id"], position=position), MEETINGS)
    findings = found(store)
    require(findings, "event_added", "event_removed")
    assert {finding.event_id for finding in findings} == {one["event_id"]}
    assert alone(store, project)[0] == 1


def test_reordered_events_are_named(store: EventStore, project: Path) -> None:
    one, other = event(store, "b", 0), event(store, "b", 2)
    places = {one["position"]: other["position"], other["position"]: one["position"]}

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(pl.col("position").replace(places))

    assert rewrite(store, change, MEETINGS)
    findings = found(store)
    require(findings, "event_reordered")
    assert {finding.event_id for finding in findings} == {one["event_id"], other["event_id"]}
    assert {finding.commit for finding in findings} == {2}
    assert "commit=2" in alone(store, project)[1]


@pytest.mark.parametrize("commit", [1, 2, 3])
def test_a_removed_commit_is_named(store: EventStore, project: Path, commit: int) -> None:
    assert _drop_commit(store, commit)
    finding = require(found(store), "commit_removed")
    assert finding.commit == commit
    assert f"commit_removed commit={commit}" in alone(store, project)[1]


def _drop_commit(store: EventStore, commit: int) -> int:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("position") // COMMIT != commit)

    return rewrite(store, change, lambda path: path.parts[0] == "events")


def test_a_commit_that_stands_twice_is_named(store: EventStore, project: Path) -> None:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return pl.concat([frame, frame.filter(pl.col("position") == 2 * COMMIT)])

    assert rewrite(store, change, LINES)
    finding = require(found(store), "commit_added")
    assert (finding.commit, finding.file) == (2, "b.csv")
    assert "commit_added commit=2" in alone(store, project)[1]


def test_commits_that_changed_places_are_named(store: EventStore, project: Path) -> None:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        commit = pl.col("position") // COMMIT
        other = pl.when(commit == 1).then(2).when(commit == 2).then(1).otherwise(commit)
        return frame.with_columns(position=other * COMMIT + pl.col("position") % COMMIT)

    assert rewrite(store, change, lambda path: path.parts[0] == "events")
    findings = found(store)
    assert {one.commit for one in findings} == {1, 2}
    assert {one.commit for one in findings if one.code == "commit_moved"} == {1, 2}
    assert "commit=1" in alone(store, project)[1]


@pytest.mark.parametrize("closes", [False, True])
def test_a_changed_line_of_the_log_is_named(store: EventStore, project: Path, closes: bool) -> None:
    edit_line(store, 2, closes=closes, received=7)
    finding = require(found(store), "chain_broken" if closes else "commit_changed")
    assert finding.commit == (3 if closes else 2)
    assert f"commit={finding.commit}" in alone(store, project)[1]


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"chain_hash": 1}'])
def test_a_line_that_is_no_line_any_more_is_named(
    store: EventStore, project: Path, text: str | None
) -> None:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        at = pl.col("position") == 2 * COMMIT
        return frame.with_columns(details=pl.when(at).then(pl.lit(text)).otherwise("details"))

    assert rewrite(store, change, LINES)
    assert require(found(store), "commit_changed").commit == 2
    assert "commit_changed commit=2" in alone(store, project)[1]


def test_a_line_of_values_of_other_types_is_named(store: EventStore, project: Path) -> None:
    edit_line(store, 2, closes=False, content_rows="x", content_sums=3, content_columns=[])
    assert require(found(store), "commit_changed").commit == 2
    assert "commit_changed commit=2" in alone(store, project)[1]


def test_a_line_that_says_one_thing_twice_is_found(store: EventStore, project: Path) -> None:
    """Python reads the last, DuckDB the first: the hash alone would not tell."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        twice = pl.col("details").str.replace('"accepted":', '"accepted": 7, "accepted":')
        return frame.with_columns(details=twice)

    assert rewrite(store, change, LINES)
    assert {one.commit for one in found(store)} == {1, 2, 3}
    assert alone(store, project)[0] == 1


@pytest.mark.parametrize(
    "column", ["source_file", "agency_code", "event_type", "payload_hash", "entity_id", "mode"]
)
def test_a_changed_column_of_a_line_is_found(store: EventStore, project: Path, column: str) -> None:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        at = pl.col("position") == 2 * COMMIT
        return frame.with_columns(pl.when(at).then(pl.lit("x")).otherwise(column).alias(column))

    assert rewrite(store, change, LINES)
    finding = require(found(store), "commit_changed")
    assert finding.commit == 2
    assert column in finding.columns or finding.columns == ("*",)
    assert "commit_changed commit=2" in alone(store, project)[1]


def test_a_whole_chain_made_anew_is_found_only_by_a_head_kept_elsewhere(
    store: EventStore, project: Path
) -> None:
    kept, early = store.head().chain_hash, json.loads(_details(store, 1))["chain_hash"]
    lines: dict[int, str] = {}
    before = None
    for commit in (1, 2, 3):
        said = json.loads(_details(store, commit))
        said |= {"received": said["received"] + (commit == 2)}
        said |= {"previous_chain_hash": before} if before else {}
        said |= {"chain_hash": chain_hash(said)}
        before, lines[commit * COMMIT] = said["chain_hash"], to_json(said)

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(details=pl.col("position").replace_strict(lines))

    assert rewrite(store, change, LINES)
    assert found(store) == []
    require(found(store, expected_head=kept), "head_unknown")
    require(found(store, expected_head=kept[:12]), "head_unknown")
    assert verify_store(store, expected_head=early).known_until == 1
    assert alone(store, project)[0] == 0
    assert "head_unknown" in alone(store, project, "--head", kept)[1]
    with pytest.raises(ValueError, match="abc"):
        verify_store(store, expected_head="abc")


def _details(store: EventStore, commit: int) -> str:
    from tests.candidates import stored

    return str(stored(store, "ingest").filter(pl.col("position") == commit * COMMIT)["details"][0])


@pytest.mark.parametrize(
    "column",
    ["problem_code", "value_shape", "source_row", "agency_code", "column_name", "row_hash"],
)
def test_a_changed_quarantine_row_is_named(store: EventStore, project: Path, column: str) -> None:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        at = (pl.col("source_file") == "c.csv") & (pl.col("source_row") == 91)
        value = pl.lit(99 if column == "source_row" else "x")
        return frame.with_columns(pl.when(at).then(value).otherwise(column).alias(column))

    assert rewrite(store, change, in_quarantine)
    finding = require(found(store), "quarantine_changed")
    assert (finding.commit, finding.file) == (3, "c.csv")
    assert finding.row == (99 if column == "source_row" else 91)
    assert "quarantine_changed commit=3" in alone(store, project)[1]


def test_a_changed_quarantine_row_with_a_fitting_hash_is_found(
    store: EventStore, project: Path
) -> None:
    def change(frame: pl.DataFrame) -> pl.DataFrame:
        rows = []
        for row in frame.iter_rows(named=True):
            if row["source_file"] == "c.csv" and row["source_row"] == 91:
                row["detail"] = "x"
                row["row_hash"] = row_hash(
                    {k: v for k, v in row.items() if k != "row_hash"} | {"month": "2026-05"}
                )
            rows.append(row)
        return pl.DataFrame(rows, schema=frame.schema)

    assert rewrite(store, change, in_quarantine)
    finding = require(found(store), "quarantine_changed")
    assert (finding.commit, finding.file, finding.row) == (3, "c.csv", None)
    assert "quarantine_changed commit=3" in alone(store, project)[1]


@pytest.mark.parametrize("adds", [False, True])
def test_a_quarantine_row_removed_or_added_is_named(
    store: EventStore, project: Path, adds: bool
) -> None:
    at = (pl.col("source_file") == "c.csv") & (pl.col("source_row") == 91)

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        return pl.concat([frame, frame.filter(at)]) if adds else frame.filter(~at)

    assert rewrite(store, change, in_quarantine)
    code = "quarantine_added" if adds else "quarantine_removed"
    finding = require(found(store), code)
    assert (finding.commit, finding.file, finding.row) == (3, "c.csv", 91)
    assert f"{code} commit=3 file=c.csv row=91" in alone(store, project)[1]


def parquet(store: EventStore, stream: str = "meeting") -> Path:
    return Path(store.files(stream)[0])


def test_a_missing_and_a_broken_file_are_named(store: EventStore, project: Path) -> None:
    path = parquet(store)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"x" * 9)
    assert "file_unreadable" in {one.code for one in found(store)}
    path.write_bytes(bytes([whole[4] ^ 255]).join([whole[:4], b""]) + whole[5:])
    assert found(store)
    path.unlink()
    findings = found(store)
    require(findings, "file_missing", "event_removed")
    assert findings[0].path is not None and path.name in findings[0].path
    code, said = alone(store, project)
    assert code == 1 and f"file_missing path={path.relative_to(store.root / 'events')}" in said


def test_a_log_that_points_elsewhere_is_found(store: EventStore, project: Path) -> None:
    path = parquet(store)
    elsewhere = store.root.parent / "elsewhere.parquet"
    shutil.copy(path, elsewhere)

    def edit(add: dict[str, Any]) -> None:
        if add["path"].endswith(path.name):
            add["path"] = f"../../{elsewhere.name}"

    edit_log(store, "events", edit)
    assert "file_outside" in {one.code for one in found(store)}
    assert "file_outside" in alone(store, project)[1]


def test_a_file_in_another_folder_is_found(store: EventStore, project: Path) -> None:
    path = parquet(store)
    moved = path.parents[1] / "month=2020-01" / path.name
    moved.parent.mkdir()
    path.rename(moved)

    def edit(add: dict[str, Any]) -> None:
        if add["path"].endswith(path.name):
            add["path"] = f"stream=meeting/month=2020-01/{path.name}"

    edit_log(store, "events", edit)
    findings = found(store)
    assert {"file_misplaced", "event_changed"} <= {one.code for one in findings}
    assert alone(store, project)[0] == 1


def test_bounds_that_hide_a_file_are_found(store: EventStore) -> None:
    def edit(add: dict[str, Any]) -> None:
        said = json.loads(add["stats"])
        said["maxValues"]["agency_code"] = "AAA"
        add["stats"] = json.dumps(said)

    edit_log(store, "events", edit)
    require(found(store), "log_statistics_wrong")


def test_a_file_written_anew_under_an_old_log_is_found(store: EventStore) -> None:
    path = parquet(store)
    pl.read_parquet(path, hive_partitioning=False).write_parquet(path, compression="snappy")
    require(found(store), "file_changed")


def test_a_log_without_its_keys_or_gone_is_found(store: EventStore, project: Path) -> None:
    log = store.root / "events" / "_delta_log"
    for path in log.glob("*.json"):
        lines = [line for line in path.read_text().splitlines() if '"txn"' not in line]
        path.write_text("\n".join(lines))
    require(found(store), "key_missing")
    assert "key_missing" in alone(store, project)[1]
    newest = max(log.glob("*.json"))
    newest.write_text("{")
    require(found(store), "log_unreadable")
    shutil.rmtree(log)
    assert "log_unreadable" in {one.code for one in found(store)}


@pytest.mark.parametrize("what", ["changed", "missing", "added"])
def test_a_freeze_that_is_not_the_one_signed_is_named(
    store: EventStore, tmp_path: Path, what: str
) -> None:
    from hashlib import sha256

    from ingestion.verification.freezes import check_freezes

    folder = tmp_path / "freezes"
    folder.mkdir()
    manifest = folder / "2026-H1.json"
    manifest.write_text("{}")
    details = json.dumps({"freeze_id": "2026-H1", "manifest_sha256": sha256(b"{}").hexdigest()})
    signed = tmp_path / "stream=signoff" / "month=2026-05" / "x.parquet"
    signed.parent.mkdir(parents=True)
    pl.DataFrame(
        {"position": [5 * COMMIT], "entity_id": ["e"], "details": [details]}
    ).write_parquet(signed)
    assert list(check_freezes(folder, [str(signed)], store.connection)) == []
    if what == "changed":
        manifest.write_text("{ }")
    elif what == "missing":
        manifest.unlink()
    else:
        (folder / "2026-Q1.json").write_text("{}")
    (finding,) = check_freezes(folder, [str(signed)], store.connection)
    assert finding.code == f"freeze_{what}"
    assert finding.file == ("2026-Q1.json" if what == "added" else "2026-H1.json")
