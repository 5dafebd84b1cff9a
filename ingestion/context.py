"""What ingestion is given and what it answers.

Belongs here: the context of a run and the outcome of a file. Does not belong here: doing anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from ingestion.agencies import AgencyDirectory
from ingestion.apart import Limits
from ingestion.clock import Clock, local_date
from ingestion.layout.model import Layout
from ingestion.rules import Rules
from ingestion.store import EventStore
from schemas.problems import Problem

OLDER_LIST = "older_list_again"
Status = Literal["ingested", "already", "refused", "held", "checked"]


@dataclass(frozen=True)
class Outcome:
    """What became of a file. `batch_id` is None when nothing of it is in the store."""

    file: str
    status: Status
    agency_code: str | None = None
    stream: str | None = None
    layout: str | None = None
    batch_id: str | None = None
    received: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0
    withdrawn: int = 0
    events_written: int = 0
    problems: list[Problem] = field(default_factory=list)
    """What was refused. Of a file received before: what was refused then."""
    notes: list[Problem] = field(default_factory=list)
    """What the sender should know; a note refuses nothing."""
    answer: str | None = None
    """Folder of the receipt, from the home; None when nothing was written."""

    @property
    def ok(self) -> bool:
        """True when the file is in the store, or could be, and no row was left out."""
        return self.status in ("ingested", "checked", "already") and not self.problems

    @property
    def applies(self) -> bool:
        """False when what the file says does not take effect unless somebody confirms or mends it.

        So it is with a list that is held, with an older list that comes again (also when it is
        `ok`: nothing in it is wrong), and with a refused file.
        """
        older = any(note.code == OLDER_LIST for note in self.notes)
        return self.status not in ("held", "refused") and not older


@dataclass
class IntakeContext:
    """Everything that ingestion needs to know beside the file."""

    home: Path
    store: EventStore
    layouts: Mapping[str, Layout]
    agencies: AgencyDirectory
    clock: Clock
    rules: Rules

    def rule(self, code: str) -> float:
        """Return the limit in force today."""
        return self.rules.value(code, local_date(self.clock.now()))

    @property
    def limits(self) -> Limits:
        """What reading a file may use today."""
        return Limits.on(self.rules, local_date(self.clock.now()))
