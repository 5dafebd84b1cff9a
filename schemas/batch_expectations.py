"""What a whole batch must look like: one great-expectations suite per stream, in Python.

Belongs here: which expectation of which column, from which dated threshold. Does not belong here:
rules of one row (`meeting`, `document`, `dossier`, `task`), relations between tables (dbt tests),
reading the store, and the thresholds themselves (the caller passes them in).

great_expectations gets small frames only, through `gx_frames`, which imports it when asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from schemas.dated_limits import Threshold, limits
from schemas.envelope import EARLIEST_OCCURRED_AT
from schemas.gx_frames import validate

if TYPE_CHECKING:
    import polars as pl

ENVELOPE_KEYS = ("event_id", "entity_id", "agency_code", "occurred_at", "batch_id")
KEY_COLUMNS: dict[str, tuple[str, ...]] = {
    "meeting": ("starts_at", "mode"),
    "document": ("number", "notation", "issued_date"),
    "dossier": ("received_at", "procedure_code"),
    "task": ("duty_code",),
}
"""Without these a fact falls out of every period or every KPI of its stream."""
FLAGS: dict[str, tuple[str, ...]] = {
    "meeting": ("mode", "is_conference"),
    "document": ("has_electronic_form", "is_sent_electronically"),
    "dossier": ("channel", "has_digitised_components", "has_digitised_result"),
    "task": (),
}
"""Columns that people fill in bulk: one single value over many rows is suspect."""
DECISIVE: dict[str, tuple[str, ...]] = {
    "meeting": ("kind", "mode", "remote_site_count", "starts_at", "ends_at"),
    "document": (
        *("direction", "document_type", "issued_date", "has_electronic_form"),
        *("is_between_agencies", "is_sent_electronically"),
    ),
    "dossier": (
        *("received_at", "channel", "is_processed_on_system", "has_electronic_result"),
        *("has_digitised_components", "has_digitised_result"),
    ),
    "task": ("completed_at", "trained_count", "staff_count"),
}
"""Attributes that a KPI reads and whose absence counts against the sender."""
FIRST_EVENTS: dict[str, tuple[str, ...]] = {
    "meeting": ("scheduled", "held"),
    "document": ("issued",),
    "dossier": ("received",),
    "task": ("plan_issued", "report_submitted", "completed", "reported"),
}
"""Only these say everything; a correction rightly leaves most columns null."""


@dataclass(frozen=True)
class Judgement:
    """Result of one expectation. `observed` is a count, share or date, never a cell's value."""

    suite: str
    expectation: str
    column: str | None
    success: bool
    observed: str
    expected: str
    severity: str
    agencies: tuple[str, ...] = ()
    """Senders whose batches fail it, where it can be told."""

    @property
    def is_blocking_failure(self) -> bool:
        """Whether nothing may be published while this stands."""
        return not self.success and self.severity == "error"


def judge(
    stream: str,
    events: pl.DataFrame,
    batches: pl.DataFrame,
    thresholds: Iterable[Threshold],
    day: date,
) -> list[Judgement]:
    """Judge the newest batches of one stream.

    `events`: store columns, one row per event. `batches`: batch_id, agency_code, received,
    accepted, duplicate, quarantined, one row per batch. A flag is judged where enough rows say
    something: a column that is empty throughout is unknown, not constant. Raises KeyError when a
    threshold is missing.
    """
    import polars as pl

    rules = limits(thresholds, stream, day)
    frame = batches.with_columns(
        quarantined_share=(pl.col("quarantined") / pl.col("received")).fill_nan(0.0)
    )
    results = [
        replace(row, agencies=_senders(row, frame, rules))
        for row in _run(f"{stream}_batches", frame, _batch_suite(rules))
    ]
    if events.is_empty():
        return results
    results += _run(f"{stream}_events", _naive(events), _event_suite(rules, day))
    whole = events.filter(pl.col("event_type").is_in(FIRST_EVENTS[stream]))
    enough = rules["min_rows_for_distribution"].value
    if whole.height >= enough:
        flags = [name for name in FLAGS[stream] if whole[name].count() >= enough]
        wanted = [*dict.fromkeys([*KEY_COLUMNS[stream], *flags])]
        suite = _content_suite(stream, flags, rules)
        results += _run(f"{stream}_content", _naive(whole.select(wanted)), suite)
    return results


