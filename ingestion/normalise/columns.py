"""Attributes out of source columns, constants, document numbers and templates.

Belongs here: carrying out the sections `columns`, `constants`, `document_number`, `derive`. Does
not belong here: event, status, time and agency (`lifecycle`, `agency`).
"""

from __future__ import annotations

import polars as pl

from ingestion.layout.model import DOCUMENT_CODE, ColumnRule
from ingestion.layout.template import Part, names_in, parse_template
from ingestion.normalise.dates import local
from ingestion.normalise.document_number import split_numbers
from ingestion.normalise.values import NOT_A_CODE, convert
from ingestion.normalise.work import Work
from schemas.envelope import TextList

_NUMBER_NAMES = frozenset({"number", "notation", "document_type", DOCUMENT_CODE})
_LATE_NAMES = frozenset({"agency_code", "agency_id", "event_type", "status", "occurred_at"})
"""Names that exist only after `lifecycle` and `agency`; templates that ask for them wait."""
_NUMBER_FORM = "05/QĐ-UBND"


def take_columns(work: Work) -> None:
    """Every rule of `columns` and `constants`."""
    for rule in work.layout.columns:
        texts = work.text(rule.source)
        if rule.required and not rule.value.has_default:
            work.notes.add("value_missing", texts.is_null(), rule.source)
        _lay(work, rule, texts)
    for name, value in work.layout.constants.items():
        _lay(work, ColumnRule(name, name), work.same(value, pl.String()))


def take_document_number(work: Work) -> None:
    """`document_number` as number, notation, document_type; set columns are not overwritten."""
    rule = work.layout.document_number
    if rule is None:
        return
    texts = fill(work, rule.template) if rule.template else work.text(rule.source)
    column = work.layout.label_of("number")
    parts = split_numbers(texts)
    if rule.required:
        work.notes.add("value_missing", texts.is_null(), column)
    wrong = texts.is_not_null() & parts["code"].is_null()
    work.notes.add("bad_format", wrong, column, texts, _NUMBER_FORM)
    work.values[DOCUMENT_CODE] = parts["code"]
    made_of_it = ("number", "notation", "document_type")
    for name in made_of_it if work.layout.types_by_notation else made_of_it[:2]:
        set_before = work.values.get(name)
        made = parts[name]
        if set_before is not None:
            made = set_before.zip_with(set_before.is_not_null(), made)
        work.values[name] = made


def derive(work: Work, stage: int) -> None:
    """Rules of `derive`, by what they need: 0 columns, 1 the document number, 2 all the rest."""
    known = {**dict.fromkeys(_NUMBER_NAMES, 1), **dict.fromkeys(_LATE_NAMES, 2)}
    for rule in work.layout.derive:
        needs = max((known.get(name, 0) for name in rule.parts), default=0)
        known[rule.to] = needs
        if needs == stage:
            made = _first_of(work, rule) if rule.first_of else fill(work, rule.template or "")
            _lay(work, rule, made)


def fill(work: Work, template: str) -> pl.Series:
    """A template filled for every row; null where one of its names is null."""
    parts = [_part(work, part) for part in parse_template(template)]
    if not parts:
        return work.same(None, pl.String())
    frame = pl.DataFrame([part.alias(str(i)) for i, part in enumerate(parts)])
    return frame.select(pl.concat_str(frame.columns)).to_series()


def _first_of(work: Work, rule: ColumnRule) -> pl.Series:
    """The first of several names that has a value, row by row, as text."""
    found = work.same(None, pl.String())
    for name in rule.first_of:
        found = found.zip_with(found.is_not_null(), fill(work, f"{{{name}}}"))
    return found


def missing_name(work: Work, template: str, mask: pl.Series) -> str | None:
    """The first name of `template` that is null in some row of `mask`."""
    for name in names_in(template):
        values = work.values.get(name)
        if values is not None and (values.is_null() & mask).any():
            return name
    return None


def _lay(work: Work, rule: ColumnRule, texts: pl.Series) -> None:
    dtype = _dtype(work, rule.to)
    converted = convert(texts, rule.value, dtype, work.setting)
    if converted.bad is not None:
        source = work.layout.label_of(rule.to) or rule.source
        # What stands in place of a code may be a name: it is not even said again.
        said = None if converted.code == NOT_A_CODE else texts
        work.notes.add(converted.code, converted.bad, source, said, converted.detail)
    work.values[rule.to] = converted.values


def _dtype(work: Work, name: str) -> pl.DataType:
    if name == "cleared":
        return TextList
    return work.stream.attributes.get(name, pl.String())


def _part(work: Work, part: Part) -> pl.Series:
    if part.name is None:
        return work.same(part.text, pl.String())
    if part.name.startswith("file."):
        return work.same(work.file_groups.get(part.name[5:]), pl.String())
    values = work.values.get(part.name)
    if values is None:
        return work.same(None, pl.String())
    if isinstance(values.dtype, pl.Datetime):
        return local(values, work.setting.zone).dt.strftime(part.format or "%Y-%m-%dT%H:%M:%S")
    if isinstance(values.dtype, pl.Date):
        return values.dt.strftime(part.format or "%Y-%m-%d")
    if isinstance(values.dtype, pl.List):
        return values.list.join(",") if values.dtype == TextList else work.same(None, pl.String())
    return values.cast(pl.String)
