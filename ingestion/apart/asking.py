"""Reading a file as the rest of ingestion asks for it: one call, done in the child.

Belongs here: the questions and their answers, the one child of this process. Does not belong here:
how the child is run (`process`), reading (`ingestion.readers`).
"""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO

from ingestion.apart import wire
from ingestion.apart.limits import Limits
from ingestion.apart.process import Child, Died

if TYPE_CHECKING:
    from ingestion.answer.mark import Mark, Place
    from ingestion.layout.model import Layout
    from ingestion.readers.result import ReadResult

_lock = Lock()
_children: list[Child] = []
"""At most one: two cores are busy enough with one file being read and one being judged."""


def prepare() -> None:
    """Start the child now, so that it is ready when the first file is; nothing waits for it."""
    with _lock:
        _child()


def close() -> None:
    """End the child, if there is one."""
    with _lock:
        while _children:
            _children.pop().stop()


def read_file(path: Path, layout: Layout, limits: Limits) -> ReadResult:
    """As `ingestion.readers.read_file`. Raises FileProblem, also when the child did not survive."""
    said, body = _ask("read", path, [layout], limits, limits.days)
    if body is None:
        raise ValueError("an answer without rows")
    return wire.unpack_result(said, body)


def misfits(path: Path, layouts: Sequence[Layout], limits: Limits) -> list[str | None]:
    """As `ingestion.readers.misfit`, of several layouts at once. Raises FileProblem."""
    said, _ = _ask("misfits", path, list(layouts), limits)
    return list(said["lacks"])


def own_file(
    path: Path, layout: Layout, limits: Limits, marks: dict[Place, list[Mark]], most: int
) -> tuple[str, bytes]:
    """As `ingestion.answer.own_file`. Raises TooLarge and FileProblem."""
    said, body = _ask("mark", path, [layout], limits, (marks, most))
    if body is None:
        from ingestion.answer.own_file import TooLarge

        raise TooLarge
    return str(said["name"]), wire.unpack_bytes(body)


def _ask(
    task: str, path: Path, layouts: list[Layout], limits: Limits, more: object = None
) -> tuple[dict[str, Any], BinaryIO | None]:
    from ingestion.file_identity import file_name
    from ingestion.readers.result import FileProblem
    from schemas.problems import Problem

    name = file_name(path)
    place = path.absolute()
    try:
        with _lock:
            said, body = _child().ask(task, (place, layouts, more), limits.for_file(path))
    except Died as died:
        raise FileProblem(Problem(died.code, name, detail=died.detail)) from died
    if "refused" in said:
        raise FileProblem(Problem(**said["refused"]))
    if "failed" in said:
        raise FileProblem(Problem("file_unreadable", name, detail=said["failed"]))
    return said, body


def _child() -> Child:
    """The living child, a new one if need be. The lock must be held."""
    if _children and _children[0].is_usable():
        return _children[0]
    while _children:
        _children.pop().stop()
    _children.append(Child.start())
    return _children[0]


atexit.register(close)
