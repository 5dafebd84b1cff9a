"""Judge what dbt measured and keep the results as the table `store.check_results`.

Belongs here: reading the measures out of the warehouse, calling the suites, writing the table,
once per build. Does not belong here: expectations (`schemas.fact_expectations`), limits (seeds),
judging files (`batch_checks.py`).
`marts.check_results` and `marts.agency_quality` are views over the table, so it must be written
after dbt and before anything is published.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from orchestration.batch_checks import BatchChecks
from orchestration.warehouse import CHECK_RESULT_COLUMNS, LastBuild, last_build, open_warehouse
from schemas.fact_expectations import CheckResult, batch_results, judge_measures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orchestration.pipeline import Workplace

_MEASURES = (
    "select check_code, stream, agency_code, period_code, observed, min_value, max_value, severity "
    "from marts.quality_measures where is_judged order by all"
)


def judge_facts(
    connection: duckdb.DuckDBPyConnection, done: LastBuild, checks: BatchChecks | None
) -> list[CheckResult]:
    """Judge the facts of the build `done` and the newest files, and keep the results.

    `checks` count only when they are of the very store that was built: of a later one they would
    tell what nobody knew then. A build that was judged before is read again.
    """
    if _is_judged(connection, done):
        return _read(connection)
    results = judge_measures(connection.execute(_MEASURES).pl())
    if checks is not None and checks.chain_hash == done.chain_hash:
        results += batch_results(checks.streams)
    _write(connection, done, results)
    return results


def judge_last_build(place: Workplace) -> list[CheckResult]:
    """What the checks say of the last build of a home; nothing where there is no whole build."""
    from ingestion.clock import local_date
    from orchestration.batch_checks import judge_store
    from orchestration.pipeline import open_store, present

    store = open_store(place.home)
    checks = judge_store(place.home, store, local_date(present(place, store)))
    with open_warehouse(place.home.warehouse, place.settings, place.home.temporary) as connection:
        done = last_build(connection)
        return judge_facts(connection, done, checks) if done else []


def _is_judged(connection: duckdb.DuckDBPyConnection, done: LastBuild) -> bool:
    there = connection.execute(
        "select 1 from duckdb_tables() where schema_name = 'store' and table_name = 'judged_build'"
    ).fetchone()
    row = connection.execute("select run_id from store.judged_build").fetchone() if there else None
    return row is not None and row[0] == done.run_id


def _read(connection: duckdb.DuckDBPyConnection) -> list[CheckResult]:
    names = [field.name for field in fields(CheckResult)]
    rows = connection.execute(f"select {', '.join(names)} from store.check_results").fetchall()
    return [CheckResult(*row) for row in rows]


def _write(
    connection: duckdb.DuckDBPyConnection, done: LastBuild, results: Sequence[CheckResult]
) -> None:
    names = [field.name for field in fields(CheckResult)]
    schema = {name: pl.Boolean() if name == "passed" else pl.String() for name in names}
    frame = pl.DataFrame([asdict(row) for row in results], schema=schema)
    connection.execute("begin")
    connection.register("judged_rows", frame.to_arrow())
    connection.execute(f"create or replace table store.check_results ({CHECK_RESULT_COLUMNS})")
    connection.execute(
        f"insert into store.check_results select {', '.join(names)}, "
        "cast(? as timestamptz) from judged_rows",
        [done.as_of.isoformat()],
    )
    connection.execute(
        "create or replace table store.judged_build as select ? as run_id", [done.run_id]
    )
    connection.execute("commit")
    connection.unregister("judged_rows")
