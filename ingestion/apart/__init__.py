"""Files are opened in a process of their own, so that a hostile one can harm nothing else.

Belongs here: the child process, its limits, what goes back and forth. Does not belong here: reading
itself (`ingestion.readers`), which knows nothing of processes.
"""

from __future__ import annotations

from ingestion.apart.asking import close, misfits, own_file, prepare, read_file
from ingestion.apart.limits import Limits

__all__ = ["Limits", "close", "misfits", "own_file", "prepare", "read_file"]
