"""The doctor sees what is wrong and says what to do, and changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from ingestion.store import EventStore
from orchestration.doctor import Finding, examine, home_folder, layouts
from orchestration.doctor_data import publication, store
from orchestration.doctor_landing import landing
from orchestration.messages import say
from orchestration.pipeline import Workplace, ingest, open_store
from orchestration.publish import write_pointer
from reporting.publication import Pointer
from tests import small_province
from tests.small_province import FIRST_DAY, GOOD


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """A home whose store holds one list."""
    place = small_province.make(tmp_path)
    small_province.land(place, "nho_1.csv", GOOD)
    ingest(place)
    return place


def keys(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.level, finding.key) for finding in findings]


def publish_something(place: Workplace, chain_hash: str) -> Path:
    path = place.home.published / "marts-1.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.t as select 1 as n")
    import hashlib

    pointer = Pointer(
        run_id="r",
        file=path.name,
        as_of=FIRST_DAY.isoformat(),
        as_of_date="2026-06-05",
        chain_hash=chain_hash,
        store_version=1,
        fingerprint="f",
        is_sample=True,
        published_at=FIRST_DAY.isoformat(),
        tests_passed=1,
        row_counts={"marts.t": 1},
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    write_pointer(place.home.published, pointer)
    return path


def test_a_healthy_store_is_told_so(place: Workplace) -> None:
    assert keys(list(store(place.home))) == [("ok", "doctor_store_ok")]


def test_an_altered_log_of_the_store_breaks_the_chain(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    [log] = open_store(place.home).files("ingest")
    with duckdb.connect() as connection:
        altered = place.home.root / "altered.parquet"
        connection.execute(
            f"copy (select * replace (replace(details, '\"accepted\": 3', '\"accepted\": 2') "
            f"as details) from read_parquet('{log}', hive_partitioning = false)) to '{altered}'"
        )
    known = EventStore.files
    monkeypatch.setattr(
        EventStore,
        "files",
        lambda self, stream=None, *a, **k: (
            [str(altered)] if stream == "ingest" else known(self, stream, *a, **k)
        ),
    )
    assert keys(list(store(place.home))) == [("error", "doctor_chain_broken")]


def test_an_empty_store_is_no_error(tmp_path: Path) -> None:
    place = small_province.make(tmp_path)
    assert keys(list(store(place.home))) == [("warning", "doctor_store_empty")]


def test_waiting_files_are_counted_and_each_says_why(place: Workplace) -> None:
    assert keys(list(landing(place.home, place.settings, FIRST_DAY))) == [
        ("ok", "doctor_landing_empty")
    ]
    small_province.land(place, "khac.csv", GOOD)
    stuck, why = landing(place.home, place.settings, FIRST_DAY + timedelta(days=3000))
    assert (stuck.key, stuck.values["count"]) == ("doctor_landing_stuck", 1)
    assert (why.key, why.values["problem"].code) == ("doctor_file_problem", "no_layout")  # type: ignore[attr-defined]
    small_province.land(place, "nho_9.csv", GOOD[:1])
    found = keys(list(landing(place.home, place.settings, FIRST_DAY)))
    assert found[0] == ("warning", "doctor_landing_waiting")
    assert ("ok", "doctor_file_ready") in found


def test_looking_at_what_waits_writes_nothing(tmp_path: Path) -> None:
    place = small_province.make(tmp_path)
    small_province.land(place, "nho_9.csv", GOOD)
    before = sorted(tmp_path.rglob("*"))
    assert ("ok", "doctor_file_ready") in keys(list(landing(place.home, place.settings, FIRST_DAY)))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_planted_file_of_the_sample_is_told_from_a_fault(place: Workplace) -> None:
    small_province.land(place, "danh_sach_mau_khong_ro.csv", GOOD)
    assert ("ok", "doctor_landing_planted") in keys(
        list(landing(place.home, place.settings, FIRST_DAY))
    )


def test_a_wrong_layout_is_named_with_its_line(place: Workplace) -> None:
    (place.home.layouts / "sai.yml").write_text("layout: sai\nstreem: meeting\n", "utf-8")
    found = list(layouts(place.home))
    assert {finding.level for finding in found} == {"error"}
    said = " ".join(finding.values["problem"].text("vi") for finding in found)  # type: ignore[attr-defined]
    assert "sai.yml" in said
    assert "streem" in said


def test_a_publication_is_whole_behind_or_stale(place: Workplace) -> None:
    chain = open_store(place.home).head().chain_hash
    publish_something(place, chain)
    assert keys(list(publication(place.home, FIRST_DAY))) == [("ok", "doctor_publication_ok")]
    later = FIRST_DAY + timedelta(days=30)
    assert ("warning", "doctor_publication_stale") in keys(list(publication(place.home, later)))
    (place.home.published / "marts-1.duckdb").unlink()
    publish_something(place, "0" * 64)
    assert ("warning", "doctor_publication_behind") in keys(
        list(publication(place.home, FIRST_DAY))
    )


def test_an_altered_or_lost_publication_is_an_error(place: Workplace) -> None:
    path = publish_something(place, "c")
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into marts.t values (2)")
    assert keys(list(publication(place.home, FIRST_DAY))) == [
        ("error", "doctor_publication_changed")
    ]
    path.unlink()
    assert keys(list(publication(place.home, FIRST_DAY))) == [("error", "doctor_publication_gone")]


def test_a_missing_home_is_a_warning(tmp_path: Path) -> None:
    place = small_province.make(tmp_path / "here")
    [found] = home_folder(type(place.home)(tmp_path / "nowhere"), FIRST_DAY.date())
    assert (found.level, found.key) == ("warning", "doctor_home_missing")


def test_an_unreadable_part_does_not_silence_the_others(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.home.published / "current.json").write_text("{", "utf-8")

    def broken(self: EventStore) -> None:
        raise OSError("disk gone")

    monkeypatch.setattr(EventStore, "head", broken)
    found = examine(place.home, place.settings, FIRST_DAY)
    assert ("error", "doctor_failed") in keys(found)
    assert {finding.topic for finding in found} == {
        "python",
        "home",
        "heartbeat",
        "layouts",
        "seeds",
        "landing",
        "store",
        "files",
        "columns",
        "warehouse",
        "publication",
        "alerts",
    }


def test_every_finding_can_be_said_in_both_languages(place: Workplace) -> None:
    (place.home.layouts / "sai.yml").write_text("layout: sai\nstreem: meeting\n", "utf-8")
    for finding in examine(place.home, place.settings, FIRST_DAY):
        for language in ("vi", "en"):
            assert say(finding.key, language, home_option="", **finding.values)  # type: ignore[arg-type]
    json.dumps([finding.key for finding in examine(place.home, place.settings, FIRST_DAY)])
