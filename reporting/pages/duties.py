"""Duties of the annex as rows of a table.

Belongs here: columns and words of one duty. Does not belong here: which duties (`tasks.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from reporting import figures
from reporting.messages import say
from reporting.pages import cells
from reporting.pages.cells import Row
from reporting.pages.page import Cell, Table, path_of

_KINDS = {"overdue": "not_met", "late": "not_met", "on_time": "met", "not_due": "not_due"}


def duty_table(
    name: str, caption: str, rows: Sequence[Row], *, limit: int | None, period: str | None
) -> Table:
    """Duties in the order given, the first `limit` of them.

    `period` is the one in which a unit's page is opened; None leaves the units out.
    """
    columns = [
        *([cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị")] if period else []),
        cells.column("duty", "Nghĩa vụ", "Nghĩa vụ", "Mã nghĩa vụ"),
        cells.column("state", "Tình trạng"),
        cells.numbers("late", "Muộn (ngày làm việc)"),
        cells.column("due", "Ngày cuối"),
        cells.column("done", "Đã xong", "Đã xong", "Trong báo cáo"),
        cells.column("evidence", "Minh chứng, tiến độ", "Minh chứng", "Tiến độ"),
    ]
    shown = rows[:limit]
    return Table(name, caption, columns, [_row(row, period) for row in shown], total=len(rows))


def _row(row: Row, period: str | None) -> list[Cell]:
    agency = Cell(
        row["agency_name_vi"],
        (row["agency_name_vi"], row["agency_code"]),
        path=path_of("don-vi", row["agency_code"], period) if period else None,
    )
    extended = "gia hạn" if row["extended_due_date"] else ""
    inside = row["done_in"].split(":")[0] if row["done_in"] else None
    return [
        *([agency] if period else []),
        Cell(row["label_vi"], (row["label_vi"], row["duty_code"]), note=row["duty_code"],
             path=path_of("nhiem-vu", row["task_number"])),
        cells.state(say(f"duty_{row['state']}", "vi"), _KINDS[row["state"]]),
        cells.count(row["days_late"]),
        Cell(figures.day(row["final_day"], "vi"), (row["final_day"],), "day", note=extended),
        Cell(figures.day(row["done_date"], "vi"), (row["done_date"], inside), "day",
             note=f"trong {inside}" if inside else ""),
        _evidence(row),
    ]  # fmt: skip


def _evidence(row: Row) -> Cell:
    progress = row["progress_share"] if row["done_date"] is None else None
    said = row["evidence_ref"]
    if not said and progress is not None:
        said = say("progress", "vi", share=figures.percent(progress, "vi"))
    return Cell(str(said or figures.NO_VALUE), (row["evidence_ref"], progress))
