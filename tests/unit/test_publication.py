"""The one way to a number: hardened, read-only, with clear words when there is none."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from orchestration.home import Home
from orchestration.publish import prune, write_pointer
from reporting.publication import NoPublication, Pointer, open_published, read_pointer


def pointer(file: str) -> Pointer:
    return Pointer(
        run_id="r",
        file=file,
        as_of="2026-06-13T00:00:00+07:00",
        as_of_date="2026-06-13",
        chain_hash="c",
        store_version=1,
        fingerprint="f",
        is_sample=True,
        published_at="2026-06-13T00:00:00+07:00",
        sha256="s",
        tests_passed=1,
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one publication of one table."""
    home = Home(tmp_path).create()
    with duckdb.connect(str(home.published / "marts-1.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.numbers as select unnest([1, 2, 3]) as n")
    write_pointer(home.published, pointer("marts-1.duckdb"))
    return home


def test_rows_come_back_by_name(home: Home) -> None:
    with open_published(home.root) as publication:
        rows = publication.rows("select n from marts.numbers where n > 1 order by n")
    assert rows == [{"n": 2}, {"n": 3}]
    assert publication.pointer == pointer("marts-1.duckdb")


@pytest.mark.parametrize(
    "sql",
    [
        "insert into marts.numbers values (4)",
        "create table marts.more as select 1 as n",
        "select * from read_csv('/etc/passwd')",
        "copy marts.numbers to '/tmp/stolen.csv'",
        "attach '/tmp/other.duckdb'",
        "install httpfs",
        "set memory_limit = '64GB'",
        "set enable_external_access = true",
    ],
)
def test_a_reader_can_do_nothing_but_read(home: Home, sql: str) -> None:
    with open_published(home.root) as publication, pytest.raises(duckdb.Error):
        publication.rows(sql)


def test_a_query_that_takes_too_long_is_stopped(home: Home) -> None:
    endless = "select count(*) from range(100000000000) as a, range(1000) as b"
    with open_published(home.root) as publication, pytest.raises(duckdb.InterruptException):
        publication.rows(endless, seconds=0.2)


def test_no_publication_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoPublication) as caught:
        read_pointer(tmp_path)
    assert "kl226 run" in caught.value.text("vi")
    assert "kl226 demo" in caught.value.text("en")


def test_a_broken_pointer_and_a_lost_file_are_told_apart(home: Home) -> None:
    (home.published / "marts-1.duckdb").unlink()
    with pytest.raises(NoPublication) as gone, open_published(home.root):
        pass
    assert gone.value.key == "publication_gone"
    (home.published / "current.json").write_text(json.dumps({"file": "x"}))
    with pytest.raises(NoPublication) as broken:
        read_pointer(home.root)
    assert broken.value.key == "pointer_broken"


def test_a_file_that_is_no_database_is_said_to_be_unreadable(home: Home) -> None:
    (home.published / "marts-1.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(NoPublication) as caught, open_published(home.root):
        pass
    assert caught.value.key == "publication_unreadable"


def test_old_publications_go_and_the_current_one_never(home: Home) -> None:
    for number in range(2, 8):
        (home.published / f"marts-{number}.duckdb").write_bytes(b"")
    prune(home, keep=2)
    left = sorted(file.name for file in home.published.glob("marts-*"))
    assert left == ["marts-1.duckdb", "marts-6.duckdb", "marts-7.duckdb"]


def test_the_pointer_leaves_no_half_written_file(home: Home) -> None:
    write_pointer(home.published, pointer("marts-1.duckdb"))
    assert sorted(file.name for file in home.published.iterdir()) == [
        "current.json",
        "marts-1.duckdb",
    ]
