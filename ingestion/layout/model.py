"""What a layout is once it has been read and found right.

Belongs here: the frozen shape of a layout and questions that only need the layout itself.
Does not belong here: YAML (see `load` and `build`), files, or data frames.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ingestion.layout.template import names_in

FileFormat = Literal["csv", "xlsx", "jsonl", "json", "parquet", "xml", "xes", "ics"]
FORMATS: tuple[FileFormat, ...] = ("csv", "xlsx", "jsonl", "json", "parquet", "xml", "xes", "ics")
DEFAULT_TIMEZONE = "Asia/Ho_Chi_Minh"
OBSERVED_AT = "observed_at"
"""Word of `occurred_at` that stands for the moment the file was seen, not for an attribute."""
DOCUMENT_CODE = "_document_code"
"""Scratch name that holds the whole number as written (`05/QĐ-UBND`), spaces removed."""


_OF_DOCUMENT_NUMBER = ("number", "notation", "document_type", DOCUMENT_CODE)


@dataclass(frozen=True)
class ValueRule:
    """How the text of a cell becomes a value.

    Keys of `mapping` are folded; `words` holds them as the layout spells them, for messages.
    """

    mapping: Mapping[str, str | None] = field(default_factory=dict)
    patterns: tuple[tuple[re.Pattern[str], str | None], ...] = ()
    has_default: bool = False
    default: str | None = None
    formats: tuple[str, ...] = ()
    split: str | None = None
    span: str | None = None
    decimal: str | None = None
    scale: float | None = None
    cast: str | None = None
    words: tuple[str, ...] = ()
    extract: re.Pattern[str] | None = None
    reduce: str | None = None

    @property
    def is_closed(self) -> bool:
        """True when only listed values are allowed."""
        return bool(self.mapping or self.patterns)


@dataclass(frozen=True)
class ColumnRule:
    """One source column (or what is made of other names) and the name its value goes to."""

    source: str
    to: str
    required: bool = False
    value: ValueRule = ValueRule()
    template: str | None = None
    hint: str = ""
    first_of: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of which the value is made; () when it comes from a column."""
        return self.first_of or names_in(self.template or "")


@dataclass(frozen=True)
class ChoiceRule:
    """A value from a column or a template, or one constant for the whole file."""

    column: str | None = None
    constant: str | None = None
    value: ValueRule = ValueRule()
    template: str | None = None


@dataclass(frozen=True)
class AgencyRule:
    """Where the agency comes from; exactly one of the four is set."""

    folder: bool = False
    column: str | None = None
    pattern: re.Pattern[str] | None = None
    constant: str | None = None
    extract: re.Pattern[str] | None = None
    """What of the column's text is meant; only with `column`."""


@dataclass(frozen=True)
class SecrecyRule:
    """A row is secret when its mark is not in `clear` (folded), or when `pattern` finds it."""

    column: str
    clear: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None
    required: bool = True


@dataclass(frozen=True)
class CsvRule:
    """Form of delimited text; None = found out from the file."""

    delimiter: str | None = None
    encoding: str | None = None
    quote: str = '"'


@dataclass(frozen=True)
class XmlRule:
    """Which elements of an XML file are records.

    `record` is a local name; `rows_within` is the path, from a record, of elements that make rows
    of their own beside the record's, with which they share the columns `shared`.
    """

    record: str
    rows_within: str | None = None
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetRule:
    """Which sheets of a workbook are read; nothing set = the first one. `index` is 1-based."""

    name: str | None = None
    index: int | None = None
    pattern: re.Pattern[str] | None = None
    all: bool = False


