"""Where the original of a batch is kept, so that an officer can open the file a number came from.

Belongs here: finding one file in the archive by its content. Does not belong here: putting files
there or deleting them (`ingestion.archive`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingestion.archive import UNASSIGNED
from ingestion.clock import local_date
from ingestion.file_identity import file_name, file_sha256
from ingestion.rules import Rules
from orchestration.home import Home
from reporting.messages import say
from schemas.position import POSITION_BITS
from schemas.problems import Language

if TYPE_CHECKING:
    from reporting.publication import Publication


@dataclass(frozen=True)
class Original:
    """A path relative to the home, or why there is none (`past` its term, or `not_kept`)."""

    path: str | None
    missing: str | None = None

    def words(self, language: Language, days: int) -> str:
        """The path, or the reason in words."""
        return self.path or say(f"original_{self.missing}", language, days=days)


@dataclass
class Originals:
    """The archive of a home, asked batch by batch. `days` is how long originals are kept."""

    home: Home
    today: date
    batches: list[dict[str, Any]]
    days: int = 0
    _found: dict[str, Original] = field(default_factory=dict)

    @classmethod
    def of(cls, home: Home, publication: Publication, today: date) -> Originals:
        """The archive of `home` for the batches of a publication."""
        batches = publication.rows(
            "select batch_id, agency_code, source_file, file_sha256, recorded_at, last_position "
            "from marts.ingest_batches"
        )
        return cls(home, today, batches, int(Rules.load().value("archive_days", today)))

    def of_batch(self, batch_id: str) -> Original:
        """The original of a batch; a batch the publication does not know has none."""
        if batch_id not in self._found:
            known = [row for row in self.batches if row["batch_id"] == batch_id]
            self._found[batch_id] = self._look(known[0]) if known else Original(None, "not_kept")
        return self._found[batch_id]

    def is_kept(self, position: int) -> bool:
        """Whether the original of the commit at a position is still there."""
        found = self.of_position(position)
        return found is not None and found.path is not None

    def of_position(self, position: int | None) -> Original | None:
        """The original of the commit that wrote an event; None for what no file has said."""
        if position is None:
            return None
        commit = position >> POSITION_BITS
        batch = self._by_commit.get(commit)
        return self.of_batch(batch) if batch else None

    @cached_property
    def _by_commit(self) -> dict[int, str]:
        # The log's line of a batch is written in the same commit as its events.
        return {row["last_position"] >> POSITION_BITS: row["batch_id"] for row in self.batches}

    def _look(self, batch: dict[str, Any]) -> Original:
        folder = self.home.root / "archive" / (batch["agency_code"] or UNASSIGNED)
        content = batch["file_sha256"]
        # A second version of one day lies in a folder named by a piece of its hash.
        places = [*folder.glob("*/*"), *folder.glob(f"*/{content[:8]}/*")]
        for path in sorted(places, reverse=True):
            named = path.is_file() and file_name(path) == batch["source_file"]
            if named and file_sha256(path) == content:
                return Original(str(path.relative_to(self.home.root)))
        taken_in = local_date(batch["recorded_at"])
        past = taken_in < self.today - timedelta(days=self.days)
        return Original(None, "past" if past else "not_kept")
