"""What a file is called and what it holds: its name in one spelling, the hash of its bytes.

Belongs here: identity of a file on disk, cheap to import (a reader of figures looks originals up).
Does not belong here: opening or reading it (`readers`), identity of a batch (`batch.py`).
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from io import BufferedReader
from pathlib import Path


def file_name(path: Path) -> str:
    """Name of a file in the one spelling used everywhere (macOS sends NFD names)."""
    return unicodedata.normalize("NFC", path.name)


def open_regular(path: Path) -> BufferedReader:
    """Open a file for reading, never a pipe, a device or a folder, which could block for ever.

    It is told by what was opened, not by a look before: the name may be given to another thing in
    between. Raises OSError.
    """
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "không phải là tệp", str(path))
    return file


def file_sha256(path: Path) -> str:
    """Hash the bytes of a file. Raises OSError."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
