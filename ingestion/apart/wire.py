"""What goes between the two processes: JSON or a pickled task, and tables as Arrow.

Belongs here: messages and their bytes. Does not belong here: processes (`process`), reading.

A message is one byte on a socket with two files in memory: its head and its body. Nothing touches
a disk, a table is mapped and not copied, and no length is announced that could be a lie. The child
answers in JSON and Arrow only: whatever a file made of it, its answer cannot run anything here.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import polars as pl

    from ingestion.readers.result import ReadResult
    from schemas.problems import Problem

_SIGN = b"m"


class Closed(Exception):
    """The other side is gone."""


def send(to: socket.socket, head: bytes, body: int | None = None) -> None:
    """Send a head, and a body that lies in an open file. Raises OSError."""
    holder = os.memfd_create("kl226-head", os.MFD_CLOEXEC)
    files = [holder] if body is None else [holder, body]
    try:
        with os.fdopen(os.dup(holder), "wb") as file:
            file.write(head)
        socket.send_fds(to, [_SIGN], files)
    finally:
        for open_file in files:
            os.close(open_file)


def receive(of: socket.socket) -> tuple[bytes, BinaryIO | None]:
    """The next head and body. Raises Closed, and TimeoutError as the socket is set to."""
    try:
        sign, files, _, _ = socket.recv_fds(of, 1, 2)
    except ConnectionError as error:
        raise Closed from error
    if not sign or not files:
        raise Closed
    opened = [os.fdopen(number, "rb") for number in files]
    with opened[0] as file:
        file.seek(0)
        head = file.read()
    return head, opened[1] if len(opened) > 1 else None


def pack_result(result: ReadResult) -> tuple[dict[str, Any], int]:
    """A result as plain values and an open file with all its rows."""
    import polars as pl

    frames = [table.frame for table in result.tables]
    tables = [
        {
            "sheet": table.sheet,
            "rows": table.frame.height,
            "present": sorted(table.present),
            "headers": list(table.headers),
        }
        for table in result.tables
    ]
    body = os.memfd_create("kl226-rows", os.MFD_CLOEXEC)
    with os.fdopen(os.dup(body), "wb") as file:
        (pl.concat(frames) if frames else pl.DataFrame()).write_ipc(file)
    said = {"tables": tables, "problems": [plain(p) for p in result.problems]}
    return said | {"unread_sheets": result.unread_sheets}, body


def unpack_result(said: dict[str, Any], body: BinaryIO) -> ReadResult:
    """The result of `pack_result`; its tables lie in the memory the child wrote."""
    from ingestion.readers.result import RawTable, ReadResult
    from schemas.problems import Problem

    rows = _mapped(body)
    problems = [Problem(**problem) for problem in said["problems"]]
    result = ReadResult([], problems, said["unread_sheets"])
    start = 0
    for table in said["tables"]:
        frame = rows.slice(start, table["rows"])
        start += table["rows"]
        present, headers = frozenset(table["present"]), tuple(table["headers"])
        result.tables.append(RawTable(table["sheet"], frame, present, headers))
    return result


def pack_bytes(data: bytes) -> int:
    """An open file with these bytes."""
    body = os.memfd_create("kl226-bytes", os.MFD_CLOEXEC)
    with os.fdopen(os.dup(body), "wb") as file:
        file.write(data)
    return body


def unpack_bytes(body: BinaryIO) -> bytes:
    """The bytes of `pack_bytes`."""
    with body:
        body.seek(0)
        return body.read()


def plain(problem: Problem) -> dict[str, Any]:
    """A problem as plain values."""
    return asdict(problem)


def dumped(said: dict[str, Any]) -> bytes:
    """Plain values as bytes; a lone surrogate in a header stays what it is."""
    return json.dumps(said).encode("ascii")


def loaded(head: bytes) -> dict[str, Any]:
    """The plain values of `dumped`."""
    said: dict[str, Any] = json.loads(head)
    return said


def _mapped(body: BinaryIO) -> pl.DataFrame:
    import polars as pl

    with body:
        return pl.read_ipc(f"/proc/self/fd/{body.fileno()}")
