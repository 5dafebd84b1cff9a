"""The findings of each published table.

Belongs here: one query per source, and its rows in words. Does not belong here: which sources and
periods are asked (`findings.py`), who is told (`orchestration/alerts`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting import figures
from reporting.entities import FACTS
from reporting.messages import say
from reporting.publication import Publication, literal
from reporting.quality_words import limit, observed
from schemas.check_register import CHECKS as REGISTER

SCORECARD, CHECKS, DETECTORS = "scorecard", "checks", "detectors"
SUBMISSIONS, QUARANTINE, FORECASTS = "submissions", "quarantine", "forecasts"
SOURCES = {
    SCORECARD: "kpi_scorecard",
    CHECKS: "check_results",
    DETECTORS: "detector_findings",
    SUBMISSIONS: "submissions",
    QUARANTINE: "quarantine",
    FORECASTS: "kpi_forecasts",
}
"""Published table of each source."""

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, once per check, subject, agency and period.

    `subject` is what the check is about (a KPI, a stream, an obligation) or empty; `severity` is
    info, warning, error, or empty where a dated rule of the province says it. `observed` and
    `expected` are ready for people; `count` is how many rows or entities stand behind it;
    `todo` is what its own register says to do, where it has one.
    """

    check_code: str
    source: str
    subject: str
    agency_code: str
    period_code: str
    period_label: str
    label: str
    severity: str
    observed: str
    expected: str
    count: int = 1
    todo: str = ""

    @property
    def identity(self) -> Key:
        """What makes it the same finding in another publication."""
        return self.check_code, self.subject, self.agency_code, self.period_code


@dataclass(frozen=True)
class _Question:
    publication: Publication
    years: Mapping[str, str]
    months: Sequence[str]
    min_probability: float
    province: Mapping[str, Any]


def read_source(
    publication: Publication,
    source: str,
    years: Mapping[str, str],
    months: Sequence[str],
    min_probability: float,
    province: Mapping[str, Any],
) -> tuple[list[Finding], set[Key]]:
    """Findings of one source, and the keys of what it could not judge (null results)."""
    question = _Question(publication, years, months, min_probability, province)
    return _READERS[source](question)


def _scorecard(ask: _Question) -> tuple[list[Finding], set[Key]]:
    rows = ask.publication.rows(f"""
        select scorecard.*, kpis.label_vi, kpis.unit
        from marts.kpi_scorecard as scorecard
        inner join marts.dim_kpis as kpis on scorecard.kpi_code = kpis.kpi_code
        inner join marts.dim_agencies as units
            on scorecard.agency_id = units.agency_id and units.is_current
        where kpis.is_headline and scorecard.status in ('not_met', 'no_data')
            and scorecard.period_code in ({_listed(ask.years)})
        order by scorecard.kpi_code, scorecard.agency_code, scorecard.period_code
    """)
    findings, unjudged = [], set()
    for row in rows:
        finding = Finding(
            check_code="kpi_not_met",
            source=SCORECARD,
            subject=row["kpi_code"],
            agency_code=row["agency_code"],
            period_code=row["period_code"],
            period_label=ask.years[row["period_code"]],
            label=row["label_vi"],
            severity="",
            observed=figures.measure(row["kpi_value"], row["unit"], "vi"),
            expected=figures.target(row["target_value"], row["comparator"], row["unit"], "vi"),
        )
        if row["status"] == "no_data":
            unjudged.add(finding.identity)
        else:
            findings.append(finding)
    return findings, unjudged


def _checks(ask: _Question) -> tuple[list[Finding], set[Key]]:
    rows = ask.publication.rows(f"""
        with judged as (
            select
                check_code,
                coalesce(stream, '') as subject,
                coalesce(agency_code, {literal(ask.province["agency_code"])}) as agency_code,
                coalesce(period_code, '') as period_code,
                case severity when 'error' then 3 when 'warning' then 2 else 1 end as weight,
                passed,
                observed,
                expected
            from marts.check_results
            where period_code is null or period_code in ({_listed(ask.months)})
        )

        select
            check_code, subject, agency_code, period_code,
            count(*) filter (where not passed) as failed_count,
            max(weight) filter (where not passed) as weight,
            arg_max(observed, weight) filter (where not passed) as observed,
            arg_max(expected, weight) filter (where not passed) as expected
        from judged
        group by check_code, subject, agency_code, period_code
        having bool_or(not passed) or bool_or(passed is null)
        order by check_code, subject, agency_code, period_code
    """)
    findings, unjudged = [], set()
    for row in rows:
        key = row["check_code"], row["subject"], row["agency_code"], row["period_code"]
        if not row["failed_count"]:
            unjudged.add(key)
            continue
        findings.append(
            Finding(key[0], CHECKS, *key[1:], _month(key[3]), _stream(key[1]),
                    _SEVERITY[row["weight"]], *_measured(row), int(row["failed_count"]))
        )  # fmt: skip
    return findings, unjudged


