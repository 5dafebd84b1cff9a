"""What the line of a commit says that its rows are, so that each of them can be proved later.

Belongs here: which rows and columns are covered, and the sums by which a broken row is found.
Does not belong here: how a value becomes bytes (`digest`), finding what broke (`verification`).

The hashes prove. The sums only help to say which row it was: with the sum of all ids, one that is
missing is the difference; with each row's number added once and once times its place, a change in
one row shows its place, as in a Hamming code.
"""

from __future__ import annotations

import binascii
import hashlib
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import polars as pl

from ingestion.digest import columns_of, row_hash, table_hash

SAID_ONCE = (
    "stream",
    "batch_id",
    "source_system",
    "source_file",
    "recorded_at",
    "schema_version",
)
"""Equal in all rows of a commit: they stand in its line, and every row is compared with that."""

_ID_LENGTH, _HASH_LENGTH = 36, 32
_WRAP = 2**64


def seal_events(rows: pl.DataFrame, version: int) -> dict[str, Any]:
    """Return what a line says of the other rows of its commit, given in order of position."""
    columns = columns_of(rows.drop(SAID_ONCE, strict=False))
    content, short = table_hash(columns, 0, rows.height)
    return {
        "content_hash": content,
        "content_rows": rows.height,
        "content_columns": short,
        "content_sums": sums(rows),
        "schema_version": version,
    }


def seal_quarantine(rows: pl.DataFrame) -> dict[str, Any]:
    """Return what a line says of the quarantined rows of its batch, in whatever order."""
    hashes = rows["row_hash"].to_list() if "row_hash" in rows.columns else []
    return {
        "quarantine_hash": set_hash(hashes),
        "quarantine_rows": rows.height,
        "quarantine_row_sum": int(rows["source_row"].sum()) if rows.height else 0,
    }


def with_row_hash(rows: pl.DataFrame) -> pl.DataFrame:
    """Add to each quarantined row the hash of everything it says."""
    hashes = [row_hash(row) for row in rows.iter_rows(named=True)]
    return rows.with_columns(pl.Series("row_hash", hashes, dtype=pl.String))


def set_hash(hashes: Iterable[str]) -> str:
    """Hash hashes whose order does not matter."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def sums(rows: pl.DataFrame) -> dict[str, str] | None:
    """Return the sums over rows in order; None where ids or payload hashes are of another form.

    `ids` is the sum of the UUIDs as four 32-bit words, `rows` that of the source rows, `weights`
    that of one number per row (from id, payload hash, sheet and source row), `places` that of the
    same numbers times the place from 1; the last three wrap at 2**64.
    """
    if rows.is_empty():
        return None
    ids, payloads = _hex(rows, "event_id", _ID_LENGTH), _hex(rows, "payload_hash", _HASH_LENGTH)
    if ids is None or payloads is None:
        return None
    words = ids.sum(axis=0, dtype=np.uint64)
    numbers = rows["source_row"].fill_null(0).cast(pl.Int64).to_numpy()
    weights = ids[:, 0].astype(np.int64) + payloads[:, 0] + numbers + _sheets(rows)
    places = weights * np.arange(1, len(weights) + 1, dtype=np.int64)  # wraps, as it should
    return {
        "ids": ",".join(str(int(word)) for word in words),
        "rows": str(int(numbers.sum())),
        "weights": str(int(weights.sum()) % _WRAP),
        "places": str(int(places.sum()) % _WRAP),
    }


def _hex(rows: pl.DataFrame, name: str, length: int) -> np.ndarray | None:
    """The bytes of a column of hexadecimal texts as big-endian 32-bit words, a row each."""
    texts = rows[name]
    if texts.null_count() or not bool((texts.str.len_bytes() == length).all()):
        return None
    data = texts.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    digits = bytes(data).replace(b"-", b"")
    if len(digits) != rows.height * 32:
        return None
    try:
        return np.frombuffer(binascii.unhexlify(digits), dtype=">u4").reshape(-1, 4)
    except binascii.Error:
        return None


def _sheets(rows: pl.DataFrame) -> np.ndarray:
    sheets = rows["source_sheet"] if "source_sheet" in rows.columns else pl.Series([None])
    if sheets.null_count() == len(sheets):
        return np.zeros(rows.height, dtype=np.int64)
    numbers = {sheet: zlib.crc32(sheet.encode()) for sheet in sheets.unique().drop_nulls()}
    return sheets.replace_strict(numbers, default=0, return_dtype=pl.Int64).to_numpy()
