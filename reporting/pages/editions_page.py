"""Which figures these are: this publication, the freezes, the earlier moments that can be read.

Belongs here: that page. Does not belong here: opening another edition (`shelf.py`).
"""

from __future__ import annotations

from reporting import figures
from reporting.pages import cells
from reporting.pages.page import Ask, Cell, Page, Table, path_of
from reporting.scorecard import current_period


def page(ask: Ask) -> Page:
    """The publication in words, and its freezes."""
    pointer = ask.publication.pointer
    period = current_period(ask.publication)
    facts = [
        ("Số liệu đến", figures.moment(pointer.as_of, "vi")),
        ("Công bố lúc", figures.moment(pointer.published_at, "vi")),
        ("Bản", pointer.run_id),
        ("Đầu chuỗi", pointer.chain_hash),
        ("Mã băm tệp công bố", pointer.sha256),
        ("Kiểm tra đã đạt trước khi công bố", str(pointer.tests_passed)),
    ]
    return Page(
        "editions.html",
        "Bản số liệu",
        "ban-so-lieu/",
        lead=f"Số liệu đến {figures.moment(pointer.as_of, 'vi')}, "
        f"công bố {figures.moment(pointer.published_at, 'vi')}.",
        crumbs=[("Toàn tỉnh", path_of("tinh", period))],
        tables=[_freezes(ask)],
        data={"facts": facts, "warnings": pointer.warnings},
    )


def _freezes(ask: Ask) -> Table:
    rows = ask.publication.rows("select * from marts.freezes order by frozen_at desc")
    columns = [
        cells.column("freeze", "Bản chốt"),
        cells.column("period", "Kỳ"),
        cells.column("state", "Tình trạng"),
        cells.column("frozen", "Chốt lúc"),
        cells.column("as_of", "Số liệu đến"),
        cells.numbers("missing", "Đơn vị chưa được duyệt"),
        cells.column("reason", "Ghi chú"),
    ]
    return Table("ban-chot", "Các bản chốt", columns, [
        [
            Cell(row["freeze_id"], (row["freeze_id"],), "edition",
                 path=path_of("ban-chot", row["freeze_id"])),
            cells.text(row["period_code"]),
            cells.state("– đã mở chốt", "not_applicable") if row["unfrozen_at"]
            else cells.state("… chốt tạm", "not_due") if row["is_provisional"]
            else cells.state("✓ đang có hiệu lực", "met"),
            cells.moment(row["frozen_at"]),
            cells.moment(row["as_of"]),
            cells.count(len(row["missing_agencies"] or [])),
            cells.text(row["reason"]),
        ]
        for row in rows
    ])  # fmt: skip
