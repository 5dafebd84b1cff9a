"""Numbers as Vietnamese offices and machines write them.

Belongs here: `1.234` and `59,5`, percent signs, whole numbers that a workbook made decimal. Does
not belong here: ranges (`schemas`).
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from math import isfinite

import polars as pl

_GROUPED = r"^[+-]?\d{1,3}(?:[., ]\d{3})+$"
_WHOLE = r"^[+-]?\d+(?:[.,]0{1,2}|\.0+)?$"
_BOTH = r"^[+-]?\d{1,3}(?:([.,])\d{3})+([.,])\d+$"


def parse_whole(texts: pl.Series, dtype: pl.DataType, decimal: str | None = None) -> pl.Series:
    """Whole numbers of clean `texts`; null where there is none or it does not fit `dtype`.

    `1.234` and `1,234` are 1234 unless `decimal` says that this sign opens the decimals.
    """
    plain = texts.cast(pl.Int64, strict=False)
    if plain.null_count() == texts.null_count():
        return plain.cast(dtype, strict=False)
    grouped = texts.str.contains(_GROUPED)
    if decimal:
        grouped = grouped & ~texts.str.contains(decimal, literal=True)
    bare = texts.str.replace_all(r"[., ]", "").zip_with(grouped, texts)
    whole = grouped | texts.str.contains(_WHOLE)
    digits = bare.str.extract(r"^\+?(-?\d+)")
    digits = digits.zip_with(whole.fill_null(False), _nothing(digits))
    return digits.cast(pl.Int64, strict=False).cast(dtype, strict=False)


def parse_decimal(
    texts: pl.Series, decimal: str | None = None, scale: float | None = None
) -> pl.Series:
    """Decimal numbers of clean `texts`; a percent sign divides by 100, `scale` multiplies.

    Without `decimal`, `1.234` and `1,234` can mean two things and are null: refused, not guessed.
    """
    percent = texts.str.ends_with("%")
    body = texts.str.strip_suffix("%").str.strip_chars(" ")
    plain = _with_point(body, decimal)
    numbers = plain.cast(pl.Float64, strict=False)
    numbers = numbers.zip_with(numbers.is_finite().fill_null(True), _nothing(numbers))
    if percent.any():
        shares = _hundredths(plain.zip_with(percent, _nothing(plain)))
        numbers = shares.zip_with(percent, numbers)
    return numbers * scale if scale else numbers


def _hundredths(plain: pl.Series) -> pl.Series:
    """A hundredth of each number, as the nearest there is: `95` is 0.95, what `0.95` is too."""
    found: dict[str, float] = {}
    for text in plain.drop_nulls().unique():
        try:
            found[text] = float(Decimal(text) / 100)
        except InvalidOperation:
            continue
    finite = [None if v is None or not isfinite(v) else v for v in map(found.get, plain)]
    return pl.Series(plain.name, finite, dtype=pl.Float64)


def _with_point(body: pl.Series, decimal: str | None) -> pl.Series:
    """Numbers with a decimal point and no grouping; null where the signs leave a doubt."""
    shape = body.str.contains(r"^[+-]?(?:\d[\d., ]*|[.,]\d+)$")
    exponent = body.str.contains(r"^[+-]?\d+(?:\.\d+)?[eE][+-]?\d+$")
    if decimal is not None:
        group = "." if decimal == "," else ","
        bare = body.str.replace_all(group, "", literal=True).str.replace(decimal, ".", literal=True)
        bare = bare.str.replace_all(" ", "", literal=True)
        return body.zip_with(exponent, bare.zip_with(shape, _nothing(body)))
    both = body.str.extract_groups(_BOTH).struct.unnest()
    has_both = (both["1"] != both["2"]).fill_null(False)
    last_comma = has_both & (both["2"] == ",").fill_null(False)
    doubt = body.str.contains(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")
    many = body.str.contains(r"^[+-]?\d{1,3}([., ]\d{3}){2,}$") & ~has_both
    bare = body.str.replace(",", ".", literal=True)
    bare = body.str.replace_all(",", "", literal=True).zip_with(has_both & ~last_comma, bare)
    no_points = body.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    bare = no_points.zip_with(last_comma, bare)
    bare = body.str.replace_all(r"[., ]", "").zip_with(many, bare)
    usable = (shape & ~doubt) | exponent
    return bare.zip_with(usable.fill_null(False), _nothing(body))


def _nothing(like: pl.Series) -> pl.Series:
    return pl.repeat(None, like.len(), dtype=like.dtype, eager=True)
