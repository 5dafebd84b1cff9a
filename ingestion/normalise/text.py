"""Text as the store holds it, and the folded key by which names are compared.

Belongs here: Unicode form, Vietnamese letters, spaces, folding. Does not belong here: what a text
means (dates, numbers, agencies).
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

_ETH = str.maketrans({"Ð": "Đ", "ð": "đ"})
"""U+00D0 and U+00F0 look like Đ and đ; 49 of 4,056 real document numbers carry them."""
_ODD_SPACE = r"[\s\x00-\x1f\x7f-\x9f\u00a0\u200b\u2060\ufeff]"
"""Every kind of space, no-break and zero-width ones and control characters included."""
_SPACES = re.compile(f"{_ODD_SPACE}+")
_NOT_WORD = re.compile(r"[^\w%#+]+|_+")

_NEEDS_SPACING = rf"^ | $|  |[{_ODD_SPACE}&&[^ ]]"
_NEEDS_COMPOSING = r"[^\x00-\u02ff\u1e00-\u1e9a\u1ea0-\u1ef9\u2002-\u20cf]"
"""Text of Latin letters, composed Vietnamese and punctuation alone cannot change under NFC."""
_SMALL_SHARE = 4
"""Columns with fewer distinct values than a quarter of the rows are cleaned value by value."""


def clean_text(text: str) -> str:
    """`text` in NFC, with Ð as Đ, and single ordinary spaces only."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_ETH)).strip()


def fold(text: str) -> str:
    """Key by which column names, sheet names and map values are compared.

    Case, accents, đ, punctuation and repeated spaces do not matter: `Ủy ban` equals `UY  BAN`.
    A text of punctuation alone keeps it, so that `-` differs from the empty text.
    """
    cleaned = clean_text(text).casefold().replace("đ", "d")
    bare = "".join(c for c in unicodedata.normalize("NFD", cleaned) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare).strip() or bare.strip()


def clean_series(series: pl.Series) -> pl.Series:
    """`clean_text` on every value; empty text becomes null."""
    distinct = int(series.to_frame().select(pl.all().approx_n_unique()).item())
    if series.len() > 1000 and distinct * _SMALL_SHARE < series.len():
        values = series.unique()
        cleaned = _clean(values)
        if cleaned.equals(values, null_equal=True):
            return series
        table = pl.DataFrame({"raw": values, "clean": cleaned})
        joined = series.to_frame("raw").join(
            table, on="raw", how="left", maintain_order="left", nulls_equal=True
        )
        return joined["clean"].rename(series.name)
    return _clean(series)


def _clean(series: pl.Series) -> pl.Series:
    if not (series.str.len_bytes() == series.str.len_chars()).all():
        if series.str.contains(_NEEDS_COMPOSING).any():
            series = series.str.normalize("NFC")
        if series.str.contains_any(["Ð", "ð"]).any():
            series = series.str.replace_all("Ð", "Đ", literal=True)
            series = series.str.replace_all("ð", "đ", literal=True)
    if series.str.contains(_NEEDS_SPACING).any():
        series = series.str.replace_all(f"{_ODD_SPACE}+", " ").str.strip_chars(" ")
    return series.replace("", None) if (series == "").any() else series
