"""What was pushed and what came of it: one small file per push under `pushed/<agency>/`.

Belongs here: landing a body once, remembering it, finding its answer. Does not belong here: HTTP
(`endpoint`), the answer itself (`ingestion.answer`).

Of a body only its hash, its size and the name of the landed file are kept here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = "pushed"
_HEX = 32


class KeyUsed(Exception):
    """The idempotency key was used for another body."""


@dataclass(frozen=True)
class Push:
    """One body that was pushed, and the name under which it landed."""

    receipt: str
    agency_code: str
    file: str
    file_sha256: str
    bytes: int
    received_at: str
    key: str | None = None
    """Hash of the sender's idempotency key."""


class Receipts:
    """The pushes of a home."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def land(
        self,
        agency: str,
        name: str,
        ending: str,
        body: Path,
        sha256: str,
        now: datetime,
        key: str | None,
    ) -> tuple[Push, bool]:
        """Move a body into `landing/`; the push, and whether it is new.

        The same body under the same name is the same push, however often it comes. Raises KeyUsed.
        """
        receipt = _digest(agency, name, ending, sha256)
        key = _digest(agency, key) if key else None
        for known in self._of_key(agency, key):
            if known.receipt != receipt:
                raise KeyUsed
        found = self.find(agency, receipt)
        if found is not None:
            body.unlink()
            self._remember(found, key)
            return found, False
        push = Push(
            receipt, agency, f"{name}_{receipt[:16]}.{ending}", sha256, body.stat().st_size,
            now.isoformat(), key,
        )  # fmt: skip
        landed = self._home / "landing" / agency / push.file
        landed.parent.mkdir(parents=True, exist_ok=True)
        # Remembered first: a crash between the two leaves a push that the sender repeats.
        self._remember(push, key)
        body.replace(landed)
        return push, True

    def find(self, agency: str, receipt: str) -> Push | None:
        """A push of this agency that has landed or is answered; None for any other."""
        if len(receipt) != _HEX or set(receipt) - set("0123456789abcdef"):
            return None
        try:
            push = Push(**json.loads(self._file(agency, receipt).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return push if self._is_waiting(push) or self.answer(push) is not None else None

    def answer(self, push: Push) -> Mapping[str, Any] | None:
        """What the newest receipt of the file says; None while it waits to be looked at."""
        said = []
        for file in (self._home / "outbox" / push.agency_code).glob(f"*_{push.file}_*/*.json"):
            told = json.loads(file.read_text("utf-8"))
            if told.get("file_sha256") == push.file_sha256:
                said.append(told)
        return max(said, key=lambda told: str(told["received_at"]), default=None)

    def waiting(self, agency: str) -> int:
        """How many files of an agency wait in `landing/`."""
        folder = self._home / "landing" / agency
        return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0

    def prune(self, today: date, keep_days: int) -> int:
        """Forget pushes older than answers are kept; returns how many went."""
        oldest, removed = today - timedelta(days=keep_days), 0
        for file in (self._home / FOLDER).glob("*/*"):
            if date.fromtimestamp(file.stat().st_mtime) < oldest:
                file.unlink(missing_ok=True)
                removed += 1
        return removed

    def _is_waiting(self, push: Push) -> bool:
        return (self._home / "landing" / push.agency_code / push.file).is_file()

    def _of_key(self, agency: str, key: str | None) -> list[Push]:
        if key is None:
            return []
        try:
            receipt = self._file(agency, f"key-{key}").read_text("utf-8")
            return [Push(**json.loads(self._file(agency, receipt).read_text("utf-8")))]
        except (OSError, ValueError, TypeError):
            return []

    def _remember(self, push: Push, key: str | None) -> None:
        folder = self._home / FOLDER / push.agency_code
        folder.mkdir(parents=True, exist_ok=True)
        _write(self._file(push.agency_code, push.receipt), json.dumps(asdict(push)) + "\n")
        if key is not None:
            _write(self._file(push.agency_code, f"key-{key}"), push.receipt)

    def _file(self, agency: str, name: str) -> Path:
        return self._home / FOLDER / agency / name


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


def _digest(*parts: str | None) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:_HEX]
