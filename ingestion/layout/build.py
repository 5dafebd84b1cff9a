"""A tree of YAML becomes a Layout, section by section.

Belongs here: one function per section. Does not belong here: rules across sections (`verify`).
"""

from __future__ import annotations

import hashlib
import re

from ingestion.layout.fields import Faults, Section
from ingestion.layout.keys import DELIMITERS, ENCODINGS
from ingestion.layout.model import (
    DEFAULT_TIMEZONE,
    FORMATS,
    AgencyRule,
    ChoiceRule,
    ColumnRule,
    CsvRule,
    Layout,
    SecrecyRule,
    SheetRule,
    StopRule,
    XmlRule,
)
from ingestion.layout.rules import has_value_keys, read_columns, read_derived, read_value_rule
from ingestion.layout.tree import Node
from ingestion.layout.verify import verify
from ingestion.normalise.text import clean_text, fold
from schemas.registry import STREAMS, Stream

CLEAR_MARKS = ("", "thường", "không", "không mật", "bình thường")
"""Secrecy marks that mean: not secret. Anything else is refused unread."""
MARK = re.compile(
    r"(?i:(?:^|[\[({·,;:]\s*|\s[–-]\s*)mật\s*(?:[\])}·:;,.–-]|$))"
    r"|(?i:\b(?:tối|tuyệt)\s*mật\b)|(?i:độ mật\s*:?\s*mật)"
    r"|(?<!BÍ)(?<!BẢO)(?<!THÂN)(?<!CƠ)\sMẬT\W*$"
    r"|^\W*MẬT\s+(?!ĐỘ|MÃ|ONG|VỤ|KHẨU|THƯ)"
)
"""A secrecy mark in a title or a note: `(Mật)`, `MẬT: …`, `… - Mật`, `Tối mật`; not the syllable of
“bí mật kinh doanh”, “mật độ”, “bảo mật”."""


def build_layout(root: Node, text: str, faults: Faults) -> Layout | None:
    """The layout of a tree, or None when faults were noted."""
    top = Section(root, "", faults)
    if root.shape != "map":
        return None
    stream = STREAMS.get(top.text("stream") or "")
    if stream is None and top.get("stream") is not None:
        top.bad("stream", f"{top.text('stream')} ({', '.join(STREAMS)})")
    if stream is None:
        faults.keep_keys()
        return None
    columns = top.section("columns", free=True)
    derive = top.section("derive", free=True)
    rules = read_columns(columns, stream) if columns else []
    derived = read_derived(derive, stream) if derive else []
    layout = _assemble(top, stream, text, [r for _, r in rules], [r for _, r in derived])
    if faults.keep_keys():
        return None
    verify(layout, top, rules, derived)
    return None if faults.problems else layout


def _assemble(
    top: Section, stream: Stream, text: str, columns: list[ColumnRule], derived: list[ColumnRule]
) -> Layout:
    name = top.text("layout") or ""
    match = top.section("match")
    has_key = any(rule.to == "entity_key" for rule in [*columns, *derived])
    file_pattern = top.pattern("file_pattern")
    in_name = file_pattern is not None and "year" in file_pattern.groupindex
    occurred_at, occurred_at_column = _occurred_at(top, stream)
    return Layout(
        name=name,
        label_vi=top.text("label_vi") or name,
        stream=stream.name,
        source_system=top.text("source_system") or name,
        kind=top.choice("kind", ("events", "snapshot"), "events"),
        files=tuple(clean_text(glob) for glob in match.texts("files")) if match else (),
        format=top.choice("format", FORMATS, "csv"),
        agency=_agency(top),
        columns=tuple(columns),
        entity=top.text("entity") or ("{agency_code}:{entity_key}" if has_key else ""),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        complete=top.choice("complete", ("none", "all", "year", "month", "future"), "none"),
        complete_from=top.choice(
            "complete_from", ("file_name", "rows"), "file_name" if in_name else "rows"
        ),
        repeats=top.choice("repeats", ("refuse", "in_order"), "refuse"),
        file_pattern=file_pattern,
        csv=_csv(top),
        json_records=records.text("records") if (records := top.section("json")) else None,
        xml=_xml(top),
        sheet=_sheet(top),
        header_row=header.ordinal("row") if (header := top.section("header")) else None,
        stop_at=_stop_at(top),
        timezone=top.text("timezone") or DEFAULT_TIMEZONE,
        personal_columns=top.flag("personal_columns"),
        secrecy=_secrecy(top),
        constants=_constants(top),
        derive=tuple(derived),
        event_id=top.text("event_id"),
        event_type=_event_type(top, stream),
        occurred_at=occurred_at,
        occurred_at_column=occurred_at_column,
        document_number=_document_number(top),
        types_by_notation=_types_by_notation(top),
    )


