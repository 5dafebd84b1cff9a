"""The doctor remembers what a sender has not mended: refused files, columns without a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.doctor import Finding
from orchestration.doctor_files import empty_columns, refused_files
from orchestration.messages import say
from orchestration.pipeline import Workplace, ingest
from schemas.problems import Problem
from tests import small_province
from tests.small_province import FIRST_DAY, GOOD


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return small_province.make(tmp_path)


def take_in(place: Workplace, name: str, rows: list[str], agency: str = "SNV") -> None:
    small_province.land(place, name, rows, agency)
    ingest(place)


def rows(first: int, last: int, mode: str = "Trực tuyến") -> list[str]:
    start = "Giao ban;{};05/01/2026 08:00;05/01/2026 10:00;Đã họp"
    return [f"{number};{start.format(mode)}" for number in range(first, last + 1)]


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.level, finding.key) for finding in findings]


def refused(place: Workplace) -> list[Finding]:
    return list(refused_files(place.home))


def columns(place: Workplace) -> list[Finding]:
    return list(empty_columns(place.home, FIRST_DAY.date()))


def test_a_refused_file_is_told_with_name_agency_reason_and_date(place: Workplace) -> None:
    assert told(refused(place)) == [("ok", "doctor_files_ok")]
    take_in(place, "nho_1.csv", [])
    [found] = refused(place)
    assert (found.level, found.key) == ("warning", "doctor_file_refused")
    assert (found.values["agency"], found.values["day"]) == ("SNV", FIRST_DAY.date())
    problem = found.values["problem"]
    assert isinstance(problem, Problem)
    assert (problem.file, problem.code) == ("nho_1.csv", "header_only")


def test_a_refused_file_is_told_until_its_sender_sends_another_of_its_layout(
    place: Workplace,
) -> None:
    take_in(place, "nho_1.csv", [])
    take_in(place, "nho_2.csv", GOOD, agency="STC")
    assert told(refused(place)) == [("warning", "doctor_file_refused")]
    take_in(place, "nho_3.csv", GOOD)
    assert told(refused(place)) == [("ok", "doctor_files_ok")]


def test_a_file_refused_after_a_good_one_is_told(place: Workplace) -> None:
    take_in(place, "nho_1.csv", GOOD)
    take_in(place, "nho_1.csv", [])
    assert told(refused(place)) == [("warning", "doctor_file_refused")]


def test_a_column_without_a_value_is_told_until_a_mended_file_fills_it(place: Workplace) -> None:
    take_in(place, "nho_1.csv", rows(1, 6, mode=""))
    [found] = columns(place)
    assert (found.level, found.key) == ("warning", "doctor_column_empty")
    assert found.values["column"] == "Hình thức"
    assert found.values["senders"] == "SNV (nho_1.csv)"
    assert "Hình thức" in say(found.key, "vi", **found.values)
    take_in(place, "nho_2.csv", rows(7, 8, mode=""))
    assert told(columns(place)) == [("warning", "doctor_column_empty")]
    take_in(place, "nho_3.csv", rows(1, 6))
    assert told(columns(place)) == [("ok", "doctor_columns_ok")]


def test_a_column_that_is_lost_in_a_later_file_is_told(place: Workplace) -> None:
    take_in(place, "nho_1.csv", rows(1, 6))
    assert told(columns(place)) == [("ok", "doctor_columns_ok")]
    take_in(place, "nho_2.csv", rows(7, 12, mode=""))
    [found] = columns(place)
    assert (found.level, found.key) == ("warning", "doctor_column_empty")
    assert found.values["senders"] == "SNV (nho_2.csv)"


def test_few_rows_say_nothing_of_a_column(place: Workplace) -> None:
    take_in(place, "nho_1.csv", rows(1, 4, mode=""))
    assert told(columns(place)) == [("ok", "doctor_columns_ok")]