def _detectors(ask: _Question) -> tuple[list[Finding], set[Key]]:
    rows = ask.publication.rows(f"""
        select found.*, detectors.label_vi, detectors.what_to_do_vi
        from marts.detector_findings as found
        inner join marts.detectors as detectors on found.detector_code = detectors.detector_code
        where found.period_code in ({_listed(ask.months)})
        order by found.detector_code, found.agency_code, found.period_code
    """)
    return [
        Finding(row["detector_code"], DETECTORS, row["stream"] or "", row["agency_code"],
                row["period_code"], _month(row["period_code"]), row["label_vi"], row["severity"],
                f"{figures.number(row['entity_count'], 'vi')} mục", "",
                int(row["entity_count"]), row["what_to_do_vi"])
        for row in rows
    ], set()  # fmt: skip


def _submissions(ask: _Question) -> tuple[list[Finding], set[Key]]:
    rows = ask.publication.rows(f"""
        select *
        from marts.submissions
        where status in ('late', 'missing') and period_code in ({_listed(ask.months)})
        order by obligation_code, agency_code, period_code
    """)
    found = []
    for row in rows:
        days = "" if row["days_late"] is None else f", chậm {row['days_late']} ngày"
        said = "đã gửi" if row["status"] == "late" else "chưa gửi"
        found.append(
            Finding(f"submission_{row['status']}", SUBMISSIONS, row["obligation_code"],
                    row["agency_code"], row["period_code"], _month(row["period_code"]),
                    row.get("label_vi") or row["obligation_code"], "", f"{said}{days}",
                    f"hạn {figures.day(row['due_date'], 'vi')}")
        )  # fmt: skip
    return found, set()


def _quarantine(ask: _Question) -> tuple[list[Finding], set[Key]]:
    rows = ask.publication.rows(f"""
        select
            coalesce(agency_code, {literal(ask.province["agency_code"])}) as agency_code,
            count(distinct (batch_id, source_sheet, source_row)) as row_count,
            count(distinct batch_id) as file_count
        from marts.quarantine
        where is_open
        group by 1
        order by 1
    """)
    return [
        Finding("rows_quarantined", QUARANTINE, "", row["agency_code"], "", "",
                "Dòng bị cách ly chờ sửa", "",
                f"{figures.number(row['row_count'], 'vi')} dòng của {row['file_count']} tệp",
                "", int(row["row_count"]))
        for row in rows
    ], set()  # fmt: skip


def _forecasts(ask: _Question) -> tuple[list[Finding], set[Key]]:
    rows = ask.publication.rows(f"""
        select forecasts.*, kpis.label_vi, kpis.unit
        from marts.kpi_forecasts as forecasts
        inner join marts.dim_kpis as kpis on forecasts.kpi_code = kpis.kpi_code
        where forecasts.period_code in ({_listed(ask.years)}) and kpis.is_headline
            and (forecasts.probability_missed >= {ask.min_probability}
                or forecasts.probability_missed is null)
        order by forecasts.kpi_code, forecasts.agency_code, forecasts.period_code
    """)
    findings, unjudged = [], set()
    for row in rows:
        chance = row["probability_missed"]
        finding = Finding(
            check_code="kpi_at_risk",
            source=FORECASTS,
            subject=row["kpi_code"],
            agency_code=row["agency_code"],
            period_code=row["period_code"],
            period_label=ask.years[row["period_code"]],
            label=row["label_vi"],
            severity="",
            observed=f"khả năng không đạt {figures.percent(chance, 'vi')}",
            expected=f"dự báo {figures.measure(row['expected_value'], row['unit'], 'vi')}",
        )
        if chance is None:
            unjudged.add(finding.identity)
        else:
            findings.append(finding)
    return findings, unjudged


_READERS: dict[str, Callable[[_Question], tuple[list[Finding], set[Key]]]] = {
    SCORECARD: _scorecard,
    CHECKS: _checks,
    DETECTORS: _detectors,
    SUBMISSIONS: _submissions,
    QUARANTINE: _quarantine,
    FORECASTS: _forecasts,
}
_SEVERITY = {1: "info", 2: "warning", 3: "error"}


def _listed(codes: Collection[str]) -> str:
    return ", ".join(literal(code) for code in codes) or "null"


def _month(code: str) -> str:
    """2026-06 → tháng 6/2026; nothing for nothing."""
    return f"Tháng {int(code[5:7])}/{code[:4]}" if len(code) == len("2026-06") else code


def _stream(code: str) -> str:
    word = say(f"stream_{code}", "vi") if code in FACTS else ""
    return word[:1].upper() + word[1:]


def _measured(row: dict[str, Any]) -> tuple[str, str]:
    """What a check saw and allows, in its unit; as it stands where the check is not known here."""
    if row["check_code"] not in REGISTER:
        return row["observed"] or "", row["expected"] or ""
    return observed(row, "vi"), limit(row, "vi")