def _agency(top: Section) -> AgencyRule:
    section = top.section("agency")
    if section is None:
        return AgencyRule()
    column = section.text("column")
    rule = AgencyRule(
        folder=section.flag("folder"),
        column=clean_text(column) if column else None,
        pattern=section.pattern("pattern"),
        constant=section.text("constant"),
        extract=section.pattern("extract"),
    )
    if rule.extract and not (rule.column and rule.extract.groups):
        section.bad("extract", f"column + {rule.extract.pattern} (…)")
    if sum(map(bool, (rule.folder, rule.column, rule.pattern, rule.constant))) != 1:
        top.bad("agency", "chọn một trong: folder, column, pattern, constant")
    if rule.pattern and "agency" not in rule.pattern.groupindex:
        section.bad("pattern", "(?P<agency>…)")
    return rule


def _csv(top: Section) -> CsvRule:
    section = top.section("csv")
    if section is None:
        return CsvRule()
    delimiter = section.choice("delimiter", ("auto", *DELIMITERS), "auto")
    encoding = section.choice("encoding", tuple(ENCODINGS), "auto")
    quote = section.text("quote")
    if quote is not None and (len(quote) != 1 or not quote.isascii()):
        section.bad("quote", quote)
        quote = None
    return CsvRule(None if delimiter == "auto" else delimiter, ENCODINGS[encoding], quote or '"')


def _xml(top: Section) -> XmlRule | None:
    section = top.section("xml")
    if section is None:
        return None
    record, within = section.text("record"), section.text("rows_within")
    shared = tuple(clean_text(name) for name in section.texts("shared"))
    return XmlRule(record, within, shared) if record else None


def _sheet(top: Section) -> SheetRule:
    section = top.section("sheet")
    if section is None:
        return SheetRule()
    rule = SheetRule(
        section.text("name"), section.ordinal("index"), section.pattern("pattern"),
        section.flag("all"),
    )  # fmt: skip
    if sum(map(bool, (rule.name, rule.index, rule.pattern, rule.all))) > 1:
        top.bad("sheet", "chọn một trong: name, index, pattern, all")
    return rule


def _stop_at(top: Section) -> StopRule | None:
    section = top.section("stop_at")
    if section is None:
        return None
    column, pattern = section.text("column"), section.pattern("pattern")
    return StopRule(clean_text(column), pattern) if column and pattern else None


def _secrecy(top: Section) -> tuple[SecrecyRule, ...]:
    node = top.get("secrecy")
    if node is None:
        return ()
    rules: list[SecrecyRule] = []
    for item in node.items if node.shape == "list" else (node,):
        section = Section(item, "secrecy", top.faults)
        column = section.text("column") if item.shape == "map" else None
        if column is None:
            continue
        pattern = MARK if section.flag("mark") else section.pattern("pattern")
        words = section.texts("clear") or (() if pattern else CLEAR_MARKS)
        required = section.flag("required", default=True)
        rules.append(
            SecrecyRule(clean_text(column), frozenset(map(fold, words)), pattern, required)
        )
    return tuple(rules)


def _constants(top: Section) -> dict[str, str]:
    node = top.get("constants")
    if node is None:
        return {}
    if node.shape != "map" or any(item.text is None for item in node.entries.values()):
        top.bad("constants", "cần dạng {tên: giá trị}")
        return {}
    return {name: item.text or "" for name, item in node.entries.items()}


def _event_type(top: Section, stream: Stream) -> ChoiceRule | None:
    section = top.section("event_type")
    if section is None:
        return None
    column, constant = section.text("column"), section.text("constant")
    template = section.text("template")
    chosen = sum(map(bool, (column, constant, template)))
    if chosen != 1 or (constant and has_value_keys(section)):
        top.bad("event_type", "chọn một trong: column, constant, template")
    if constant and constant not in stream.events:
        section.bad("constant", f"{constant} ({', '.join(stream.events)})")
    value = read_value_rule(section, "event_type", stream)
    return ChoiceRule(clean_text(column) if column else None, constant, value, template)


def _occurred_at(top: Section, stream: Stream) -> tuple[tuple[str, ...], ColumnRule | None]:
    node = top.get("occurred_at")
    if node is None or node.shape != "map":
        default: tuple[str, ...] = (stream.reference_time,)
        if node is None and stream.name == "task" and top.text("kind") == "snapshot":
            # A task that is still open has no `completed_at`: its state holds when it is seen.
            default = (stream.reference_time, "observed_at")
        return top.texts("occurred_at") or default, None
    section = Section(node, "occurred_at", top.faults)
    column = section.text("column")
    rule = read_value_rule(section, "occurred_at", stream)
    required = section.flag("required", default=True)
    return (), ColumnRule(clean_text(column or ""), "occurred_at", required, rule)


def _types_by_notation(top: Section) -> bool:
    section = top.section("document_number")
    return section is None or section.flag("type", default=True)


def _document_number(top: Section) -> ColumnRule | None:
    section = top.section("document_number")
    if section is None:
        return None
    column, template = section.text("column"), section.text("template")
    if bool(column) == bool(template):
        top.bad("document_number", "chọn một trong: column, template")
    required = section.flag("required")
    return ColumnRule(clean_text(column or ""), "number", required, template=template)
