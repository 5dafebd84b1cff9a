"""A rule that changes on a day changes figures from that day on, and none before it.

One warehouse serves every rule: the evidence is views over the seeds, so a rule is changed in the
seed's table, the evidence compared, and the change rolled back.
"""

from __future__ import annotations

import csv
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


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    warehouse = Warehouse(tmp_path_factory.mktemp("rules"))
    warehouse.set_as_of(datetime(2026, 6, 30, 18, tzinfo=LOCAL))
    write_facts(Log(warehouse))
    warehouse.build()
    return warehouse


def changed_days(
    warehouse: Warehouse, seed: str, which: str, column: str, value: str
) -> list[date]:
    """Days of the evidence that differs once the rows of a seed have another value from CHANGE."""
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
        connection.execute("create temp table before as select * from marts.kpi_evidence")
        new = ", ".join(replaced.get(name, name) for name in columns)
        in_force = f"{which} and valid_from <= date '{CHANGE}' and valid_to is null"
        connection.execute(
            f"create temp table fresh as select {new} from ref.{seed} where {in_force}"
        )
        connection.execute(f"update ref.{seed} set valid_to = date '{CHANGE}' where {in_force}")
        connection.execute(f"insert into ref.{seed} select * from fresh")
        rows = connection.execute(
            "select distinct fact_date from ("
            "(select * from marts.kpi_evidence except all select * from before) union all "
            "(select * from before except all select * from marts.kpi_evidence)) order by all"
        ).fetchall()
        connection.rollback()
    return [day for (day,) in rows]


@pytest.mark.parametrize(
    ("seed", "which", "column", "values"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES]
)
def test_a_changed_rule_changes_facts_from_its_date_on_and_none_before(
    warehouse: Warehouse, seed: str, which: str, column: str, values: tuple[str, ...]
) -> None:
    days = [day for value in values for day in changed_days(warehouse, seed, which, column, value)]
    assert days, f"write_facts has nothing that {which} decides"
    assert min(days) >= CHANGE
