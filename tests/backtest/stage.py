"""The SQL of the method on tables of our own, for many past days in one go.

Belongs here: compiling the models and running them in memory. Does not belong here: which days and
units (`origins.sql`, `worlds.py`), comparing with what came (`scores.py`).
"""

from __future__ import annotations

from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from tests.warehouse_fixture import PROJECT, Warehouse

HERE = Path(__file__).parent
MODELS = (
    "kpi.forecast_days",
    "kpi.forecast_sums",
    "kpi.forecast_baselines",
    "kpi.forecast_pace",
    "kpi.forecast_rates",
    "kpi.forecast_allowances",
    "kpi.forecast_counts",
    "kpi.forecast_spread",
    "marts.kpi_forecasts",
)
"""What is run, in order; all that stands before them is data of the trial."""


@cache
def compiled() -> dict[str, str]:
    """The SQL that dbt would run for each of the models."""
    with TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder))
        names = [name.split(".")[1] for name in (*MODELS, "kpi.forecast_parameters")]
        with redirect_stdout(StringIO()):  # dbt shows what it compiles
            warehouse.dbt("compile", "--select", *names)
        models = Path(folder) / "target" / "compiled" / "kl226" / "dbt_project" / "models"
        return {path.stem: path.read_text("utf-8") for path in models.rglob("forecast/*.sql")}


def empty_stage() -> duckdb.DuckDBPyConnection:
    """Schemas and the parameters in force today, as the dated rows of the project say."""
    connection = duckdb.connect()
    for schema in ("kpi", "marts", "ref"):
        connection.execute(f"create schema {schema}")
    seed = PROJECT / "dbt_project" / "seeds" / "forecast_rules.csv"
    connection.execute(
        "create table ref.forecast_rules as select rule_code, valid_from::date as valid_from, "
        "valid_to::date as valid_to, value::decimal(12,4) as value "
        f"from read_csv('{seed}', all_varchar = true)"
    )
    return connection


def run_method(connection: duckdb.DuckDBPyConnection) -> None:
    """From `kpi.forecast_reach` and the day totals to `marts.kpi_forecasts`, by the SQL of dbt."""
    connection.execute(
        "create or replace table marts.dim_periods as select distinct period_code, end_date, "
        "'calendar' as calendar, 'year' as period_kind from kpi.forecast_reach"
    )
    sql = compiled()
    for full_name in ("kpi.forecast_parameters", *MODELS):
        name = full_name.split(".")[1]
        connection.execute(f"create or replace table {full_name} as {sql[name]}")


def script(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run a file of SQL that lies beside this one."""
    connection.execute((HERE / name).read_text("utf-8"))
