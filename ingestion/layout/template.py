"""Templates of a layout: `{agency_code}:{issued_date:%Y}`.

Belongs here: taking a template apart. Does not belong here: filling it (`ingestion.normalise`).
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True)
class Part:
    """Plain text, or a name with an optional date format."""

    text: str = ""
    name: str | None = None
    format: str = ""


def parse_template(template: str) -> tuple[Part, ...]:
    """Parts of a template in order. Raises ValueError when its braces do not match."""
    parts: list[Part] = []
    for text, name, spec, conversion in Formatter().parse(template):
        if text:
            parts.append(Part(text=text))
        if name is None:
            continue
        if not name or conversion:
            raise ValueError(template)
        parts.append(Part(name=name, format=spec or ""))
    return tuple(parts)


def names_in(template: str) -> tuple[str, ...]:
    """Names a template asks for."""
    return tuple(part.name for part in parse_template(template) if part.name)
