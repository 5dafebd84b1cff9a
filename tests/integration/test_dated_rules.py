"""A rule that changes on a day changes figures from that day on, and none before it.

One warehouse serves every rule: a rule is changed in the seed's table, the tables that stand on it
are made again from the SQL that dbt compiled, evidence and totals are compared, and all of it is
rolled back.
"""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta

import pytest

from tests.integration.test_scorecard import Log, at
from tests.warehouse_fixture import LOCAL, PROJECT, Warehouse

CHANGE = date(2026, 4, 1)
BEFORE, AFTER = "2026-03-18", "2026-04-15"
EXTREMES = ("0", "1000000")
"""One of them is sure to turn what the rule decides, whatever its value is today."""


def rule_codes() -> list[str]:
    with (PROJECT / "dbt_project/seeds/kpi_rules.csv").open(encoding="utf-8") as file:
        return sorted({row["rule_code"] for row in csv.DictReader(file)})


CASES = [
    *(("kpi_rules", f"rule_code = '{code}'", "value", EXTREMES) for code in rule_codes()),
    ("meeting_caps", "kind = 'dissemination'", "max_half_days", ("0",)),
    ("document_types", "document_type = 'bao_cao'", "counts_as_administrative", ("false",)),
]


def write_facts(log: Log) -> None:
    """For every rule something that it decides, the same on both sides of the change.

    A new rule needs a fact here that it decides.
    """
    for number, day in enumerate((BEFORE, AFTER)):
        start = at(f"{day} 08:00")
        log.held(f"SNV:hybrid{number}", "SNV", f"{day} 14:00", "hybrid", remote_site_count=1)
        log.add(
            "meeting", "held", f"SNV:conference{number}", "SNV", f"{day} 08:00",
            mode="in_person", kind="dissemination", is_conference=True, scope="sector",
            starts_at=start, ends_at=start + timedelta(hours=3),
            invited_at=start - timedelta(days=7), is_conclusion_required=True,
            conclusion_issued_at=start + timedelta(days=2), cost_amount=4_000_000,
            cost_norm_amount=5_000_000,
        )  # fmt: skip
        for copy in (1, 2):
            issued = start.date() + timedelta(days=copy)
            log.add(
                "document", "issued", f"SNV:out:{issued}:{copy}/BC-SNV", "SNV", f"{issued} 08:00",
                number=str(copy), notation="BC-SNV", document_type="bao_cao", direction="out",
                issued_date=issued, is_signed_digitally=True, content_key=f"{number}" * 32,
            )  # fmt: skip
        write_dossier(log, f"SNV:dossier{number}", start)
        log.held(f"SYT:lastyear{number}", "SYT", f"{day} 08:00".replace("2026", "2025"))
    log.add("task", "report_submitted", "BC-2026:STP", "STP", "2026-12-05 09:00")


def write_dossier(log: Log, entity: str, start: datetime) -> None:
    """Online, rated 3 of 5, a supplement awaited for two days; a day late without these two."""
    due = start + timedelta(days=5)
    steps = {
        "received": {"channel": "online", "received_at": start, "due_at": due},
        "supplement_requested": {},
        "processing": {},
        "finished": {"finished_at": due + timedelta(days=1), "rating": 3},
    }
    for (event, said), days in zip(steps.items(), (0, 1, 3, 6), strict=True):
        when = start + timedelta(days=days)
        log.add("dossier", event, entity, "SNV", f"{when:%Y-%m-%d %H:%M}", **said)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("rules"))
    # 2026-12-05, a day on which duties fall due, is a Saturday.
    warehouse.set_as_of(datetime(2026, 12, 10, 18, tzinfo=LOCAL))
    write_facts(Log(warehouse))
    warehouse.build()
    return warehouse


def tables_on(warehouse: Warehouse, seed: str) -> list[tuple[str, str]]:
    """Name and compiled SQL of every table that stands on a seed, in an order to make them in."""
    target = warehouse.folder / "target" / "manifest.json"
    nodes = json.loads(target.read_text("utf-8"))["nodes"]
    models = {key: node for key, node in nodes.items() if node["resource_type"] == "model"}
    reached, ordered = {f"seed.kl226.{seed}"}, []
    waiting = dict(models)
    while True:
        ready = [
            key for key, node in waiting.items()
            if not any(above in waiting for above in node["depends_on"]["nodes"])
        ]  # fmt: skip
        if not ready:
            assert not waiting
            return ordered
        for key in ready:
            node = waiting.pop(key)
            if reached.isdisjoint(node["depends_on"]["nodes"]):
                continue
            reached.add(key)
            if node["config"]["materialized"] == "table":
                ordered.append((f"{node['schema']}.{node['alias']}", node["compiled_code"]))


def changed_days(
    warehouse: Warehouse, seed: str, which: str, column: str, value: str
) -> list[date]:
    """Days of what differs once the rows of a seed have another value from CHANGE on.

    Evidence has its own day, a total of a unit the last of its period.
    """
    with warehouse.connect() as connection:
        columns = [
            name
            for (name,) in connection.execute(
                "select column_name from information_schema.columns "
                f"where table_schema = 'ref' and table_name = '{seed}'"
            ).fetchall()
        ]
        replaced = {"valid_from": f"date '{CHANGE}'", "valid_to": "null", column: value}
        connection.begin()
        for name, shown in SHOWN.items():
            connection.execute(f"create temp table {name} as {shown}")
        new = ", ".join(replaced.get(name, name) for name in columns)
        in_force = f"{which} and valid_from <= date '{CHANGE}' and valid_to is null"
        connection.execute(
            f"create temp table fresh as select {new} from ref.{seed} where {in_force}"
        )
        connection.execute(f"update ref.{seed} set valid_to = date '{CHANGE}' where {in_force}")
        connection.execute(f"insert into ref.{seed} select * from fresh")
        for table, sql in tables_on(warehouse, seed):
            connection.execute(f"create or replace table {table} as {sql}")
        days = {
            day
            for name, shown in SHOWN.items()
            for (day,) in connection.execute(
                f"select distinct day from (({shown} except all select * from {name}) "
                f"union all (select * from {name} except all {shown}))"
            ).fetchall()
        }
        connection.rollback()
    return sorted(days)


SHOWN = {
    "evidence": "select fact_date as day, * from marts.kpi_evidence",
    "totals": "select periods.end_date as day, totals.* from marts.kpi_unit_totals as totals "
    "inner join marts.dim_periods as periods on totals.period_code = periods.period_code",
}


@pytest.mark.parametrize(
    ("seed", "which", "column", "values"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_a_changed_rule_changes_facts_from_its_date_on_and_none_before(
    warehouse: Warehouse, seed: str, which: str, column: str, values: tuple[str, ...]
) -> None:
    days = [day for value in values for day in changed_days(warehouse, seed, which, column, value)]
    assert days, f"write_facts has nothing that {which} decides"
    assert min(days) >= CHANGE
