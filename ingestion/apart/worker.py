"""The child: reads what it is asked to, within its limits, and says what came of it.

Belongs here: the loop of the child process and the limits it sets itself. Does not belong here:
starting and stopping it (`process`). Run as `python -c "…main(NUMBER)"` with an open socket.
"""

from __future__ import annotations

import errno
import os
import pickle
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingestion.apart import wire
from ingestion.apart.limits import OUT_OF_MEMORY, Allowance
from ingestion.layout.model import Layout

_OPEN_FILES = 64
_FREE = resource.RLIM_INFINITY
_LIBRARIES = ("ingestion.readers", "fastexcel")
"""What most files need, imported while the parent is still busy with its own imports."""


def main(number: int) -> None:
    """Serve requests of the socket with this file number until it is closed."""
    # Ctrl-C is meant for the parent, which then closes the socket.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A core dump would put a file's rows, and what they say of people, on the disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    _warm_up()
    with socket.socket(fileno=number) as parent:
        while True:
            try:
                head, _ = wire.receive(parent)
            except wire.Closed:
                return
            try:
                _answer(parent, head)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            except OSError as error:
                if error.errno != errno.EFBIG:
                    raise
                os._exit(OUT_OF_MEMORY)


def _warm_up() -> None:
    """Import, and let polars start its threads: what it reserves for them is no file's doing."""
    import importlib

    import polars as pl

    for name in _LIBRARIES:
        importlib.import_module(name)
    pl.DataFrame({"a": ["1", "2"]}).with_columns(pl.col("a").cast(pl.Int64)).group_by("a").len()


def _answer(parent: socket.socket, request: bytes) -> None:
    from ingestion.readers import FileProblem

    task, path, layouts, more, allowance = pickle.loads(request)
    said: dict[str, Any]
    body: int | None = None
    _limit(allowance)
    try:
        said, body = _TASKS[task](path, layouts, more)
    except FileProblem as refused:
        said = {"refused": wire.plain(refused.problem)}
    except MemoryError:
        raise
    except BaseException as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise
        # Rust panics are no Exceptions. Only the kind is told: the message may quote the file.
        said = {"failed": type(error).__name__}
    said["peak"] = _peak()
    wire.send(parent, wire.dumped(said), body)


def _limit(allowance: Allowance) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime) + 1 + allowance.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, _FREE))
    # Not the address space: libraries reserve much more of it than they ever write to.
    resource.setrlimit(resource.RLIMIT_DATA, (_data_size() + allowance.memory, _FREE))
    # The answer lies in memory that is not the process's own.
    resource.setrlimit(resource.RLIMIT_FSIZE, (allowance.memory, _FREE))


def _data_size() -> int:
    """Bytes of private memory that may be written to."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    return int(pages) * resource.getpagesize()


def _peak() -> int:
    """Most bytes in memory so far. `ru_maxrss` would be the parent's, taken over when started."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _read(path: Path, layouts: list[Layout], days: Any) -> tuple[dict[str, Any], int]:
    from ingestion.readers import read_file

    return wire.pack_result(read_file(path, layouts[0], days))


def _misfits(path: Path, layouts: list[Layout], _: Any) -> tuple[dict[str, Any], None]:
    from ingestion.readers import misfit

    return {"lacks": [misfit(path, layout) for layout in layouts]}, None


def _mark(path: Path, layouts: list[Layout], more: Any) -> tuple[dict[str, Any], int | None]:
    from ingestion.answer.own_file import TooLarge, own_file

    marks, limit = more
    try:
        name, data = own_file(path, layouts[0], marks, limit)
    except TooLarge:
        return {"too_large": True}, None
    return {"name": name}, wire.pack_bytes(data)


_TASKS: dict[str, Callable[[Path, list[Layout], Any], tuple[dict[str, Any], int | None]]] = {
    "read": _read,
    "misfits": _misfits,
    "mark": _mark,
}
