"""The annex's 18 tasks: a board of all, and a page for each.

Belongs here: those two pages. Does not belong here: a duty's row (`duties.py`), reading
(`tasks.py`).
"""

from __future__ import annotations

from reporting import figures
from reporting.lookup import task_number
from reporting.messages import say
from reporting.pages import cells
from reporting.pages.cells import Row
from reporting.pages.duties import duty_table
from reporting.pages.page import Ask, Cell, Moved, NotThere, Page, Table, path_of
from reporting.scorecard import current_period
from reporting.tasks import TaskSelection, duty_rows, task_rows

OVERDUE = 40
_SUMS = (
    ("overdue_count", "Quá hạn chưa xong"),
    ("late_count", "Muộn"),
    ("on_time_count", "Đúng hạn"),
    ("not_due_count", "Chưa đến hạn"),
    ("due_count", "Đến hạn"),
)


def board(ask: Ask) -> Page:
    """Every task, the worst first, and the duties that are overdue."""
    tasks = task_rows(ask.publication, TaskSelection())
    duties = duty_rows(ask.publication, TaskSelection())
    open_ones = duties if ask.is_file else [r for r in duties if r["state"] == "overdue"]
    tables = [
        _tasks(tasks),
        duty_table("nghia-vu", "Nghĩa vụ quá hạn chưa xong", open_ones,
                   limit=None if ask.is_file else OVERDUE, period=current_period(ask.publication)),
    ]  # fmt: skip
    return Page(
        "tasks.html",
        "18 nhiệm vụ Phụ lục",
        "nhiem-vu/",
        lead=_lead(tasks),
        crumbs=[("Toàn tỉnh", path_of("tinh", current_period(ask.publication)))],
        tables=tables,
        data={"all": len(duties)},
    )


def one(ask: Ask) -> Page:
    """One task: its six clear points, and who has done it."""
    number = task_number(ask.publication, ask.said["task"])
    if str(number) != ask.said["task"]:
        raise Moved(path_of("nhiem-vu", number))
    found = task_rows(ask.publication, TaskSelection(task=number))
    if not found:
        raise NotThere(f"Nhiệm vụ {number} chưa giao cho đơn vị nào.")
    [task] = found
    period = current_period(ask.publication)
    duties = duty_rows(ask.publication, TaskSelection(task=number))
    unknown = say("not_stated", "vi")
    clear = [
        (say(f"clear_{name}", "vi"), task[f"clear_{name}_vi"] or unknown)
        for name in ("who", "responsibility", "authority", "time", "product")
    ]
    return Page(
        "task.html",
        say("task_heading", "vi", number=number, title=task["title_vi"]),
        path_of("nhiem-vu", number),
        lead=_lead([task]),
        crumbs=[("18 nhiệm vụ Phụ lục", "nhiem-vu/")],
        tables=[duty_table("nghia-vu", "Từng nghĩa vụ, xấu nhất trước", duties,
                           limit=None if ask.is_file else 200, period=period)],
        data={
            "clear": [
                ("Chủ trì", task["lead_text"]),
                ("Phối hợp", task["coordinating_text"] or say("none_named", "vi")),
                *clear,
                ("Căn cứ", task["legal_ref"]),
            ],
            "kpis": _measures(ask, task),
        },
    )  # fmt: skip


def _measures(ask: Ask, task: Row) -> list[tuple[str, str]]:
    rows = ask.publication.rows("select kpi_code, label_vi from marts.dim_kpis")
    labels = {row["kpi_code"]: row["label_vi"] for row in rows}
    period = current_period(ask.publication)
    return [(labels[code], path_of("chi-so", code, period)) for code in task["kpi_codes"] or []]


def _lead(tasks: list[Row]) -> str:
    sums = {key: sum(row[key] for row in tasks) for key, _ in _SUMS}
    total = {key: figures.number(value, "vi", decimals=0) for key, value in sums.items()}
    return (
        f"{total['due_count']} nghĩa vụ đã đến hạn: {total['on_time_count']} đúng hạn, "
        f"{total['late_count']} muộn, {total['overdue_count']} quá hạn chưa xong. "
        f"{total['not_due_count']} nghĩa vụ chưa đến hạn."
    )


def _tasks(tasks: list[Row]) -> Table:
    columns = [
        cells.column("task", "Nhiệm vụ", "TT", "Nhiệm vụ"),
        cells.column("state", "Tình trạng"),
        *(cells.numbers(key, title) for key, title in _SUMS),
        cells.column("deadline", "Thời hạn"),
        cells.column("lead", "Chủ trì"),
    ]
    rows = [
        [
            Cell(f"{row['task_number']}. {row['title_vi']}", (row["task_number"], row["title_vi"]),
                 path=path_of("nhiem-vu", row["task_number"])),
            _state(row),
            *(cells.count(row[key]) for key, _ in _SUMS),
            cells.text(row["deadline_text"]),
            cells.text(row["lead_text"]),
        ]
        for row in tasks
    ]  # fmt: skip
    return Table("nhiem-vu", "Nhiệm vụ, xấu nhất trước", columns, rows, kind="long")


def _state(row: Row) -> Cell:
    for key, state, kind in (
        ("overdue_count", "overdue", "not_met"),
        ("late_count", "late", "not_met"),
        ("due_count", "on_time", "met"),
    ):
        if row[key]:
            return cells.state(say(f"duty_{state}", "vi"), kind)
    return cells.state(say("duty_not_due", "vi"), "not_due")
