"""The pages as files for a plain web server, or for a folder that is opened by hand.

Belongs here: which pages are written, and putting the folder in place in one step. Does not belong
here: how a page looks (`site.py` makes the very same ones).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporting.lookup import period_code
from reporting.pages.links import Links
from reporting.pages.page import Ask, NotThere, Page, path_of
from reporting.pages.periods import Calendar
from reporting.pages.render import HERE, Look, write
from reporting.pages.site import file_of, find
from reporting.publication import Publication, literal
from reporting.scorecard import current_period

MARK = "kl226-pages.json"
"""Stands in every folder written here, and only such a folder is ever replaced."""


class FolderTaken(Exception):
    """The folder holds something that was not written here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self.folder = folder


@dataclass(frozen=True)
class Written:
    """What was written: pages, files in all, bytes."""

    pages: int
    files: int
    size: int


def write_edition(
    publication: Publication,
    folder: Path,
    periods: Sequence[str] = (),
    *,
    only: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda _, __: None,
) -> Written:
    """Write the pages of `periods` (default: the one in force) into `folder`, then swap it in.

    `only` leaves out pages whose address begins with another word (the front page is kept).
    Raises FolderTaken when the folder holds anything else, UnknownWord for a period that is none.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise FolderTaken(folder)
    chosen = [period_code(publication, one) for one in periods] or [current_period(publication)]
    paths = [
        path
        for path in dict.fromkeys(_paths(publication, chosen))
        if not only or not path or path.split("/")[0] in only
    ]
    partial = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(partial, ignore_errors=True)
    shutil.copytree(HERE / "static", partial / "static")
    kept, size, files, pages = frozenset(paths), 0, 0, 0
    for number, path in enumerate(paths, 1):
        for name, body in _files(publication, path, kept):
            target = partial / path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
            size, files = size + len(body), files + 1
            pages += name == "index.html"
        progress(number, len(paths))
    about = {"run_id": publication.pointer.run_id, "periods": chosen, "pages": pages}
    (partial / MARK).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    _swap(partial, folder)
    return Written(pages, files, size)


def _paths(publication: Publication, periods: Sequence[str]) -> Iterator[str]:
    """Every page but those of single entities, whose place is named where they are listed."""
    yield from ("", "nhiem-vu/", "chat-luong/", "ban-so-lieu/")
    for row in publication.rows("select task_number from marts.dim_annex_tasks order by all"):
        yield path_of("nhiem-vu", row["task_number"])
    for period in periods:
        for kind in ("tinh", "xep-hang", "nop-bao-cao"):
            yield path_of(kind, period)
        yield from _figures(publication, period)
    for month in Calendar.of(publication).months(periods[0]):
        yield path_of("tinh", month)


def _figures(publication: Publication, period: str) -> Iterator[str]:
    rows = publication.rows(
        "select scorecard.kpi_code, scorecard.agency_code, units.is_province "
        "from marts.kpi_scorecard as scorecard "
        "inner join marts.dim_agencies as units on scorecard.agency_id = units.agency_id "
        f"where scorecard.period_code = {literal(period)} order by all"
    )
    for row in rows:
        yield path_of("chi-so", row["kpi_code"], period)
        if not row["is_province"]:
            yield path_of("don-vi", row["agency_code"], period)
        yield path_of("dien-giai", row["kpi_code"], row["agency_code"], period)


def _files(
    publication: Publication, path: str, kept: frozenset[str]
) -> Iterator[tuple[str, bytes]]:
    """A page, its chart, and its tables as files."""
    found = find(path)
    assert found is not None, path
    try:
        page = found.builder(Ask(publication, found.said, is_static=True))
    except NotThere:
        return
    links = Links(path, "", kept)
    yield "index.html", write(page, publication, links, Look()).encode()
    whole = found.builder(Ask(publication, found.said, is_file=True)) if _is_cut(page) else page
    names = [f"{table.name}.{ending}" for table in page.tables for ending in ("csv", "xlsx")]
    for name in [*names, *(one for one, drawn in page.pictures.items() if drawn)]:
        yield name, file_of(whole, name, publication.pointer).body


def _is_cut(page: Page) -> bool:
    return any(table.hidden for table in page.tables) or page.template == "overview.html"


def _swap(partial: Path, folder: Path) -> None:
    """Put the new folder in the place of the old one."""
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
