"""The KPI book, the register, the targets, the SQL files and the evidence mart speak of the same KPIs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest


def register(project: Path) -> list[dict[str, str]]:
    with (project / "dbt_project/seeds/kpis.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def codes(project: Path) -> set[str]:
    return {row["kpi_code"] for row in register(project)}


def test_every_registered_kpi_has_its_sql_file_and_no_file_is_unregistered(project: Path) -> None:
    files = (project / "dbt_project/models/marts/kpi").glob("kpi_*.sql")
    assert {file.stem.removeprefix("kpi_") for file in files} == codes(project)


def test_every_registered_kpi_is_in_the_book_and_the_book_names_no_other(project: Path) -> None:
    text = (project / "docs/kpi.md").read_text("utf-8")
    assert set(re.findall(r"^## `(\w+)`$", text, re.MULTILINE)) == codes(project)


def test_every_registered_kpi_is_part_of_the_evidence(project: Path) -> None:
    text = (project / "dbt_project/models/marts/scorecard/kpi_evidence.sql").read_text("utf-8")
    assert set(re.findall(r"kpi_(\w+)'\)", text)) == codes(project)


def named_in(project: Path, seed: str) -> set[str]:
    with (project / f"dbt_project/seeds/{seed}.csv").open(encoding="utf-8") as file:
        return {row["kpi_code"] for row in csv.DictReader(file)}


def test_every_registered_kpi_has_units_it_applies_to(project: Path) -> None:
    assert named_in(project, "kpi_applicability") == codes(project)


def test_every_headline_kpi_has_a_target_and_no_unknown_kpi_has_one(project: Path) -> None:
    headline = {row["kpi_code"] for row in register(project) if row["is_headline"] == "true"}
    assert headline <= named_in(project, "kpi_targets") <= codes(project)


def test_a_kpi_without_a_target_says_so_in_the_book(project: Path) -> None:
    for code in codes(project) - named_in(project, "kpi_targets"):
        assert "- Chỉ tiêu: không có" in section(project, code), code


def test_the_book_says_of_each_kpi_what_the_register_says(project: Path) -> None:
    text = (project / "docs/kpi.md").read_text("utf-8")
    for row in register(project):
        assert f"**{row['label_vi']}**" in text, row["kpi_code"]
        assert row["legal_ref"] in text, row["kpi_code"]


def section(project: Path, code: str) -> str:
    text = (project / "docs/kpi.md").read_text("utf-8")
    return text.split(f"## `{code}`\n")[1].split("\n## ")[0]


def test_the_book_has_each_part_of_every_kpi_once(project: Path) -> None:
    parts = ("Định nghĩa", "Công thức", "Chỉ tiêu", "Căn cứ", "Trường hợp biên")
    for code in codes(project):
        found = {part: section(project, code).count(f"\n- {part}") for part in parts}
        assert set(found.values()) == {1}, (code, found)


def test_the_book_names_the_target_that_is_in_force(project: Path) -> None:
    with (project / "dbt_project/seeds/kpi_targets.csv").open(encoding="utf-8") as file:
        targets = list(csv.DictReader(file))
    signs = {"ge": "≥", "le": "≤", "eq": "="}
    units = {row["kpi_code"]: row["unit"] for row in register(project)}
    for row in targets:
        is_count = units[row["kpi_code"]] == "count"
        number = float(row["target_value"]) * (1 if is_count else 100)
        said = f"{number:.0f}".replace("-", "−") + ("" if is_count else " %")
        line = f"- Chỉ tiêu: {signs[row['comparator']]} {said}"
        assert line in section(project, row["kpi_code"]), (row["kpi_code"], line)


@pytest.mark.parametrize("files", ["_kpi.yml", "_*unit_tests.yml"])
def test_every_registered_kpi_is_described_and_has_a_unit_test(project: Path, files: str) -> None:
    found = sorted((project / "dbt_project/models/marts/kpi").glob(files))
    text = "\n".join(file.read_text("utf-8") for file in found)
    assert set(re.findall(r"(?:^  - name|^    model): kpi_(\w+)$", text, re.MULTILINE)) == codes(
        project
    )
