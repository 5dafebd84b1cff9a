"""The one list of streams; everything that loops over streams loops over this.

Belongs here: a stream's name, vocabulary, attributes and model. Does not belong here: how a file
becomes an event (`ingestion`) or what a number means (`dbt_project`).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from schemas import document, dossier, meeting, task, vocabularies
from schemas.checks import CandidateModel
from schemas.envelope import CANDIDATE, ENVELOPE


@dataclass(frozen=True)
class Stream:
    """One kind of thing the province logs, and what its events may say."""

    name: str
    label_vi: str
    events: dict[str, str | None]
    attributes: dict[str, pl.DataType]
    labels: dict[str, str]
    model: type[CandidateModel]
    reference_time: str
    """Attribute that dates a snapshot row which says nothing of its own `occurred_at`."""
    withdrawal: str
    """Event type that unmakes an entity of this stream."""

    @property
    def statuses(self) -> frozenset[str]:
        """Every status some event of this stream sets."""
        return frozenset(status for status in self.events.values() if status)

    def candidate_schema(self) -> dict[str, pl.DataType]:
        """Columns and types of a candidate frame of this stream."""
        return {**CANDIDATE, **self.attributes}


STREAMS: dict[str, Stream] = {
    stream.name: stream
    for stream in (
        Stream(
            "meeting",
            "Hội nghị, cuộc họp",
            vocabularies.MEETING_EVENTS,
            meeting.ATTRIBUTES,
            meeting.LABELS,
            meeting.MeetingModel,
            "starts_at",
            "withdrawn",
        ),
        Stream(
            "document",
            "Văn bản",
            vocabularies.DOCUMENT_EVENTS,
            document.ATTRIBUTES,
            document.LABELS,
            document.DocumentModel,
            "issued_date",
            "withdrawn",
        ),
        Stream(
            "dossier",
            "Hồ sơ thủ tục hành chính",
            vocabularies.DOSSIER_EVENTS,
            dossier.ATTRIBUTES,
            dossier.LABELS,
            dossier.DossierModel,
            "received_at",
            "voided",
        ),
        Stream(
            "task",
            "Nhiệm vụ theo Phụ lục",
            vocabularies.TASK_EVENTS,
            task.ATTRIBUTES,
            task.LABELS,
            task.TaskModel,
            "completed_at",
            "withdrawn",
        ),
    )
}


def store_schema() -> dict[str, pl.DataType]:
    """Columns of the event store: the envelope, then every attribute of every stream once.

    Raises ValueError when two streams give one attribute name two types.
    """
    columns = dict(ENVELOPE)
    for stream in STREAMS.values():
        for name, dtype in stream.attributes.items():
            if columns.setdefault(name, dtype) != dtype:
                raise ValueError(f"attribute {name} of {stream.name} has two types")
    return columns
