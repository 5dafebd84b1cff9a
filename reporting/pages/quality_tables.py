"""Tables about what was sent: files by sender, rows in quarantine, checks, findings.

Belongs here: those tables. Does not belong here: the page (`quality.py`), judging (the marts).
"""

from __future__ import annotations

from reporting import figures
from reporting.messages import say
from reporting.pages import cells
from reporting.pages.optional import rows_of
from reporting.pages.page import Cell, Table, path_of
from reporting.publication import Publication, literal
from reporting.quarantine import quarantined, reason
from reporting.scorecard import Row

ROWS = 50
_SEVERITY = {
    "error": ("✗ lỗi", "not_met"),
    "warning": ("? cảnh báo", "no_data"),
    "info": ("… lưu ý", "not_due"),
}


def open_rows_table(publication: Publication, agency: str | None = None) -> Table | None:
    """Rows that wait for a mended file: where they stand, why, and what to do. None: there is none.

    What the sender wrote in a bad cell is in no table of the marts, and so on no page.
    """
    rows = quarantined(publication, agency, superseded=False)
    if not rows:
        return None
    columns = [
        cells.column("sender", "Đơn vị gửi"),
        cells.column("place", "Tệp, trang, dòng", "Tệp", "Trang", "Dòng", "Nhận lúc"),
        cells.column("what", "Cột"),
        cells.column("why", "Lý do"),
        cells.column("remedy", "Cách sửa"),
    ]
    shown = [_open_row(row) for row in rows]
    return Table("cach-ly", "Dòng cách ly chờ sửa", columns, shown)


def _open_row(row: Row) -> list[Cell]:
    said, remedy = reason(row, "vi")
    received = figures.local(row["recorded_at"])
    return [
        cells.text(row["agency_code"]),
        place(row, received.replace(tzinfo=None)),
        cells.text(row["column_name"]),
        cells.text(said),
        cells.text(remedy),
    ]


def place(row: Row, *more: object) -> Cell:
    """File, sheet and row as they were sent."""
    if not row["source_file"]:
        return Cell(figures.NO_VALUE, (None, None, None))
    said = [str(row["source_file"])]
    if row["source_sheet"]:
        said.append(say("source_sheet", "vi", sheet=row["source_sheet"]))
    if row["source_row"] is not None:
        said.append(say("source_row", "vi", row=row["source_row"]))
    values = (row["source_file"], row["source_sheet"], row["source_row"], *more)
    return Cell(", ".join(said), values, "place")  # type: ignore[arg-type]


def senders_table(publication: Publication, period: str) -> Table:
    """Files and rows of every sender, those with most rows in quarantine first."""
    rows = publication.rows(
        "select batches.agency_code, units.name_vi, count(*) as files, "
        "sum(received_count) as received, sum(accepted_count) as accepted, "
        "sum(duplicate_count) as duplicates, sum(quarantined_count) as quarantined, "
        "max(recorded_at) as latest from marts.ingest_batches as batches "
        "left join (select agency_code, max_by(name_vi, valid_from) as name_vi "
        "from marts.dim_agencies group by agency_code) as units "
        "on batches.agency_code = units.agency_code group by all "
        "order by quarantined desc, batches.agency_code"
    )
    columns = [
        cells.column("agency", "Đơn vị gửi", "Đơn vị gửi", "Mã đơn vị"),
        *(cells.numbers(key, title) for key, title in _SENT),
        cells.column("latest", "Tệp mới nhất nhận lúc"),
    ]
    return Table("don-vi-gui", "Tệp và dòng đã nhận, theo đơn vị gửi", columns, [
        [
            Cell(row["name_vi"] or row["agency_code"] or "Chưa rõ đơn vị",
                 (row["name_vi"], row["agency_code"]),
                 path=path_of("don-vi", row["agency_code"], period) if row["name_vi"] else None),
            *(cells.count(row[key]) for key, _ in _SENT),
            cells.moment(row["latest"]),
        ]
        for row in rows
    ])  # fmt: skip


_SENT = (
    ("files", "Tệp"),
    ("received", "Dòng đọc"),
    ("accepted", "Ghi mới"),
    ("duplicates", "Trùng"),
    ("quarantined", "Cách ly"),
)


