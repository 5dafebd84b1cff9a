"""dbt's models as assets, dbt's tests as asset checks.

Belongs here: names and groups of dbt's nodes in Dagster, and turning dbt's results into events.
Does not belong here: running dbt (`build.py`, the same as the command line uses).

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from orchestration.build import BuildResult, build
from orchestration.dagster_home import POOL
from orchestration.dagster_place import PlaceResource
from orchestration.dbt_run import Node
from orchestration.fingerprint import fingerprint
from orchestration.pipeline import open_store, present

Manifest = Mapping[str, Any]


class Translator(DagsterDbtTranslator):
    """Groups by schema; a test of several models is shown at the last of them."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """`ref`, `staging`, `kpi` or `marts`."""
        schema = dbt_resource_props.get("schema")
        return str(schema) if schema else None

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Manifest, unique_id: str, project: Any
    ) -> dg.AssetCheckSpec | None:
        """The check of a test, at exactly one of the nodes it stands on."""
        home_node = shown_at(manifest, unique_id)
        if home_node is None:
            return None
        at = self.get_asset_spec(manifest, home_node, project).key
        if at != asset_spec.key:
            return None
        test = manifest["nodes"][unique_id]
        others = {
            self.get_asset_spec(manifest, node, project).key
            for node in test["depends_on"]["nodes"]
            if node != home_node
        }
        return dg.AssetCheckSpec(
            name=test["name"],
            asset=at,
            description=test.get("description") or None,
            additional_deps=sorted(others),
            blocking=str(test["config"].get("severity", "error")).lower() == "error",
        )


def shown_at(manifest: Manifest, test_id: str) -> str | None:
    """The node a test is shown at: the one it is attached to, else the last model it names."""
    test = manifest["nodes"][test_id]
    if test.get("attached_node"):
        return str(test["attached_node"])
    nodes = [node for node in test["depends_on"]["nodes"] if not node.startswith("source.")]
    return nodes[-1] if nodes else None


def dbt_definition(manifest: Manifest) -> dg.AssetsDefinition:
    """All of dbt as one step: dbt knows best in which order to build and test."""
    translator = Translator()

    @dbt_assets(
        manifest=manifest,
        exclude="resource_type:unit_test",
        name="dbt_build",
        pool=POOL,
        dagster_dbt_translator=translator,
    )
    def dbt_build(context: dg.AssetExecutionContext, place: PlaceResource) -> Iterator[Any]:
        work = place.workplace()
        store = open_store(work.home)
        result = build(
            work.home,
            work.settings,
            store,
            as_of=present(work, store),
            fingerprint=fingerprint(work.settings),
            progress=lambda done, total, name: context.log.debug(f"{done}/{total} {name}"),
        )
        yield from events_of(context, manifest, translator, result)
        failed = [
            node.name for node in result.nodes if not node.is_test and node.status != "success"
        ]
        if result.error or failed:
            raise dg.Failure(description=result.error or f"dbt: {', '.join(failed)}")

    return dbt_build


def events_of(
    context: dg.AssetExecutionContext,
    manifest: Manifest,
    translator: Translator,
    result: BuildResult,
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """A materialisation per model, a check result per test, for what was selected."""
    ran = {node.unique_id: node for node in result.nodes}
    for unique_id in in_order(manifest):
        node = manifest["nodes"][unique_id]
        key = translator.get_asset_key(node)
        done = ran.get(unique_id)
        # Seeds that did not change are not loaded again, and still stand.
        stands = done.status == "success" if done else node["resource_type"] == "seed"
        if key in context.selected_asset_keys and stands:
            seconds = round(done.seconds, 3) if done else 0.0
            yield dg.MaterializeResult(
                asset_key=key, metadata={"seconds": seconds, "run_id": result.run_id}
            )
    for unique_id, node in ran.items():
        if node.is_test:
            yield from _check_result(context, manifest, translator, unique_id, node)


def in_order(manifest: Manifest) -> list[str]:
    """Models and seeds, each after what it stands on: Dagster insists on it."""
    nodes = {
        unique_id: node["depends_on"].get("nodes", [])
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed")
    }
    return [node for node in TopologicalSorter(nodes).static_order() if node in nodes]


def _check_result(
    context: dg.AssetExecutionContext,
    manifest: Manifest,
    translator: Translator,
    unique_id: str,
    node: Node,
) -> Iterator[dg.AssetCheckResult]:
    at = shown_at(manifest, unique_id)
    if at is None:
        return
    key = dg.AssetCheckKey(translator.get_asset_key(manifest["nodes"][at]), node.name)
    if key not in context.selected_asset_check_keys:
        return
    severe = str(manifest["nodes"][unique_id]["config"].get("severity", "error")).lower() == "error"
    yield dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=node.status == "pass",
        severity=dg.AssetCheckSeverity.ERROR if severe else dg.AssetCheckSeverity.WARN,
        metadata={"failures": node.failures, "status": node.status, "message": node.message},
    )
