"""What orchestration shows dbt of the store is what dbt's own tests are given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from ingestion.store import EventStore
from orchestration.warehouse import (
    RunContext,
    chain_hash_as_of,
    continues,
    last_build,
    prepare_store_views,
    record_build,
    run_id_for,
    write_run_context,
)
from tests.warehouse_fixture import Warehouse

CONTEXT = RunContext(
    as_of=datetime(2026, 6, 13, 1, tzinfo=UTC),
    as_of_date=date(2026, 6, 13),
    run_id="r1",
    store_version=3,
    chain_hash="0" * 64,
    is_sample=True,
)


def columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'store' order by table_name, column_index"
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def test_the_views_have_the_columns_and_types_that_dbts_tests_are_given(tmp_path: Path) -> None:
    with Warehouse(tmp_path / "fixture").connect() as connection:
        expected = columns(connection)
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        prepare_store_views(connection, EventStore(tmp_path / "store"))
        write_run_context(connection, CONTEXT)
        found = columns(connection)
    expected.setdefault("run_context", found["run_context"])
    assert {name: sorted(rows) for name, rows in found.items()} == {
        name: sorted(rows) for name, rows in expected.items()
    }


def test_the_run_context_says_what_it_was_told(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute("create schema store")
        write_run_context(connection, CONTEXT)
        [row] = connection.execute("select * from store.run_context").fetchall()
        assert row[0] == CONTEXT.as_of
        assert row[1:] == (CONTEXT.as_of_date, "r1", 3, "0" * 64, True)


def test_a_build_is_remembered_once_it_ended(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        prepare_store_views(connection, EventStore(tmp_path / "store"))
        assert last_build(connection) is None
        write_run_context(connection, CONTEXT)
        record_build(connection, "f1")
        done = last_build(connection)
        assert done is not None
        assert (done.run_id, done.fingerprint, done.as_of) == ("r1", "f1", CONTEXT.as_of)


def test_an_empty_store_is_where_every_chain_starts(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        prepare_store_views(connection, EventStore(tmp_path / "store"))
        assert chain_hash_as_of(connection, CONTEXT.as_of) == "0" * 64
        assert continues(connection, "0" * 64)
        assert not continues(connection, "1" * 64)


def test_run_ids_sort_by_time_and_tell_two_meanings_apart() -> None:
    early = run_id_for(datetime(2026, 6, 13, 1, tzinfo=UTC), "c", "f")
    late = run_id_for(datetime(2026, 6, 13, 2, tzinfo=UTC), "c", "f")
    assert early < late
    assert early != run_id_for(datetime(2026, 6, 13, 1, tzinfo=UTC), "c", "g")
