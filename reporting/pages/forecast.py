"""Forecasts of the year, where the publication has them.

Belongs here: reading `marts.kpi_forecasts` into a table. Does not belong here: forecasting.
"""

from __future__ import annotations

from reporting import figures
from reporting.pages import cells
from reporting.pages.optional import rows_of
from reporting.pages.page import Cell, Table, path_of
from reporting.publication import Publication
from reporting.scorecard import Row


def forecast_table(publication: Publication, condition: str, limit: int = 1000) -> Table | None:
    """Forecasts that meet a condition (SQL over `forecast`), the most endangered first.

    None where the publication has no such table or no such row.
    """
    rows = rows_of(
        publication,
        "kpi_forecasts",
        "select forecast.*, kpis.label_vi as kpi_label, kpis.unit, units.name_vi as agency_name "
        "from marts.kpi_forecasts as forecast "
        "inner join marts.dim_kpis as kpis on forecast.kpi_code = kpis.kpi_code "
        "left join marts.dim_agencies as units on forecast.agency_code = units.agency_code "
        f"and units.is_current where {condition} "
        "order by forecast.probability_missed desc nulls last, forecast.kpi_code, "
        f"forecast.agency_code limit {limit}",
    )
    if not rows:
        return None
    columns = [
        cells.column("kpi", "Chỉ số", "Chỉ số", "Mã chỉ số"),
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị"),
        cells.column("period", "Năm"),
        cells.column("risk", "Khả năng không đạt", form="percent"),
        cells.numbers("expected", "Dự kiến cả năm"),
        cells.numbers("range", "Khoảng dự kiến", "Thấp", "Cao"),
        cells.numbers("required", "Cần đạt từ nay"),
        cells.column("until", "Theo số liệu đến"),
    ]
    return Table("du-bao", "Dự báo cả năm", columns, [_cells(row) for row in rows])


def _cells(row: Row) -> list[Cell]:
    unit = str(row["unit"])
    low, high = (figures.measure(row[name], unit, "vi") for name in ("low_value", "high_value"))
    kpi, agency, period = row["kpi_code"], row["agency_code"], row["period_code"]
    return [
        Cell(str(row["kpi_label"]), (str(row["kpi_label"]), str(kpi)),
             path=path_of("chi-so", kpi, period)),
        Cell(str(row["agency_name"] or agency), (str(row["agency_name"]), str(agency)),
             path=path_of("don-vi", agency, period)),
        cells.text(period),
        cells.share(row["probability_missed"]),
        cells.measure(row["expected_value"], unit),
        Cell(f"{low} – {high}", (row["low_value"], row["high_value"]), "number"),
        cells.measure(row["required_share"], "share"),
        cells.day(row["data_until"]),
    ]  # fmt: skip
