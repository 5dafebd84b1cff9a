"""One column of clean text becomes typed values, by the rule of its layout.

Belongs here: maps, patterns, defaults, booleans, and the choice of parser by type. Does not belong
here: which column goes where (`columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from ingestion.agencies import AgencyDirectory
from ingestion.layout.model import ValueRule
from ingestion.normalise.codes import only_codes
from ingestion.normalise.dates import formats_in_words, parse_dates, parse_moments, parse_times
from ingestion.normalise.items import items_of
from ingestion.normalise.lists import parse_lists, parse_sessions
from ingestion.normalise.numbers import parse_decimal, parse_whole
from ingestion.normalise.text import clean_text, fold
from schemas.envelope import TextList

_YES = frozenset({"co", "x", "1", "1.0", "true", "yes", "y", "t", "dung", "da", "roi", "✓", "✔"})
_NO = frozenset({"khong", "0", "0.0", "false", "no", "n", "f", "sai", "chua"})
BOOLEAN_WORDS = "có, không"
NOT_A_CODE = "not_a_code"
_REDUCED = {"any": pl.Boolean(), "all": pl.Boolean(), "sum": pl.Float64()}
"""What the items of a list are put together as when it goes to a scratch name."""


@dataclass(frozen=True)
class Setting:
    """What a file as a whole says about its values."""

    zone: str
    is_workbook: bool
    is_typed: bool
    agencies: AgencyDirectory


@dataclass(frozen=True)
class Converted:
    """Typed values; `bad` is true where a text was given and no value came of it."""

    values: pl.Series
    bad: pl.Series | None = None
    code: str = ""
    detail: str = ""


def convert(texts: pl.Series, rule: ValueRule, dtype: pl.DataType, setting: Setting) -> Converted:
    """`texts` (clean) as `dtype`."""
    if rule.reduce is not None:
        return _reduced(texts, rule, rule.reduce, dtype, setting)
    if rule.extract is not None:
        taken = _extracted(texts, rule.extract)
        missed = texts.is_not_null() & taken.is_null()
        if missed.any() and not rule.has_default:
            typed = convert(taken, replace(rule, extract=None), dtype, setting)
            return Converted(typed.values, missed, "bad_format", rule.extract.pattern)
        texts = taken
    if rule.is_closed or rule.has_default:
        mapped, bad = _apply_map(texts, rule)
        if bad is not None and bad.any():
            typed = _typed(mapped, rule, dtype, setting)
            return Converted(typed.values, bad, "not_in_list", ", ".join(rule.words))
        texts = mapped
    return _typed(texts, rule, dtype, setting)


def _reduced(
    texts: pl.Series, rule: ValueRule, how: str, dtype: pl.DataType, setting: Setting
) -> Converted:
    """One value of each list of `texts`: its items by the rest of the rule, then put together."""
    held = items_of(texts)
    each = replace(rule, reduce=None)
    if how == "count":
        counts = held.counts().cast(pl.String)
        return _typed(counts, each, dtype, setting)
    if how in ("first", "last"):
        return convert(held.one(first=how == "first"), each, dtype, setting)
    is_scratch = isinstance(dtype, pl.String)
    kind = _REDUCED[how] if is_scratch else dtype
    made = convert(held.texts, each, kind, setting)
    bad = None if made.bad is None else held.any_of(made.bad)
    values = held.together(made.values, how)
    values = values.cast(pl.String) if is_scratch else values
    return Converted(values, bad, made.code, made.detail)


def _typed(texts: pl.Series, rule: ValueRule, dtype: pl.DataType, setting: Setting) -> Converted:
    if isinstance(dtype, pl.String):
        return _text(texts, rule, setting)
    if isinstance(dtype, pl.Datetime | pl.Date):
        parse = parse_dates if isinstance(dtype, pl.Date) else parse_moments
        values = parse(texts, rule.formats, setting.zone, is_workbook=setting.is_workbook)
        return _checked(texts, values, "bad_date", formats_in_words(rule.formats))
    if isinstance(dtype, pl.Boolean):
        return _checked(texts, _booleans(texts), "bad_boolean", BOOLEAN_WORDS)
    if dtype == TextList:
        values, bad = parse_lists(texts, rule, setting.agencies)
        return Converted(values, bad, "unknown_agency")
    if isinstance(dtype, pl.List):
        values = parse_sessions(texts, rule, setting.zone, dtype)
        return _checked(texts, values, "bad_date", formats_in_words(rule.formats))
    decimal = rule.decimal or ("." if setting.is_typed else None)
    if dtype.is_integer():
        return _checked(texts, parse_whole(texts, dtype, decimal), "bad_number")
    return _checked(texts, parse_decimal(texts, decimal, rule.scale), "bad_number")


def _text(texts: pl.Series, rule: ValueRule, setting: Setting) -> Converted:
    if rule.cast == "agency":
        return _checked(texts, setting.agencies.resolve_many(texts), "unknown_agency")
    if rule.cast == "code":
        return _checked(texts, only_codes(texts), NOT_A_CODE)
    if rule.cast == "organ":
        organs = {text: setting.agencies.organ(text) for text in texts.unique() if text is not None}
        return _checked(texts, _replaced(texts, organs, pl.String()), "unknown_agency")
    if rule.cast == "time":
        return _checked(texts, parse_times(texts, rule.formats), "bad_date", "hh:mm")
    if rule.cast in ("date", "datetime"):
        parse = parse_dates if rule.cast == "date" else parse_moments
        values = parse(texts, rule.formats, setting.zone, is_workbook=setting.is_workbook)
        return _checked(texts, values, "bad_date", formats_in_words(rule.formats))
    return Converted(texts)


def _checked(texts: pl.Series, values: pl.Series, code: str, detail: str = "") -> Converted:
    return Converted(values, texts.is_not_null() & values.is_null(), code, detail)


def _booleans(texts: pl.Series) -> pl.Series:
    words = {text: fold(text) for text in texts.unique() if text is not None}
    known = {text: word in _YES for text, word in words.items() if word in _YES | _NO}
    return _replaced(texts, known, pl.Boolean())


def _extracted(texts: pl.Series, pattern: re.Pattern[str]) -> pl.Series:
    """The first group of `pattern` in each text; null where it is not found."""
    found: dict[str, str] = {}
    for text in texts.unique():
        match = pattern.search(text) if text is not None else None
        if match is not None and match[1]:
            found[text] = clean_text(match[1])
    return _replaced(texts, found, pl.String())


def _apply_map(texts: pl.Series, rule: ValueRule) -> tuple[pl.Series, pl.Series | None]:
    """Texts after map, patterns and default; the mask is None when any text is allowed."""
    known: dict[str, str | None] = {}
    unknown: list[str] = []
    for text in texts.unique():
        if text is None:
            continue
        found, value = _look_up(text, rule)
        if found:
            known[text] = value
        elif rule.is_closed:
            unknown.append(text)
        else:
            known[text] = text
    mapped = _replaced(texts, known, pl.String())
    empty = rule.mapping.get("", rule.default)
    if empty is not None:
        mapped = mapped.zip_with(texts.is_not_null(), pl.repeat(empty, texts.len(), eager=True))
    return mapped, _among(texts, unknown) if unknown else None


def _look_up(text: str, rule: ValueRule) -> tuple[bool, str | None]:
    key = fold(text)
    if key in rule.mapping:
        return True, rule.mapping[key]
    for pattern, value in rule.patterns:
        if pattern.search(text):
            return True, value
    return rule.has_default and rule.is_closed, rule.default


def _among(texts: pl.Series, words: Iterable[str]) -> pl.Series:
    return texts.is_in(list(words)).fill_null(False)


def _replaced(texts: pl.Series, known: Mapping[str, object], dtype: pl.DataType) -> pl.Series:
    if not known:
        return pl.repeat(None, texts.len(), dtype=dtype, eager=True).rename(texts.name)
    return texts.replace_strict(
        list(known), pl.Series(list(known.values()), dtype=dtype), default=None, return_dtype=dtype
    )
