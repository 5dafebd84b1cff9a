"""Planted anomalies are found, their clean neighbours are not; who owes what, and the score."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from orchestration.check_results import _MEASURES
from schemas.fact_expectations import CheckResult, judge_measures
from tests.warehouse_fixture import LOCAL, PROJECT, Warehouse

AS_OF = datetime(2026, 11, 16, 8, tzinfo=LOCAL)
CLEAN, ODD = "STP", "SNV"
"""A unit whose months are all alike, and one in whose September everything is planted."""
MONTHS = [(2025, 10), (2025, 11), (2025, 12), *[(2026, month) for month in range(1, 11)]]
PLANTED = "2026-09"


def days_of(year: int, month: int) -> list[date]:
    """Twelve working days of a month, none of them its last."""
    with (PROJECT / "dbt_project/seeds/holidays.csv").open(encoding="utf-8") as seed:
        holidays = {row["day"] for row in csv.DictReader(seed)}
    first = date(year, month, 3)
    found = [first + timedelta(days=step) for step in range(24)]
    return [day for day in found if day.weekday() < 5 and str(day) not in holidays][:12]


class Month:
    """The events of one unit in one month, learnt of on the third of the next."""

    def __init__(self, agency: str, year: int, month: int) -> None:
        self.agency, self.days = agency, days_of(year, month)
        self.code = f"{year}-{month:02d}"
        self.is_odd = agency == ODD and self.code == PLANTED
        following = date(year, month, 28) + timedelta(days=13)
        learnt = datetime(following.year, following.month, 3, 8, tzinfo=LOCAL)
        self.learnt = learnt + timedelta(days=30 if self.is_odd else 0)
        after = date(year, month, 28) + timedelta(days=4)
        self.last = after - timedelta(days=after.day)
        saturday = [date(year, month, day) for day in range(4, 28)]
        # Twenty-four numbers a month; those of the planted month are of another type's series.
        elsewhere = 24 if agency == ODD and self.code > PLANTED else 0
        self.first_number = 24 * (month - 1) + 1 - elsewhere
        self.saturday = next(day for day in saturday if day.weekday() == 5)

    def row(self, stream: str, number: int, day: date) -> dict[str, Any]:
        start = datetime(day.year, day.month, day.day, 1, tzinfo=LOCAL) + timedelta(hours=7)
        return {
            "stream": stream, "entity_id": f"{stream}:{self.agency}:{self.code}:{number}",
            "agency_code": self.agency, "occurred_at": start, "recorded_at": self.learnt,
            "source_system": "test", "source_file": "test.csv",
        }  # fmt: skip

    def meetings(self) -> list[dict[str, Any]]:
        rows = []
        for number, day in enumerate(self.days):
            day = self.last if self.is_odd and number < 8 else day
            row = self.row("meeting", number, day)
            length = timedelta(hours=9 if self.is_odd else 2)
            rows.append(row | {
                "event_type": "held", "starts_at": row["occurred_at"],
                "ends_at": row["occurred_at"] + length,
                "mode": "online" if self.is_odd or number % 3 == 0 else "in_person",
                "kind": "training" if self.is_odd else "briefing",
            })  # fmt: skip
        return rows

    def documents(self) -> list[dict[str, Any]]:
        rows = []
        for number, day in enumerate([*self.days, *self.days]):
            odd = self.is_odd and number % 2 == 0
            row = self.row("document", number, self.saturday if odd else day)
            place = self.first_number + number * (3 if self.is_odd else 1)
            rows.append(row | {
                "event_type": "issued", "direction": "out", "number": str(place),
                "notation": self.agency, "issued_date": self.saturday if odd else day,
                "document_type": "to_trinh" if self.is_odd else "cong_van",
            })  # fmt: skip
        return rows

    def dossiers(self) -> list[dict[str, Any]]:
        rows = []
        count = 2 if self.is_odd else 20
        for number in range(count):
            row = self.row("dossier", number, self.days[number % 12])
            rows.append(row | {
                "event_type": "finished", "received_at": row["occurred_at"],
                "finished_at": row["occurred_at"], "channel": ("online", "in_person")[number % 2],
                # The odd unit fills in its flags in bulk, all the year.
                "has_digitised_components": self.agency == ODD or number > 1,
                "has_digitised_result": True,
                "supplement_count": 1 if self.agency == CLEAN and number == 0 else 0,
            })  # fmt: skip
        return rows


def plant(warehouse: Warehouse) -> None:
    rows: dict[str, list[dict[str, Any]]] = {"meeting": [], "document": [], "dossier": []}
    for agency in (CLEAN, ODD):
        for year, month in MONTHS:
            made = Month(agency, year, month)
            for stream, events in zip(
                rows, (made.meetings(), made.documents(), made.dossiers()), strict=True
            ):
                rows[stream] += events
    for first in rows["meeting"][-6:]:
        # A second source: it says the same of the clean unit and another mode of the odd one.
        rows["meeting"].append(first | {"source_system": "other", "mode": "hybrid"})
    clean = [row for row in rows["meeting"] if row["agency_code"] == CLEAN][-6:]
    rows["meeting"] += [row | {"source_system": "other"} for row in clean]
    for stream, events in rows.items():
        warehouse.insert(f"{stream}_events", [
            row | {"event_id": f"{stream}{place}", "position": place + 1, "source_row": place + 1}
            for place, row in enumerate(events)
        ])  # fmt: skip


def file(agency: str, day: date, number: int, quarantined: int = 0) -> dict[str, Any]:
    details = (
        f'{{"stream": "meeting", "layout": "l", "received": 20, "accepted": {20 - quarantined}, '
        f'"duplicate": 0, "quarantined": {quarantined}, "withdrawn": 0, "events_written": {20 - quarantined}}}'
    )
    moment = datetime(day.year, day.month, day.day, 8, tzinfo=LOCAL)
    return {
        "batch_id": f"b{number}", "entity_id": f"b{number}", "stream": "ingest",
        "event_type": "file_ingested", "agency_code": agency, "recorded_at": moment,
        "position": number, "details": details,
    }  # fmt: skip


def plant_files(warehouse: Warehouse) -> None:
    """Both send on the tenth of each month; the odd one stops in August, with a bad file."""
    clean = [file(CLEAN, date(2026, month, 10), month) for month in range(4, 12)]
    odd = [file(ODD, date(2026, month, 10), 20 + month, 8 if month == 8 else 0)
           for month in range(4, 9)]  # fmt: skip
    bad = [
        {"batch_id": "b28", "source_row": row, "problem_code": "bad_date", "agency_code": ODD,
         "recorded_at": datetime(2026, 8, 10, 8, tzinfo=LOCAL)}
        for row in range(8)
    ]  # fmt: skip
    warehouse.insert("ingest_events", [*clean, *odd])
    warehouse.insert("quarantine_rows", bad)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("quality"))
    warehouse.set_as_of(AS_OF)
    plant(warehouse)
    plant_files(warehouse)
    warehouse.build()
    return warehouse


@pytest.fixture(scope="module")
def results(built: Warehouse) -> list[CheckResult]:
    with built.connect() as connection:
        return judge_measures(connection.execute(_MEASURES).pl())


def failing(results: list[CheckResult], agency: str) -> set[tuple[str, str]]:
    return {(row.check_code, row.stream) for row in results
            if row.agency_code == agency and not row.passed}  # fmt: skip


def test_every_planted_anomaly_is_found(results: list[CheckResult]) -> None:
    assert failing(results, ODD) >= {
        ("late_rows", "meeting"), ("late_rows", "document"), ("month_end_share", "meeting"),
        ("duration_shift", "meeting"), ("kind_shift", "meeting"), ("channel_shift", "meeting"),
        ("kind_shift", "document"), ("rest_day_share", "document"), ("number_gaps", "document"),
        ("volume_history", "dossier"), ("digitised_always", "dossier"),
        ("supplement_never", "dossier"), ("source_disagreement", "meeting"),
        ("silence", "meeting"), ("quarantined_rows", "meeting"),
    }  # fmt: skip


def test_the_clean_unit_fails_nothing_and_is_judged_by_the_same_checks(
    results: list[CheckResult],
) -> None:
    assert failing(results, CLEAN) == set()
    judged = {(row.check_code, row.stream) for row in results if row.agency_code == CLEAN}
    assert failing(results, ODD) <= judged


def test_what_is_planted_in_one_month_is_found_in_that_month(results: list[CheckResult]) -> None:
    for code in ("duration_shift", "number_gaps", "kind_shift", "month_end_share"):
        found = {row.period_code for row in results
                 if row.check_code == code and not row.passed}  # fmt: skip
        assert found == {PLANTED}, code


def test_too_little_data_is_measured_and_not_judged(
    built: Warehouse, results: list[CheckResult]
) -> None:
    key = "check_code = 'channel_shift' and stream = 'dossier' and agency_code = 'SNV'"
    rows = built.query(
        f"select is_judged from marts.quality_measures where {key} and period_code = '{PLANTED}'"
    )
    assert rows == [(False,)]
    assert not [row for row in results if row.check_code == "channel_shift"
                and row.stream == "dossier" and row.agency_code == ODD
                and row.period_code == PLANTED]  # fmt: skip


def test_a_month_owed_is_received_late_or_missing(built: Warehouse) -> None:
    rows = built.query(
        "select agency_code, period_code, due_date, status, days_late from marts.submissions "
        "where obligation_code = 'meeting_month' and agency_code in ('STP', 'SNV') order by 1, 2"
    )
    found = {(agency, month): (due, status, late) for agency, month, due, status, late in rows}
    # 15/8/2026 is a Saturday and 15/11/2026 a Sunday: the working day after.
    assert found["STP", "2026-07"] == (date(2026, 8, 17), "received", None)
    assert found["STP", "2026-10"] == (date(2026, 11, 16), "received", None)
    assert found["SNV", "2026-08"] == (date(2026, 9, 15), "missing", 44)
    assert found["SNV", "2026-10"] == (date(2026, 11, 16), "not_due", None)
    assert ("STP", "2026-06") not in found


def test_plans_and_reports_are_owed_as_the_annex_says(built: Warehouse) -> None:
    rows = built.query(
        "select distinct obligation_code, due_date, status from marts.submissions "
        "where frequency = 'once' and agency_code = 'STP' order by 2"
    )
    assert rows == [
        ("KH226-01-2026", date(2026, 5, 14), "missing"), ("BC-2026-H1", date(2026, 6, 5), "missing"),
    ]  # fmt: skip


def test_the_score_is_the_mean_of_the_parts_that_are_known(built: Warehouse) -> None:
    with built.connect() as connection:
        connection.execute(
            "insert into store.check_results select 'late_rows', 'facts', 'meeting', 'STP', "
            "'2026-10', null, null, 'warning', n < 3, '0', '', now() from range(4) as r(n)"
        )
    [row] = built.query(
        "select completeness, timeliness, validity, plausibility, quality_score, known_part_count "
        "from marts.agency_quality where agency_code = 'STP' and period_code = '2026-10'"
    )
    assert row == (1.0, 1.0, 1.0, 0.75, 0.9375, 4)
    [row] = built.query(
        "select completeness, timeliness, validity, plausibility, quality_score, known_part_count "
        "from marts.agency_quality where agency_code = 'SYT' and period_code = '2026-09'"
    )
    assert row == (0.0, None, None, None, 0.0, 1)
