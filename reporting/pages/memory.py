"""A publication that remembers what it was asked: many pages ask the same of it.

Belongs here: answers of small queries, kept as long as the publication is. Does not belong here:
whole pages (`cache.py`).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from reporting.explain import TEMPORARY
from reporting.publication import QUERY_SECONDS, Publication

ROWS, QUERIES = 500, 1000


@dataclass
class Memory:
    """Rows by the text of their query; a publication never changes, so they never do."""

    _kept: OrderedDict[str, list[dict[str, Any]]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, sql: str) -> list[dict[str, Any]] | None:
        """Rows of a query that was asked before, the caller's own to write on."""
        with self._lock:
            found = self._kept.get(sql)
            if found is None:
                return None
            self._kept.move_to_end(sql)
        return [dict(row) for row in found]

    def put(self, sql: str, rows: list[dict[str, Any]]) -> None:
        """Keep a few rows; of many queries the newest used."""
        if len(rows) > ROWS or TEMPORARY in sql:
            return
        with self._lock:
            self._kept[sql] = [dict(row) for row in rows]
            while len(self._kept) > QUERIES:
                self._kept.popitem(last=False)


@dataclass(frozen=True)
class Remembering(Publication):
    """A publication whose connection is only asked what nobody asked before."""

    memory: Memory = field(default_factory=Memory)

    def rows(self, sql: str, *, seconds: float = QUERY_SECONDS) -> list[dict[str, Any]]:
        """Rows of one query, from memory where they are there."""
        found = self.memory.get(sql)
        if found is None:
            found = super().rows(sql, seconds=seconds)
            self.memory.put(sql, found)
        return found
