"""The Dagster graph: connected, one main job, checks before publishing, a patient sensor."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from orchestration.pipeline import Workplace
from reporting.publication import open_published
from tests import small_province
from tests.small_province import BROKEN, GOOD

dg = pytest.importorskip("dagster")
pytestmark = pytest.mark.filterwarnings("ignore")  # Dagster warns of its own preview features.


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    place = small_province.make(tmp_path_factory.mktemp("dagster"))
    small_province.land(place, "nho_1.csv", [*GOOD, BROKEN])
    return place


@pytest.fixture(scope="module")
def defs(place: Workplace) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KL226_HOME", str(place.home.root))
        yield importlib.import_module("orchestration.definitions").defs


@pytest.fixture(scope="module")
def result(defs: Any) -> Any:
    with dg.DagsterInstance.ephemeral() as instance:
        yield defs.resolve_job_def("run").execute_in_process(
            instance=instance, raise_on_error=False
        )


def upstream(defs: Any, key: Any) -> set[Any]:
    graph = defs.resolve_asset_graph()
    seen, waiting = set(), [key]
    while waiting:
        for parent in graph.get(waiting.pop()).parent_keys:
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)
    return seen


def test_the_scorecard_stands_on_the_landing_folder(defs: Any) -> None:
    known = upstream(defs, dg.AssetKey(["marts", "kpi_scorecard"]))
    assert dg.AssetKey("landing") in known
    for stream in ("meeting", "document", "dossier", "task"):
        assert dg.AssetKey(["store", f"{stream}_events"]) in known
    assert dg.AssetKey(["marts", "kpi_scorecard"]) in upstream(defs, dg.AssetKey("published_marts"))


def test_every_test_of_dbt_is_a_check_of_some_asset(defs: Any) -> None:
    from orchestration.manifest import ensure_manifest

    manifest = ensure_manifest(defs.resources["place"].workplace())
    tests = {node["name"] for node in manifest["nodes"].values() if node["resource_type"] == "test"}
    checks = {key.name for key in defs.resolve_asset_graph().asset_check_keys}
    assert len(tests) > 20
    assert tests - checks == set()


def test_the_main_job_ends_well_and_publishes(result: Any, place: Workplace) -> None:
    assert result.success
    with open_published(place.home.root) as publication:
        rows = publication.rows(
            "select numerator, denominator from marts.kpi_scorecard where agency_code = 'SNV' "
            "and kpi_code = 'meeting_online_share' and period_code = '2026'"
        )
    assert rows == [{"numerator": 1.0, "denominator": 2.0}]


def test_materialisations_carry_counts_and_codes_and_no_value(result: Any) -> None:
    said = {}
    for event in result.get_asset_materialization_events():
        found = event.step_materialization_data.materialization
        said[found.asset_key.to_user_string()] = {
            name: value.value for name, value in found.metadata.items()
        }
    meeting = said["store/meeting_events"]
    assert {
        name: meeting[name] for name in ("received", "accepted", "duplicate", "quarantined")
    } == {"received": 4, "accepted": 3, "duplicate": 0, "quarantined": 1}
    assert meeting["problems"] == {"bad_date": 1}
    assert "31/02/2026" not in str(said)
    assert said["published_marts"]["tests_passed"] > 20


def test_every_blocking_check_ran_and_passed_and_a_senders_fault_only_warns(result: Any) -> None:
    found = {
        (one.asset_key.to_user_string(), one.check_name): one
        for one in result.get_asset_check_evaluations()
    }
    assert len(found) > 30
    rows = found["store/meeting_events", "rows_valid"]
    assert not rows.passed
    assert rows.severity == dg.AssetCheckSeverity.WARN
    assert found["store/meeting_events", "batch_expectations"].metadata["expectations"].value > 5
    failed = [
        key
        for key, one in found.items()
        if not one.passed and one.severity == dg.AssetCheckSeverity.ERROR
    ]
    assert failed == []


def test_checks_of_the_facts_are_shown_by_group_and_only_warn(result: Any) -> None:
    found = {one.check_name: one for one in result.get_asset_check_evaluations()}
    for group in ("batch", "facts", "sources"):
        check = found[f"quality_{group}"]
        assert check.asset_key == dg.AssetKey(["marts", "quality_measures"])
        assert check.severity == dg.AssetCheckSeverity.WARN
        judged, failed = (check.metadata[name].value for name in ("judged", "not_met"))
        assert check.passed == (failed == 0) and judged >= failed
    batch = found["quality_batch"].metadata
    assert batch["not_met"].value >= 1
    assert any("SNV" in sentence for sentence in batch["sentences"].value)


def test_the_step_that_publishes_refuses_when_dbt_has_no_results(
    result: Any, place: Workplace
) -> None:
    from orchestration.assets_published import published_definition
    from orchestration.dagster_place import PlaceResource

    assert result.success
    results = place.home.dbt_target / "run_results.json"
    kept = results.read_text("utf-8")
    results.unlink()
    try:
        with dg.DagsterInstance.ephemeral() as instance:
            again = dg.materialize(
                [published_definition([])],
                instance=instance,
                resources={"place": PlaceResource(home=str(place.home.root))},
                raise_on_error=False,
            )
        assert not again.success
    finally:
        results.write_text(kept, "utf-8")


def test_all_jobs_resolve_and_one_writer_holds_the_pool(defs: Any) -> None:
    for name in ("run", "ingest", "build"):
        assert defs.resolve_job_def(name).name == name
    pools = {node.pool for node in defs.resolve_job_def("run").all_node_defs if node.pool}
    assert pools == {"duckdb"}


def test_the_sensor_waits_for_files_to_be_complete_and_asks_once(tmp_path: Path, defs: Any) -> None:
    from orchestration.dagster_place import PlaceResource
    from orchestration.schedules import landing_folder

    assert defs is not None
    place = small_province.make(tmp_path)
    resource = PlaceResource(home=str(place.home.root))
    cursor = None

    def look() -> Any:
        nonlocal cursor
        context = dg.build_sensor_context(cursor=cursor, resources={"place": resource})
        answer = landing_folder(context)
        cursor = context.cursor
        return answer

    assert isinstance(look(), dg.SkipReason)
    path = small_province.land(place, "nho_1.csv", GOOD[:1])
    assert isinstance(look(), dg.SkipReason)
    path.write_text(path.read_text("utf-8") + GOOD[1] + "\n", "utf-8")
    assert isinstance(look(), dg.SkipReason)
    assert isinstance(look(), dg.RunRequest)
    assert isinstance(look(), dg.SkipReason)


def test_dagsters_home_switches_telemetry_off_and_allows_one_writer(tmp_path: Path) -> None:
    import yaml

    from orchestration.dagster_home import prepare
    from orchestration.home import Home

    folder = prepare(Home(tmp_path), date(2026, 6, 5))
    said = yaml.safe_load((folder / "dagster.yaml").read_text("utf-8"))
    assert said["telemetry"] == {"enabled": False}
    assert said["concurrency"]["pools"]["default_limit"] == 1
