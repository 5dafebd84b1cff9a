"""SHA-256 over the columns of rows: what a commit says of itself.

Belongs here: the bytes that stand for a value, the hash of a column, of a table, of one row.
Does not belong here: which rows are hashed (`seal`), the chain of commits (`batch`).

A column is hashed as one byte per row (1 for a value, 0 for null), then the values there are: texts
as their lengths in bytes and then the UTF-8, numbers, times (microseconds since 1970, UTC) and
truth values as 64-bit integers, lists as their lengths and then their items as a column, structs
as one column per field. All integers are little-endian. Lengths stand before contents, so that no
two different columns have the same bytes. A column without any value is not there at all, so that
a new column changes no old hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl

SHORT = 16
"""Hex digits of a column's hash that are kept to name it; the whole one enters the content hash."""


class Column:
    """The bytes of a column, of which any range of rows can be hashed."""

    def __init__(self, series: pl.Series) -> None:
        self._mask = series.is_not_null().cast(pl.UInt8).to_numpy()
        self._is_full = series.null_count() == 0
        self._starts: dict[str, np.ndarray] = {}
        self._values: np.ndarray | None = None
        self._data: memoryview | None = None
        self._inner: list[tuple[str, Column]] = []
        self._read(series.drop_nulls())

    def _read(self, values: pl.Series) -> None:
        dtype = values.dtype
        self.kind = "number"
        if isinstance(dtype, pl.List):
            lengths = values.list.len().cast(pl.Int64)
            items = Column(values.filter(lengths > 0).explode())
            self._inner = [("", items)]
            self.kind = f"list({items.kind})"
            self._values = lengths.to_numpy()
        elif isinstance(dtype, pl.Struct):
            self._inner = [
                (field.name, Column(values.struct.field(field.name))) for field in dtype.fields
            ]
            self.kind = "struct(" + ",".join(f"{n} {c.kind}" for n, c in self._inner) + ")"
        elif dtype.is_temporal():
            exact = values.dt.cast_time_unit("us") if isinstance(dtype, pl.Datetime) else values
            self._values = exact.to_physical().cast(pl.Int64).to_numpy()
        elif dtype.is_float():
            self.kind, self._values = "real", values.cast(pl.Float64).to_numpy()
        elif dtype.is_numeric() or dtype == pl.Boolean:
            self._values = values.cast(pl.Int64).to_numpy()
        elif dtype != pl.Null:
            texts = values.cast(pl.String)
            self.kind, self._values = "text", texts.str.len_bytes().cast(pl.Int64).to_numpy()
            self._data = _utf8(texts)

    def has_values(self, first: int, last: int) -> bool:
        """Whether any of the rows from `first` to before `last` has a value."""
        return bool(self._mask[first:last].any())

    def feed(self, hashed: hashlib._Hash, first: int, last: int) -> None:
        """Add the rows from `first` to before `last` to a hash."""
        hashed.update(self._mask[first:last].data)
        if not self._is_full:
            first, last = self._range("mask", self._mask, first, last)
        if self._values is not None:
            hashed.update(self._values[first:last].data)
            if self._data is not None or self.kind.startswith("list"):
                first, last = self._range("values", self._values, first, last)
        if self._data is not None:
            hashed.update(self._data[first:last])
        for _, inner in self._inner:
            inner.feed(hashed, first, last)

    def _range(self, key: str, lengths: np.ndarray, first: int, last: int) -> tuple[int, int]:
        """Where the contents of a range of rows lie, each row having one of the lengths."""
        if first == 0 and last == len(lengths):
            return 0, int(lengths.sum(dtype=np.int64))
        if key not in self._starts:
            self._starts[key] = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        starts = self._starts[key]
        return int(starts[first]), int(starts[last])


def columns_of(frame: pl.DataFrame) -> dict[str, Column]:
    """Return the columns that have any value, by name."""
    return {
        series.name: Column(series)
        for series in frame.rechunk().get_columns()
        if series.null_count() < frame.height
    }


def table_hash(columns: Mapping[str, Column], first: int, last: int) -> tuple[str, dict[str, str]]:
    """Return the hash of some rows of a table, and the first digits of each column's hash.

    The whole is the hash of one line per column in order of names: name, kind and hash, after a
    line with the number of rows.
    """
    lines, short = [str(last - first)], {}
    for name in sorted(columns):
        column = columns[name]
        if column.has_values(first, last):
            hashed = hashlib.sha256()
            column.feed(hashed, first, last)
            lines.append(f"{name} {column.kind} {hashed.hexdigest()}")
            short[name] = hashed.hexdigest()[:SHORT]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest(), short


def row_hash(row: Mapping[str, Any]) -> str:
    """Hash one row of plain values: JSON of what is not null, names in order, times as above."""
    said = {
        name: _microseconds(value) if isinstance(value, datetime) else value
        for name, value in row.items()
        if value is not None
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _microseconds(moment: datetime) -> int:
    return int(pl.Series([moment]).dt.epoch("us").item())


def _utf8(texts: pl.Series) -> memoryview:
    """The bytes of all texts one after the other."""
    array = texts.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    data = array.buffers()[2]
    return memoryview(b"") if data is None else memoryview(data)
