"""What happened, when, and in which state that leaves the entity.

Belongs here: `event_type`, `occurred_at` and `status` of events and of snapshot rows. Does not
belong here: attributes (`columns`) or what a state counts for (`dbt_project`).
"""

from __future__ import annotations

import polars as pl

from ingestion.layout.model import OBSERVED_AT, ColumnRule
from ingestion.normalise.columns import fill
from ingestion.normalise.dates import local
from ingestion.normalise.values import convert
from ingestion.normalise.work import Work
from schemas.envelope import Timestamp
from schemas.registry import Stream

_SILENT_STATUS = {"document": "issued", "dossier": "received", "task": "in_progress"}
"""State of a snapshot row that names none; a meeting's depends on the clock."""


def take_event_and_status(work: Work) -> None:
    """`event_type` of every row, and for snapshots the `status` it stands for."""
    _take_event_type(work)
    if work.layout.kind == "snapshot":
        _take_snapshot_state(work)


def take_occurred_at(work: Work) -> None:
    """`occurred_at` from its own column, or the first attribute of the layout that is filled."""
    rule = work.layout.occurred_at_column
    if rule is not None:
        work.values["occurred_at"] = _from_column(work, rule)
    else:
        work.values["occurred_at"] = _from_attributes(work)
    column = work.layout.label_of("occurred_at")
    work.notes.add_if_clean("value_missing", work.values["occurred_at"].is_null(), column)


def _from_column(work: Work, rule: ColumnRule) -> pl.Series:
    texts = work.text(rule.source)
    converted = convert(texts, rule.value, Timestamp, work.setting)
    if converted.bad is not None:
        work.notes.add(converted.code, converted.bad, rule.source, texts, converted.detail)
    return converted.values


def _from_attributes(work: Work) -> pl.Series:
    found = work.same(None, Timestamp)
    for name in work.layout.occurred_at:
        if name == OBSERVED_AT:
            values = work.same(work.observed_at, Timestamp)
        else:
            values = work.get(name, work.stream.attributes[name])
        if isinstance(values.dtype, pl.Date):
            midnight = values.cast(pl.Datetime("us")).dt.replace_time_zone(
                work.setting.zone, ambiguous="latest", non_existent="null"
            )
            values = midnight.dt.convert_time_zone("UTC")
        found = found.zip_with(found.is_not_null(), values)
    return found


def _take_event_type(work: Work) -> None:
    rule = work.layout.event_type
    if rule is None:
        work.values["event_type"] = work.same(None, pl.String())
    elif rule.constant:
        work.values["event_type"] = work.same(rule.constant, pl.String())
    else:
        texts = work.text(rule.column) if rule.column else fill(work, rule.template or "")
        column = work.layout.label_of("event_type")
        converted = convert(texts, rule.value, pl.String(), work.setting)
        if converted.bad is not None:
            work.notes.add(converted.code, converted.bad, column, texts, converted.detail)
        work.values["event_type"] = converted.values
        if work.layout.kind == "events":
            work.notes.add_if_clean("value_missing", converted.values.is_null(), column)


def _take_snapshot_state(work: Work) -> None:
    """A row's own status wins, then its event's, then what its stream says of silence."""
    events = work.values["event_type"]
    status = work.get("status", pl.String())
    implied = events.replace_strict(
        list(work.stream.events), list(work.stream.events.values()),
        default=None, return_dtype=pl.String,
    )  # fmt: skip
    status = status.zip_with(status.is_not_null(), implied)
    if status.is_null().any():
        status = status.zip_with(status.is_not_null(), _silent_status(work))
    work.values["status"] = status
    setting = {state: event_that_sets(state, work.stream) for state in work.stream.statuses}
    made = status.replace_strict(
        list(setting), list(setting.values()), default=None, return_dtype=pl.String
    )
    work.values["event_type"] = events.zip_with(events.is_not_null(), made)


def _silent_status(work: Work) -> pl.Series:
    silent = _SILENT_STATUS.get(work.stream.name)
    if silent is not None:
        return work.same(silent, pl.String())
    starts = work.get(work.stream.reference_time, Timestamp)
    held, scheduled = work.same("held", pl.String()), work.same("scheduled", pl.String())
    begun = starts <= work.same(work.observed_at, Timestamp)
    return held.zip_with(begun, scheduled).zip_with(
        begun.is_not_null(), work.same(None, pl.String())
    )


def event_that_sets(status: str, stream: Stream) -> str:
    """The lifecycle event that stands for `status`: its namesake, else the first that sets it."""
    if stream.events.get(status) == status:
        return status
    return next(event for event, sets in stream.events.items() if sets == status)


def local_days(work: Work) -> pl.Series:
    """Local date of `occurred_at`."""
    return local(work.values["occurred_at"], work.setting.zone).dt.date()


def reference_days(work: Work) -> pl.Series:
    """Local date that places the entity itself: of its issue, its start, its reception."""
    name = work.stream.reference_time
    values = work.get(name, work.stream.attributes[name])
    if isinstance(values.dtype, pl.Date):
        return values
    return local(values, work.setting.zone).dt.date()
