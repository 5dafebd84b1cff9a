"""The calendar of work and the register of the annex, built from the seeds by dbt."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.integration.test_scorecard import Log
from tests.warehouse_fixture import LOCAL, Warehouse

AS_OF = datetime(2026, 12, 9, 18, tzinfo=LOCAL)
TASKS = {"recorded_at": datetime(2026, 12, 9, 8, tzinfo=LOCAL)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("annex"))
    warehouse.set_as_of(AS_OF)
    log = Log(warehouse)
    log.add("task", "report_submitted", "BC-2026:STP", "STP", "2026-12-04 23:59",
            product_ref="12/BC-STP", **TASKS)  # fmt: skip
    log.add("task", "report_submitted", "BC-2026:SNV", "SNV", "2026-12-05 08:00", **TASKS)
    log.add("task", "report_submitted", "BC-2026:SYT", "SYT", "2026-12-08 08:00", **TASKS)
    log.add("task", "reported", "BC-2026:SCT", "SCT", "2026-11-08 08:00", progress_share=0.5,
            **TASKS)  # fmt: skip
    log.add("task", "extended", "KH226-06-2026:SKHCN", "SKHCN", "2026-12-01 08:00",
            due_date=date(2026, 12, 12), **TASKS)  # fmt: skip
    warehouse.build()
    return warehouse


def days(built: Warehouse, where: str) -> list[tuple[Any, ...]]:
    return built.query(f"select day, is_working_day from marts.dim_days where {where} order by 1")


def test_the_calendar_has_every_day_and_the_working_days_of_2026(built: Warehouse) -> None:
    [(first, last, count)] = built.query("select min(day), max(day), count(*) from marts.dim_days")
    assert (first, last) == (date(2000, 1, 1), date(2050, 12, 31))
    assert count == (last - first).days + 1
    assert len(days(built, "year(day) = 2026 and is_working_day")) == 249


def test_new_year_2026_was_swapped_and_the_saturday_was_worked(built: Warehouse) -> None:
    assert days(built, "day between date '2026-01-01' and date '2026-01-12'") == [
        (date(2026, 1, day), day in (5, 6, 7, 8, 9, 10, 12)) for day in range(1, 13)
    ]


def test_tet_2026_is_nine_days_off(built: Warehouse) -> None:
    tet = days(built, "day between date '2026-02-13' and date '2026-02-23'")
    assert [works for _, works in tet] == [True, *[False] * 9, True]


def test_a_working_day_number_grows_by_one_on_working_days_only(built: Warehouse) -> None:
    assert built.query(
        "select count(*) from (select working_day_number - lag(working_day_number) over "
        "(order by day) as step, is_working_day from marts.dim_days) "
        "where step <> case when is_working_day then 1 else 0 end"
    ) == [(0,)]


def test_the_law_names_the_day_and_the_calendar_moves_it(built: Warehouse) -> None:
    assert built.query(
        "select duty_code, due_date, last_day from marts.dim_duties "
        "where agency_code = 'SNV' and duty_code like 'BC-%' or duty_id = 'KH226-01-2026:SNV' "
        "order by 1"
    ) == [
        ("BC-2026", date(2026, 12, 5), date(2026, 12, 4)),
        ("BC-2026-H1", date(2026, 6, 5), date(2026, 6, 5)),
        ("BC-2027", date(2027, 12, 5), date(2027, 12, 3)),
        ("BC-2027-H1", date(2027, 6, 5), date(2027, 6, 4)),
        ("KH226-01-2026", date(2026, 5, 15), date(2026, 5, 14)),
    ]


def test_a_report_on_the_saturday_is_late_by_one_working_day(built: Warehouse) -> None:
    assert built.query(
        "select agency_code, state, days_late, evidence_ref, progress_share "
        "from marts.annex_task_status where duty_code = 'BC-2026' "
        "and agency_code in ('STP', 'SNV', 'SYT', 'SCT') order by 1"
    ) == [
        ("SCT", "overdue", 3, None, 0.5),
        ("SNV", "late", 1, None, None),
        ("STP", "on_time", None, "12/BC-STP", None),
        ("SYT", "late", 2, None, None),
    ]


def test_a_product_is_done_with_the_report_that_contains_it(built: Warehouse) -> None:
    assert built.query(
        "select state, done_in, evidence_ref from marts.annex_task_status "
        "where duty_id = 'KH226-07-2026:STP'"
    ) == [("on_time", "BC-2026:STP", "12/BC-STP")]


def test_an_extension_stands_as_it_was_decided(built: Warehouse) -> None:
    assert built.query(
        "select due_date, last_day, final_day, state from marts.annex_task_status "
        "where duty_id = 'KH226-06-2026:SKHCN'"
    ) == [(date(2026, 12, 5), date(2026, 12, 4), date(2026, 12, 12), "not_due")]


def test_the_register_names_18_tasks_their_leads_helpers_and_measures(built: Warehouse) -> None:
    tasks = built.query(
        "select task_number, lead, coordinating, has_kpi, kpi_codes from marts.dim_annex_tasks "
        "order by 1"
    )
    assert [row[0] for row in tasks] == list(range(1, 19))
    by_number = {row[0]: row[1:] for row in tasks}
    assert by_number[6] == ("SKHCN", ["STC", "VPUBND", "all"], False, None)
    assert by_number[5] == ("all", None, True, ["meeting_count_change", "meeting_online_share"])


def test_the_totals_of_the_province_are_those_of_its_units(built: Warehouse) -> None:
    assert built.query(
        "select task_number from marts.annex_task_totals group by 1 having "
        "sum(case when agency_code = 'SONLA' then duty_count end) is distinct from "
        "sum(case when agency_code <> 'SONLA' then duty_count end) or "
        "sum(case when agency_code = 'SONLA' then overdue_count end) is distinct from "
        "sum(case when agency_code <> 'SONLA' then overdue_count end)"
    ) == []  # fmt: skip
    [(due, late)] = built.query(
        "select due_count, late_count from marts.annex_task_totals "
        "where task_number = 12 and agency_code = 'SONLA'"
    )
    assert (due, late) == (2 * 88, 2)


def test_a_year_without_a_known_holiday_is_unknown_and_so_is_all_after_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    warehouse = Warehouse(tmp_path_factory.mktemp("gap"))
    warehouse.dbt("seed", "--select", "holidays", "working_day_overrides")
    with warehouse.connect() as connection:
        connection.execute("delete from ref.holidays where year(day) = 2030")
    warehouse.dbt("run", "--select", "dim_days")
    assert warehouse.query(
        "select year(day), count(is_working_day) > 0, count(working_day_number) > 0 "
        "from marts.dim_days where year(day) between 2029 and 2031 group by 1 order by 1"
    ) == [(2029, True, True), (2030, False, False), (2031, True, False)]
