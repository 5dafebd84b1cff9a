"""Does the meaning of the numbers still stand as it was when the warehouse was built?

Belongs here: one hash over everything that changes what an incremental build would give. Does not
belong here: the decision to rebuild (`build.py`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from orchestration.seeds import own_seeds
from orchestration.settings import PROJECT_ROOT, Settings

_SOURCES = ("dbt_project.yml", "dbt_project", "schemas", "orchestration/warehouse.py")
_KINDS = (".sql", ".yml", ".csv", ".md", ".py")


def fingerprint(settings: Settings | None = None, *, root: Path = PROJECT_ROOT) -> str:
    """Hash (32 hex digits) over names and contents of SQL, seeds, descriptions and schemas.

    `settings` name the province's own seeds, which are part of the meaning; None: it has none.
    """
    digest = hashlib.sha256()
    for name in _SOURCES:
        start = root / name
        files = [start] if start.is_file() else sorted(start.rglob("*"))
        for path in files:
            if path.suffix in _KINDS and path.is_file():
                _add(digest, path.relative_to(root).as_posix(), path)
    for path in own_seeds(settings) if settings else []:
        _add(digest, f"province/{path.name}", path)
    return digest.hexdigest()[:32]


def _add(digest: Any, name: str, path: Path) -> None:
    digest.update(name.encode() + b"\0")
    digest.update(hashlib.sha256(path.read_bytes()).digest())
