"""What a file is called and what it holds: its name in one spelling, the hash of its bytes.

Belongs here: identity of a file on disk, cheap to import (a reader of figures looks originals up).
Does not belong here: opening or reading it (`readers`), identity of a batch (`batch.py`).
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path


def file_name(path: Path) -> str:
    """Name of a file in the one spelling used everywhere (macOS sends NFD names)."""
    return unicodedata.normalize("NFC", path.name)


def file_sha256(path: Path) -> str:
    """Hash the bytes of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
