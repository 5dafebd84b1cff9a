"""From a number to what made it, and to file, sheet and row.

Belongs here: the page of one number. Does not belong here: which entities make it (`explain.py`).
"""

from __future__ import annotations

from typing import Any

from reporting import figures
from reporting.coverage import coverage, coverage_words
from reporting.entities import FACTS, INTAKE, describe, why
from reporting.explain import GROUPS, Explanation, Group, NoSuchRow, explain
from reporting.explain_table import group_words
from reporting.messages import say, word
from reporting.pages import cells
from reporting.pages.asked import codes
from reporting.pages.cells import Row
from reporting.pages.page import Ask, Cell, NotThere, Page, Table, path_of
from reporting.pages.periods import Calendar
from reporting.pages.quality_tables import place
from reporting.pages.scores import Beside
from reporting.quarantine import open_words
from reporting.remarks import remark

SHOWN = 100
_NAMES = {"in_numerator": "tu-so", "in_denominator": "mau-so", "of_baseline": "cung-ky",
          "left_out": "khong-tinh"}  # fmt: skip


def page(ask: Ask) -> Page:
    """Raises NotThere where the KPI does not apply to the agency in the period."""
    kpi, agency, period = codes(ask, "dien-giai", names=("kpi", "agency", "period"))
    publication = ask.publication
    calendar = Calendar.of(publication)
    try:
        found = explain(publication, kpi, agency, period, limit=None if ask.is_file else SHOWN)
    except NoSuchRow:
        names = {"kpi": kpi, "agency": agency, "period": period}
        raise NotThere(say("no_such_row", "vi", **names) + ".") from None
    row = found.row
    one = None if row["is_province"] else agency
    streams = set(FACTS) if row["stream"] == INTAKE else {row["stream"]}
    unit = path_of("don-vi", agency, period) if one else path_of("tinh", period)
    return Page(
        "explained.html",
        f"{row['kpi_label']} · {row['agency_name']} · {calendar.label(period)}",
        path_of("dien-giai", kpi, agency, period),
        lead=_lead(found),
        crumbs=[
            (row["agency_name"], unit),
            (row["kpi_label"], path_of("chi-so", kpi, period)),
        ],
        period=period,
        each_period=path_of("dien-giai", kpi, agency) + "{}/",
        tables=[
            _table(found, name, group) for name, group in found.groups.items() if group.count
        ],
        data={
            "facts": _facts(found, Beside.of(publication, calendar, period, [row])),
            "status": cells.status(row),
            "reach": [
                coverage_words(reach, "vi", one_agency=one is not None)
                for reach in coverage(publication, period, streams, one)
            ],
            "waiting": open_words(publication, "vi", agency=one, streams=streams),
            "provisional": row["is_provisional"] and say(
                "provisional_why", "vi", day=figures.day(row["data_until"], "vi"),
                cutoff=figures.day(found.period["cutoff_date"], "vi"),
            ),
        },
    )  # fmt: skip


def _lead(found: Explanation) -> str:
    row = found.row
    value = figures.measure(row["kpi_value"], row["unit"], "vi")
    counted = [found.groups[name].count for name in GROUPS[:2]]
    said = f"{row['agency_name']}: {value}, {cells.status(row).text.split(' ', 1)[-1]}. "
    top, bottom = (figures.number(one, "vi", decimals=0) for one in (counted[0], sum(counted)))
    return said + f"Con số này gồm {top} mục ở tử số trong {bottom} mục được tính."


def _facts(found: Explanation, beside: Beside) -> list[tuple[str, str]]:
    row, about, period = found.row, found.kpi, found.period
    days = [figures.day(period[name], "vi") for name in ("start_date", "cutoff_date")]
    facts = [
        ("Kết quả", figures.measure(row["kpi_value"], row["unit"], "vi")),
        ("Chỉ tiêu", cells.target(row).text),
        ("Chênh lệch", cells.gap(row).text),
        ("Tử số / mẫu số", cells.made_of(row).text),
        *(
            (column.title, cell.text)
            for column, cell in zip(beside.columns()[:-1], beside.cells(row)[:-1], strict=True)
        ),
        ("Kỳ tính", f"từ {days[0]} đến {days[1]}"),
        ("Cách tính", about["description"]),
        ("Căn cứ", row["target_legal_ref"] or about["legal_ref"]),
    ]
    facts += [
        (f"Số cùng kỳ, {word(f'basis_{basis}', 'vi')}", figures.number(value, "vi", decimals=0))
        for basis, value in found.baselines.items()
    ]
    return facts


def _table(found: Explanation, name: str, group: Group) -> Table:
    stream = found.kpi["stream"]
    columns = [
        cells.column("entity", "Mã"),
        cells.column("date", "Ngày"),
        cells.column("what", "Nội dung"),
        *([cells.numbers("counted", "Số tính", "Tử số", "Mẫu số")] if group.weighs else []),
        *([cells.column("why", "Lý do")] if name == "left_out" else []),
        cells.column("place", "Nguồn: tệp, trang, dòng", "Tệp", "Trang", "Dòng"),
    ]
    note = ", ".join(
        f"{why(reason, 'vi')} {figures.number(count, 'vi')}"
        for reason, count in group.reasons.items()
    )
    title = group_words(found, name, "vi")
    size = figures.number(group.count, "vi", decimals=0)
    return Table(
        _NAMES[name],
        f"{title}: {size} mục",
        columns,
        [_entity(found, row, name, stream, weighs=group.weighs) for row in group.rows],
        note=note,
        total=group.count,
    )


def _entity(found: Explanation, row: Row, name: str, stream: str, *, weighs: bool) -> list[Cell]:
    said: list[Any] = [describe(stream, row, "vi"), remark(found.kpi, row, "vi")]
    of = row["note"] if stream == INTAKE else stream
    known = row["source_file"] is not None and of in FACTS
    shown = [
        Cell(row["entity_id"], (row["entity_id"],),
             path=path_of("muc", of, row["entity_id"]) if known else None),
        cells.day(row["own_date"] or row["fact_date"]),
        cells.text(" · ".join(str(part) for part in said if part)),
    ]  # fmt: skip
    if weighs:
        shown.append(cells.made_of(row))
    if name == "left_out":
        shown.append(cells.text(why(row["excluded_reason"], "vi")))
    return [*shown, place(row)]
