"""Which agency a text means, and whether it existed on a day.

Belongs here: codes, names, old names and other identifiers leading to the agency code, with dates.
Does not belong here: where a file says its agency (`ingestion.normalise`), succession of facts
(`dbt_project`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from ingestion.normalise.text import fold

_COUNCIL = "uy ban nhan dan"
_UNIT_WORDS = ("xa", "phuong", "thi tran", "huyen", "thi xa", "thanh pho", "tinh")
_NOTE = re.compile(r"\s*\([^)]*\)")
_AXIS = re.compile(r"^[A-Z]?\d{2,3}(?:\.\d+)*(?:\.[A-Z]\d{2})?$", re.IGNORECASE)


@dataclass(frozen=True)
class _Span:
    code: str
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class AgencyDirectory:
    """Agencies by code, name and identifier, each with the days on which it was in force."""

    def __init__(self, units: Iterable[dict[str, str]], names: Iterable[dict[str, str]]) -> None:
        self._spans: dict[str, list[_Span]] = {}
        self._keys: dict[str, list[_Span]] = {}
        self._names: list[tuple[_Span, str]] = []
        for row in units:
            span = _span(row)
            self._spans.setdefault(span.code, []).append(span)
            self._names.append((span, row["name_vi"]))
            self._add(fold(span.code), span)
            if span.code.isdigit():
                # A spreadsheet that takes a code for a number drops its leading zeros.
                self._add(span.code.lstrip("0"), span)
            for key in _name_keys(row["name_vi"]):
                self._add(key, span)
        for row in names:
            span = _span(row)
            keys = _axis_keys(row["identifier"]) if row["scheme"] == "axis" else None
            for key in keys or _name_keys(row["identifier"]):
                self._add(key, span)

    @classmethod
    def load(cls, seeds: Path) -> AgencyDirectory:
        """The directory in `seeds`: agencies.csv and agency_identifiers.csv."""
        return cls.read(seeds / "agencies.csv", seeds / "agency_identifiers.csv")

    @classmethod
    def read(cls, units: Path, identifiers: Path) -> AgencyDirectory:
        """The directory in two tables; without the second, names and codes alone lead to a unit."""
        return cls(_rows(units), _rows(identifiers) if identifiers.exists() else [])

    @property
    def codes(self) -> frozenset[str]:
        """Every code of the directory, in force or not."""
        return frozenset(self._spans)

    def names_on(self, day: date) -> dict[str, str]:
        """Code → name of every unit in force on `day`."""
        return {span.code: name for span, name in self._names if span.holds(day)}

    def resolve(self, text: str, on: date | None = None) -> str | None:
        """Code of the agency that `text` means, or None.

        21 commune names and codes changed hands on 2025-07-01, so a name may mean two units: `on`
        decides between them; without it the unit in force today wins. A short name that several
        units of one day share means none of them.
        """
        return _pick(self._candidates(text), on)

    def in_force(self, code: str, day: date) -> bool:
        """True when a unit of this code existed on `day`."""
        return any(span.holds(day) for span in self._spans.get(code, ()))

    def resolve_many(self, texts: pl.Series, days: pl.Series | None = None) -> pl.Series:
        """`resolve` for every pair of text and day, worked out once per distinct pair."""
        frame = pl.DataFrame({"text": texts, "day": days if days is not None else None})
        known = {t: self._candidates(t) for t in texts.unique() if t is not None}
        dated = [t for t, spans in known.items() if len({s.code for s in spans}) > 1]
        plain = {t: _pick(spans, None) for t, spans in known.items()}
        codes = _mapped(frame["text"], plain)
        if days is None or not dated:
            return codes
        pairs = frame.filter(pl.col("text").is_in(dated)).unique()
        chosen = [_pick(known[text], day) for text, day in pairs.iter_rows()]
        pairs = pairs.with_columns(pl.Series("code", chosen, dtype=pl.String))
        joined = frame.join(
            pairs, on=["text", "day"], how="left", maintain_order="left", nulls_equal=True
        )
        is_dated = frame["text"].is_in(dated).fill_null(False)
        return joined["code"].zip_with(is_dated, codes)

    def in_force_many(self, codes: pl.Series, days: pl.Series) -> pl.Series:
        """`in_force` for every pair; null codes or days count as in force."""
        frame = pl.DataFrame({"code": codes, "day": days})
        ranges = frame.group_by("code").agg(
            pl.col("day").min().alias("first"), pl.col("day").max().alias("last")
        )
        # Nearly every code holds over all its days; only the others are looked at day by day.
        doubtful = [code for code, *ends in ranges.iter_rows() if not self._covers(code, *ends)]
        pairs = frame.filter(pl.col("code").is_in(doubtful)).unique()
        idle = [day is not None and not self.in_force(code, day) for code, day in pairs.iter_rows()]
        pairs = pairs.with_columns(pl.Series("idle", idle, dtype=pl.Boolean)).filter("idle")
        if not pairs.height:
            return pl.repeat(True, frame.height, eager=True)
        joined = frame.join(pairs, on=["code", "day"], how="left", maintain_order="left")
        return joined["idle"].is_null()

    def _covers(self, code: str | None, first: date | None, last: date | None) -> bool:
        """True when one unit of this code was in force from `first` to `last`."""
        if code is None or first is None or last is None:
            return True
        return any(span.holds(first) and span.holds(last) for span in self._spans.get(code, ()))

    def _add(self, key: str, span: _Span) -> None:
        spans = self._keys.setdefault(key, [])
        if key and span not in spans:
            spans.append(span)

    def _candidates(self, text: str) -> list[_Span]:
        found = self._keys.get(fold(text))
        if found:
            return found
        keys = _axis_keys(text) if _AXIS.match(text.strip()) else _name_keys(text)
        return next((self._keys[key] for key in keys if key in self._keys), [])


def _pick(spans: list[_Span], on: date | None) -> str | None:
    """The one code meant: in force on the day, else in force today, else the only one."""
    for chosen in (
        [span for span in spans if on is not None and span.holds(on)],
        [span for span in spans if span.valid_to is None],
        spans,
    ):
        codes = {span.code for span in chosen}
        if len(codes) == 1:
            return codes.pop()
        if codes:
            return None
    return None


def _name_keys(name: str) -> list[str]:
    """Keys of a name, the fullest first: with and without UBND and the word for the unit."""
    full = fold(_NOTE.sub("", name))
    words = re.sub(r"\bubnd\b", _COUNCIL, full)
    words = re.sub(r"\bvp\b", "van phong", words)
    bare = words.removeprefix(_COUNCIL).strip() or words
    keys = [words, bare]
    for unit in _UNIT_WORDS:
        if bare.startswith(f"{unit} "):
            keys.append(bare.removeprefix(f"{unit} "))
    return list(dict.fromkeys(keys))


def _axis_keys(text: str) -> list[str]:
    """Keys of a document-axis code in both orders: `H52.11` and `000.00.11.H52`."""
    parts = [part for part in text.strip().upper().split(".") if part.strip("0")]
    if parts and not parts[0][0].isalpha():
        parts.reverse()
    return ["axis " + " ".join(parts).casefold()]


def _span(row: dict[str, str]) -> _Span:
    end = row.get("valid_to")
    start = date.fromisoformat(row["valid_from"])
    return _Span(row["agency_code"], start, date.fromisoformat(end) if end else None)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _mapped(texts: pl.Series, mapping: dict[str, str | None]) -> pl.Series:
    if not mapping:
        return pl.repeat(None, texts.len(), dtype=pl.String, eager=True)
    return texts.replace_strict(
        list(mapping), list(mapping.values()), default=None, return_dtype=pl.String
    )
