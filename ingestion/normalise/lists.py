"""Cells that hold several values: lists of texts, and the sessions of a meeting.

Belongs here: splitting, JSON arrays, spans of time. Does not belong here: single values (`values`).
Worked out once per distinct text, since such cells repeat.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from ingestion.agencies import AgencyDirectory
from ingestion.layout.model import ValueRule
from ingestion.normalise.dates import parse_moments
from ingestion.normalise.text import clean_text
from schemas.envelope import TextList

DEFAULT_SPLIT = ";"
DEFAULT_SPAN = " - "
_START_KEYS = ("start", "starts_at", "bat_dau")
_END_KEYS = ("end", "ends_at", "ket_thuc")


def parse_lists(
    texts: pl.Series, rule: ValueRule, agencies: AgencyDirectory
) -> tuple[pl.Series, pl.Series | None]:
    """Lists of texts, and where one of their agencies is not known (`as: agency`).

    `as: known_agency` keeps the agencies and drops the rest: who else is named may be a person.
    """
    distinct = [text for text in texts.unique() if text is not None]
    lists = [split_list(text, rule.split or DEFAULT_SPLIT) for text in distinct]
    bad: list[str] = []
    if rule.cast in ("agency", "organ"):
        resolve = agencies.resolve if rule.cast == "agency" else agencies.organ
        resolved = [[resolve(item) for item in items] for items in lists]
        bad = [t for t, items in zip(distinct, resolved, strict=True) if None in items]
        lists = [[code for code in items if code is not None] for items in resolved]
    elif rule.cast == "known_agency":
        resolved = [[agencies.resolve(item) for item in items] for items in lists]
        kept = [[code for code in items if code is not None] or None for items in resolved]
        return _joined(texts, distinct, pl.Series(kept, dtype=TextList)), None
    values = _joined(texts, distinct, pl.Series(lists, dtype=TextList))
    return values, texts.is_in(bad).fill_null(False) if bad else None


def parse_sessions(texts: pl.Series, rule: ValueRule, zone: str, dtype: pl.DataType) -> pl.Series:
    """Sessions as lists of {start, end} in UTC; null where any part is no time.

    Either a JSON array of objects, or spans such as `05/03/2026 08:00 - 11:30` joined by `split`;
    an end that is a time alone is on the day of its start.
    """
    distinct = [text for text in texts.unique() if text is not None]
    spans = [_spans(text, rule) for text in distinct]
    flat = [moment for found in spans for span in found for moment in span]
    series = pl.Series(flat, dtype=pl.String)
    moments = iter(parse_moments(series, rule.formats, zone).to_list())
    sessions: list[list[dict[str, Any]] | None] = []
    for found in spans:
        made = [{"start": next(moments), "end": next(moments)} for _ in found]
        whole = all(
            part["start"] is not None and (part["end"] is not None or not span[1])
            for part, span in zip(made, found, strict=True)
        )
        sessions.append(made if made and whole else None)
    return _joined(texts, distinct, pl.Series(sessions, dtype=dtype))


def split_list(text: str, split: str) -> list[str]:
    """Items of a JSON array, or of a text at every `split`; empty ones are left out."""
    parsed = parse_array(text)
    parts = [str(p) for p in parsed if p is not None] if parsed is not None else text.split(split)
    return [cleaned for part in parts if (cleaned := clean_text(part))]


def parse_array(text: str) -> list[Any] | None:
    """The items of a text that is a JSON array; None when it is none."""
    if not text.startswith("["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _spans(text: str, rule: ValueRule) -> list[tuple[str, str]]:
    parsed = parse_array(text)
    if parsed is not None:
        return [_span_of(item) for item in parsed]
    spans: list[tuple[str, str]] = []
    for part in text.split(rule.split or DEFAULT_SPLIT):
        start, _, end = (clean_text(side) for side in part.partition(rule.span or DEFAULT_SPAN))
        if end and " " not in end and "T" not in end and "/" not in end and " " in start:
            end = f"{start.rsplit(' ', 1)[0]} {end}"
        if start:
            spans.append((start, end))
    return spans


def _span_of(item: Any) -> tuple[str, str]:
    if not isinstance(item, dict):
        return "?", ""
    start = next((item[key] for key in _START_KEYS if item.get(key)), "?")
    end = next((item[key] for key in _END_KEYS if item.get(key)), "")
    return clean_text(str(start)), clean_text(str(end))


def _joined(texts: pl.Series, distinct: list[str], values: pl.Series) -> pl.Series:
    table = pl.DataFrame({"text": pl.Series(distinct, dtype=pl.String), "value": values})
    frame = texts.to_frame("text").join(table, on="text", how="left", maintain_order="left")
    return frame["value"]
