"""Whether the rows of the seeds are right: cells, dates, keys and references.

Belongs here: pure checks from rows to problems. Does not belong here: reading files
(`orchestration.seed_checks`), which unit follows which (`succession.py`), lists (`seeds.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from schemas.mailbox import EXAMPLE, is_mailbox
from schemas.problems import Problem
from schemas.seeds import (
    KEYS,
    MAILBOXES,
    MAY_PAUSE,
    NEED_NO_CITATION,
    NOT_NEGATIVE,
    PROVINCE,
    REFERENCES,
    REQUIRED,
    WORDS,
)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    "boolean": (re.compile("true|false"), "true / false"),
    "integer": (re.compile(r"-?\d+"), "12"),
    "decimal": (re.compile(r"-?\d+(\.\d+)?"), "0.60"),
}


@dataclass(frozen=True)
class Line:
    """One row of a seed: the line it begins on (the header is line 1) and its cells by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def key(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The cells that say what the row is about."""
        return tuple(self[column] for column in columns)

    def day(self, column: str) -> date | None:
        """The day in a cell; None when the cell is empty or no day."""
        return as_day(self[column])


@dataclass(frozen=True)
class Seed:
    """One seed as it lies on disk; `types` are those of `dbt_project.yml`, in order."""

    name: str
    file: str
    types: Mapping[str, str]
    lines: tuple[Line, ...]

    @property
    def is_dated(self) -> bool:
        """Whether a row holds from a day to a day."""
        return "valid_from" in self.types and "valid_to" in self.types

    @property
    def key_columns(self) -> tuple[str, ...]:
        """What a row is about; empty where no key is known."""
        if self.name in KEYS or not self.is_dated:
            return KEYS.get(self.name, ())
        columns = list(self.types)
        return tuple(columns[: columns.index("valid_from")])

    def problem(self, code: str, line: Line, column: str, detail: str = "") -> Problem:
        """A problem at one cell."""
        return Problem(
            code, self.file, row=line.number, column=column, value=line[column], detail=detail
        )

    def about_subject(self, code: str, line: Line, detail: str) -> Problem:
        """A problem of the days of a row, with what the row is about instead of the day."""
        subject = ", ".join(filter(None, line.key(self.key_columns)))
        return Problem(
            code, self.file, row=line.number, column="valid_from", value=subject, detail=detail
        )


def check_rows(seeds: Mapping[str, Seed]) -> Iterator[Problem]:
    """Every problem of cells, dates, keys and references, table by table."""
    for seed in seeds.values():
        yield from _cells(seed)
        yield from _dates(seed) if seed.is_dated else _keys(seed)
        yield from _references(seed, seeds)
    if "agencies" in seeds:
        yield from _province(seeds["agencies"])


def as_day(text: str) -> date | None:
    """A day written 2026-01-31, or None."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _cells(seed: Seed) -> Iterator[Problem]:
    needed = {*seed.key_columns[:1], *KEYS.get(seed.name, ()), *REQUIRED.get(seed.name, ())}
    needed |= {"valid_from"} & set(seed.types)
    for line in seed.lines:
        for column, kind in seed.types.items():
            text = line[column]
            if not text.strip():
                if column == "legal_ref" and seed.name not in NEED_NO_CITATION:
                    yield seed.problem("seed_uncited", line, column)
                elif column in needed:
                    yield seed.problem("seed_value_missing", line, column)
            else:
                yield from _cell(seed, line, column, kind.partition("(")[0])


def _cell(seed: Seed, line: Line, column: str, kind: str) -> Iterator[Problem]:
    text, words = line[column], WORDS.get((seed.name, column))
    if kind == "date" and as_day(text) is None:
        yield seed.problem("seed_bad_date", line, column)
    elif kind in _FORMS and not _FORMS[kind][0].fullmatch(text):
        yield seed.problem("seed_bad_value", line, column, _FORMS[kind][1])
    elif words and text not in words:
        yield seed.problem("seed_bad_value", line, column, ", ".join(words))
    elif (seed.name, column) in MAILBOXES and not is_mailbox(text):
        yield seed.problem("seed_bad_value", line, column, EXAMPLE)
    elif (seed.name, column) in NOT_NEGATIVE and text.startswith("-"):
        yield seed.problem("seed_bad_value", line, column, "≥ 0")


def _dates(seed: Seed) -> Iterator[Problem]:
    """Rows of one subject that overlap, leave a gap, or end before they begin."""
    subjects: dict[tuple[str, ...], list[tuple[date, Line]]] = {}
    for line in seed.lines:
        begins, ends = line.day("valid_from"), line.day("valid_to")
        if begins is None:
            continue
        if ends is not None and ends <= begins:
            yield seed.problem("seed_ends_before_begin", line, "valid_to", begins.isoformat())
        subjects.setdefault(line.key(seed.key_columns), []).append((begins, line))
    for rows in subjects.values():
        rows.sort(key=lambda row: (row[0], row[1].number))
        for (_, earlier), (begins, later) in pairwise(rows):
            ends = earlier.day("valid_to")
            if ends is None and earlier["valid_to"]:
                continue
            if ends is None or ends > begins:
                yield seed.about_subject("seed_overlap", later, str(earlier.number))
            elif ends < begins and seed.name not in MAY_PAUSE:
                yield seed.about_subject("seed_gap", later, ends.isoformat())


def _keys(seed: Seed) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], Line] = {}
    columns = seed.key_columns
    for line in seed.lines if columns else ():
        first = seen.setdefault(line.key(columns), line)
        if first is not line:
            yield seed.problem("seed_repeated", line, columns[0], str(first.number))


def _references(seed: Seed, seeds: Mapping[str, Seed]) -> Iterator[Problem]:
    for column in seed.types:
        table, target = REFERENCES.get(column, ("", ""))
        if table not in seeds or (table, target) == (seed.name, column):
            continue
        known = {line[target] for line in seeds[table].lines}
        for line in seed.lines:
            if line[column] and line[column] not in known:
                yield seed.problem("seed_unknown_reference", line, column, seeds[table].file)


def _province(agencies: Seed) -> Iterator[Problem]:
    rows = [line for line in agencies.lines if line["agency_type"] == PROVINCE]
    if not rows:
        yield Problem("seed_no_province", agencies.file, column="agency_type", detail=PROVINCE)
    for line in rows[1:]:
        yield agencies.problem("seed_second_province", line, "agency_type", str(rows[0].number))
