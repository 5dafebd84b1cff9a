"""Pages that were made already, as many as fit.

Belongs here: keeping answers by what they belong to, dropping the oldest used. Does not belong
here: deciding what belongs to what (`app.py`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property

BYTES = 64_000_000


@dataclass
class Kept:
    """An answer ready to be sent."""

    body: bytes
    kind: str
    etag: str

    @cached_property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """What is said of this answer alone, as it goes over the wire."""
        return [
            (b"content-type", self.kind.encode()),
            (b"etag", self.etag.encode()),
            (b"content-length", str(len(self.body)).encode()),
        ]


@dataclass
class Cache:
    """Answers by key; their bodies take at most `limit` bytes together."""

    limit: int = BYTES
    size: int = 0
    _kept: OrderedDict[tuple[str, ...], Kept] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: tuple[str, ...]) -> Kept | None:
        """An answer, which is then the newest."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, ...], answer: Kept) -> None:
        """Keep an answer unless it alone would take a quarter of the room."""
        if len(answer.body) > self.limit // 4:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += len(answer.body) - (len(before.body) if before else 0)
            self._kept[key] = answer
            while self.size > self.limit:
                self.size -= len(self._kept.popitem(last=False)[1].body)
