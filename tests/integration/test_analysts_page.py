"""The queries of docs/analysts.md run on a publication and say what the page promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT
from reporting.publication import Publication

PAGE = (PROJECT_ROOT / "docs/analysts.md").read_text("utf-8")
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_has_five_queries() -> None:
    assert len(QUERIES) == 5


@pytest.mark.parametrize("number", range(5))
def test_a_query_of_the_page_runs(publication: Publication, number: int) -> None:
    rows = publication.rows(QUERIES[number])
    answers = {1: "nho_2.csv", 2: 1.0, 3: "cancelled"}
    if number in answers:
        assert answers[number] in [value for row in rows for value in row.values()]


def test_communes_that_miss_the_target_are_communes(publication: Publication) -> None:
    everything = QUERIES[0].replace("and card.status = 'not_met'", "")
    assert len(publication.rows(everything)) == 75
    assert publication.rows(QUERIES[0]) == []


def test_every_table_of_the_page_is_published_with_its_columns_described(
    publication: Publication,
) -> None:
    named = set(re.findall(r"`(?:marts\.)?((?:kpi|fct|dim|ingest)_\w+|marts\.quarantine)`", PAGE))
    rows = publication.rows(
        "select table_name, count(*) as columns, count(comment) as described from "
        "duckdb_columns() where schema_name = 'marts' group by table_name"
    )
    known = {row["table_name"]: (row["columns"], row["described"]) for row in rows}
    for name in {table.removeprefix("marts.") for table in named} - {"kpi_code"}:
        assert name in known, name
        assert known[name][0] == known[name][1], name


def test_the_page_names_every_kind_of_agency(publication: Publication, project: Path) -> None:
    kinds = publication.rows("select distinct agency_type from marts.dim_agencies")
    for row in kinds:
        assert f"`{row['agency_type']}`" in PAGE
    assert "docs/analysts.md" in (project / "README.md").read_text("utf-8")
