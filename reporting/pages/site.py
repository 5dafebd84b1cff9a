"""Every address of the site, and what is answered at it.

Belongs here: the list of pages, finding one by its path, HTML or a file of it. Does not belong
here: HTTP (`app.py`), what stands on a page (its own module).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from reporting import figures
from reporting.pages import (
    agency,
    editions_page,
    entity,
    explained,
    kpi,
    overview,
    quality,
    ranking_page,
    submissions,
    tasks_page,
)
from reporting.pages.files import as_csv, as_xlsx
from reporting.pages.links import Links
from reporting.pages.page import Ask, NotThere, Page
from reporting.pages.render import Look, write
from reporting.publication import Pointer, Publication

Builder = Callable[[Ask], Page]

ROUTES: tuple[tuple[tuple[str, ...], Builder], ...] = (
    ((), overview.page),
    (("tinh", "{period}"), overview.page),
    (("xep-hang", "{period}"), ranking_page.page),
    (("chi-so", "{kpi}", "{period}"), kpi.page),
    (("don-vi", "{agency}", "{period}"), agency.page),
    (("nhiem-vu",), tasks_page.board),
    (("nhiem-vu", "{task}"), tasks_page.one),
    (("nop-bao-cao", "{period}"), submissions.page),
    (("chat-luong",), quality.page),
    (("dien-giai", "{kpi}", "{agency}", "{period}"), explained.page),
    (("muc", "{stream}", "{entity}"), entity.page),
    (("ban-so-lieu",), editions_page.page),
)
FILTERS = ("nhom", "danh-gia")
"""The only words of a query that change a page."""
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
}
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Found:
    """A page that exists as an address: how to make it, and which file of it is meant."""

    builder: Builder
    said: dict[str, str]
    file: str = ""


@dataclass(frozen=True)
class Answer:
    """Bytes and their kind."""

    body: bytes
    kind: str = HTML


def find(path: str) -> Found | None:
    """The page at a path (as it stands in the address, without its edition); None: no such one."""
    *folders, file = path.split("/")
    parts = [unquote(one) for one in folders]
    if file and file.rpartition(".")[2] not in KINDS:
        return None
    for pattern, builder in ROUTES:
        said = _match(pattern, parts)
        if said is not None:
            return Found(builder, said, unquote(file))
    return None


def answer(
    publication: Publication, found: Found, links: Links, query: Mapping[str, str], look: Look
) -> Answer:
    """HTML of a page, or a file of one of its tables or charts.

    Raises UnknownWord, NotThere and Moved for an address that leads nowhere (or elsewhere).
    """
    is_table = found.file.endswith((".csv", ".xlsx"))
    is_static = links.written is not None
    page = found.builder(Ask(publication, found.said, query, is_table, is_static))
    if not found.file:
        return Answer(write(page, publication, links, look).encode())
    return file_of(page, found.file, publication.pointer)


def file_of(page: Page, name: str, pointer: Pointer) -> Answer:
    """A table or chart of a page by its file name. Raises NotThere."""
    stem, _, ending = name.rpartition(".")
    if ending == "svg" and page.pictures.get(name):
        from reporting.pages.charts import month_chart

        return Answer(month_chart(**page.pictures[name]), KINDS["svg"])
    table = page.table(stem)
    if ending not in KINDS or ending == "svg" or table is None:
        raise NotThere(f"Trang này không có tệp “{name}”.")
    if ending == "csv":
        return Answer(as_csv(table, stamp(pointer)), KINDS["csv"])
    return Answer(as_xlsx(table, page.title, stamp(pointer)), KINDS["xlsx"])


def stamp(pointer: Pointer) -> str:
    """One line in every file: which figures these are."""
    sample = "DỮ LIỆU MẪU · " if pointer.is_sample else ""
    return (
        f"{sample}Số liệu đến {figures.moment(pointer.as_of, 'vi')} · bản {pointer.run_id} · "
        f"chuỗi {pointer.chain_hash[:12]}"
    )


def _match(pattern: Sequence[str], parts: Sequence[str]) -> dict[str, str] | None:
    if len(pattern) != len(parts):
        return None
    said = {}
    for wanted, part in zip(pattern, parts, strict=True):
        if wanted.startswith("{"):
            said[wanted[1:-1]] = part
        elif wanted != part:
            return None
    return said
