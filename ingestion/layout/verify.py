"""Rules that hold between the sections of one layout.

Belongs here: targets exist, templates name known things, a snapshot is what it says it is. Does not
belong here: the form of a single value (`fields`, `rules`).
"""

from __future__ import annotations

import re
from collections import Counter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingestion.layout.fields import Section
from ingestion.layout.keys import codes_of, is_scratch
from ingestion.layout.model import DOCUMENT_CODE, OBSERVED_AT, ColumnRule, Layout
from ingestion.layout.template import names_in
from schemas.registry import STREAMS

Placed = list[tuple[int, ColumnRule]]
"""Rules with the line each stands on."""

_ALWAYS_KNOWN = ("agency_code", "agency_id", "event_type", "occurred_at", "status")
_SETTABLE = ("status", "cleared")


def verify(layout: Layout, top: Section, columns: Placed, derived: Placed) -> None:
    """Note every fault between sections."""
    _check_zone(layout, top)
    if not layout.name:
        top.bad("layout", "thiếu tên")
    if not layout.files and top.get("match") is not None:
        top.bad("match", "files: []")
    _check_targets(layout, top, [*columns, *derived])
    _check_constants(layout, top)
    _check_templates(layout, top, derived)
    _check_times(layout, top)
    _check_scope(layout, top)
    if layout.document_number and layout.stream != "document":
        top.bad("document_number", "chỉ dùng với stream: document")
    if layout.format == "xml" and layout.xml is None:
        top.faults.add("layout_missing_key", top.node.line, "xml.record")
    if layout.kind == "events" and layout.event_type is None:
        top.faults.add("layout_missing_key", top.node.line, "event_type")


def _targets(layout: Layout) -> set[str]:
    return {*STREAMS[layout.stream].attributes, *_SETTABLE}


def _check_zone(layout: Layout, top: Section) -> None:
    try:
        ZoneInfo(layout.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        top.bad("timezone", layout.timezone)


def _check_targets(layout: Layout, top: Section, rules: Placed) -> None:
    known = _targets(layout)
    seen: Counter[str] = Counter(layout.constants)
    for line, rule in rules:
        if rule.to not in known and not is_scratch(rule.to):
            detail = f"to: {rule.to} ({', '.join(sorted(known))}, entity_key, _tên)"
            top.faults.add("layout_bad_value", line, detail)
        seen[rule.to] += 1
        if seen[rule.to] > 1:
            top.faults.add("layout_bad_value", line, f"to: {rule.to} (hai lần)")


def _check_constants(layout: Layout, top: Section) -> None:
    stream = STREAMS[layout.stream]
    node = top.get("constants")
    for name, value in layout.constants.items():
        line = node.entries[name].line if node else top.node.line
        allowed = codes_of(name, stream)
        if name not in _targets(layout) and not is_scratch(name):
            top.faults.add("layout_bad_value", line, f"constants: {name}")
        elif allowed is not None and value not in allowed:
            detail = f"constants.{name}: {value} ({', '.join(sorted(allowed))})"
            top.faults.add("layout_bad_value", line, detail)


def _check_templates(layout: Layout, top: Section, derived: Placed) -> None:
    made = {rule.to for rule in layout.columns} | set(layout.constants)
    if layout.document_number:
        made |= {"number", "notation", "document_type", DOCUMENT_CODE}
    if layout.file_pattern:
        made |= {f"file.{group}" for group in layout.file_pattern.groupindex}
    known = made | {*_ALWAYS_KNOWN} | {rule.to for rule in layout.derive}
    for line, rule in derived:
        _check_template(top, line, _as_template(rule), known - {rule.to})
    number, event_type = layout.document_number, layout.event_type
    templates = {
        "entity": layout.entity,
        "event_id": layout.event_id,
        "document_number": number.template if number else None,
        "event_type": event_type.template if event_type else None,
    }
    for key, template in templates.items():
        node = top.get(key)
        if template:
            _check_template(top, node.line if node else top.node.line, template, known)
        elif key == "entity":
            top.faults.add("layout_missing_key", top.node.line, "entity")


def _as_template(rule: ColumnRule) -> str:
    return rule.template or "".join(f"{{{name}}}" for name in rule.first_of)


def _check_template(top: Section, line: int, template: str, known: set[str]) -> None:
    try:
        unknown = [name for name in names_in(template) if name not in known]
    except ValueError:
        top.faults.add("layout_bad_value", line, f"{template} ({{…}})")
        return
    for name in unknown:
        top.faults.add("layout_bad_value", line, f"{{{name}}} ({', '.join(sorted(known))})")


def _check_times(layout: Layout, top: Section) -> None:
    attributes = STREAMS[layout.stream].attributes
    for name in layout.occurred_at:
        if name != OBSERVED_AT and not str(attributes.get(name, "")).startswith("Date"):
            top.bad("occurred_at", f"{name} (thuộc tính ngày giờ của {layout.stream})")


def _check_scope(layout: Layout, top: Section) -> None:
    if layout.format == "ics" and layout.kind != "snapshot":
        top.bad("format", "ics chỉ dùng với kind: snapshot")
    if layout.complete == "future" and layout.format != "ics":
        top.bad("complete", "future chỉ dùng với format: ics")
    if layout.complete == "none":
        return
    if layout.kind != "snapshot":
        top.bad("complete", "chỉ dùng với kind: snapshot")
    needed = {"year": {"year"}, "month": {"year", "month"}}.get(layout.complete, set())
    if layout.complete_from == "file_name" and needed:
        groups = _groups(layout.file_pattern)
        if needed - groups:
            named = ", ".join(f"(?P<{name}>…)" for name in sorted(needed - groups))
            top.bad("complete_from", f"file_pattern: {named}")


def _groups(pattern: re.Pattern[str] | None) -> set[str]:
    return set(pattern.groupindex) if pattern else set()
