"""One hash for the rows of a table, whoever stored them and in whatever order.

Belongs here: the canonical text of a value and of a row. Does not belong here: which tables are
hashed and what a difference means (`freeze.py`, `verify_freeze.py`).

The hash of a row set: each row becomes one line, columns in order of their names, parted by tabs;
each line its SHA-256; the digests sorted, joined and hashed again. A number with a fraction is
written as the 64 bits of IEEE 754, a moment as microseconds since 1970 UTC, so that no version of
any program decides how it looks. Every column of every table counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

SCHEMAS = ("ref", "marts")
ROWS_AT_ONCE = 50_000
NOTHING = r"\N"
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


@dataclass(frozen=True)
class RowSet:
    """The rows of one table: how many, and their hash."""

    rows: int
    sha256: str


def row_sets(connection: duckdb.DuckDBPyConnection) -> dict[str, RowSet]:
    """Hash every table of `ref` and `marts` of the open database, by `schema.table`."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = "
        f"current_database() and schema_name in {SCHEMAS} order by all"
    ).fetchall()
    return {f"{schema}.{table}": row_set(connection, schema, table) for schema, table in tables}


def row_set(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> RowSet:
    """Hash one table. Raises TypeError for a column type that has no canonical text."""
    described = connection.execute(
        "select column_name, data_type from duckdb_columns() where database_name = "
        f"current_database() and schema_name = '{schema}' and table_name = '{table}' order by 1"
    ).fetchall()
    # Arrow has no type for HUGEINT; digits are digits.
    chosen = ", ".join(
        f'cast("{name}" as varchar) as "{name}"' if kind == "HUGEINT" else f'"{name}"'
        for name, kind in described
    )
    reader = connection.execute(f'select {chosen} from "{schema}"."{table}"').to_arrow_reader(
        ROWS_AT_ONCE
    )
    digests: list[bytes] = []
    for batch in reader:
        frame = pl.DataFrame(batch)
        if frame.height:
            digests += [hashlib.sha256(line.encode()).digest() for line in lines(frame)]
    digests.sort()
    names = "\t".join(name for name, _ in described)
    whole = hashlib.sha256(names.encode() + b"\n")
    whole.update(b"".join(digests))
    return RowSet(len(digests), whole.hexdigest())


def lines(frame: pl.DataFrame) -> list[str]:
    """The canonical line of each row."""
    columns = [_text(frame[name]) for name in sorted(frame.columns)]
    texts = pl.DataFrame(columns).select(
        pl.concat_str(pl.all().fill_null(NOTHING), separator="\t").alias("line")
    )
    return texts["line"].to_list()


def _text(column: pl.Series) -> pl.Series:
    kind = column.dtype
    if kind == pl.String:
        for plain, escaped in _ESCAPES:
            column = column.str.replace_all(plain, escaped, literal=True)
        return column
    if kind in (pl.Float64, pl.Float32):
        # Zero has two signs and means one thing.
        bits = (column.cast(pl.Float64) + 0.0).to_arrow().view("int64")
        return pl.Series(column.name, pl.Series(bits).cast(pl.String))
    if isinstance(kind, pl.Datetime):
        return column.dt.epoch("us").cast(pl.String)
    if kind == pl.Date:
        return column.dt.strftime("%Y-%m-%d")
    if kind.is_integer() or kind == pl.Boolean:
        return column.cast(pl.String)
    if isinstance(kind, pl.Decimal):
        return _each(column, lambda value: format(value.normalize(), "f"))
    if isinstance(kind, pl.List | pl.Struct):
        return _each(column, _json)
    raise TypeError(f"{column.name}: {kind} has no canonical text")


def _each(column: pl.Series, write: Callable[[Any], str]) -> pl.Series:
    texts = [None if value is None else write(value) for value in column.to_list()]
    return _text(pl.Series(column.name, texts, dtype=pl.String))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_json_value)


def _json_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp()) * 1_000_000 + value.microsecond
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    raise TypeError(f"{type(value).__name__} has no canonical text")
