"""What to say of one meeting, document, dossier or duty in a list.

Belongs here: which columns of a fact identify it to an officer, and their words. Does not belong
here: which entities a number has (`explain.py`), why one is in a numerator (`remarks.py`).
"""

from __future__ import annotations

from typing import Any

from reporting import figures
from reporting.messages import say, word
from schemas.problems import Language
from schemas.vocabularies import (
    DOCUMENT_TYPES,
    DOSSIER_CHANNELS,
    MEETING_KINDS,
    MEETING_MODES,
    OTHER_DOCUMENT_TYPES,
)

FACTS: dict[str, str] = {
    "meeting": "fct_meetings",
    "document": "fct_documents",
    "dossier": "fct_dossiers",
    "task": "fct_tasks",
}
INTAKE = "intake"
"""KPIs about what was sent: their entities are files, or facts of any stream (`note`)."""
_DATES = {
    "meeting": "facts.held_date",
    "document": "facts.issued_date",
    "dossier": "facts.received_date",
    "task": "facts.completed_date",
}
_COLUMNS = {
    "meeting": "facts.status as entity_status, facts.kind, facts.mode, facts.remote_site_count, "
    "facts.duration_minutes, facts.is_paperless, facts.is_planned, "
    "facts.cost_amount, facts.cost_norm_amount",
    "document": "facts.status as entity_status, facts.number, facts.notation, facts.document_type, "
    "facts.has_electronic_form, facts.is_sent_electronically, facts.is_signed_digitally",
    "dossier": "facts.status as entity_status, facts.procedure_code, facts.channel, "
    "facts.is_entered_online, facts.is_processed_on_system, facts.has_electronic_result, "
    "facts.has_digitised_components, facts.has_digitised_result",
    "task": "facts.status as entity_status, facts.last_event_type, "
    "duties.label_vi as duty_label, duties.due_date as duty_due_date",
}


def entity_sql(stream: str) -> tuple[str, str]:
    """Joins and columns that describe an entity of the evidence of a KPI of this stream."""
    if stream == INTAKE:
        return _sent_sql()
    joined = f"left join marts.{FACTS[stream]} as facts on evidence.entity_id = facts.entity_id "
    if stream == "task":
        joined += "left join marts.dim_duties as duties on evidence.entity_id = duties.duty_id "
    return joined, f"{_DATES[stream]} as own_date, {_COLUMNS[stream]}"


def _sent_sql() -> tuple[str, str]:
    """The same for whatever was sent: a file, or a fact of some stream."""
    kept = "entity_id, source_file, source_sheet, source_row, source_position"
    parts = [
        f"select '{stream}' as origin, {kept}, {_DATES[stream]} as own_date, first_recorded_at "
        f"from marts.{table} as facts"
        for stream, table in FACTS.items()
    ]
    parts.append(
        "select 'file' as origin, batch_id as entity_id, source_file, null as source_sheet, "
        "null as source_row, last_position as source_position, null as own_date, "
        "recorded_at as first_recorded_at from marts.ingest_batches"
    )
    joined = (
        f"left join ({' union all '.join(parts)}) as facts "
        "on evidence.entity_id = facts.entity_id and evidence.note = facts.origin "
    )
    return joined, "facts.own_date, facts.first_recorded_at"


def describe(stream: str, row: dict[str, Any], language: Language) -> str:
    """One line about an entity: number and type, kind and mode, procedure, or duty."""
    said: list[str | None]
    if stream == "meeting":
        sites, minutes = row["remote_site_count"], row["duration_minutes"]
        length = figures.number(minutes, language, decimals=0)
        said = [
            _label(MEETING_KINDS, row["kind"], language),
            _label(MEETING_MODES, row["mode"], language),
            say("sites", language, count=sites) if sites else None,
            say("minutes", language, count=length) if minutes else None,
        ]
    elif stream == "document":
        types = {code: names[1] for code, names in DOCUMENT_TYPES.items()} | OTHER_DOCUMENT_TYPES
        number = f"{row['number'] or '…'}/{row['notation'] or '…'}"
        said = [number, _label(types, row["document_type"], language)]
    elif stream == INTAKE:
        said = [say(f"stream_{row['note']}", language)]
    elif stream == "dossier":
        said = [row["procedure_code"], _label(DOSSIER_CHANNELS, row["channel"], language)]
    else:
        due = row["duty_due_date"]
        event = row["last_event_type"]
        label = row["duty_label"] or (word(event, language) if event else None)
        said = [label, say("due", language, day=figures.day(due, language)) if due else None]
    return " · ".join(part for part in said if part) or figures.NO_VALUE


def why(excluded_reason: str | None, language: Language) -> str:
    """Why an entity is left out."""
    # What counts for its own unit but not for the province is a joint meeting's other host.
    return word(excluded_reason or "joint_duplicate", language).removeprefix("… ")


def _label(labels: dict[str, str], code: str | None, language: Language) -> str | None:
    if code is None:
        return None
    return labels.get(code, code) if language == "vi" else code.replace("_", " ")
