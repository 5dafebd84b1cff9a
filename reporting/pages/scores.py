"""The table of KPIs that overview, agency page and KPI page share.

Belongs here: its columns and rows, with last year's figure, the year to date and the last months.
Does not belong here: which rows in which order (`scorecard.py`), a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.pages import cells
from reporting.pages.cells import Row
from reporting.pages.page import Cell, Column, Table, path_of
from reporting.pages.periods import Calendar
from reporting.publication import Publication, literal

Key = tuple[str, str]


@dataclass(frozen=True)
class Beside:
    """Figures beside those of a period, by KPI and agency id."""

    calendar: Calendar
    period: str
    before: dict[Key, Row]
    year: dict[Key, Row]
    months: dict[Key, list[float | None]]

    @classmethod
    def of(
        cls, publication: Publication, calendar: Calendar, period: str, rows: Sequence[Row]
    ) -> Beside:
        """Read them for rows of one agency or of one KPI."""
        found: dict[str, dict[Key, Row]] = {}
        before, year = calendar.year_before(period), calendar.whole_year(period)
        months = calendar.months(period)
        wanted = [*(one for one in (before, year) if one), *months]
        if rows and wanted:
            listed = ", ".join(literal(one) for one in wanted)
            kpis = ", ".join({literal(row["kpi_code"]) for row in rows})
            units = ", ".join({literal(row["agency_id"]) for row in rows})
            for row in publication.rows(
                "select kpi_code, agency_id, period_code, kpi_value, numerator, target_value "
                f"from marts.kpi_scorecard where period_code in ({listed}) "
                f"and kpi_code in ({kpis}) and agency_id in ({units})"
            ):
                key = (row["kpi_code"], row["agency_id"])
                found.setdefault(row["period_code"], {})[key] = row
        lines = {
            (row["kpi_code"], row["agency_id"]): [
                found.get(month, {}).get((row["kpi_code"], row["agency_id"]), {}).get("kpi_value")
                for month in months
            ]
            for row in rows
        }
        return cls(calendar, period, found.get(before or "", {}), found.get(year or "", {}), lines)

    def cells(self, row: Row) -> list[Cell]:
        """Last year's figure, the year to date (where the period is no year), the line."""
        key = (row["kpi_code"], row["agency_id"])
        shown = [self._before(row, key)]
        if self.calendar.whole_year(self.period):
            shown.append(cells.measure(self.year.get(key, {}).get("kpi_value"), row["unit"]))
        return [*shown, cells.line(self.months[key], row["target_value"])]

    def columns(self) -> list[Column]:
        """Headings of those cells."""
        year = self.calendar.whole_year(self.period)
        said = self.calendar.before_words(self.period)
        columns = [cells.numbers("before", said, said, f"{said}: số so sánh")]
        if year:
            until = self.calendar.rows[year]["cutoff_date"]
            columns.append(cells.numbers("year", f"Lũy kế năm, đến {until:%d/%m/%Y}"))
        return [*columns, Column("line", "24 tháng", ())]

    def _before(self, row: Row, key: Key) -> Cell:
        """A KPI that compares names the number it is compared with, of the same part of a year."""
        if row["method"] == "change":
            said = cells.count(row["baseline_value"])
            return Cell(said.text, (None, row["baseline_value"]), "number", note="số so sánh")
        value = self.before.get(key, {}).get("kpi_value")
        return Cell(cells.measure(value, row["unit"]).text, (value, None), "number")


def score_table(
    name: str,
    caption: str,
    rows: Sequence[Row],
    beside: Beside,
    counts: dict[str, dict[str, int]] | None = None,
    *,
    note: str = "",
) -> Table:
    """KPIs of one agency, or (with `counts`) of the province; a figure leads to what made it."""
    columns = [
        cells.column("kpi", "Chỉ số", "Chỉ số", "Mã chỉ số"),
        cells.column("status", "Đánh giá", "Đánh giá", "Ghi chú"),
        cells.numbers("value", "Kết quả"),
        cells.numbers("target", "Chỉ tiêu", "So sánh", "Chỉ tiêu"),
        cells.numbers("gap", "Chênh lệch"),
        cells.numbers("parts", "Tử số / mẫu số", "Tử số", "Mẫu số"),
        *beside.columns(),
    ]
    if counts is not None:
        columns.append(cells.numbers("met", "Đơn vị đạt", "Đơn vị đạt", "Đơn vị được xét"))
    return Table(
        name,
        caption,
        columns,
        [_row(row, beside, counts) for row in rows],
        note=note,
        kind="scores",
    )


def _row(row: Row, beside: Beside, counts: dict[str, dict[str, int]] | None) -> list[Cell]:
    kpi, period = row["kpi_code"], row["period_code"]
    explained = path_of("dien-giai", kpi, row["agency_code"], period)
    shown = [
        Cell(row["kpi_label"], (row["kpi_label"], kpi), path=path_of("chi-so", kpi, period)),
        cells.status(row),
        cells.measure(row["kpi_value"], row["unit"], path=explained),
        cells.target(row),
        cells.gap(row),
        cells.made_of(row),
        *beside.cells(row),
    ]
    if counts is not None:
        found = counts.get(kpi, {})
        met = found.get("met", 0)
        judged = met + found.get("not_met", 0) + found.get("no_data", 0)
        shown.append(Cell(f"{met} / {judged}" if judged else "—", (met, judged), "number"))
    return shown


def split(rows: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Headline figures, those beside them, and those without data, which stand apart."""
    silent = [row for row in rows if row["status"] == "no_data"]
    told = [row for row in rows if row["status"] != "no_data"]
    return (
        [row for row in told if row["is_headline"]],
        [row for row in told if not row["is_headline"]],
        silent,
    )