def files_table(publication: Publication, *, limit: int | None) -> Table:
    """Files in the order they were taken in, the newest first."""
    rows = publication.rows(
        "select agency_code, source_file, stream, recorded_at, received_count, accepted_count, "
        "duplicate_count, quarantined_count from marts.ingest_batches "
        "order by recorded_at desc, source_file"
    )
    columns = [
        cells.column("file", "Tệp"),
        cells.column("sender", "Đơn vị gửi"),
        cells.column("stream", "Lĩnh vực"),
        cells.column("received", "Nhận lúc"),
        *(cells.numbers(key, title) for key, title in _SENT[1:]),
    ]
    counts = ("received_count", "accepted_count", "duplicate_count", "quarantined_count")
    return Table("tep", "Tệp đã nhận, mới nhất trước", columns, [
        [
            cells.text(row["source_file"]),
            cells.text(row["agency_code"]),
            cells.text(say(f"stream_{row['stream']}", "vi") if row["stream"] else None),
            cells.moment(row["recorded_at"]),
            *(cells.count(row[key]) for key in counts),
        ]
        for row in rows[:limit]
    ], total=len(rows))  # fmt: skip


def checks_table(publication: Publication) -> Table | None:
    """Checks that did not pass, the gravest first; None where the publication has no checks."""
    rows = rows_of(
        publication,
        "check_results",
        "select * from marts.check_results where not passed "
        "order by case severity when 'error' then 1 when 'warning' then 2 else 3 end, "
        "judged_as_of desc, check_code, agency_code",
    )
    if rows is None:
        return None
    return Table("kiem-tra", "Kiểm tra không đạt", _FOUND, [
        _found(row, row["check_code"]) for row in rows[: ROWS * 4]
    ], total=len(rows))  # fmt: skip


def findings_table(publication: Publication) -> Table | None:
    """What looks unusual, the gravest first; None where the publication looked for nothing."""
    rows = rows_of(
        publication,
        "detector_findings",
        "select * from marts.detector_findings order by case severity when 'error' then 1 "
        "when 'warning' then 2 else 3 end, entity_count desc, agency_code, period_code",
    )
    if rows is None:
        return None
    note = "Dấu hiệu cần xem lại, chưa phải là kết luận."
    return Table("dau-hieu", "Dấu hiệu bất thường", _FOUND, [
        _found(row, row["detector_code"]) for row in rows[: ROWS * 4]
    ], note=note, total=len(rows))  # fmt: skip


_FOUND = [
    cells.column("what", "Kiểm tra"),
    cells.column("state", "Mức"),
    cells.column("agency", "Đơn vị"),
    cells.column("period", "Kỳ"),
    cells.column("observed", "Thấy"),
    cells.column("expected", "Lẽ ra"),
]


def _found(row: Row, code: str) -> list[Cell]:
    return [
        cells.text(code),
        cells.state(*_SEVERITY.get(row["severity"], (f"– {row['severity']}", "not_applicable"))),
        cells.text(row["agency_code"]),
        cells.text(row["period_code"]),
        cells.text(row["observed"]),
        cells.text(row["expected"]),
    ]


def scores_table(publication: Publication, period: str) -> Table | None:
    """Quality score of every agency by month, the newest and the worst first."""
    rows = rows_of(
        publication,
        "agency_quality",
        "select quality.agency_code, quality.period_code, quality.quality_score "
        "from marts.agency_quality as quality "
        f"where quality.period_code like {literal(period[:4] + '-%')} "
        "order by quality.period_code desc, quality.quality_score nulls last, quality.agency_code",
    )
    if rows is None:
        return None
    columns = [
        cells.column("agency", "Đơn vị"),
        cells.column("period", "Kỳ"),
        cells.column("score", "Điểm chất lượng", form="percent"),
    ]
    return Table("diem", "Điểm chất lượng số liệu", columns, [
        [cells.text(row["agency_code"]), cells.text(row["period_code"]),
         cells.share(row["quality_score"])]
        for row in rows
    ])  # fmt: skip
