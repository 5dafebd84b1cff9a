"""The seeds keep their promises: dated, cited, typed, and in the words of `schemas`."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
import yaml

from schemas.registry import STREAMS
from schemas.vocabularies import DOCUMENT_TYPES, MEETING_KINDS, OTHER_DOCUMENT_TYPES

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = sorted((PROJECT / "dbt_project/seeds").glob("*.csv"))
NUMBERS = re.compile(r"(?<![\w.'-])(?:0?\.\d+|\d{2,})(?![\w.'-])")


def rows(name: str) -> list[dict[str, str]]:
    with (PROJECT / f"dbt_project/seeds/{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def configuration() -> dict[str, dict[str, object]]:
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text("utf-8"))
    return {k: v for k, v in project["seeds"]["kl226"].items() if not k.startswith("+")}


@pytest.mark.parametrize("seed", [path.stem for path in SEEDS])
def test_every_seed_types_exactly_its_columns_or_is_not_loaded(seed: str) -> None:
    settings = configuration()[seed]
    if settings.get("+enabled") is False:
        return
    assert list(settings["+column_types"]) == list(rows(seed)[0])  # type: ignore[call-overload]


@pytest.mark.parametrize("seed", [path.stem for path in SEEDS if path.stem != "agency_identifiers"])
def test_every_seed_row_cites_its_legal_source(seed: str) -> None:
    uncited = [row for row in rows(seed) if not row.get("legal_ref", "").strip()]
    assert uncited == []


def test_every_document_type_of_the_vocabulary_is_flagged_and_no_other() -> None:
    flagged = {row["document_type"] for row in rows("document_types")}
    assert flagged == set(DOCUMENT_TYPES) | set(OTHER_DOCUMENT_TYPES)


def test_legal_normative_party_documents_and_copies_never_count() -> None:
    counted = {r["document_type"] for r in rows("document_types")
               if r["counts_as_administrative"] == "true"}  # fmt: skip
    assert counted & set(OTHER_DOCUMENT_TYPES) == set()
    assert len(counted) == 22


def test_every_kind_of_meeting_has_a_cap_and_no_unknown_kind_has_one() -> None:
    assert {row["kind"] for row in rows("meeting_caps")} == set(MEETING_KINDS)


def test_the_annex_has_18_tasks_each_with_a_lead_and_a_dated_duty() -> None:
    tasks = {row["task_number"] for row in rows("annex_tasks") if row["lead"]}
    assert tasks == {str(number) for number in range(1, 19)}
    assert {row["task_number"] for row in rows("annex_duties") if row["due_day"]} == tasks


@pytest.mark.parametrize("stream", sorted(STREAMS))
def test_staging_sets_the_status_that_the_vocabulary_says(stream: str) -> None:
    text = (PROJECT / f"dbt_project/models/staging/stg_{stream}_events.sql").read_text("utf-8")
    block = re.search(r"envelope\(\{(.*?)\}\)", text, re.DOTALL)
    assert block
    said = dict(re.findall(r"'(\w+)': '(\w+)'", block.group(1)))
    assert said == {event: status for event, status in STREAMS[stream].events.items() if status}


@pytest.mark.parametrize("stream", sorted(STREAMS))
def test_the_fact_folds_every_attribute_of_its_stream(stream: str) -> None:
    text = (PROJECT / f"dbt_project/models/marts/core/fct_{stream}s.sql").read_text("utf-8")
    folded = set(re.findall(r"'(\w+)'", text.split("{{ fold(")[1].split("]")[0]))
    assert set(STREAMS[stream].attributes) - folded == set()


def test_no_number_of_the_plan_stands_in_sql() -> None:
    for path in (PROJECT / "dbt_project/models").rglob("*.sql"):
        code = re.sub(r"--.*|'[^']*'|decimal\(18, 0\)", "", path.read_text("utf-8"))
        assert NUMBERS.findall(code) == [], path
