"""What a list that shows a state says anew, compared with what its source said last.

Belongs here: folding a source's own events into what it last said, and turning differences into
first events, corrections and withdrawals. Does not belong here: sources of events (`classify`), the
state across sources (`dbt_project`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from ingestion import engine
from ingestion.classify import Judged
from ingestion.clock import LOCAL_ZONE
from ingestion.coverage import Coverage, to_come
from ingestion.engine import name, text
from ingestion.store import EventStore
from schemas.envelope import ENVELOPE
from schemas.problems import Problem
from schemas.registry import Stream

CANCELLED = "cancelled"


@dataclass(frozen=True)
class Snapshot:
    """How a layout's files are to be compared."""

    stream: Stream
    source_system: str
    file: str
    supplied: tuple[str, ...]
    """Attributes that the layout fills; of the others the file says nothing."""
    agency_code: str | None = None
    """The one agency of the file; None when each row names its own."""
    in_order: bool = False
    covers: Coverage = frozenset()
    """Periods the file lists exhaustively, by the reference time."""


def compare(
    rows: pl.DataFrame,
    snapshot: Snapshot,
    *,
    store: EventStore,
    present: pl.Series,
    now: datetime,
) -> Judged:
    """Judge the valid rows of a snapshot against what its source last said.

    `present` holds the entities of all rows, broken ones too: what stands in the file is not gone.
    A null among them is a row whose entity cannot be known, so that nothing counts as gone.
    """
    said = last_said(snapshot, store)
    differences = _differences(rows, said, snapshot)
    is_same = pl.col("_is_known") & ~pl.col("_differs")
    is_clash = ~is_same & ~pl.lit(snapshot.in_order) & pl.col("_is_repeated")
    clashes = differences.filter(is_clash).select("source_sheet", "source_row", "entity_id")
    judged = Judged(
        differences.filter(~is_same & ~is_clash).select(list(snapshot.stream.candidate_schema())),
        differences.select(is_same.sum()).item(),
        [
            Problem("same_id_other_content", snapshot.file, sheet, row, None, entity)
            for sheet, row, entity in clashes.iter_rows()
        ],
    )
    if snapshot.covers is None or snapshot.covers:
        covered = _covered(said, snapshot, rows, now)
        judged.known = covered.height
        if not present.null_count():
            gone = covered.join(present.to_frame("entity_id"), on="entity_id", how="anti")
            judged.withdrawn = gone.height
            withdrawals = _withdrawals(gone, snapshot, now)
            judged.events = pl.concat([judged.events, withdrawals], how="diagonal")
    return judged


def last_said(snapshot: Snapshot, store: EventStore) -> pl.DataFrame:
    """Return one row per entity: what this source last said of it, in the order of the store.

    The last value carried wins, unless a later correction emptied it. `_is_withdrawn` holds from a
    withdrawal until a correction that carries a status.
    """
    stream = snapshot.stream
    attributes = list(dict.fromkeys([*snapshot.supplied, stream.reference_time]))
    schema = {
        "entity_id": pl.String(),
        "agency_code": pl.String(),
        "status": pl.String(),
        "_is_withdrawn": pl.Boolean(),
        "_occurred_at": pl.Datetime("us", "UTC"),
        **{attribute: stream.attributes[attribute] for attribute in attributes},
    }
    files = store.files(
        stream.name, agency_code=snapshot.agency_code, source_system=snapshot.source_system
    )
    if not files:
        return pl.DataFrame(schema=schema)
    own = f"source_system = {text(snapshot.source_system)}"
    if snapshot.agency_code is not None:
        own += f" and agency_code = {text(snapshot.agency_code)}"
    columns = {**ENVELOPE, **{known: stream.attributes[known] for known in attributes}}
    query = _fold_query(stream, engine.rows_of(files, columns), own, attributes)
    return store.connection.execute(query).pl().cast(schema)  # type: ignore[arg-type]


