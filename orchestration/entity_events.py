"""Every event of one entity, as the store holds it, in words.

Belongs here: reading one entity's events back for `explain --entity`. Does not belong here: the
fold of those events into a state (`dbt_project`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reporting import figures
from reporting.event_words import event_word
from reporting.messages import say
from schemas import vocabularies
from schemas.problems import Language
from schemas.registry import STREAMS

if TYPE_CHECKING:
    from ingestion.store import EventStore


_WORDS: dict[str, dict[Any, str]] = {
    "kind": vocabularies.MEETING_KINDS,
    "mode": vocabularies.MEETING_MODES,
    "scope": vocabularies.MEETING_SCOPES,
    "level": vocabularies.LEVELS,
    "direction": vocabularies.DOCUMENT_DIRECTIONS,
    "urgency": vocabularies.URGENCIES,
    "channel": vocabularies.DOSSIER_CHANNELS,
    "document_type": {code: said[1] for code, said in vocabularies.DOCUMENT_TYPES.items()},
}


@dataclass(frozen=True)
class EntityEvent:
    """One event; `says` names what it carries, by the labels officers know."""

    event_type: str
    occurred_at: str
    recorded_at: str
    says: str
    source_system: str
    source_file: str
    source_sheet: str | None
    source_row: int | None
    batch_id: str


def events_of(
    store: EventStore, stream: str, entity: str, as_of: str, language: Language = "vi"
) -> list[EntityEvent]:
    """Events of an entity known at `as_of` (ISO 8601), in the order the store learned of them."""
    known = datetime.fromisoformat(as_of)
    rows = store.events_of(stream, [entity])
    return [
        _event(stream, row, language)
        for row in rows.iter_rows(named=True)
        if row["recorded_at"] <= known
    ]


def _event(stream: str, row: dict[str, Any], language: Language) -> EntityEvent:
    return EntityEvent(
        event_type=row["event_type"],
        occurred_at=row["occurred_at"].isoformat(),
        recorded_at=row["recorded_at"].isoformat(),
        says=_says(stream, row, language),
        source_system=row["source_system"],
        source_file=row["source_file"],
        source_sheet=row["source_sheet"],
        source_row=row["source_row"],
        batch_id=row["batch_id"],
    )


def _says(stream: str, row: dict[str, Any], language: Language) -> str:
    """What an event carries: labels and words in Vietnamese, names and codes in English."""
    known = STREAMS[stream].labels
    labels = known if language == "vi" else {name: name for name in known}
    status = row["status"]
    said = [f"{say('event_status', language)}: {event_word(status, language)}"] if status else []
    said += [
        f"{label}: {_word(name, row[name], language) or _plain(row[name], language)}"
        for name, label in labels.items()
        if row[name] is not None
    ]
    said += [f"{labels.get(name, name)}: ∅" for name in row["cleared"] or []]
    return " · ".join(said) or "—"


def _word(attribute: str, code: Any, language: Language) -> str | None:
    known = _WORDS.get(attribute, {}) if language == "vi" else {}
    return known.get(code) if isinstance(code, str) else None


def _plain(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        yes, no = ("có", "không") if language == "vi" else ("yes", "no")
        return yes if value else no
    if isinstance(value, datetime):
        return figures.moment(value.isoformat(), language)
    if isinstance(value, date):
        return figures.day(value, language)
    if isinstance(value, list):
        return "; ".join(_plain(one, language) for one in value)
    if isinstance(value, dict):
        return " – ".join(_plain(one, language) for one in value.values())
    return str(value)
