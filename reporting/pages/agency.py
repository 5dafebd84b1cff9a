"""One agency in one period: its figures, its duties, what it has sent.

Belongs here: the page of one agency. Does not belong here: comparing agencies (`ranking_page.py`).
"""

from __future__ import annotations

from reporting import figures
from reporting.coverage import coverage, coverage_words
from reporting.entities import FACTS
from reporting.messages import word
from reporting.pages.asked import codes, unit_name
from reporting.pages.cells import Row
from reporting.pages.duties import duty_table
from reporting.pages.forecast import forecast_table
from reporting.pages.page import Ask, Moved, NotThere, Page, path_of
from reporting.pages.periods import Calendar
from reporting.pages.quality_tables import open_rows_table
from reporting.pages.scores import Beside, score_table, split
from reporting.publication import literal
from reporting.quarantine import open_words
from reporting.ranking import ranked_rows
from reporting.scorecard import Selection, select_rows
from reporting.tasks import TaskSelection, duty_rows, select_agency

DUTIES = 25


def page(ask: Ask) -> Page:
    """Raises NotThere where the agency did not exist in the period, Moved for the province."""
    agency, period = codes(ask, "don-vi", names=("agency", "period"))
    publication = ask.publication
    if select_agency(publication, agency) is None:
        raise Moved(path_of("tinh", period))
    calendar = Calendar.of(publication)
    name = unit_name(ask, agency, period)
    rows = select_rows(publication, Selection(period, agency=agency))
    if not rows:
        when = calendar.label(period)
        raise NotThere(f"{name} ({agency}) không có chỉ số nào trong kỳ {when}.")
    beside = Beside.of(publication, calendar, period, rows)
    main, aside, silent = split(rows)
    duties = duty_rows(publication, TaskSelection(agency))
    forecast = forecast_table(publication, f"forecast.agency_code = {literal(agency)}")
    tables = [
        score_table("chi-tieu-chinh", "Chỉ tiêu chính, xấu nhất trước", main, beside),
        score_table("chi-so-bo-tro", "Chỉ số bổ trợ", aside, beside),
        score_table("chua-co-so-lieu", "Chưa có số liệu", silent, beside,
                    note="Chưa nhận được số liệu không phải là đạt, cũng không phải là bằng 0."),
        duty_table("nghia-vu", "Nhiệm vụ Phụ lục, xấu nhất trước", duties,
                   limit=None if ask.is_file else DUTIES, period=None),
        open_rows_table(publication, agency),
        forecast,
    ]  # fmt: skip
    reach = coverage(publication, period, FACTS, agency)
    return Page(
        "agency.html",
        f"{name} · {calendar.label(period)}",
        path_of("don-vi", agency, period),
        lead=_lead(name, rows, _rank(ask, agency, period)),
        crumbs=[("Toàn tỉnh", path_of("tinh", period)), ("Xếp hạng", path_of("xep-hang", period))],
        period=period,
        each_period=path_of("don-vi", agency) + "{}/",
        tables=[one for one in tables if one is not None],
        data={
            "code": agency,
            "reach": [coverage_words(one, "vi", one_agency=True) for one in reach if one.expected],
            "waiting": open_words(publication, "vi", agency=agency),
            "has_forecast": forecast is not None,
        },
    )


def _rank(ask: Ask, agency: str, period: str) -> Row | None:
    rows = ranked_rows(ask.publication, period)
    return next((row for row in rows if row["agency_code"] == agency), None)


def _lead(name: str, rows: list[Row], rank: Row | None) -> str:
    main = [row["status"] for row in rows if row["is_headline"]]
    said = f"{name} đạt {main.count('met')} trong {len(main)} chỉ tiêu chính"
    for status, words in (("not_met", "chưa đạt"), ("no_data", "chưa có số liệu")):
        found = main.count(status)
        said += f", {found} {words}" if found else ""
    if rank is None or rank["rank"] is None:
        return said + "."
    place = figures.number(rank["rank"], "vi")
    group = word(rank["peer_group"], "vi")
    said += f"; hạng {place} trong {rank['ranked_count']} {group}"
    return said + ("." if rank["has_data"] else " (chưa nhận được gì của đơn vị trong kỳ).")
