"""The dbt project as a whole: unit tests of the edge cases, contracts, descriptions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse_fixture import Warehouse


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("dbt"))
    warehouse.build()
    return warehouse


@pytest.fixture(scope="module")
def public_models(built: Warehouse) -> list[dict[str, Any]]:
    manifest = json.loads((built.folder / "target" / "manifest.json").read_text("utf-8"))
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and (node["schema"] == "marts" or node["name"].startswith("kpi_"))
    ]


def test_an_empty_store_builds_and_every_unit_test_passes(built: Warehouse) -> None:
    results = built.dbt("test", "--select", "test_type:unit")
    assert len(results) >= 20
    assert {str(result.status) for result in results} == {"pass"}


def test_every_public_model_and_column_is_described_and_under_contract(
    built: Warehouse, public_models: list[dict[str, Any]]
) -> None:
    assert len(public_models) >= 20
    for node in public_models:
        assert node["contract"]["enforced"], node["name"]
        assert node["description"].strip(), node["name"]
        undescribed = [c for c, said in node["columns"].items() if not said["description"].strip()]
        assert not undescribed, (node["name"], undescribed)


def test_the_documented_columns_are_the_real_ones(
    built: Warehouse, public_models: list[dict[str, Any]]
) -> None:
    for node in public_models:
        rows = built.query(
            "select column_name from information_schema.columns "
            f"where table_schema = '{node['schema']}' and table_name = '{node['name']}'"
        )
        assert {row[0] for row in rows} == set(node["columns"]), node["name"]


def test_every_singular_test_says_when_it_fails(project: Path) -> None:
    files = list((project / "dbt_project/tests").glob("*.sql"))
    assert len(files) >= 5
    for file in files:
        assert file.name.startswith("assert_"), file.name
        assert file.read_text("utf-8").startswith("-- Fails if "), file.name
