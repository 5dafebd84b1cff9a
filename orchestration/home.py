"""Paths of the run-time home, and nothing else.

Belongs here: where a thing lies under `KL226_HOME`. Does not belong here: reading or writing it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SAMPLE_MARKER = "SAMPLE"
_SAMPLE_TEXT = (
    "DỮ LIỆU MẪU: mọi con số trong thư mục này do `kl226 demo` tạo ra, không phải số liệu thật.\n"
    "SAMPLE DATA: every figure in this folder was made by `kl226 demo`; none is real.\n"
)
_FOLDERS = ("landing", "archive", "store", "published", "outbox", "reports", "layouts")


@dataclass(frozen=True)
class Home:
    """One run-time home. A build as known at an earlier moment has a home of its own inside it."""

    root: Path

    @property
    def landing(self) -> Path:
        """Files the agencies sent, one folder per agency code."""
        return self.root / "landing"

    @property
    def store(self) -> Path:
        """The event store and the quarantine (Delta tables)."""
        return self.root / "store"

    @property
    def layouts(self) -> Path:
        """Layouts of this province; they win over the ready-made ones."""
        return self.root / "layouts"

    @property
    def warehouse(self) -> Path:
        """The private DuckDB file dbt works in."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """Published marts and the pointer to the current one."""
        return self.root / "published"

    @property
    def dbt_target(self) -> Path:
        """dbt's compiled SQL, manifest and run results."""
        return self.root / "dbt" / "target"

    @property
    def dbt_seeds(self) -> Path:
        """The tables dbt reads where a province has its own: the common ones and these."""
        return self.root / "dbt" / "seeds"

    @property
    def dbt_logs(self) -> Path:
        """dbt's own log."""
        return self.root / "dbt" / "logs"

    @property
    def checks(self) -> Path:
        """What the batch expectations said of the store, by chain hash."""
        return self.root / "batch_checks.json"

    @property
    def temporary(self) -> Path:
        """Scratch space of this home's own DuckDB (two processes must not share one)."""
        return self.root / "tmp"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME."""
        return self.root / "dagster"

    @property
    def is_sample(self) -> bool:
        """Whether the data of this home was made up."""
        return (self.root / SAMPLE_MARKER).exists()

    def as_of(self, moment: datetime) -> Home:
        """The home of a build as known at `moment` (aware), inside this one."""
        name = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        return Home(self.root / "as_of" / name)

    @property
    def freezes(self) -> Path:
        """Frozen figures: `<id>.json`, what was frozen, beside `<id>/`, the frozen publication."""
        return self.root / "freezes"

    def freeze(self, freeze_id: str) -> Home:
        """The home of one freeze, inside this one."""
        return Home(self.freezes / freeze_id)

    def create(self) -> Home:
        """Make the folders people put things into."""
        for name in _FOLDERS:
            (self.root / name).mkdir(parents=True, exist_ok=True)
        return self

    def mark_as_sample(self) -> None:
        """Label everything that is ever published from this home as made up."""
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / SAMPLE_MARKER).write_text(_SAMPLE_TEXT, encoding="utf-8")

    def clear_sample(self) -> None:
        """Empty a sample home. Raises FileExistsError when the folder is not one of ours."""
        if self.root.exists() and any(self.root.iterdir()) and not self.is_sample:
            raise FileExistsError(str(self.root))
        shutil.rmtree(self.root, ignore_errors=True)
