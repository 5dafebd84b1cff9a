"""Parquet files: typed columns as the same text the other readers give.

Belongs here: reading the named columns, nested fields, values as text. Does not belong here: what
a column means.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl

from ingestion.layout.model import Layout
from ingestion.normalise.text import fold
from ingestion.readers.header import lacking
from ingestion.readers.opening import MAX_BYTES, Source
from ingestion.readers.result import SOURCE_ROW, RawTable, ReadResult, complete_frame

_MAGIC = b"PAR1"


def misfit(source: Source, layout: Layout) -> str | None:
    """What the schema lacks of the layout, or None when it has the required columns."""
    schema = _schema(source)
    missing = [name for name in layout.required_columns if _find(schema, name) is None]
    return lacking(missing, layout.source_columns, tuple(schema)) or None


def read(source: Source, layout: Layout) -> ReadResult:
    """Rows of a Parquet file, numbered from 1. Raises FileProblem."""
    schema = _schema(source)
    paths = {name: _find(schema, name) for name in layout.source_columns}
    missing = [name for name in layout.required_columns if paths[name] is None]
    if missing:
        detail = lacking(missing, layout.source_columns, tuple(schema))
        raise source.problem("column_missing", detail)
    found = {name: path for name, path in paths.items() if path is not None}
    if not found:
        raise source.problem("header_not_found", ", ".join(layout.source_columns))
    roots = list(dict.fromkeys(path[0] for path in found.values()))
    columns = [_as_text(path, _type(schema, path)).alias(name) for name, path in found.items()]
    rows = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(SOURCE_ROW)
    with _refusing(source):
        table = _file(source).read(columns=roots)
        # Damage can leave a readable file with text that is no UTF-8: look at every value.
        table.validate(full=True)
        frame = _frame(table).select(*columns, rows)
    if not frame.height:
        raise source.problem("header_only")
    frame = complete_frame(frame, layout.source_columns)
    return ReadResult([RawTable(None, frame, frozenset(found), tuple(schema))])


def _schema(source: Source) -> dict[str, pl.DataType]:
    if not source.data.endswith(_MAGIC) or len(source.data) < 12:
        raise source.problem("file_truncated", "parquet")
    with _refusing(source):
        return dict(_frame(_file(source).schema_arrow.empty_table()).schema)


def _file(source: Source) -> Any:
    """The opened file. pyarrow, because a damaged page makes polars panic instead of raising."""
    # pyarrow costs 0.2 s to import and only Parquet files need it.
    import pyarrow as pa
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(source.data))
    groups = range(file.metadata.num_row_groups)
    if sum(file.metadata.row_group(at).total_byte_size for at in groups) > MAX_BYTES:
        raise source.problem("file_too_large", f"{MAX_BYTES // 1024**2} MB")
    return file


def _frame(table: Any) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()


@contextmanager
def _refusing(source: Source) -> Iterator[None]:
    """Every fault of the libraries below as the one problem of this file."""
    try:
        yield
    except (
        pl.exceptions.PolarsError, pl.exceptions.PanicException,
        OSError, ValueError, TypeError, KeyError, NotImplementedError, MemoryError,
    ) as error:  # fmt: skip
        raise source.problem("file_unreadable", f"parquet: {_first_line(error)}") from error


def _find(schema: dict[str, pl.DataType], name: str) -> tuple[str, ...] | None:
    """Path of a column: the literal name first, then dotted, then folded."""
    if name in schema:
        return (name,)
    steps = tuple(name.split("."))
    if len(steps) > 1 and _type(schema, steps) is not None:
        return steps
    return next(((column,) for column in schema if fold(column) == fold(name)), None)


def _type(schema: dict[str, pl.DataType], path: tuple[str, ...]) -> pl.DataType | None:
    here = schema.get(path[0])
    for step in path[1:]:
        fields = {f.name: f.dtype for f in here.fields} if isinstance(here, pl.Struct) else {}
        found = fields.get(step)
        here = found() if isinstance(found, type) else found
    return here


def _as_text(path: tuple[str, ...], dtype: pl.DataType | None) -> pl.Expr:
    column = pl.col(path[0])
    for step in path[1:]:
        column = column.struct.field(step)
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone:
            return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00")
        return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
    if isinstance(dtype, pl.List | pl.Array | pl.Struct):
        text = pl.struct(column.alias("v")).struct.json_encode().str.slice(5).str.strip_suffix("}")
        return pl.when(column.is_not_null()).then(text)
    if isinstance(dtype, pl.Binary):
        return column.cast(pl.String, strict=False)
    return column.cast(pl.String)


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
