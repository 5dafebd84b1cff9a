"""Codes that a person typed: of a meeting, a dossier, a duty, a document.

Belongs here: telling a code from a name, a personal number or a sentence. Does not belong here:
what a code stands for, document numbers (`document_number`).
"""

from __future__ import annotations

import polars as pl

_CODE = r"^[A-Za-z0-9ĐđƯ./\\\-_(),;:#]+(?: [A-Za-z0-9ĐđƯ./\\\-_(),;:#]+){0,4}$"
_WORDS = r"(?:^| )[A-Za-zĐđƯ]*[a-zđ][A-Za-zĐđƯ]*(?: |[,;]|$)"
"""A word in small letters: of a sentence or a name when other words stand beside it."""
_NUMBERS = (
    r"(?:^| )(?:\d{9}|\d{12})(?: |[,;)]|$)",
    r"(?:^|[^A-Za-z0-9])0\d{11}(?:[^A-Za-z0-9]|$)",
    r"^[( ]*0(?:[ .\-]?\d){11}$",
    r"(?:^|[^A-Za-z0-9])0[35789]\d{8}(?:[^A-Za-z0-9]|$)",
    r"^[( ]*0[35789](?:[ .\-)]{0,2}\d){8}$",
)
"""Numbers of identity cards (9 or 12 digits, the newer ones open with 0) and of telephones."""


def only_codes(texts: pl.Series) -> pl.Series:
    """Clean `texts` that can be a code; null where one cannot.

    `CH-014`, `H52.11-260302-0007`, `12/KH-UBND`, `05-QĐ/TW; 06-QĐ/TW` are codes. A text with
    Vietnamese letters other than Đ and Ư, a name without its marks (`Lo Van A`), a number of an
    identity card or a telephone is none.
    """
    has_space = texts.str.contains(" ", literal=True)
    has_digit = texts.str.contains(r"\d")
    good = texts.str.contains(_CODE)
    good = good & ~(has_space & (~has_digit | texts.str.contains(_WORDS)))
    for number in _NUMBERS:
        good = good & ~texts.str.contains(number)
    nothing = pl.repeat(None, texts.len(), dtype=pl.String(), eager=True)
    return texts.zip_with(good.fill_null(False), nothing)