def _fold_query(stream: Stream, events: str, own: str, attributes: list[str]) -> str:
    sets = " ".join(
        f"when {text(event)} then {text(status)}"
        for event, status in stream.events.items()
        if status
    )
    is_withdrawal = f"event_type = {text(stream.withdrawal)}"
    return f"""
        with own as (
            select *, coalesce(status, case event_type {sets} end) as status_set
            from {events}
            where {own}
        )

        select
            entity_id,
            max_by(agency_code, position) as agency_code,
            max_by(status_set, position) filter (where status_set is not null) as status,
            coalesce(max(position) filter (where {is_withdrawal}), -1) > coalesce(
                max(position) filter (where event_type = 'corrected' and status is not null), -1
            ) as _is_withdrawn,
            max_by(occurred_at, position) filter (where not {is_withdrawal}) as _occurred_at,
            {", ".join(_folded(attribute) for attribute in attributes)},
        from own
        group by entity_id
    """


def _folded(attribute: str) -> str:
    column = name(attribute)
    carried = f"filter (where {column} is not null)"
    emptied = f"filter (where list_contains(cleared, {text(attribute)}))"
    return f"""case
        when coalesce(max(position) {emptied}, -1) <= coalesce(max(position) {carried}, -1)
            then max_by({column}, position) {carried}
    end as {column}"""


