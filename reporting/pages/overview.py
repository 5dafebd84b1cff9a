"""The province at a glance, worst first.

Belongs here: the sentence that says how the province stands, the tables, who needs attention. Does
not belong here: a figure (`scorecard.py` reads them).
"""

from __future__ import annotations

from reporting import figures
from reporting.coverage import coverage, coverage_words
from reporting.entities import FACTS
from reporting.pages import cells
from reporting.pages.asked import period_or_current
from reporting.pages.cells import Row
from reporting.pages.forecast import forecast_table
from reporting.pages.page import Ask, Cell, Page, Table, path_of
from reporting.pages.periods import Calendar
from reporting.pages.scores import Beside, score_table, split
from reporting.quarantine import open_words
from reporting.scorecard import Selection, agencies_by_failures, select_rows, status_counts

ATTENTION = 10


def page(ask: Ask) -> Page:
    """Overview of a period, or of the one in force."""
    publication, period = ask.publication, period_or_current(ask, "tinh")
    calendar = Calendar.of(publication)
    rows = select_rows(publication, Selection(period))
    beside = Beside.of(publication, calendar, period, rows)
    counts = status_counts(publication, period)
    main, aside, silent = split(rows)
    tables = [
        score_table("chi-tieu-chinh", "Chỉ tiêu chính, xấu nhất trước", main, beside, counts),
        score_table("chi-so-bo-tro", "Chỉ số bổ trợ", aside, beside, counts),
        score_table("chua-co-so-lieu", "Chưa có số liệu", silent, beside, counts,
                    note="Chưa nhận được số liệu không phải là đạt, cũng không phải là bằng 0."),
        _attention(ask, period),
        forecast_table(publication, "forecast.agency_code in (select agency_code "
                       "from marts.dim_agencies where is_province)"),
    ]  # fmt: skip
    where = rows[0]["agency_name"] if rows else "Toàn tỉnh"
    reach = coverage(publication, period, FACTS)
    return Page(
        "overview.html",
        f"{where} · {calendar.label(period)}",
        path_of("tinh", period) if "period" in ask.said else "",
        lead=_lead(rows, calendar.label(period)),
        period=period,
        each_period="tinh/{}/",
        tables=[one for one in tables if one is not None],
        data={
            "tally": _tally(rows),
            "reach": [coverage_words(one, "vi", one_agency=False) for one in reach],
            "waiting": open_words(publication, "vi"),
            "has_forecast": tables[-1] is not None,
        },
    )


def _lead(rows: list[Row], period: str) -> str:
    """How the province stands, in one sentence or two."""
    main = [row for row in rows if row["is_headline"]]
    by = {status: [r for r in main if r["status"] == status] for status in ("met", "not_met")}
    if not main:
        return f"{period}: chưa có chỉ tiêu chính nào."
    said = f"{period}: đạt {len(by['met'])} trong {len(main)} chỉ tiêu chính"
    for status, words in (
        ("not_met", "chưa đạt"),
        ("not_due", "chưa đến hạn"),
        ("no_data", "chưa có số liệu"),
        ("not_applicable", "không có chỉ tiêu hoặc việc đến hạn trong kỳ"),
    ):
        found = sum(row["status"] == status for row in main)
        said += f", {found} {words}" if found else ""
    if not by["not_met"]:
        return said + "."
    worst = by["not_met"][0]
    value = figures.measure(worst["kpi_value"], worst["unit"], "vi")
    aim = figures.target(worst["target_value"], worst["comparator"], worst["unit"], "vi")
    return f"{said}. Xa chỉ tiêu nhất: {worst['kpi_label']} ({value}, chỉ tiêu {aim})."


def _tally(rows: list[Row]) -> list[tuple[str, int, str]]:
    main = [row["status"] for row in rows if row["is_headline"]]
    words = {"not_met": "✗ chưa đạt", "no_data": "? chưa có số liệu", "not_due": "… chưa đến hạn",
             "met": "✓ đạt"}  # fmt: skip
    return [(status, main.count(status), word) for status, word in words.items()]


def _attention(ask: Ask, period: str) -> Table:
    rows = agencies_by_failures(ask.publication, period, 10_000 if ask.is_file else ATTENTION)
    columns = [
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị"),
        cells.numbers("not_met", "Chưa đạt"),
        cells.numbers("no_data", "Chưa có số liệu"),
        cells.numbers("met", "Đạt"),
    ]
    return Table(
        "don-vi-can-chu-y",
        "Đơn vị cần chú ý nhất",
        columns,
        [
            [
                Cell(row["agency_name"], (row["agency_name"], row["agency_code"]),
                     path=path_of("don-vi", row["agency_code"], period)),
                cells.count(row["not_met"]), cells.count(row["no_data"]), cells.count(row["met"]),
            ]
            for row in rows
        ],
        note="Theo số chỉ tiêu chính chưa đạt. Đủ mọi đơn vị: trang Xếp hạng.",
    )  # fmt: skip
