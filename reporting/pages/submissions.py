"""Who has not sent and who has not submitted.

Belongs here: the page of a period's deliveries: data by stream, sign-off, submissions owed. Does
not belong here: allowing or recording a submission (the desk), judging one (the marts).
"""

from __future__ import annotations

from reporting import figures
from reporting.coverage import Coverage, coverage
from reporting.entities import FACTS
from reporting.messages import say
from reporting.pages import cells
from reporting.pages.asked import codes
from reporting.pages.cells import Row
from reporting.pages.optional import rows_of
from reporting.pages.page import Ask, Cell, Page, Table, path_of
from reporting.pages.periods import Calendar
from reporting.publication import literal

_NOTE = "“✓ có” nghĩa là đã có số liệu, hoặc lĩnh vực không áp dụng cho đơn vị."
_STATES = {
    "open": ("– chưa nộp", "not_applicable"),
    "submitted": ("… đã nộp, chờ duyệt", "not_due"),
    "approved": ("✓ đã duyệt", "met"),
    "frozen": ("✓ đã chốt", "met"),
}
_OWED = {
    "missing": ("✗ chưa nộp", "not_met"),
    "late": ("✗ nộp muộn", "not_met"),
    "received": ("✓ đã nhận", "met"),
    "not_due": ("… chưa đến hạn", "not_due"),
}


def page(ask: Ask) -> Page:
    """A period: which agencies have no data, how far sign-off has come, which reports are owed."""
    [period] = codes(ask, "nop-bao-cao", names=("period",))
    publication = ask.publication
    calendar = Calendar.of(publication)
    found = coverage(publication, period, FACTS)
    names = _names(ask)
    missing = _missing(found, names, period)
    owed = _owed(ask, period)
    tables = [_streams(found), missing, _signoff(ask, period), owed]
    silent = len(missing.rows)
    lead = (
        f"{silent} đơn vị chưa có số liệu của ít nhất một lĩnh vực trong {calendar.label(period)}."
        if silent
        else f"Mọi đơn vị đều đã có số liệu trong {calendar.label(period)}."
    )
    return Page(
        "submissions.html",
        f"Nộp số liệu · {calendar.label(period)}",
        path_of("nop-bao-cao", period),
        lead=lead,
        crumbs=[("Toàn tỉnh", path_of("tinh", period))],
        period=period,
        each_period="nop-bao-cao/{}/",
        tables=[one for one in tables if one is not None],
        data={"has_owed": owed is not None},
    )


def _first_upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def _names(ask: Ask) -> dict[str, str]:
    rows = ask.publication.rows(
        "select agency_code, max_by(name_vi, valid_from) as name_vi from marts.dim_agencies "
        "group by agency_code"
    )
    return {row["agency_code"]: row["name_vi"] for row in rows}


def _streams(found: list[Coverage]) -> Table:
    columns = [
        cells.column("stream", "Lĩnh vực"),
        cells.numbers("sent", "Đơn vị đã có số liệu"),
        cells.numbers("expected", "Đơn vị phải có"),
        cells.column("latest", "Số liệu mới nhất"),
    ]
    rows = [
        [cells.text(say(f"stream_{one.stream}", "vi")), cells.count(one.delivered),
         cells.count(one.expected), cells.day(one.latest)]
        for one in found
    ]  # fmt: skip
    return Table("linh-vuc", "Số liệu theo lĩnh vực", columns, rows)


def _missing(found: list[Coverage], names: dict[str, str], period: str) -> Table:
    """Agencies without data of some stream, those that lack most first."""
    lacks: dict[str, list[str]] = {}
    for one in found:
        for code in one.missing_codes:
            lacks.setdefault(code, []).append(one.stream)
    columns = [
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị"),
        *(cells.column(one.stream, _first_upper(say(f"stream_{one.stream}", "vi")))
          for one in found),
    ]  # fmt: skip
    silent, sent = cells.state("? chưa có", "no_data"), cells.state("✓ có", "met")
    rows = [
        [
            Cell(names[code], (names[code], code), path=path_of("don-vi", code, period)),
            *(silent if one.stream in lacks[code] else sent for one in found),
        ]
        for code in sorted(lacks, key=lambda code: (-len(lacks[code]), code))
    ]
    return Table("chua-gui", "Đơn vị chưa có số liệu trong kỳ", columns, rows,
                 note=_NOTE)  # fmt: skip


def _signoff(ask: Ask, period: str) -> Table:
    """Who has submitted the figures of the period and whose were approved; the province last."""
    rows = ask.publication.rows(
        "select states.*, units.name_vi from marts.period_states as states "
        "left join (select agency_code, max_by(name_vi, valid_from) as name_vi "
        "from marts.dim_agencies group by agency_code) as units "
        "on states.agency_code = units.agency_code "
        f"where states.period_code = {literal(period)} "
        "order by states.level = 'province', states.agency_code, states.level desc"
    )
    levels = {"unit": "đơn vị nộp", "department": "Sở Nội vụ duyệt", "province": "tỉnh chốt"}
    columns = [
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị"),
        cells.column("level", "Bước"),
        cells.column("state", "Tình trạng"),
        cells.column("since", "Từ lúc"),
        cells.column("reason", "Ghi chú"),
    ]
    return Table("ky-duyet", "Nộp, duyệt, chốt", columns, [
        [
            Cell(row["name_vi"] or row["agency_code"], (row["name_vi"], row["agency_code"])),
            cells.text(levels[row["level"]]),
            _signed(row),
            cells.moment(row["since"]),
            cells.text(row["reason"]),
        ]
        for row in rows
    ])  # fmt: skip


def _signed(row: Row) -> Cell:
    if row["is_outdated"]:
        return cells.state("… cần duyệt lại", "not_due")
    return cells.state(*_STATES[row["state"]])


def _owed(ask: Ask, period: str) -> Table | None:
    """Submissions owed, where the publication has them: what is missing first."""
    rows = rows_of(
        ask.publication,
        "submissions",
        "select owed.*, units.name_vi from marts.submissions as owed "
        "left join (select agency_code, max_by(name_vi, valid_from) as name_vi "
        "from marts.dim_agencies group by agency_code) as units "
        "on owed.agency_code = units.agency_code "
        f"where owed.period_code = {literal(period)} order by case owed.status "
        "when 'missing' then 1 when 'late' then 2 when 'not_due' then 3 else 4 end, "
        "owed.days_late desc nulls last, owed.agency_code, owed.obligation_code",
    )
    if rows is None:
        return None
    columns = [
        cells.column("agency", "Đơn vị", "Đơn vị", "Mã đơn vị"),
        cells.column("what", "Phải nộp"),
        cells.column("state", "Tình trạng"),
        cells.column("due", "Hạn"),
        cells.column("received", "Nhận lúc"),
        cells.numbers("late", "Muộn (ngày)"),
    ]
    return Table("phai-nop", "Phải nộp trong kỳ", columns, [
        [
            Cell(row["name_vi"] or row["agency_code"], (row["name_vi"], row["agency_code"]),
                 path=path_of("don-vi", row["agency_code"], period)),
            cells.text(row["obligation_code"]),
            cells.state(*_OWED.get(row["status"], (f"– {row['status']}", "not_applicable"))),
            cells.day(row["due_date"]),
            Cell(figures.day(row["received_at"], "vi"), (row["received_at"],), "day")
            if row["received_at"] is None or not hasattr(row["received_at"], "hour")
            else cells.moment(row["received_at"]),
            cells.count(row["days_late"]),
        ]
        for row in rows
    ])  # fmt: skip
