"""One meeting, document, dossier or task: what is known of it, and in which numbers it counts.

Belongs here: that page. Does not belong here: its events (they are in the store, not in the marts).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from reporting import figures
from reporting.entities import FACTS, why
from reporting.event_words import event_word
from reporting.messages import say
from reporting.pages import cells
from reporting.pages.cells import Row
from reporting.pages.page import Ask, Cell, NotThere, Page, Table, path_of
from reporting.pages.quality_tables import place
from reporting.publication import literal
from reporting.scorecard import current_period
from schemas import vocabularies
from schemas.registry import STREAMS

_WORDS: dict[str, dict[Any, str]] = {
    "kind": vocabularies.MEETING_KINDS,
    "mode": vocabularies.MEETING_MODES,
    "scope": vocabularies.MEETING_SCOPES,
    "level": vocabularies.LEVELS,
    "direction": vocabularies.DOCUMENT_DIRECTIONS,
    "urgency": vocabularies.URGENCIES,
    "channel": vocabularies.DOSSIER_CHANNELS,
    "document_type": {code: said[1] for code, said in vocabularies.DOCUMENT_TYPES.items()},
}


def page(ask: Ask) -> Page:
    """Raises NotThere where the publication has no such entity."""
    stream, entity = ask.said["stream"], ask.said["entity"]
    if stream not in FACTS:
        raise NotThere(f"Không có lĩnh vực “{stream}”. Hiện có: {', '.join(FACTS)}.")
    rows = ask.publication.rows(
        f"select * from marts.{FACTS[stream]} where entity_id = {literal(entity)}"
    )
    if not rows:
        raise NotThere(f"Bản số liệu này không có mục “{entity}”.")
    [row] = rows
    period = current_period(ask.publication)
    return Page(
        "entity.html",
        f"{_first_upper(say(f'stream_{stream}', 'vi'))} {entity}",
        path_of("muc", stream, entity),
        lead=f"Nguồn: {place(row).text}.",
        crumbs=[
            ("Toàn tỉnh", path_of("tinh", period)),
            (row["agency_code"], path_of("don-vi", row["agency_code"], period)),
        ],
        tables=[_numbers(ask, stream, entity)],
        data={"facts": _facts(stream, row)},
    )


def _facts(stream: str, row: Row) -> list[tuple[str, str]]:
    """What the fact says, by the labels officers know; what is unknown is left out."""
    said = [("Đơn vị", row["agency_code"]), ("Trạng thái", event_word(row["status"] or "—", "vi"))]
    for name, label in STREAMS[stream].labels.items():
        value = row.get(name)
        if value is not None:
            said.append((_first_upper(label), _word(name, value)))
    for name, label in (
        ("first_recorded_at", "Kho biết lần đầu"),
        ("last_recorded_at", "Kho biết lần cuối"),
        ("source_system", "Hệ thống gửi"),
        ("event_count", "Số sự kiện"),
    ):
        said.append((label, _word(name, row[name])))
    return said


def _first_upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def _word(name: str, value: Any) -> str:
    if isinstance(value, str):
        return _WORDS.get(name, {}).get(value, value)
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return figures.moment(value.isoformat(), "vi")
    if isinstance(value, date):
        return figures.day(value, "vi")
    if isinstance(value, list):
        return "; ".join(_word("", one) for one in value)
    if isinstance(value, dict):
        return " – ".join(_word("", one) for one in value.values())
    return str(value)


def _numbers(ask: Ask, stream: str, entity: str) -> Table:
    """The numbers an entity stands in; each KPI has a relation of its own."""
    kpis = ask.publication.rows(
        "select kpi_code, label_vi from marts.dim_kpis where "
        f"stream = {literal(stream)} order by is_headline desc, kpi_code"
    )
    labels = {row["kpi_code"]: row["label_vi"] for row in kpis}
    parts = [
        f"select kpi_code, numerator, denominator, excluded_reason, basis, fact_date "
        f"from kpi.kpi_{code} where entity_id = {literal(entity)}"
        for code in labels
    ]
    rows = ask.publication.rows(
        f"select distinct * from ({' union all '.join(parts)}) "
        "where basis is null order by kpi_code, fact_date"
    )
    columns = [
        cells.column("kpi", "Chỉ số", "Chỉ số", "Mã chỉ số"),
        cells.column("how", "Tính thế nào"),
        cells.column("date", "Ngày"),
    ]
    period = current_period(ask.publication)
    return Table("con-so", "Mục này nằm ở những con số nào", columns, [
        [
            Cell(labels[row["kpi_code"]], (labels[row["kpi_code"]], row["kpi_code"]),
                 path=path_of("chi-so", row["kpi_code"], period)),
            cells.text(_place(row)),
            cells.day(row["fact_date"]),
        ]
        for row in rows
    ])  # fmt: skip


def _place(row: Row) -> str:
    if row["excluded_reason"]:
        return f"{say('left_out', 'vi')}: {why(row['excluded_reason'], 'vi')}"
    return say("in_numerator" if row["numerator"] else "in_denominator", "vi")
