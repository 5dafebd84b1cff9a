"""What a publication says is wrong: the findings that alerts are made of.

Belongs here: reading one publication into findings, who has sent nothing, what could not be read.
Does not belong here: any formula or threshold (tables and seeds have them; limits are passed in),
who is told (`orchestration/alerts`), queries of single sources (`finding_sources.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from reporting.entities import FACTS
from reporting.finding_sources import (
    CHECKS,
    DETECTORS,
    FORECASTS,
    QUARANTINE,
    SCORECARD,
    SOURCES,
    SUBMISSIONS,
    Finding,
    read_source,
)
from reporting.publication import Publication

SENDERS = "senders"
"""The source of `nothing_sent`: the facts themselves."""
_DATED = {
    "fct_meetings": ("held_date", "status = 'held'"),
    "fct_documents": ("issued_date", "true"),
    "fct_dossiers": ("received_date", "true"),
    "fct_tasks": ("completed_date", "true"),
}


@dataclass(frozen=True)
class FindingLimits:
    """Dated limits: months of checks that are judged, days of silence, a forecast's alarm (0–1)."""

    months_judged: int
    silent_after_days: int
    forecast_min_probability: float


@dataclass(frozen=True)
class Reading:
    """One publication as alerts see it.

    `unknown` are sources whose table the publication does not have, or whose results are null;
    of these nothing is known, neither good nor bad. `periods` by source: which were judged.
    `twins`: the calendar year of each reporting year, where both are judged.
    `silent` are units without any fact in the calendar year.
    """

    run_id: str
    as_of_date: date
    published_at: str
    is_sample: bool
    province: str
    province_name: str
    agencies: dict[str, str]
    findings: tuple[Finding, ...]
    unjudged: frozenset[tuple[str, str, str, str]]
    unknown: tuple[str, ...]
    periods: dict[str, frozenset[str]]
    twins: dict[str, str]
    silent: frozenset[str]
    working_days: frozenset[date]


def read_findings(publication: Publication, limits: FindingLimits) -> Reading:
    """Read the publication. A table that is absent is unknown, never a pass."""
    day = date.fromisoformat(publication.pointer.as_of_date)
    there = publication.rows(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    )
    tables = {row["table_name"] for row in there}
    units = publication.rows(
        "select agency_code, name_vi, is_province from marts.dim_agencies where is_current"
    )
    [province] = [row for row in units if row["is_province"]]
    names = {row["agency_code"]: row["name_vi"] for row in units}
    rows = _years(publication)
    years = {row["period_code"]: row["label_vi"] for row in rows}
    months = _months(day, limits.months_judged)
    findings: list[Finding] = []
    unjudged: set[tuple[str, str, str, str]] = set()
    unknown: list[str] = []
    for source, table in SOURCES.items():
        if table not in tables:
            unknown.append(source)
            continue
        found, open_questions = read_source(
            publication, source, years, months, limits.forecast_min_probability, province
        )
        findings += found
        unjudged |= open_questions
    newest = _newest_facts(publication)
    findings += _silent(newest, names, province["agency_code"], day, limits.silent_after_days)
    return Reading(
        run_id=publication.pointer.run_id,
        as_of_date=day,
        published_at=publication.pointer.published_at,
        is_sample=publication.pointer.is_sample,
        province=province["agency_code"],
        province_name=province["name_vi"],
        agencies=names,
        findings=tuple(one for one in findings if one.agency_code in names),
        unjudged=frozenset(unjudged),
        unknown=tuple(unknown),
        periods={
            **dict.fromkeys((SCORECARD, FORECASTS), frozenset(years)),
            **dict.fromkeys((CHECKS, DETECTORS, SUBMISSIONS), frozenset({*months, ""})),
            **dict.fromkeys((QUARANTINE, SENDERS), frozenset({""})),
        },
        twins={
            row["period_code"]: calendar["period_code"]
            for row in rows for calendar in rows
            if row["calendar"] != "calendar" == calendar["calendar"]
            and row["period_year"] == calendar["period_year"]
        },
        silent=frozenset(
            code for code in names
            if code != province["agency_code"]
            and (newest.get(code) is None or newest[code] < date(day.year, 1, 1))
        ),
        working_days=_working_days(publication, day),
    )  # fmt: skip


def _years(publication: Publication) -> list[dict[str, Any]]:
    """The years that still may move (running, or not final), calendar years first."""
    return publication.rows(
        "select period_code, label_vi, calendar, period_year from marts.dim_periods "
        "where period_kind = 'year' "
        f"and start_date <= date '{publication.pointer.as_of_date}' "
        "and (is_running or is_provisional) order by calendar != 'calendar', period_code desc"
    )


def _months(day: date, count: int) -> list[str]:
    """The month of `day` and those before it, `count` in all: 2026-11, 2026-10 …"""
    first = day.year * 12 + day.month - 1
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, first - count, -1)]


def _newest_facts(publication: Publication) -> dict[str, date]:
    """Day of the newest fact of each unit, of any stream."""
    dated = " union all ".join(
        f"select agency_code, {column} as day from marts.{table} "
        f"where not is_withdrawn and {happened}"
        for table, (column, happened) in _DATED.items()
        if table in FACTS.values()
    )
    rows = publication.rows(
        f"select agency_code, max(day) as newest from ({dated}) where day is not null "
        f"and day <= date '{publication.pointer.as_of_date}' group by agency_code"
    )
    return {row["agency_code"]: row["newest"] for row in rows}


def _silent(
    newest: dict[str, date], names: dict[str, str], province: str, day: date, most: int
) -> list[Finding]:
    """One finding for each unit without a fact for longer than `most` days."""
    found = []
    for code in sorted(set(names) - {province}):
        last = newest.get(code)
        if last is None or last < day - timedelta(days=most):
            said = "chưa có số liệu nào" if last is None else f"số liệu cuối cùng {last:%d/%m/%Y}"
            found.append(Finding("nothing_sent", SENDERS, "", code, "", "", "Không gửi số liệu",
                                 "", said, f"quá {most} ngày", 1))  # fmt: skip
    return found


def _working_days(publication: Publication, day: date) -> frozenset[date]:
    """Days that are known to be working days, from half a year before to half a year ahead."""
    rows = publication.rows(
        "select day from marts.dim_days where is_working_day "
        f"and day between date '{day}' - 180 and date '{day}' + 180"
    )
    return frozenset(row["day"] for row in rows)
