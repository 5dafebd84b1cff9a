"""What moved between two moments, and why: the reasons of a figure add up to its difference."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.revisions import Build
from reporting.revision_words import REASONS
from tests.integration.test_incremental import all_events
from tests.revision_builds import Event, built, compared, fill, kept
from tests.warehouse_fixture import LOCAL, Warehouse

COMPARED = [
    "fct_meetings", "fct_documents", "fct_dossiers", "fct_tasks", "kpi_evidence",
    "kpi_day_totals", "kpi_period_totals", "kpi_baselines", "kpi_scorecard", "dim_periods",
    "dim_report_points", "dim_duties", "ingest_batches", "quarantine",
]  # fmt: skip
FROM = datetime(2026, 5, 10, 23, tzinfo=LOCAL)
TO = datetime(2026, 5, 20, 23, tzinfo=LOCAL)
EARLY, LATE = FROM - timedelta(days=20), FROM + timedelta(days=2)
KEY = "kpi_code, agency_id, period_code"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """One scratch warehouse, so that dbt parses the project once."""
    return Warehouse(tmp_path_factory.mktemp("revisions"))


def random_store(seed: int) -> list[tuple[str, Event]]:
    """Random histories that the store learned of over a year and a half, with their batches."""
    events = all_events(seed)
    for place, (_, event) in enumerate(events):
        days = 540 * (place // 50 * 50) / len(events)
        event["recorded_at"] = datetime(2025, 1, 10, 9, tzinfo=LOCAL) + timedelta(days=days)
    return events


@pytest.fixture(scope="module", params=[3, 2026])
def moments(request: pytest.FixtureRequest, warehouse: Warehouse) -> tuple[Build, Build, Build]:
    """The same store as known at two random moments, and truncated to the first of them."""
    events = random_store(request.param)
    times = sorted({event["recorded_at"] for _, event in events})
    dice = random.Random(request.param)
    early, late = sorted(dice.sample(times[len(times) * 2 // 3 :], 2))
    known = [(stream, event) for stream, event in events if event["recorded_at"] <= early]
    assert 0 < len(known) < len(events)
    name = str(request.param)
    fill(warehouse, known)
    truncated = built(warehouse, early, f"truncated_{name}")
    fill(warehouse, events)
    return truncated, built(warehouse, early, f"a_{name}"), built(warehouse, late, f"b_{name}")


def test_a_build_as_of_a_moment_is_the_build_of_a_store_truncated_to_it(
    moments: tuple[Build, Build, Build],
) -> None:
    truncated, earlier, _ = moments
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{truncated.path}' as short (read_only)")
        connection.execute(f"attach '{earlier.path}' as known (read_only)")
        for table in COMPARED:
            left, right = f"from short.marts.{table}", f"from known.marts.{table}"
            difference = connection.execute(
                f"(select * {left} except all select * {right}) union all "
                f"(select * {right} except all select * {left})"
            ).fetchall()
            assert difference == [], table
            [rows] = connection.execute(f"select count(*) {left}").fetchall()
            assert rows[0] > 0, table


def test_the_reasons_and_the_entities_of_a_figure_add_up_to_its_difference(
    warehouse: Warehouse, moments: tuple[Build, Build, Build]
) -> None:
    _, earlier, later = moments
    with compared(warehouse, earlier, later) as connection:
        for table, numerator, denominator in (
            ("kpi_revision_reasons", "numerator_change", "denominator_change"),
            ("kpi_revision_entities", "numerator_after - numerator_before",
             "denominator_after - denominator_before"),
        ):  # fmt: skip
            wanted = "true" if table.endswith("reasons") else "presence = 'both'"
            wrong = connection.execute(f"""
                with sums as (
                    select {KEY}, sum({numerator}) as top, sum({denominator}) as bottom
                    from marts.{table} group by all
                )
                select * from (select * from marts.kpi_revisions where {wanted})
                full join sums using ({KEY})
                where numerator_change is distinct from coalesce(top, 0)
                    or denominator_change is distinct from coalesce(bottom, 0)
            """).fetchall()
            assert wrong == [], table
        said = connection.execute(f"""
            select {KEY}, count(*) from marts.kpi_revisions
            where ({KEY}) not in (select ({KEY}) from marts.kpi_revision_reasons) group by all
        """).fetchall()
        assert said == []
        reasons = connection.execute(
            "select distinct reason from marts.kpi_revision_entities"
        ).fetchall()
        assert len(reasons) >= 4
        [moved] = connection.execute(
            "select count(*) from marts.kpi_revisions where numerator_change <> 0 "
            "and presence = 'both'"
        ).fetchall()
        assert moved[0] > 50


def test_the_figures_that_moved_are_exactly_those_that_differ(
    warehouse: Warehouse, moments: tuple[Build, Build, Build]
) -> None:
    _, earlier, later = moments
    columns = f"{KEY}, numerator, denominator, kpi_value, target_value, status"
    with duckdb.connect(":memory:") as connection:
        for name, build in (("a", earlier), ("b", later)):
            connection.execute(f"attach '{build.path}' as {name} (read_only)")
        sides = [f"select {columns} from {name}.marts.kpi_scorecard" for name in "ab"]
        expected = connection.execute(
            f"select distinct {KEY} from ((({sides[0]}) except ({sides[1]})) "
            f"union all (({sides[1]}) except ({sides[0]})))"
        ).fetchall()
    with compared(warehouse, earlier, later) as connection:
        found = connection.execute(f"select {KEY} from marts.kpi_revisions").fetchall()
    assert Counter(found) == Counter(expected)


def test_the_same_moment_twice_moves_nothing(
    warehouse: Warehouse, moments: tuple[Build, Build, Build]
) -> None:
    truncated, earlier, _ = moments
    with compared(warehouse, truncated, earlier) as connection:
        for table in ("kpi_revisions", "kpi_revision_reasons", "kpi_revision_entities"):
            assert connection.execute(f"from marts.{table}").fetchall() == []


def meeting(place: int, entity: str, recorded_at: datetime, **said: Any) -> tuple[str, Event]:
    """One event of a meeting of SNV, held online in March unless something else is said."""
    event: Event = {
        "event_id": f"e{place}", "stream": "meeting", "event_type": "held", "entity_id": entity,
        "agency_code": "SNV", "occurred_at": recorded_at, "recorded_at": recorded_at,
        "position": place, "source_system": "test", "source_file": "f.csv", "source_row": place,
        "mode": "online", "starts_at": datetime(2026, 3, 2, 8, tzinfo=LOCAL),
    } | said  # fmt: skip
    return "meeting", event


def one_of_each() -> list[tuple[str, Event]]:
    """A meeting for every reason that a meeting can have."""
    april = datetime(2026, 4, 1, 8, tzinfo=LOCAL)
    silent = {"mode": None, "starts_at": None, "event_type": "corrected"}
    gone, back = {**silent, "event_type": "withdrawn"}, {**silent, "status": "held"}
    return [
        meeting(1, "corrected", EARLY),
        meeting(2, "withdrawn", EARLY),
        meeting(3, "reinstated", EARLY),
        meeting(4, "reinstated", EARLY, **gone),
        meeting(5, "twin", EARLY, joint_key="joint", starts_at=april),
        meeting(6, "moved", EARLY),
        meeting(7, "planned", EARLY, event_type="scheduled"),
        meeting(8, "untouched", EARLY, mode="hybrid", remote_site_count=3),
        meeting(20, "late", LATE),
        meeting(21, "new", LATE, starts_at=FROM + timedelta(days=1)),
        meeting(22, "corrected", LATE, **silent | {"mode": "in_person"}),
        meeting(23, "withdrawn", LATE, **gone),
        meeting(24, "reinstated", LATE, **back),
        meeting(25, "older_twin", LATE, joint_key="joint"),
        meeting(26, "moved", LATE, **silent | {"agency_code": "STP"}),
        meeting(27, "planned", LATE),
    ]


EXPECTED = {
    "late": ("late_event", 1),
    "new": ("period_advanced", 1),
    "corrected": ("correction", 0),
    "withdrawn": ("withdrawn", -1),
    "reinstated": ("reinstated", 1),
    "twin": ("duplicate", -1),
    "older_twin": ("late_event", 1),
    "moved": ("reassigned", -1),
    "planned": ("further_event", 1),
}


@pytest.fixture(scope="module")
def each(warehouse: Warehouse) -> tuple[Build, Build, Build]:
    """One meeting of each kind at two moments, and the later moment under another rule."""
    fill(warehouse, one_of_each())
    before, after = built(warehouse, FROM, "each_before"), built(warehouse, TO, "each_after")
    with warehouse.connect() as connection:
        connection.execute(
            "update ref.kpi_rules set value = 0 where rule_code = 'hybrid_counts_as_online'"
        )
    warehouse.dbt("run", "--select", "kpi_evidence+")
    return before, after, kept(warehouse, TO + timedelta(seconds=1), "each_ruled", "other")


def entities(
    connection: duckdb.DuckDBPyConnection, kpi: str, agency: str, period: str
) -> dict[str, tuple[str, int]]:
    """Reason and change of the denominator by entity."""
    rows = connection.execute(
        f"""select entity_id, reason, moved.denominator_after - moved.denominator_before
        from marts.kpi_revision_entities as moved inner join marts.kpi_revisions using ({KEY})
        where kpi_code = ? and agency_code = ? and period_code = ?""",
        [kpi, agency, period],
    ).fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: (row[1], int(row[2])) for row in rows}


def test_every_entity_that_moved_a_figure_says_why(
    warehouse: Warehouse, each: tuple[Build, Build, Build]
) -> None:
    with compared(warehouse, each[0], each[1]) as connection:
        found = entities(connection, "meeting_online_share", "SNV", "2026")
        assert found == EXPECTED
        assert entities(connection, "meeting_online_share", "STP", "2026") == {
            "moved": ("reassigned", 1)
        }
        province = entities(connection, "meeting_online_share", "SONLA", "2026")
        assert "moved" not in province
        assert province["twin"] == ("duplicate", -1)


def test_a_due_date_that_passed_is_no_late_event(
    warehouse: Warehouse, each: tuple[Build, Build, Build]
) -> None:
    with compared(warehouse, each[0], each[1]) as connection:
        said = connection.execute(
            """select distinct reasons.reason, status_before, status_after
            from marts.kpi_revision_reasons as reasons
            inner join marts.kpi_revisions using (kpi_code, agency_id, period_code)
            where kpi_code = 'plan_issued_on_time' and period_code = '2026'"""
        ).fetchall()
        assert {reason for reason, _, _ in said} <= {"due_date_passed", "period_advanced"}
        assert all(before == "not_due" and after == "not_met" for _, before, after in said)
        assert said


def test_a_changed_rule_is_named_where_the_facts_are_the_same(
    warehouse: Warehouse, each: tuple[Build, Build, Build]
) -> None:
    with compared(warehouse, each[1], each[2]) as connection:
        found = entities(connection, "meeting_online_share", "SNV", "2026")
        assert found == {"untouched": ("meaning_changed", 0)}
        fingerprints = connection.execute(
            "select count(distinct fingerprint) from marts.revision_builds"
        ).fetchall()
        assert fingerprints == [(2,)]


def test_the_page_names_every_reason_and_its_queries_run(
    warehouse: Warehouse, each: tuple[Build, Build, Build], project: Path
) -> None:
    page = (project / "docs/revisions.md").read_text("utf-8")
    for reason in REASONS:
        assert f"`{reason}`" in page
    with compared(warehouse, each[0], each[1]) as connection:
        answers = [
            connection.execute(query).fetchall()
            for query in re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
        ]
        assert all(answers) and len(answers) == 2
        assert {row[0] for row in answers[1]} == set(EXPECTED)
        tables = connection.execute(
            "select table_name, count(*), count(comment) from duckdb_columns() "
            "where schema_name = 'marts' group by table_name"
        ).fetchall()
        assert len(tables) == 4
        for name, columns, described in tables:
            assert f"`marts.{name}`" in page
            assert columns == described, name