def _senders(
    row: Judgement, frame: pl.DataFrame, rules: Mapping[str, Threshold]
) -> tuple[str, ...]:
    """Agencies whose batches do not meet an expectation on batches."""
    import polars as pl

    failing = {
        "received": pl.col("received") < rules["min_rows_received"].value,
        "quarantined_share": pl.col("quarantined_share") > rules["max_quarantined_share"].value,
    }.get(row.column or "")
    if row.success or failing is None:
        return ()
    return tuple(frame.filter(failing)["agency_code"].drop_nulls().unique().sort().to_list())


Expected = tuple[str, dict[str, Any], str]


def _batch_suite(rules: Mapping[str, Threshold]) -> list[Expected]:
    volume, quarantine = rules["min_rows_received"], rules["max_quarantined_share"]
    return [
        ("ExpectTableRowCountToBeBetween", {"min_value": 1}, "error"),
        (
            "ExpectColumnMinToBeBetween",
            {"column": "received", "min_value": volume.value},
            volume.severity,
        ),
        (
            "ExpectColumnMaxToBeBetween",
            {"column": "quarantined_share", "max_value": quarantine.value},
            quarantine.severity,
        ),
    ]


def _event_suite(rules: Mapping[str, Threshold], day: date) -> list[Expected]:
    nulls, ahead = rules["max_null_share_envelope"], rules["max_days_ahead"]
    suite: list[Expected] = [
        (
            "ExpectColumnValuesToNotBeNull",
            {"column": name, "mostly": 1 - nulls.value},
            nulls.severity,
        )
        for name in ENVELOPE_KEYS
    ]
    earliest = datetime.fromisoformat(EARLIEST_OCCURRED_AT).replace(tzinfo=None)
    latest = datetime(day.year, day.month, day.day) + timedelta(days=ahead.value)
    suite.append(
        (
            "ExpectColumnValuesToBeBetween",
            {"column": "occurred_at", "min_value": earliest, "max_value": latest},
            ahead.severity,
        )
    )
    return suite


def _content_suite(
    stream: str, flags: Iterable[str], rules: Mapping[str, Threshold]
) -> list[Expected]:
    nulls, flag = rules["max_null_share"], rules["min_flag_values"]
    suite: list[Expected] = [
        (
            "ExpectColumnValuesToNotBeNull",
            {"column": name, "mostly": 1 - nulls.value},
            nulls.severity,
        )
        for name in KEY_COLUMNS[stream]
    ]
    suite += [
        (
            "ExpectColumnUniqueValueCountToBeBetween",
            {"column": name, "min_value": int(flag.value)},
            flag.severity,
        )
        for name in flags
    ]
    return suite


def _naive(frame: pl.DataFrame) -> pl.DataFrame:
    """Flat columns only, times as naive UTC: pandas and great-expectations compare no others."""
    import polars as pl

    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    aware = [
        name
        for name, kind in frame.schema.items()
        if isinstance(kind, pl.Datetime) and kind.time_zone
    ]
    return frame.drop(nested).with_columns(pl.col(aware).dt.replace_time_zone(None))


def _run(suite: str, frame: pl.DataFrame, expected: list[Expected]) -> list[Judgement]:
    found = validate(frame, [(name, arguments) for name, arguments, _ in expected])
    return [
        _judgement(suite, name, arguments, severity, one)
        for (name, arguments, severity), one in zip(expected, found, strict=True)
    ]


def _judgement(
    suite: str, name: str, arguments: dict[str, Any], severity: str, found: Any
) -> Judgement:
    result = found.result or {}
    if "observed_value" in result:
        observed = str(result["observed_value"])
    elif "unexpected_count" in result:
        observed = f"{result['unexpected_count']} / {result['element_count']}"
    else:
        observed = "not judged"
    limit = ", ".join(f"{key} {value}" for key, value in arguments.items() if key != "column")
    return Judgement(
        suite, name, arguments.get("column"), bool(found.success), observed, limit, severity
    )
