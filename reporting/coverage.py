"""How far the data reach: a good figure may only mean that files have not come.

Belongs here: for each stream the newest fact of a period and how many agencies have one. Does not
belong here: any KPI, what a file said (`kpi_scorecard` says whom a stream is expected from).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from reporting import figures
from reporting.entities import FACTS
from reporting.messages import say
from reporting.publication import Publication, literal
from schemas.problems import Language

_HAPPENED: dict[str, tuple[str, str]] = {
    # A list names meetings to come; only what was held shows that somebody still sends.
    "meeting": ("held_date", "status = 'held'"),
    "document": ("issued_date", "true"),
    "dossier": ("received_date", "true"),
    "task": ("completed_date", "true"),
}
"""Date of a fact and what makes it one, by stream."""


@dataclass(frozen=True)
class Coverage:
    """One stream in one period: newest fact, agencies with a fact, agencies expected."""

    stream: str
    latest: date | None
    delivered: int
    expected: int


def coverage(
    publication: Publication, period: str, streams: Collection[str], agency: str | None = None
) -> list[Coverage]:
    """Coverage of each stream, of all units below the province or of one agency."""
    return [_coverage(publication, period, stream, agency) for stream in FACTS if stream in streams]


def coverage_words(found: Coverage, language: Language, *, one_agency: bool) -> str:
    """One line: stream, newest date and, for the province, how many agencies have sent."""
    if found.latest is None:
        reach = say("coverage_none", language)
    else:
        reach = say("coverage_until", language, day=figures.day(found.latest, language))
        if not one_agency:
            reach += ", " + say(
                "coverage_agencies", language, sent=found.delivered, all=found.expected
            )
    return f"{say(f'stream_{found.stream}', language)}: {reach}"


def _coverage(publication: Publication, period: str, stream: str, agency: str | None) -> Coverage:
    dated, happened = _HAPPENED[stream]
    whose = "not units.is_province" if agency is None else f"units.agency_code = {literal(agency)}"
    [row] = publication.rows(f"""
        with period as (
            select start_date, cutoff_date from marts.dim_periods
            where period_code = {literal(period)}
        ),

        expected as (
            select distinct scorecard.agency_code
            from marts.kpi_scorecard as scorecard
            inner join marts.dim_kpis as kpis on scorecard.kpi_code = kpis.kpi_code
            inner join marts.dim_agencies as units on scorecard.agency_id = units.agency_id
            where scorecard.period_code = {literal(period)} and kpis.stream = {literal(stream)}
                and {whose}
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
            count(*) as expected
        from expected
        left join facts on expected.agency_code = facts.agency_code
    """)
    return Coverage(stream, row["latest"], int(row["delivered"]), int(row["expected"]))
