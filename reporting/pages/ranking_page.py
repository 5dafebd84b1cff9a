"""Agencies of each peer group in the order of their places.

Belongs here: the page of the ranking. Does not belong here: a place (`kpi_ranking` has it).
"""

from __future__ import annotations

from reporting import figures
from reporting.messages import say, word
from reporting.pages import cells
from reporting.pages.asked import codes
from reporting.pages.cells import Row
from reporting.pages.page import Ask, Cell, Page, Table, path_of
from reporting.pages.periods import Calendar
from reporting.ranking import groups, ranked_rows


def page(ask: Ask) -> Page:
    """Every peer group of a period, a table each."""
    [period] = codes(ask, "xep-hang", names=("period",))
    calendar = Calendar.of(ask.publication)
    rows = ranked_rows(ask.publication, period)
    tables = [
        _table(group, [row for row in rows if row["peer_group"] == group])
        for group in groups(ask.publication)
        if any(row["peer_group"] == group for row in rows)
    ]
    ranked = sum(row["rank"] is not None for row in rows)
    silent = sum(not row["has_data"] for row in rows)
    lead = f"{ranked} đơn vị được xếp hạng trong {calendar.label(period)}, mỗi nhóm xếp riêng"
    lead += f"; {silent} đơn vị chưa có số liệu." if silent else "."
    return Page(
        "plain.html",
        f"Xếp hạng · {calendar.label(period)}",
        path_of("xep-hang", period),
        lead=lead if rows else "Kỳ này chưa có đơn vị nào được xếp hạng.",
        crumbs=[("Toàn tỉnh", path_of("tinh", period))],
        period=period,
        each_period="xep-hang/{}/",
        tables=tables,
        data={"notes": [say("legend_ranking", "vi"), say("legend_silent", "vi")]},
    )


def _table(group: str, rows: list[Row]) -> Table:
    columns = [
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị", "Có số liệu"),
        cells.numbers("rank", "Hạng"),
        cells.numbers("met", "Đạt / đến hạn", "Đạt", "Đến hạn"),
        cells.column("share", "Tỷ lệ đạt", form="percent"),
        cells.numbers("score", "Điểm theo trọng số"),
    ]
    name = word(group, "vi")
    return Table(
        group.replace("_", "-"),
        name[:1].upper() + name[1:],
        columns,
        [
            [
                Cell(row["agency_name"], (row["agency_name"], row["agency_code"], row["has_data"]),
                     path=path_of("don-vi", row["agency_code"], row["period_code"]),
                     note="" if row["has_data"] else say("no_data", "vi")),
                cells.count(row["rank"]),
                Cell(f"{row['kpis_met']} / {row['kpis_due']}",
                     (row["kpis_met"], row["kpis_due"]), "number"),
                cells.share(row["met_share"]),
                Cell(figures.number(row["weighted_score"], "vi"), (row["weighted_score"],),
                     "number"),
            ]
            for row in rows
        ],
    )  # fmt: skip
