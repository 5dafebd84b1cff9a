"""A page as HTML.

Belongs here: Jinja2 with autoescape and strict names, what every page has (stamp, menu, banners).
Does not belong here: any figure, which page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reporting import figures
from reporting.messages import say
from reporting.pages.lines import small_line
from reporting.pages.links import Links
from reporting.pages.page import Cell, Page
from reporting.pages.periods import Calendar, state_of
from reporting.publication import Publication, literal
from reporting.scorecard import current_period
from reporting.scorecard_table import freeze_words

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
MENU = (
    ("Toàn tỉnh", "tinh/{}/"),
    ("Xếp hạng", "xep-hang/{}/"),
    ("Nhiệm vụ", "nhiem-vu/"),
    ("Nộp số liệu", "nop-bao-cao/{}/"),
    ("Chất lượng", "chat-luong/"),
    ("Bản số liệu", "ban-so-lieu/"),
)


@dataclass(frozen=True)
class Look:
    """Which edition is shown: its prefix, and the earlier moment if it is one."""

    edition: str = ""
    moment: datetime | None = None


def write(page: Page, publication: Publication, links: Links, look: Look) -> str:
    """HTML of a page of a publication."""
    calendar = Calendar.of(publication)
    period = page.period or current_period(publication)
    return _environment().get_template(page.template).render(
        page=page,
        links=links,
        to=links.to,
        line=lambda cell: small_line(cell, _line_words(cell)),
        tables={table.name: table for table in page.tables},
        menu=[(text, path.format(period)) for text, path in MENU],
        periods=calendar.menu() if page.each_period else [],
        period_label=calendar.label(period),
        state=state_of(publication, page.period) if page.period else None,
        frozen=_frozen(publication, page.period),
        stamp=_stamp(publication),
        banners=_banners(publication, look),
        permanent=_permanent(page, publication, look),
        **page.data,
    )  # fmt: skip


def problem(title: str, text: str, links: Links, *, more: str = "") -> str:
    """The page of an error: what is wrong and what to do, without a word of the inside."""
    template = _environment().get_template("problem.html")
    return template.render(title=title, text=text, more=more, links=links, to=links.to)


def permalink(moment: datetime) -> str:
    """The edition of a moment: `tai/2026-11-16T080000/`."""
    here = figures.local(moment)
    fraction = here.strftime(".%f") if here.microsecond else ""
    return f"tai/{here:%Y-%m-%dT%H%M%S}{fraction}/"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _stamp(publication: Publication) -> dict[str, Any]:
    pointer = publication.pointer
    return {
        "as_of": figures.moment(pointer.as_of, "vi"),
        "published": figures.moment(pointer.published_at, "vi"),
        "run": pointer.run_id,
        "chain": pointer.chain_hash,
    }


def _banners(publication: Publication, look: Look) -> list[str]:
    pointer = publication.pointer
    said = [say("sample_banner", "vi")] if pointer.is_sample else []
    if pointer.row_counts.get("marts.ingest_batches") == 0:
        said.append(say("store_empty_banner", "vi"))
    if publication.freeze:
        said.append(freeze_words(publication.freeze, "vi"))
    elif look.moment:
        when = figures.moment(look.moment.isoformat(), "vi")
        said.append(f"SỐ LIỆU NHƯ ĐÃ BIẾT LÚC {when}, không phải bản mới nhất.")
    return said


def _frozen(publication: Publication, period: str | None) -> dict[str, Any] | None:
    """The freeze in force of a period, where this is not the frozen figure itself."""
    if period is None or publication.freeze:
        return None
    rows = publication.rows(
        "select freeze_id, frozen_at, is_provisional from marts.freezes "
        f"where period_code = {literal(period)} and unfrozen_at is null "
        "order by frozen_at desc limit 1"
    )
    if not rows:
        return None
    return {
        "id": rows[0]["freeze_id"],
        "at": figures.moment(rows[0]["frozen_at"].isoformat(), "vi"),
        "kind": "chốt tạm" if rows[0]["is_provisional"] else "chốt",
        "edition": f"ban-chot/{rows[0]['freeze_id']}/",
    }


def _permanent(page: Page, publication: Publication, look: Look) -> tuple[str, str]:
    """Edition and path under which these very figures stay."""
    path = page.path or f"tinh/{current_period(publication)}/"
    if publication.freeze:
        return look.edition, path
    return permalink(datetime.fromisoformat(publication.pointer.as_of)), path


def _line_words(cell: Cell) -> str:
    known = [one for one in cell.points if one is not None]
    return f"{len(known)} tháng có số liệu trong {len(cell.points)} tháng; số ở trang chỉ số"
