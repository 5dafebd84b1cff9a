"""The child as its parent sees it: started once, asked often, replaced when it dies.

Belongs here: starting, asking, killing, and telling why it died. Does not belong here: what is
asked (`asking`), what the child does (`worker`).
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ingestion.apart import wire
from ingestion.apart.limits import MEGABYTE, OUT_OF_MEMORY, Allowance

ROOT = Path(__file__).resolve().parents[2]
_BLOATED = 512 * MEGABYTE
"""A child that once took more than this is replaced: it does not give its memory back."""
_ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    # Arrow's own pool takes a gigabyte at once, and malloc 64 MB per thread: that would be counted.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
}
_OUT_OF_MEMORY_WORDS = (b"memory allocation of", b"out of memory", b"bad_alloc")


class Died(Exception):
    """The child did not survive a task; `code` is a problem, `detail` says more of it."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass
class Child:
    """A running child process. It belongs to the process that started it, not to a fork of it."""

    process: subprocess.Popen[bytes]
    socket: socket.socket
    errors: int
    """Open file with what it complained of; searched for known words, never shown."""
    owner: int

    @classmethod
    def start(cls) -> Child:
        """Start a child; it gets ready while the caller goes on. Raises OSError."""
        ours, its = socket.socketpair()
        errors = os.memfd_create("kl226-errors", os.MFD_CLOEXEC)
        call = f"from ingestion.apart.worker import main; main({its.fileno()})"
        process = subprocess.Popen(
            [sys.executable, "-c", call],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            pass_fds=[its.fileno()],
            env={**os.environ, **_ENVIRONMENT},
        )
        its.close()
        return cls(process, ours, errors, os.getpid())

    def is_usable(self) -> bool:
        """Whether it is ours and alive."""
        return self.owner == os.getpid() and self.process.poll() is None

    def ask(
        self, task: str, arguments: tuple[object, ...], allowance: Allowance
    ) -> tuple[dict[str, Any], BinaryIO | None]:
        """The answer to one task. Raises Died, after which the child is gone."""
        began = time.monotonic()
        self.socket.settimeout(allowance.seconds)
        try:
            wire.send(self.socket, pickle.dumps((task, *arguments, allowance)))
            head, body = wire.receive(self.socket)
        except TimeoutError:
            self.stop()
            raise Died("file_over_limits", f"{time.monotonic() - began:.0f} s") from None
        except (OSError, wire.Closed):
            raise self._reason(allowance) from None
        said = wire.loaded(head)
        if said["peak"] > _BLOATED:
            self.stop()
        return said, body

    def stop(self) -> None:
        """End it and everything that belongs to it; safe to repeat."""
        if self.owner == os.getpid() and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.socket.close()
        if self.errors >= 0:
            os.close(self.errors)
            self.errors = -1

    def _reason(self, allowance: Allowance) -> Died:
        """Why it is dead; only what the system says is told, nothing of the file."""
        code = self.process.wait()
        size = os.fstat(self.errors).st_size
        said = os.pread(self.errors, 4096, max(0, size - 4096)).lower()
        self.stop()
        if code == -signal.SIGXCPU:
            return Died("file_over_limits", f"{allowance.cpu_seconds} s CPU")
        if code in (OUT_OF_MEMORY, -signal.SIGKILL) or any(
            words in said for words in _OUT_OF_MEMORY_WORDS
        ):
            return Died("file_over_limits", f"{allowance.memory // MEGABYTE} MB")
        name = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return Died("file_breaks_reader", name)
