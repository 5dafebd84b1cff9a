"""Figures that moved between two publications, where somebody has compared them.

Belongs here: finding the newest comparison that ends in this publication, its rows as a table. Does
not belong here: comparing (`orchestration/revisions.py`), reading one (`reporting/revisions.py`).
"""

from __future__ import annotations

from reporting import figures
from reporting.messages import say
from reporting.pages import cells
from reporting.pages.cells import Row
from reporting.pages.page import Cell, Table
from reporting.publication import NoPublication, Publication
from reporting.revision_words import say as say_revision
from reporting.revisions import Wanted, open_comparison

SHOWN = 30


def revisions_table(publication: Publication, kpi: str, period: str) -> Table | None:
    """Figures of a KPI in a period that moved, the province first; None where nobody compared."""
    files = publication.path.parent.glob(f"revisions-*-{publication.pointer.run_id}.duckdb")
    newest = max(files, key=lambda one: one.stat().st_mtime, default=None)
    if newest is None:
        return None
    try:
        with open_comparison(newest, publication) as comparison:
            before = comparison.builds()["before"]["as_of"]
            rows = comparison.figures(Wanted(kpi=kpi, period=period))
    except NoPublication:
        # Comparisons are dropped when newer ones come; the figures themselves stand above.
        return None
    columns = [
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị"),
        cells.numbers("before", "Trước"),
        cells.numbers("after", "Sau"),
        cells.column("status", "Đánh giá"),
        cells.column("why", "Vì sao (số mục)"),
    ]
    since = figures.moment(before.isoformat(), "vi")
    return Table(
        "thay-doi",
        f"Con số đã đổi từ {since}",
        columns,
        [_cells(row) for row in rows[:SHOWN]],
        total=len(rows),
    )


def _cells(row: Row) -> list[Cell]:
    was, now = row["status_before"], row["status_after"]
    said = say(now, "vi") if was == now else f"{say(was, 'vi')} → {say(now, 'vi')}"
    why = ", ".join(
        f"{say_revision(one['reason'], 'vi')} {one['entity_count']}" for one in row["reasons"]
    )
    return [
        Cell(row["agency_name"], (row["agency_name"], row["agency_code"])),
        cells.measure(row["value_before"], row["unit"]),
        cells.measure(row["value_after"], row["unit"]),
        cells.text(said),
        cells.text(why),
    ]
