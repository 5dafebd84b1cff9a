"""The parts of a layout that say how one value is made: columns, maps, formats, templates.

Belongs here: building ValueRule and ColumnRule from their YAML. Does not belong here: applying them
(`ingestion.normalise`).
"""

from __future__ import annotations

import re
from datetime import datetime

from ingestion.layout.fields import Section
from ingestion.layout.keys import CASTS, VALUE_KEYS, codes_of
from ingestion.layout.model import ColumnRule, ValueRule
from ingestion.layout.tree import Node
from ingestion.normalise.text import clean_text, fold
from schemas.registry import Stream

NAMED_FORMATS = ("iso", "vi")
"""`iso`: ISO 8601 with or without offset. `vi`: `ngày 05 tháng 6 năm 2026`."""


def read_value_rule(section: Section, target: str, stream: Stream) -> ValueRule:
    """The value keys of a section; codes are checked against the closed list of `target`."""
    allowed = codes_of(target, stream)
    default = section.text("default")
    _check_code(section, "default", default, allowed)
    cast = section.text("as")
    if cast is not None and cast not in CASTS:
        section.bad("as", f"{cast} ({', '.join(CASTS)})")
    decimal = section.text("decimal")
    if decimal not in (None, ",", "."):
        section.bad("decimal", f"{decimal} (',' '.')")
    words = section.get("map")
    extract = section.pattern("extract")
    if extract is not None and not extract.groups:
        section.bad("extract", f"{extract.pattern} (…)")
    return ValueRule(
        extract=extract,
        mapping=_read_map(section, allowed),
        words=tuple(word for word in words.entries if word) if words else (),
        patterns=_read_patterns(section, allowed),
        has_default=section.get("default") is not None,
        default=default,
        formats=_read_formats(section),
        split=section.text("split"),
        span=section.text("span"),
        decimal=decimal,
        scale=section.number("scale"),
        cast=cast,
    )


def read_columns(section: Section, stream: Stream) -> list[tuple[int, ColumnRule]]:
    """Rules of the `columns` section with the line each stands on."""
    rules: list[tuple[int, ColumnRule]] = []
    for source, node in section.node.entries.items():
        for item in node.items if node.shape == "list" else (node,):
            rule = _read_column(section, source, item, stream)
            if rule is not None:
                rules.append((item.line, rule))
    return rules


def _read_column(section: Section, source: str, node: Node, stream: Stream) -> ColumnRule | None:
    name = clean_text(source)
    if node.shape == "scalar":
        if not node.text:
            section.faults.add("layout_missing_key", node.line, f"columns.{source}.to")
            return None
        return ColumnRule(name, node.text)
    fields = Section(node, "columns", section.faults)
    to = fields.text("to")
    if not to:
        return None
    value = read_value_rule(fields, to, stream)
    return ColumnRule(name, to, fields.flag("required"), value, hint=fields.text("hint") or "")


def read_derived(section: Section, stream: Stream) -> list[tuple[int, ColumnRule]]:
    """Rules of the `derive` section: a template alone, or one with value keys."""
    rules: list[tuple[int, ColumnRule]] = []
    for to, node in section.node.entries.items():
        if node.shape == "scalar":
            rules.append((node.line, ColumnRule(to, to, template=node.text or "")))
            continue
        fields = Section(node, "derive", section.faults)
        value = read_value_rule(fields, to, stream)
        rules.append((node.line, ColumnRule(to, to, value=value, template=fields.text("template"))))
    return rules


def has_value_keys(section: Section) -> bool:
    """True when the section says anything of how its value is made."""
    return any(section.get(key) is not None for key in VALUE_KEYS)


def _check_code(
    section: Section, key: str, code: str | None, allowed: frozenset[str] | None
) -> None:
    if code is not None and allowed is not None and code not in allowed:
        section.bad(key, f"{code} ({', '.join(sorted(allowed))})")


def _read_map(section: Section, allowed: frozenset[str] | None) -> dict[str, str | None]:
    node = section.get("map")
    if node is None:
        return {}
    if node.shape != "map":
        section.bad("map", "cần dạng {chữ: mã}")
        return {}
    mapping: dict[str, str | None] = {}
    for word, target in node.entries.items():
        key = fold(word)
        if key in mapping and mapping[key] != target.text:
            section.faults.add("layout_bad_value", node.key_lines[word], f"map: {word} (lặp)")
        if target.text is not None and allowed is not None and target.text not in allowed:
            detail = f"map: {target.text} ({', '.join(sorted(allowed))})"
            section.faults.add("layout_bad_value", target.line, detail)
        mapping[key] = target.text
    return mapping


def _read_patterns(
    section: Section, allowed: frozenset[str] | None
) -> tuple[tuple[re.Pattern[str], str | None], ...]:
    node = section.get("patterns")
    if node is None:
        return ()
    if node.shape != "map":
        section.bad("patterns", "cần dạng {biểu thức: mã}")
        return ()
    found: list[tuple[re.Pattern[str], str | None]] = []
    for expression, target in node.entries.items():
        if target.text is not None and allowed is not None and target.text not in allowed:
            detail = f"patterns: {target.text} ({', '.join(sorted(allowed))})"
            section.faults.add("layout_bad_value", target.line, detail)
        try:
            found.append((re.compile(clean_text(expression)), target.text))
        except re.error as error:
            line = node.key_lines[expression]
            section.faults.add("layout_bad_value", line, f"patterns: {expression} ({error})")
    return tuple(found)


def _read_formats(section: Section) -> tuple[str, ...]:
    formats = section.texts("formats")
    for text in formats:
        if text in NAMED_FORMATS:
            continue
        try:
            sample = datetime(2026, 11, 23, 13, 45, 56).strftime(text)
            # A two-digit year cannot tell 1926 from 2026, so no format may have one.
            readable = "%" in text and "%y" not in text and bool(datetime.strptime(sample, text))
        except (ValueError, re.error):
            readable = False
        if not readable:
            section.bad("formats", f"{text} (iso, vi, %d/%m/%Y …)")
    return formats
