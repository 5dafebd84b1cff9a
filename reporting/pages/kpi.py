"""One KPI: what it means, and every agency by it.

Belongs here: definition, dated targets, chart of the last months, agencies by peer group, forecast,
revisions. Does not belong here: the figure itself (`scorecard.py` reads it), drawing (`charts.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reporting import figures
from reporting.coverage import coverage, coverage_words
from reporting.lookup import status_code
from reporting.messages import word
from reporting.pages import cells
from reporting.pages.asked import codes
from reporting.pages.cells import Row
from reporting.pages.forecast import forecast_table
from reporting.pages.moved import revisions_table
from reporting.pages.page import Ask, Cell, NotThere, Page, Table, path_of
from reporting.pages.periods import Calendar
from reporting.pages.scores import Beside
from reporting.publication import literal
from reporting.scorecard import Selection, select_rows

_FORMULA = {
    "share": "tử số ÷ mẫu số",
    "change": "số của kỳ này ÷ số cùng kỳ năm trước − 1",
    "count": "số mục được đếm",
    "stock": "tử số ÷ mẫu số, theo lần báo gần nhất còn hiệu lực ngày cuối kỳ",
}


def page(ask: Ask) -> Page:
    """A KPI in a period, its agencies filtered by group and status where the query says so."""
    kpi, period = codes(ask, "chi-so", names=("kpi", "period"))
    publication = ask.publication
    calendar = Calendar.of(publication)
    rows = select_rows(publication, Selection(period, kpi))
    if not rows:
        raise NotThere("Chỉ số này không tính cho đơn vị nào trong kỳ này.")
    [about] = publication.rows(f"select * from marts.dim_kpis where kpi_code = {literal(kpi)}")
    beside = Beside.of(publication, calendar, period, rows)
    province = next((row for row in rows if row["is_province"]), None)
    units = [row for row in rows if not row["is_province"]]
    _add_groups(ask, units)
    wanted = _filtered(ask, units)
    months = _months(rows[0], beside, province)
    forecast = forecast_table(publication, f"forecast.kpi_code = {literal(kpi)}", 20)
    tables = [
        _agencies(units, wanted, beside),
        months,
        _targets(ask, kpi, about["unit"]),
        forecast,
        revisions_table(publication, kpi, period),
    ]
    return Page(
        "kpi.html",
        f"{about['label_vi']} · {calendar.label(period)}",
        path_of("chi-so", kpi, period),
        lead=_lead(province, units),
        crumbs=[("Toàn tỉnh", path_of("tinh", period))],
        period=period,
        each_period=path_of("chi-so", kpi) + "{}/",
        tables=[one for one in tables if one is not None],
        data={
            "about": about,
            "formula": _FORMULA[about["method"]],
            "province": province and _province(province, beside),
            "groups": sorted({(r["peer_group"], word(r["peer_group"], "vi")) for r in units}),
            "chosen": {"nhom": ask.query.get("nhom", ""), "trang": ask.query.get("danh-gia", "")},
            "reach": [
                coverage_words(one, "vi", one_agency=False)
                for one in coverage(publication, period, {about["stream"]})
            ],
            "has_forecast": forecast is not None,
        },
        pictures={"bieu-do.svg": _picture(about, months, province)} if province else {},
    )


def _province(row: Row, beside: Beside) -> dict[str, Any]:
    said = [cells.measure(row["kpi_value"], row["unit"]), cells.target(row), cells.gap(row),
            cells.made_of(row), *beside.cells(row)[:-1]]  # fmt: skip
    titles = ["Kết quả toàn tỉnh", "Chỉ tiêu", "Chênh lệch", "Tử số / mẫu số"]
    titles += [one.title for one in beside.columns()[:-1]]
    path = path_of("dien-giai", row["kpi_code"], row["agency_code"], row["period_code"])
    return {"cells": list(zip(titles, said, strict=True)), "status": cells.status(row),
            "path": path}  # fmt: skip


def _lead(province: Row | None, units: Sequence[Row]) -> str:
    judged = [row for row in units if row["status"] in ("met", "not_met", "no_data")]
    said = ""
    if province:
        value = figures.measure(province["kpi_value"], province["unit"], "vi")
        said = f"Toàn tỉnh {value}: {cells.status(province).text.split(' ', 1)[-1]}. "
    if not judged:
        return said + "Kỳ này chưa đơn vị nào được xét theo chỉ tiêu."
    met = sum(row["status"] == "met" for row in judged)
    silent = sum(row["status"] == "no_data" for row in judged)
    rest = f"; {silent} đơn vị chưa có số liệu" if silent else ""
    return f"{said}{met} trong {len(judged)} đơn vị được xét đã đạt{rest}."


def _add_groups(ask: Ask, rows: list[Row]) -> None:
    found = ask.publication.rows("select agency_id, peer_group from marts.dim_agencies")
    groups = {row["agency_id"]: row["peer_group"] for row in found}
    for row in rows:
        row["peer_group"] = groups[row["agency_id"]]


def _filtered(ask: Ask, rows: list[Row]) -> list[Row]:
    """Rows of the group and status asked for. Raises UnknownWord for a status nobody has."""
    group, status = ask.query.get("nhom"), ask.query.get("danh-gia")
    if group and group not in {row["peer_group"] for row in rows}:
        raise NotThere(f"Không có nhóm “{group}” ở chỉ số này. Bỏ bộ lọc để xem mọi đơn vị.")
    code = status_code(status, "vi") if status else None
    return [
        row
        for row in rows
        if (not group or row["peer_group"] == group) and (code is None or row["status"] == code)
    ]


def _places(rows: Sequence[Row]) -> dict[str, int]:
    """Place of each agency in its peer group by the distance from the target; equals share one.

    Without a target nobody is before anybody.
    """
    places: dict[str, int] = {}
    for group in {row["peer_group"] for row in rows}:
        judged = [r for r in rows if r["peer_group"] == group and r["gap"] is not None]
        for row in judged:
            down = row["comparator"] == "le"
            better = sum(
                (other["gap"] < row["gap"]) if down else (other["gap"] > row["gap"])
                for other in judged
            )
            places[row["agency_id"]] = better + 1
    return places


def _agencies(units: Sequence[Row], wanted: Sequence[Row], beside: Beside) -> Table:
    places = _places(units)
    columns = [
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị"),
        cells.column("status", "Đánh giá", "Đánh giá", "Ghi chú"),
        cells.numbers("value", "Kết quả"),
        cells.numbers("target", "Chỉ tiêu", "So sánh", "Chỉ tiêu"),
        cells.numbers("gap", "Chênh lệch"),
        cells.numbers("parts", "Tử số / mẫu số", "Tử số", "Mẫu số"),
        *beside.columns(),
        cells.column("group", "Nhóm"),
        cells.numbers("rank", "Hạng trong nhóm"),
    ]
    rows = [
        [
            Cell(row["agency_name"], (row["agency_name"], row["agency_code"]),
                 path=path_of("don-vi", row["agency_code"], row["period_code"])),
            cells.status(row),
            cells.measure(row["kpi_value"], row["unit"], path=path_of(
                "dien-giai", row["kpi_code"], row["agency_code"], row["period_code"])),
            cells.target(row),
            cells.gap(row),
            cells.made_of(row),
            *beside.cells(row),
            cells.text(word(row["peer_group"], "vi")),
            cells.count(places.get(row["agency_id"])),
        ]
        for row in wanted
    ]  # fmt: skip
    return Table("don-vi", "Các đơn vị, xấu nhất trước", columns, rows, kind="scores")


def _months(any_row: Row, beside: Beside, province: Row | None) -> Table | None:
    if province is None:
        return None
    unit, months = any_row["unit"], beside.calendar.months(beside.period)
    values = beside.months[(province["kpi_code"], province["agency_id"])]
    columns = [cells.column("month", "Tháng", "Tháng", "Mã kỳ"), cells.numbers("value", "Kết quả")]
    rows = [
        [
            Cell(f"{int(code[-2:])}/{code[:4]}", (f"{code[-2:]}/{code[:4]}", code),
                 path=path_of("dien-giai", province["kpi_code"], province["agency_code"], code)),
            cells.measure(value, unit),
        ]
        for code, value in zip(months, values, strict=True)
    ]  # fmt: skip
    return Table("24-thang", "Toàn tỉnh, từng tháng", columns, rows, kind="months")


def _targets(ask: Ask, kpi: str, unit: str) -> Table | None:
    rows = ask.publication.rows(
        "select valid_from, valid_to, comparator, cast(target_value as double) as target_value, "
        f"due_date, legal_ref, note from ref.kpi_targets where kpi_code = {literal(kpi)} "
        "order by valid_from"
    )
    if not rows:
        return None
    columns = [
        cells.numbers("target", "Chỉ tiêu", "So sánh", "Chỉ tiêu"),
        cells.column("from", "Hiệu lực từ"),
        cells.column("to", "Đến"),
        cells.column("due", "Hạn đạt"),
        cells.column("legal", "Căn cứ", "Căn cứ", "Ghi chú"),
    ]
    return Table("chi-tieu", "Chỉ tiêu theo thời gian", columns, [
        [cells.target({**row, "unit": unit}), cells.day(row["valid_from"]),
         cells.day(row["valid_to"]), cells.day(row["due_date"]),
         Cell(str(row["legal_ref"]), (row["legal_ref"], row["note"]), note=row["note"] or "")]
        for row in rows
    ])  # fmt: skip


def _picture(about: Row, months: Table | None, province: Row | None) -> dict[str, Any]:
    if months is None or province is None:
        return {}
    return {
        "months": [(row[0].values[1], row[1].values[0]) for row in months.rows],
        "aim": province["target_value"],
        "unit": about["unit"],
    }
