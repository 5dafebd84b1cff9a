"""A thousand planted names, numbers, addresses and secret titles, and the search for them.

Belongs here: making canaries and finding them in files of any kind this project writes. Does not
belong here: where they are planted (`tests/integration/test_canaries.py`).
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

KINDS = ("name", "id_number", "phone", "mail", "title")
EACH = 200
_MARKS = r"zqvx|01499990\d{3}|0998765\d{3}"
"""What every canary holds, in whatever form: half a name or number is found too."""
_FOLDED = re.compile(_MARKS, re.IGNORECASE)
_WIDE = re.compile(
    b"|".join(mark.encode("utf-16-le") for mark in ("zqvx", "ZQVX", "Zqvx", "01499990", "0998765")),
)
_RAW = re.compile(_MARKS.encode(), re.IGNORECASE)


def canary(kind: str, number: int) -> str:
    """One of the thousand: its kind and a number from 0 to 199."""
    return {
        "name": f"Nguyễn Thị Zqvx{number:03d}",
        "id_number": f"01499990{number:03d}1",
        "phone": f"0998765{number:03d}",
        "mail": f"zqvx{number:03d}@example.vn",
        "title": f"V/v Zqvx{number:03d} phương án tác chiến",
    }[kind]


def all_canaries() -> list[str]:
    """All of them."""
    return [canary(kind, number) for kind in KINDS for number in range(EACH)]


def is_found(text: str) -> bool:
    """Whether a text holds any part of a canary that tells it."""
    return bool(_FOLDED.search(unicodedata.normalize("NFC", text)))


def leaks(root: Path) -> list[str]:
    """Files below a folder that hold a canary, packed or not, with what was found there."""
    return sorted(
        f"{path.relative_to(root)}: {where}"
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink()
        for where in _leaks(path)
    )


def _leaks(path: Path) -> Iterator[str]:
    if is_found(path.name):
        yield "name"
    data = path.read_bytes()
    if _RAW.search(data) or _WIDE.search(data):
        yield "bytes"
    if path.suffix == ".parquet" and is_found(repr(pl.read_parquet(path).rows())):
        yield "parquet"
    if path.suffix == ".gz" and _RAW.search(gzip.decompress(data)):
        yield "gzip"
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if any(_RAW.search(archive.read(name)) for name in archive.namelist()):
                yield "zip"
    if path.suffix == ".duckdb":
        yield from _duckdb_leaks(path)


def _duckdb_leaks(path: Path) -> Iterator[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, table in tables:
            rows = connection.execute(f'select * from "{schema}"."{table}"').fetchall()
            if is_found(repr(rows)):
                yield f"duckdb {schema}.{table}"
