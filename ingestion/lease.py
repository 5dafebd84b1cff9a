"""One writer at a time.

Belongs here: the lock that whoever writes the store holds. Does not belong here: what is written.
The lock is the kernel's (`flock`), so it falls when its process dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLL_SECONDS = 0.05


class LeaseBusy(Exception):
    """Another process held the lease for longer than we were willing to wait."""


class Lease:
    """A lock on a file, re-entrant within a thread, exclusive among threads and processes."""

    def __init__(self, path: Path, wait_seconds: float = 600.0) -> None:
        self._path = path
        self._wait_seconds = wait_seconds
        self._thread = threading.RLock()
        self._depth = 0
        self._owner: int | None = None

    @contextmanager
    def hold(self) -> Iterator[bool]:
        """Hold the lease; yields True to the outermost holder, who must forget what it knew.

        Raises LeaseBusy when the lease does not come free in time.
        """
        deadline = time.monotonic() + self._wait_seconds
        if not self._thread.acquire(timeout=self._wait_seconds):
            raise LeaseBusy(str(self._path))
        try:
            if self._depth:
                self._depth += 1
                try:
                    yield False
                finally:
                    self._depth -= 1
                return
            descriptor = self._take(deadline)
            self._depth, self._owner = 1, threading.get_ident()
            try:
                yield True
            finally:
                self._depth, self._owner = 0, None
                os.close(descriptor)
        finally:
            self._thread.release()

    @property
    def is_held(self) -> bool:
        """True while this thread holds the lease through this object."""
        return self._owner == threading.get_ident()

    def _take(self, deadline: float) -> int:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return descriptor
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise LeaseBusy(str(self._path)) from None
                    time.sleep(POLL_SECONDS)
        except BaseException:
            os.close(descriptor)
            raise