@dataclass(frozen=True)
class StopRule:
    """The table ends before the first row whose `column` matches `pattern`."""

    column: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Layout:
    """Everything needed to read one source system's files. See docs/layouts.md for each key."""

    name: str
    label_vi: str
    stream: str
    source_system: str
    kind: Literal["events", "snapshot"]
    files: tuple[str, ...]
    format: FileFormat
    agency: AgencyRule
    columns: tuple[ColumnRule, ...]
    entity: str
    content_hash: str
    complete: Literal["none", "all", "year", "month", "future"] = "none"
    complete_from: Literal["file_name", "rows"] = "rows"
    repeats: Literal["refuse", "in_order"] = "refuse"
    file_pattern: re.Pattern[str] | None = None
    csv: CsvRule = CsvRule()
    json_records: str | None = None
    xml: XmlRule | None = None
    sheet: SheetRule = SheetRule()
    header_row: int | None = None
    stop_at: StopRule | None = None
    timezone: str = DEFAULT_TIMEZONE
    personal_columns: bool = False
    secrecy: tuple[SecrecyRule, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    derive: tuple[ColumnRule, ...] = ()
    event_id: str | None = None
    event_type: ChoiceRule | None = None
    occurred_at: tuple[str, ...] = ()
    occurred_at_column: ColumnRule | None = None
    document_number: ColumnRule | None = None
    types_by_notation: bool = True
    """Whether the notation of a document also says its type."""

    @cached_property
    def source_columns(self) -> tuple[str, ...]:
        """Every source column that may leave the reader, once, in the layout's spelling."""
        return tuple(dict.fromkeys(self._named_columns()))

    @cached_property
    def required_columns(self) -> tuple[str, ...]:
        """Source columns without which the file cannot be read at all."""
        needed = [rule.source for rule in self.columns if rule.required]
        needed += [rule.column for rule in self.secrecy if rule.required]
        if self.agency.column:
            needed.append(self.agency.column)
        if self.event_type and self.event_type.column and not self.event_type.value.has_default:
            needed.append(self.event_type.column)
        for rule in (self.occurred_at_column, self.document_number):
            if rule is not None and rule.required and rule.source:
                needed.append(rule.source)
        return tuple(dict.fromkeys(needed))

    def source_of(self, attribute: str) -> str | None:
        """Source column that gives `attribute`, or None when a constant or template does."""
        if self.document_number and attribute in self._of_number:
            return self.document_number.source or None
        if attribute == "event_type" and self.event_type:
            return self.event_type.column
        if attribute == "agency_code":
            return self.agency.column
        if attribute == "occurred_at":
            if self.occurred_at_column:
                return self.occurred_at_column.source
            sources = (self.source_of(name) for name in self.occurred_at)
            return next((source for source in sources if source), None)
        return next((rule.source for rule in self.columns if rule.to == attribute), None)

    def columns_of(self, attribute: str) -> tuple[str, ...]:
        """Source columns of which `attribute` is made, through templates too; () for none."""
        return tuple(dict.fromkeys(self._columns_of(attribute, frozenset())))

    def label_of(self, attribute: str) -> str | None:
        """What the sender calls `attribute`: its column, or `Ngày + Giờ` when several make it."""
        return " + ".join(self.columns_of(attribute)) or None

    def supplies(self, attribute: str) -> bool:
        """True when files of this layout say something of `attribute`."""
        if attribute in self.constants or any(rule.to == attribute for rule in self.derive):
            return True
        if attribute in self._of_number:
            return True
        return self.source_of(attribute) is not None

    @property
    def _of_number(self) -> tuple[str, ...]:
        if self.document_number is None:
            return ()
        return tuple(
            name for name in _OF_DOCUMENT_NUMBER
            if name != "document_type" or self.types_by_notation
        )  # fmt: skip

    def _columns_of(self, attribute: str, seen: frozenset[str]) -> Iterator[str]:
        direct = self.source_of(attribute)
        if direct is not None:
            yield direct
        elif attribute == "occurred_at":
            made = (tuple(self._columns_of(name, seen)) for name in self.occurred_at)
            yield from next((columns for columns in made if columns), ())
        elif attribute not in seen:
            for part in self._parts_of(attribute):
                yield from self._columns_of(part, seen | {attribute})

    def _parts_of(self, attribute: str) -> tuple[str, ...]:
        if self.document_number and attribute in self._of_number:
            return self.document_number.parts
        if attribute == "event_type" and self.event_type:
            return names_in(self.event_type.template or "")
        return next((rule.parts for rule in self.derive if rule.to == attribute), ())

    def _named_columns(self) -> Iterator[str]:
        for rule in self.columns:
            yield rule.source
        for secrecy in self.secrecy:
            yield secrecy.column
        if self.agency.column:
            yield self.agency.column
        if self.event_type and self.event_type.column:
            yield self.event_type.column
        for place in (self.occurred_at_column, self.document_number):
            if place is not None and place.source:
                yield place.source
        if self.stop_at:
            yield self.stop_at.column
