"""What a freeze holds, as one JSON file whose hash the store keeps.

Belongs here: the file's content, reading and writing it, the versions of rules and code. Does not
belong here: making a freeze (`freeze.py`), proving one (`verify_freeze.py`).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from orchestration.fingerprint import fingerprint
from orchestration.home import Home
from orchestration.seeds import seed_files
from orchestration.settings import PROJECT_ROOT, Settings

FORMAT = 1
PACKAGES = ("duckdb", "dbt-core", "dbt-duckdb", "deltalake", "polars", "pyarrow")
_CODE: dict[str, tuple[str, ...]] = {
    "models": ("dbt_project.yml", "dbt_project/macros", "dbt_project/models"),
    "schemas": ("schemas",),
    "warehouse": ("orchestration/warehouse.py", "orchestration/row_sets.py"),
}
_KINDS = (".sql", ".yml", ".py")


@dataclass(frozen=True)
class Versions:
    """Everything besides the store that decides a figure, each part with its hash or version."""

    fingerprint: str
    seeds: dict[str, str]
    code: dict[str, str]
    packages: dict[str, str]

    def changed(self, now: Versions) -> list[str]:
        """Names of the parts that are not what they were, e.g. `seed kpi_targets`."""
        parts = (
            ("seed", self.seeds, now.seeds),
            ("code", self.code, now.code),
            ("package", self.packages, now.packages),
        )
        return [
            f"{kind} {name}"
            for kind, before, after in parts
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        ]


@dataclass(frozen=True)
class Manifest:
    """One freeze. Times are ISO 8601 with offset; `tables` holds rows and hash of each table."""

    freeze_id: str
    period_code: str
    province_code: str
    as_of: str
    is_sample: bool
    is_provisional: bool
    restates: str | None
    office: str
    reason: str | None
    missing: list[str]
    store: dict[str, Any]
    publication: dict[str, str]
    versions: Versions
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> str:
        """Text of the file, the same for the same content."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read the file. Raises ValueError, TypeError or KeyError when it is no manifest."""
        said = json.loads(text)
        return cls(**{**said, "versions": Versions(**said["versions"])})


def versions(settings: Settings) -> Versions:
    """Rules and code as they are now."""
    return Versions(
        fingerprint(settings),
        {name: _hash([path]) for name, path in sorted(seed_files(settings).items())},
        {name: _hash(_files(places)) for name, places in _CODE.items()},
        {name: importlib.metadata.version(name) for name in PACKAGES}
        | {"python": platform.python_version()},
    )


def manifest_file(home: Home, freeze_id: str) -> Path:
    """Where the manifest of a freeze lies."""
    return home.freezes / f"{freeze_id}.json"


def waiting_file(home: Home, freeze_id: str) -> Path:
    """Where it lies until the store has recorded its hash."""
    return home.freeze(freeze_id).root / "manifest.part"


def read_manifest_text(home: Home, freeze_id: str, sha256: str) -> str | None:
    """Text of a manifest, None when there is none.

    A machine that stopped between the record and the last step left the file waiting: it is moved
    to its place if it is the one that was recorded.
    """
    final, waiting = manifest_file(home, freeze_id), waiting_file(home, freeze_id)
    if not final.exists() and waiting.exists() and _hash([waiting], bare=True) == sha256:
        waiting.replace(final)
    return final.read_text(encoding="utf-8") if final.exists() else None


def text_hash(text: str) -> str:
    """SHA-256 of a text as it lies in a file."""
    return hashlib.sha256(text.encode()).hexdigest()


def _files(places: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for place in places:
        start = PROJECT_ROOT / place
        found += [start] if start.is_file() else sorted(start.rglob("*"))
    return [path for path in found if path.suffix in _KINDS and path.is_file()]


def _hash(paths: Iterable[Path], *, bare: bool = False) -> str:
    digest = hashlib.sha256()
    for path in paths:
        if not bare:
            digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()
