"""Which publication a request reads: the one in force, a frozen one, or one of an earlier moment.

Belongs here: naming editions in addresses and opening them. Does not belong here: building one,
proving a freeze (both are handed in by `orchestration`).
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from reporting.pages.memory import Memory, Remembering
from reporting.pages.page import NotThere
from reporting.pages.render import Look
from reporting.publication import (
    POINTER,
    TIMEZONE,
    Freeze,
    NoPublication,
    Pointer,
    Publication,
    open_published,
    read_pointer,
)

KEPT_OPEN = 4
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Places:
    """Where editions lie. `freeze` proves one and gives its home; it raises NoPublication.

    `as_of` gives the home of a moment, whether anything was built there or not; `built` the moments
    for which something was.
    """

    home: Path
    freeze: Callable[[str], tuple[Path, Freeze]]
    as_of: Callable[[datetime], Path]
    built: Callable[[], list[datetime]]


@dataclass(frozen=True)
class Edition:
    """One edition: where it lies and how it is shown."""

    root: Path
    look: Look
    pointer: Pointer
    freeze: Freeze | None = None

    @property
    def key(self) -> str:
        """What a cached page belongs to: these figures, in the state this freeze is in."""
        undone = self.freeze.unfrozen_at if self.freeze else None
        return f"{self.look.edition} {self.pointer.run_id} {self.pointer.sha256} {undone}"


@dataclass
class Shelf:
    """Editions by the first words of an address."""

    places: Places
    _kept: OrderedDict[Path, tuple[ExitStack, Memory]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _read: tuple[tuple[int, int, int], Pointer] | None = None

    def split(self, path: str) -> tuple[str, str]:
        """The edition of a path and the rest: `tai/2026-06-30/` and `tinh/2026/`."""
        kind, _, rest = path.partition("/")
        if kind not in ("tai", "ban-chot"):
            return "", path
        name, slash, rest = rest.partition("/")
        return f"{kind}/{name}{slash}", rest

    def choose(self, prefix: str) -> Edition:
        """The edition of a prefix as it is now. Raises NoPublication, NotThere."""
        kind, _, name = prefix.rstrip("/").partition("/")
        if not kind:
            return Edition(self.places.home, Look(), self._pointer())
        if kind == "ban-chot":
            root, freeze = self.places.freeze(unquote(name))
            return Edition(root, Look(prefix), read_pointer(root), freeze)
        moment = moment_of(unquote(name))
        return self._of_moment(prefix, moment)

    @contextmanager
    def open(self, edition: Edition) -> Iterator[Publication]:
        """Open the publication of an edition; the newest few stay open between requests."""
        with open_published(edition.root, edition.freeze) as publication:
            memory = self._keep(edition, publication.path)
            yield Remembering(**vars(publication), memory=memory)

    def close(self) -> None:
        """Close what was kept open."""
        with self._lock:
            while self._kept:
                self._kept.popitem()[1][0].close()

    def _pointer(self) -> Pointer:
        """The pointer in force, read again only when its file was replaced."""
        try:
            found = (self.places.home / "published" / POINTER).stat()
        except OSError:
            return read_pointer(self.places.home)
        seen = (found.st_mtime_ns, found.st_ino, found.st_size)
        if self._read is None or self._read[0] != seen:
            self._read = (seen, read_pointer(self.places.home))
        return self._read[1]

    def _of_moment(self, prefix: str, moment: datetime) -> Edition:
        look = Look(prefix, moment)
        root = self.places.as_of(moment)
        try:
            return Edition(root, look, read_pointer(root))
        except NoPublication:
            current = read_pointer(self.places.home)
            if datetime.fromisoformat(current.as_of) == moment:
                return Edition(self.places.home, look, current)
            said = moment.isoformat(timespec="seconds")
            raise NoPublication("no_publication_as_of", moment=said) from None

    def _keep(self, edition: Edition, path: Path) -> Memory:
        """Keep one connection of a file (opening it again costs next to nothing) and a memory."""
        with self._lock:
            if path not in self._kept:
                stack = ExitStack()
                stack.enter_context(open_published(edition.root, edition.freeze))
                self._kept[path] = (stack, Memory())
            self._kept.move_to_end(path)
            while len(self._kept) > KEPT_OPEN:
                self._kept.popitem(last=False)[1][0].close()
            return self._kept[path][1]


def moment_of(said: str) -> datetime:
    """A moment of an address, local where no offset is given; a day means its end.

    Raises NotThere for anything else.
    """
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise NotThere(
            f"“{said}” không phải là một thời điểm. Viết như 2026-06-30 hoặc 2026-06-30T1700."
        ) from None
    if _DAY.fullmatch(said):
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(TIMEZONE))
