"""The hash of a row set depends on the rows alone."""

from __future__ import annotations

import duckdb
import pytest

from orchestration.row_sets import RowSet, row_sets

COLUMNS = (
    "a double, b varchar, c timestamptz, d varchar[], e decimal(9,4), f date, g boolean, h hugeint"
)
ROWS = [
    "(0.1, 'a\tb', timestamptz '2026-06-05 00:00:00.123456+07', ['x', 'y'], 0.6, '2026-01-01', "
    "true, 1)",
    "(-0.0, 'Đ', null, [], null, null, false, 170141183460469231731687303715884105727)",
    "(null, null, null, null, null, null, null, null)",
]


def hashed(rows: list[str], columns: str = COLUMNS, zone: str = "UTC") -> RowSet:
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = '{zone}'")
        connection.execute("create schema marts")
        connection.execute(f"create table marts.t ({columns})")
        for row in rows:
            connection.execute(f"insert into marts.t values {row}")
        return row_sets(connection)["marts.t"]


def test_order_and_time_zone_of_the_reader_do_not_matter() -> None:
    assert hashed(ROWS) == hashed(ROWS[::-1]) == hashed(ROWS, zone="Asia/Ho_Chi_Minh")
    assert hashed(ROWS).rows == 3


def test_order_of_columns_does_not_matter_but_their_names_do() -> None:
    assert hashed(["(1, 2)"], "a integer, b integer") == hashed(["(2, 1)"], "b integer, a integer")
    assert hashed(["(1, 2)"], "a integer, b integer") != hashed(["(1, 2)"], "a integer, c integer")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("0.1", "0.10000000000000002"),
        ("a\tb", "a b"),
        (".123456", ".123457"),
        ("['x', 'y']", "['x, y']"),
        ("0.6", "0.6001"),
        ("true", "null"),
        ("5727)", "5726)"),
        ("'Đ'", "'Ð'"),
        ("[]", "null"),
    ],
)
def test_the_smallest_change_shows(was: str, becomes: str) -> None:
    changed = [row.replace(was, becomes) for row in ROWS]
    assert changed != ROWS
    assert hashed(changed) != hashed(ROWS)


def test_a_row_twice_is_not_a_row_once() -> None:
    assert hashed([*ROWS, ROWS[0]]) != hashed(ROWS)


def test_cells_cannot_be_shifted() -> None:
    two = "a varchar, b varchar"
    assert hashed([r"('x\ty', 'z')"], two) != hashed(["('x', 'y\tz')"], two)
    assert hashed([r"('\N', 'z')"], two) != hashed(["(null, 'z')"], two)
