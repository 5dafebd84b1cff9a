"""The quality of the data: what was sent, what is in quarantine, which checks did not pass.

Belongs here: that page. Does not belong here: its tables (`quality_tables.py`).
"""

from __future__ import annotations

from reporting.pages.page import Ask, Page, path_of
from reporting.pages.quality_tables import (
    ROWS,
    checks_table,
    files_table,
    findings_table,
    open_rows_table,
    scores_table,
    senders_table,
)
from reporting.quarantine import open_words, superseded_rows
from reporting.scorecard import current_period


def page(ask: Ask) -> Page:
    """One page for the whole store; periods play no part in what was sent."""
    publication, period = ask.publication, current_period(ask.publication)
    tables = {
        "waiting": open_rows_table(publication),
        "senders": senders_table(publication, period),
        "checks": checks_table(publication),
        "findings": findings_table(publication),
        "scores": scores_table(publication, period),
        "files": files_table(publication, limit=None if ask.is_file else ROWS),
    }
    old = superseded_rows(publication)
    lead = open_words(publication, "vi")
    if old:
        lead += f" {old} dòng cũ đã bị thay bởi tệp sau."
    return Page(
        "quality.html",
        "Chất lượng số liệu",
        "chat-luong/",
        lead=lead,
        crumbs=[("Toàn tỉnh", path_of("tinh", period))],
        tables=[one for one in tables.values() if one is not None],
        data={"has": {name: one is not None for name, one in tables.items()}},
    )
