"""Dates and times of any source."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from ingestion.normalise.dates import (
    formats_in_words,
    parse_dates,
    parse_moments,
    parse_times,
)

VN = "Asia/Ho_Chi_Minh"


def moment(text: str, *formats: str, zone: str = VN, is_workbook: bool = False) -> datetime | None:
    found = parse_moments(pl.Series([text]), formats, zone, is_workbook=is_workbook).item()
    assert found is None or isinstance(found, datetime)
    return found


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("05/03/2026 08:30", ("%d/%m/%Y %H:%M",)),
        ("5/3/2026 8:30", ("%d/%m/%Y %H:%M",)),
        ("05/03/2026 08:30:00", ()),
        ("2026-03-05T08:30:00+07:00", ("iso",)),
        ("2026-03-05 01:30:00Z", ("iso",)),
        ("2026-03-05T08:30", ("iso",)),
        ("2026-03-04T20:30:00.000-05:00", ("iso",)),
        ("20260305083000", ("%Y%m%d%H%M%S",)),
        ("08 giờ 30 phút, ngày 05 tháng 3 năm 2026", ("vi",)),
        ("08h30 ngày 5 tháng 03 năm 2026", ("vi",)),
        ("2026/03/05 08:30", ("%d/%m/%Y %H:%M", "%Y/%m/%d %H:%M")),
    ],
)
def test_the_same_moment_is_read_in_every_form(text: str, formats: tuple[str, ...]) -> None:
    assert moment(text, *formats) == datetime(2026, 3, 5, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["31/02/2026", "29/02/2025", "05/13/2026", "05/06/26", "00/01/2026", "hôm nay", "5", "20265"],
)
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert moment(text) is None
    assert moment(text, "%d/%m/%Y") is None


def test_a_leap_day_is_a_date() -> None:
    assert parse_dates(pl.Series(["29/02/2024"]), (), VN).item() == date(2024, 2, 29)


def test_a_serial_number_is_a_date_only_in_a_workbook() -> None:
    assert moment("46086.354166666664", is_workbook=True) == datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
    assert moment("46086") is None


def test_a_real_date_of_a_workbook_needs_no_format() -> None:
    found = moment("2026-03-05 08:30:00", "%d/%m/%Y", is_workbook=True)
    assert found == datetime(2026, 3, 5, 1, 30, tzinfo=UTC)


def test_a_hopeless_cell_does_not_spoil_its_neighbours() -> None:
    texts = pl.Series(["05/03/2026", "31/02/2026", None, "2026-03-05"])
    found = parse_dates(texts, ("%d/%m/%Y", "iso"), VN).to_list()
    assert found == [date(2026, 3, 5), None, None, date(2026, 3, 5)]


def test_a_date_is_the_local_day_and_not_the_utc_day() -> None:
    texts = pl.Series(["2026-03-05T20:00:00Z"])
    assert parse_dates(texts, ("iso",), VN).item() == date(2026, 3, 6)


def test_the_repeated_hour_of_a_clock_change_is_standard_time() -> None:
    found = moment("2010-10-31T02:06:40", "iso", zone="Europe/Amsterdam")
    assert found == datetime(2010, 10, 31, 1, 6, 40, tzinfo=UTC)


def test_the_skipped_hour_of_a_clock_change_is_no_time() -> None:
    assert moment("2026-03-29T02:30:00", "iso", zone="Europe/Amsterdam") is None


@pytest.mark.parametrize(
    "text", ["08:30", "8:30", "08h30", "8 giờ 30", "1899-12-31 08:30:00", "0.354166666666667"]
)
def test_a_time_of_day_is_read_in_every_form(text: str) -> None:
    assert parse_times(pl.Series([text]), ()).item() == "08:30"


def test_a_time_that_does_not_exist_is_no_time() -> None:
    assert parse_times(pl.Series(["25:00", "8h75"]), ()).to_list() == [None, None]


def test_formats_are_shown_as_an_officer_writes_them() -> None:
    assert formats_in_words(("%d/%m/%Y %H:%M",)) == "dd/mm/yyyy hh:mm"
