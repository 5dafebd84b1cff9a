"""How far the data reach: a good figure may only mean that files have not come.

Belongs here: for each stream the newest fact of a period, how many agencies have one, and whether a
figure is provisional for it. Does not belong here: any KPI, what a file said (`kpi_scorecard` says
whom a stream is expected from).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reporting import figures
from reporting.entities import FACTS
from reporting.messages import say
from reporting.publication import Publication, literal
from reporting.rules import rule
from schemas.problems import Language

_HAPPENED: dict[str, tuple[str, str]] = {
    # A list names meetings to come; only what was held shows that somebody still sends.
    "meeting": ("held_date", "status = 'held'"),
    "document": ("issued_date", "true"),
    "dossier": ("received_date", "true"),
    "task": ("completed_date", "true"),
}
"""Date of a fact and what makes it one, by stream."""


NAMED, FEW = 5, 10
"""How many agencies without a fact are named, and up to how many any is named beside a figure."""


@dataclass(frozen=True)
class Coverage:
    """One stream in one period: newest fact, agencies with a fact, expected, and those without."""

    stream: str
    latest: date | None
    delivered: int
    expected: int
    missing: tuple[str, ...] = ()
    """Names and codes of the expected agencies without a fact, by code."""
    missing_codes: tuple[str, ...] = ()
    """Their codes, in the same order."""

    def missing_words(self, language: Language) -> str:
        """The first few of them, and how many more there are."""
        more = len(self.missing) - NAMED
        rest = [f"… {say('and_more_units', language, count=more)}"] if more > 0 else []
        return ", ".join([*self.missing[:NAMED], *rest])


def coverage(
    publication: Publication, period: str, streams: Collection[str], agency: str | None = None
) -> list[Coverage]:
    """Coverage of each stream, of all units below the province or of one agency."""
    return [_coverage(publication, period, stream, agency) for stream in FACTS if stream in streams]


def coverage_words(found: Coverage, language: Language, *, one_agency: bool) -> str:
    """One line: stream, newest date and, for the province, how many agencies have sent and, where
    few have not, which."""
    if found.latest is None:
        reach = say("coverage_none", language)
    else:
        reach = say("coverage_until", language, day=figures.day(found.latest, language))
        if not one_agency:
            reach += ", " + say(
                "coverage_agencies", language, sent=found.delivered, all=found.expected
            )
            if 0 < len(found.missing) <= FEW:
                reach += say("coverage_missing", language, names=found.missing_words(language))
    return f"{say(f'stream_{found.stream}', language)}: {reach}"


def mark_reach(publication: Publication, period: str, rows: list[dict[str, Any]]) -> None:
    """Add to rows of the scorecard `data_until` and `is_provisional`.

    `data_until` is the day of the newest fact of the row's stream and agency (the province: of
    anybody), at most the period's cut-off and null where there is none. A judged figure is
    provisional when the facts end too long before the cut-off (`data_lag_days`).
    """
    [dates] = publication.rows(
        f"select start_date, cutoff_date from marts.dim_periods where period_code = "
        f"{literal(period)}"
    )
    start, cutoff = dates["start_date"], dates["cutoff_date"]
    streams = {row["stream"] for row in rows}
    # What is said of the files themselves reaches as far as there are files.
    known = {name: _reach(publication, name, start) for name in streams & set(FACTS)}
    for row in rows:
        days = known.get(row["stream"], {})
        own = days.get(row["agency_code"])
        newest = max(days.values(), default=None) if row["is_province"] else own
        until = min(newest, cutoff) if newest else None
        lag = timedelta(days=rule("data_lag_days", row["stream"], cutoff))
        judged = row["status"] in ("met", "not_met", "not_due") and row["kpi_value"] is not None
        row["data_until"] = until
        row["is_provisional"] = judged and until is not None and until < cutoff - lag


def _reach(publication: Publication, stream: str, start: date) -> dict[str, date]:
    """Newest fact from `start` on by agency; facts after a period tell that it is complete."""
    dated, happened = _HAPPENED[stream]
    found = publication.rows(
        f"select agency_code, max({dated}) as latest from marts.{FACTS[stream]} "
        f"where not is_withdrawn and {happened} and {dated} between date '{start}' "
        f"and date '{publication.pointer.as_of_date}' group by agency_code"
    )
    return {row["agency_code"]: row["latest"] for row in found}


def _coverage(publication: Publication, period: str, stream: str, agency: str | None) -> Coverage:
    dated, happened = _HAPPENED[stream]
    whose = "not units.is_province" if agency is None else f"units.agency_code = {literal(agency)}"
    [row] = publication.rows(f"""
        with period as (
            select start_date, cutoff_date from marts.dim_periods
            where period_code = {literal(period)}
        ),

        expected as (
            select scorecard.agency_code, max(units.name_vi) as agency_name
            from marts.kpi_scorecard as scorecard
            inner join marts.dim_kpis as kpis on scorecard.kpi_code = kpis.kpi_code
            inner join marts.dim_agencies as units on scorecard.agency_id = units.agency_id
            where scorecard.period_code = {literal(period)} and kpis.stream = {literal(stream)}
                and {whose}
            group by scorecard.agency_code
        ),

        facts as (
            select facts.agency_code, max(facts.{dated}) as latest
            from marts.{FACTS[stream]} as facts
            cross join period
            where not facts.is_withdrawn and {happened}
                and facts.{dated} between period.start_date and period.cutoff_date
            group by facts.agency_code
        )

        select
            max(facts.latest) as latest,
            count(facts.agency_code) as delivered,
            count(*) as expected,
            list(expected.agency_name || ' (' || expected.agency_code || ')'
                order by expected.agency_code)
                filter (where facts.agency_code is null) as missing,
            list(expected.agency_code order by expected.agency_code)
                filter (where facts.agency_code is null) as missing_codes
        from expected
        left join facts on expected.agency_code = facts.agency_code
    """)
    missing, codes = tuple(row["missing"] or ()), tuple(row["missing_codes"] or ())
    return Coverage(
        stream, row["latest"], int(row["delivered"]), int(row["expected"]), missing, codes
    )
