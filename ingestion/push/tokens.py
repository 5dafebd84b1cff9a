"""Who may push: one or more tokens per agency, of which only the hash is kept.

Belongs here: making, finding and revoking tokens. Does not belong here: the endpoint (`endpoint`).
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

FILE = "push_tokens.json"
_BYTES = 32


@dataclass(frozen=True)
class Token:
    """What is kept of a token: its hash, whose it is, since when."""

    sha256: str
    agency_code: str
    created_at: str

    @property
    def name(self) -> str:
        """What people call it by: the beginning of its hash."""
        return self.sha256[:8]


class Tokens:
    """The tokens of a home, in one file that only its owner can read."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE

    def all(self) -> list[Token]:
        """Every token in the order of making. Raises ValueError when the file is damaged."""
        if not self._file.is_file():
            return []
        try:
            return [Token(**row) for row in json.loads(self._file.read_text("utf-8"))]
        except (ValueError, TypeError) as error:
            raise ValueError(f"{self._file}: {error}") from error

    def agency_of(self, told: str) -> str | None:
        """The agency whose token this is. What is compared are hashes, so time tells nothing."""
        said = _hash(told)
        return next((token.agency_code for token in self.all() if token.sha256 == said), None)

    def make(self, agency_code: str, now: datetime) -> str:
        """A new token of an agency; it is told once and kept nowhere."""
        told = secrets.token_urlsafe(_BYTES)
        self._write([*self.all(), Token(_hash(told), agency_code, now.isoformat())])
        return told

    def revoke(self, name: str) -> Token | None:
        """Take back the token of this name; None when there is none, or more than one."""
        known = self.all()
        named = [token for token in known if len(name) >= 8 and token.sha256.startswith(name)]
        if len(named) != 1:
            return None
        self._write([token for token in known if token != named[0]])
        return named[0]

    def _write(self, tokens: list[Token]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(token) for token in tokens], indent=1) + "\n"
        handle, name = tempfile.mkstemp(prefix=".tokens", dir=self._file.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(self._file)


def _hash(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()
