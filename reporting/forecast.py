"""The forecasts of the year, read from the marts.

Belongs here: queries on `kpi_forecasts` and the order of its rows. Does not belong here: any
estimate (dbt has them), words (`forecast_words.py`), a table (`forecast_table.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from reporting.publication import Publication, literal
from reporting.scorecard import Row


@dataclass(frozen=True)
class ForecastSelection:
    """Which forecasts: of one agency, of one KPI (all units), of both; of neither, the province."""

    agency: str | None = None
    kpi: str | None = None


def has_forecasts(publication: Publication) -> bool:
    """Whether the publication was made by a version that forecasts."""
    found = publication.rows(
        "select 1 as one from duckdb_tables() "
        "where schema_name = 'marts' and table_name = 'kpi_forecasts'"
    )
    return bool(found)


def forecast_rows(publication: Publication, selection: ForecastSelection) -> list[Row]:
    """Forecasts of the calendar year that was running at `as_of`, worst first, unknown last."""
    wanted = ["periods.is_running"]
    if selection.kpi is not None:
        wanted.append(f"forecasts.kpi_code = {literal(selection.kpi)}")
    if selection.agency is not None:
        wanted.append(f"forecasts.agency_code = {literal(selection.agency)}")
    elif selection.kpi is None:
        wanted.append("units.is_province")
    return publication.rows(
        "select forecasts.*, kpis.label_vi, kpis.label_en, kpis.unit, kpis.is_headline, "
        "scorecard.kpi_value, units.name_vi as agency_name, units.is_province "
        "from marts.kpi_forecasts as forecasts "
        "inner join marts.dim_periods as periods on forecasts.period_code = periods.period_code "
        "inner join marts.dim_kpis as kpis on forecasts.kpi_code = kpis.kpi_code "
        "inner join marts.dim_agencies as units on forecasts.agency_id = units.agency_id "
        "inner join marts.kpi_scorecard as scorecard "
        "on forecasts.kpi_code = scorecard.kpi_code "
        "and forecasts.period_code = scorecard.period_code "
        "and forecasts.agency_id = scorecard.agency_id "
        f"where {' and '.join(wanted)} "
        "order by forecasts.probability_missed desc nulls last, kpis.is_headline desc, "
        "forecasts.allowance_kind = 'impossible' desc, forecasts.kpi_code, forecasts.agency_code"
    )
