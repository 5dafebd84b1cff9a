"""Reading the pages in a test: without a network, or by a real server on a free port.

Belongs here: asking, and a home whose published file may be changed. Does not belong here: any
expectation.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import httpx
import uvicorn

from orchestration.cli_serve import places_of
from orchestration.home import Home
from reporting.pages.app import make_app
from reporting.publication import read_pointer

PERIODS = ("2026", "2026-01", "2025")


class Reader:
    """The application of a home, asked in this process."""

    def __init__(self, root: Path) -> None:
        self.app = make_app(places_of(Home(root)))

    def get(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://kl226") as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())


def copy_published(source: Path, root: Path, *statements: str) -> Path:
    """A home with a copy of a publication; `statements` change the copy."""
    published = root / "published"
    published.mkdir(parents=True)
    pointer = read_pointer(source)
    target = published / pointer.file
    shutil.copy(source / "published" / pointer.file, target)
    (published / "current.json").write_text(pointer.as_json(), encoding="utf-8")
    if statements:
        with duckdb.connect(str(target)) as connection:
            connection.execute("set TimeZone = 'Asia/Ho_Chi_Minh'")
            for statement in statements:
                connection.execute(statement)
    return root


def replace_publication(root: Path, run_id: str, *, gone: bool = True) -> None:
    """Publish the same figures again under another run; the file before may be gone."""
    pointer = read_pointer(root)
    old = root / "published" / pointer.file
    new = old.with_name(f"marts-{run_id}.duckdb")
    shutil.copy(old, new)
    said: dict[str, Any] = {**asdict(pointer), "run_id": run_id, "file": new.name}
    (root / "published" / "current.json").write_text(json.dumps(said), encoding="utf-8")
    if gone:
        old.unlink()


@contextmanager
def served(root: Path) -> Iterator[str]:
    """A server of the pages on a free port of this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(make_app(places_of(Home(root))), port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