def _differences(rows: pl.DataFrame, said: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Return the rows with only what they say anew.

    Adds `_is_known` (there is something to compare with), `_differs` and `_is_repeated` (an earlier
    row of the file has the same entity). Known rows that differ become corrections, except a row
    that takes its entity off the list itself: that is a withdrawal.
    """
    compared = ["status", "agency_code", *snapshot.supplied]
    paired = _paired(rows, said, snapshot, compared)
    is_new = {column: pl.col(column).ne_missing(pl.col(f"_before_{column}")) for column in compared}
    is_new["status"] &= pl.col("status").is_not_null()
    takes_back = pl.col("event_type").eq_missing(pl.lit(snapshot.stream.withdrawal))
    paired = paired.with_columns(
        pl.when(takes_back)
        .then(~pl.col("_is_withdrawn"))
        .otherwise(pl.any_horizontal("_is_withdrawn", *is_new.values()))
        .alias("_differs"),
        pl.concat_list(
            pl.lit(None, dtype=pl.String),
            *(
                pl.when(is_new[column] & pl.col(column).is_null()).then(pl.lit(column))
                for column in snapshot.supplied
            ),
        )
        .list.drop_nulls()
        .alias("_emptied"),
        _status_to_say(snapshot.stream, is_new["status"]).alias("_status"),
        *(
            pl.when(expr).then(pl.col(column)).alias(f"_new_{column}")
            for column, expr in is_new.items()
            if column in snapshot.supplied
        ),
    )
    corrects = pl.col("_is_known") & ~takes_back
    emptied = pl.when(pl.col("_emptied").list.len() > 0).then(pl.col("_emptied"))
    return paired.with_columns(
        pl.when(corrects).then(pl.lit("corrected")).otherwise("event_type").alias("event_type"),
        pl.when(corrects).then("_status").otherwise("status").alias("status"),
        pl.when(corrects).then(emptied).otherwise("cleared").alias("cleared"),
        *(
            pl.when(corrects).then(pl.col(f"_new_{column}")).otherwise(column).alias(column)
            for column in snapshot.supplied
        ),
    )


def _status_to_say(stream: Stream, is_new: pl.Expr) -> pl.Expr:
    """Return the status of a correction: a new one, and always one where it re-instates."""
    lifecycle = {event: status for event, status in stream.events.items() if status}
    own = pl.col("event_type").replace_strict(lifecycle, default=None, return_dtype=pl.String)
    standing = pl.coalesce("status", own, "_before_status")
    return pl.when(pl.col("_is_withdrawn")).then(standing).when(is_new).then("status")


def _paired(
    rows: pl.DataFrame, said: pl.DataFrame, snapshot: Snapshot, compared: list[str]
) -> pl.DataFrame:
    """Add `_before_…`: what the source said before a row, in an earlier row or in the store."""
    index = pl.col("_index")
    earlier = index.shift(1) if snapshot.in_order else index.first()
    placed = rows.with_row_index("_index").with_columns(earlier.over("entity_id").alias("_earlier"))
    is_repeated = (pl.col("_earlier") != index).fill_null(False)
    placed = placed.with_columns(
        is_repeated.alias("_is_repeated"), pl.when(is_repeated).then("_earlier").alias("_earlier")
    )
    renamed = [pl.col(column).alias(f"_before_{column}") for column in compared]
    first = placed.filter(~pl.col("_is_repeated")).join(
        said.select("entity_id", "_is_withdrawn", pl.lit(True).alias("_is_known"), *renamed),
        on="entity_id",
        how="left",
    )
    again = placed.filter("_is_repeated").join(
        placed.select(
            index.alias("_earlier"),
            pl.col("event_type")
            .eq_missing(pl.lit(snapshot.stream.withdrawal))
            .alias("_is_withdrawn"),
            pl.lit(True).alias("_is_known"),
            *renamed,
        ),
        on="_earlier",
        how="left",
    )
    both = pl.concat([first, again.select(first.columns)]).sort("_index")
    return both.with_columns(pl.col("_is_withdrawn", "_is_known").fill_null(False))


def _covered(
    said: pl.DataFrame, snapshot: Snapshot, rows: pl.DataFrame, now: datetime
) -> pl.DataFrame:
    """Return the known, real entities that the file should list."""
    covered = said.filter(~pl.col("_is_withdrawn"))
    last_day = to_come(snapshot.covers)
    if last_day is not None:
        return _still_to_come(covered, snapshot.stream, now, last_day)
    if snapshot.agency_code is None:
        agencies = rows["agency_code"].unique().to_list()
        covered = covered.filter(pl.col("agency_code").is_in(agencies))
    if snapshot.covers is None:
        return covered
    day = reference_day(snapshot.stream)
    inside = [day.str.starts_with(period) for period in sorted(snapshot.covers)]
    return covered.filter(pl.any_horizontal(inside))


def reference_day(stream: Stream) -> pl.Expr:
    """Return the local day (`2026-05-31`) that places an entity in a year or month."""
    column, dtype = pl.col(stream.reference_time), stream.attributes[stream.reference_time]
    if isinstance(dtype, pl.Datetime):
        column = column.dt.convert_time_zone(LOCAL_ZONE)
    otherwise = pl.col("_occurred_at").dt.convert_time_zone(LOCAL_ZONE).dt.strftime("%Y-%m-%d")
    return pl.coalesce(column.dt.strftime("%Y-%m-%d"), otherwise)


def _still_to_come(
    covered: pl.DataFrame, stream: Stream, now: datetime, last_day: str
) -> pl.DataFrame:
    """Return the known meetings a calendar must still list: later than now, and not called off."""
    starts = pl.col(stream.reference_time)
    is_open = pl.col("status").ne_missing(pl.lit(CANCELLED))
    return covered.filter(is_open & (starts > now) & (reference_day(stream) <= last_day))


def _withdrawals(gone: pl.DataFrame, snapshot: Snapshot, now: datetime) -> pl.DataFrame:
    """Return the events that unmake what a complete list no longer holds.

    What vanishes from a calendar before its time is called off; that it once stood there is true.
    """
    called_off = to_come(snapshot.covers) is not None
    event = "corrected" if called_off else snapshot.stream.withdrawal
    return gone.sort("entity_id").select(
        "entity_id",
        "agency_code",
        pl.lit(event).alias("event_type"),
        pl.lit(CANCELLED if called_off else None, dtype=pl.String).alias("status"),
        pl.lit(now, dtype=pl.Datetime("us", "UTC")).alias("occurred_at"),
    )
