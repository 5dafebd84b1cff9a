"""Every key a layout may have, and the closed lists its values must come from.

Belongs here: names only; docs/layouts.md must explain each (a test compares the two). Does not
belong here: what a key does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemas import vocabularies

if TYPE_CHECKING:
    from schemas.registry import Stream

VALUE_KEYS = (
    "extract", "map", "patterns", "default", "formats", "split", "span", "decimal", "scale", "as",
    "list",
)  # fmt: skip

KEYS: dict[str, tuple[str, ...]] = {
    "": (
        "layout", "label_vi", "stream", "source_system", "kind", "complete", "complete_from",
        "file_pattern", "repeats", "match", "format", "csv", "json", "xml", "sheet", "header",
        "stop_at", "timezone", "personal_columns", "secrecy", "agency", "columns", "constants",
        "derive", "entity", "event_id", "event_type", "occurred_at", "document_number",
    ),
    "match": ("files",),
    "csv": ("delimiter", "encoding", "quote"),
    "json": ("records",),
    "xml": ("record", "rows_within", "shared"),
    "sheet": ("name", "index", "pattern", "all"),
    "header": ("row",),
    "stop_at": ("column", "pattern"),
    "secrecy": ("column", "clear", "pattern", "mark", "required"),
    "agency": ("folder", "column", "extract", "pattern", "constant"),
    "columns": ("to", "required", "hint", *VALUE_KEYS),
    "derive": ("template", "first_of", *VALUE_KEYS),
    "event_type": ("column", "constant", "template", *VALUE_KEYS),
    "occurred_at": ("column", "formats", "list", "required"),
    "document_number": ("column", "template", "type", "required"),
}  # fmt: skip
"""Section of the layout → keys allowed in it; the empty section is the top of the file."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "": ("layout", "stream", "kind", "match", "format", "agency", "columns"),
    "match": ("files",),
    "xml": ("record",),
    "stop_at": ("column", "pattern"),
    "secrecy": ("column",),
    "columns": ("to",),
    "occurred_at": ("column",),
}

CASTS = ("text", "date", "time", "datetime", "agency", "known_agency", "organ", "code")
"""Values of `as`: what a scratch name or text attribute is made of before it is used."""
REDUCTIONS = ("any", "all", "sum", "count", "first", "last")
"""Values of `list`: what becomes of a cell that holds a list."""
ENCODINGS = {"auto": None, "utf-8": "utf-8", "utf-16": "utf-16", "windows-1258": "cp1258"}
DELIMITERS = (",", ";", "\t", "|")

_SCRATCH = re.compile(r"^(_[a-z][a-z0-9_]*|entity_key\d*)$")

_CODES: dict[str, frozenset[str]] = {
    "kind": frozenset(vocabularies.MEETING_KINDS),
    "mode": frozenset(vocabularies.MEETING_MODES),
    "scope": frozenset(vocabularies.MEETING_SCOPES),
    "level": frozenset(vocabularies.LEVELS),
    "direction": frozenset(vocabularies.DOCUMENT_DIRECTIONS),
    "urgency": frozenset(vocabularies.URGENCIES),
    "channel": frozenset(vocabularies.DOSSIER_CHANNELS),
    "document_type": frozenset([*vocabularies.DOCUMENT_TYPES, *vocabularies.OTHER_DOCUMENT_TYPES]),
}


def is_scratch(name: str) -> bool:
    """True for names that live only inside a layout: `_room`, `entity_key`, `entity_key2`."""
    return bool(_SCRATCH.match(name))


def codes_of(name: str, stream: Stream) -> frozenset[str] | None:
    """Closed list an attribute's value must come from, or None when it is free."""
    if name == "event_type":
        return frozenset(stream.events)
    if name == "status":
        return stream.statuses
    if name == "cleared":
        return frozenset(stream.attributes)
    return _CODES.get(name) if name in stream.attributes else None
