"""What a verification found: closed list of codes, and where.

Belongs here: the codes and the shape of a finding. Does not belong here: looking for it, and its
sentence for people (`orchestration/verify_words.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST_NAMED = 50
"""Findings of one kind in one commit that are listed; the last of them counts the others."""

CODES = frozenset(
    {
        "event_changed",
        "event_removed",
        "event_added",
        "event_reordered",
        "events_changed",
        "commit_changed",
        "commit_removed",
        "commit_added",
        "commit_moved",
        "chain_broken",
        "quarantine_changed",
        "quarantine_removed",
        "quarantine_added",
        "file_missing",
        "file_changed",
        "file_outside",
        "file_misplaced",
        "file_unreadable",
        "log_unreadable",
        "log_statistics_wrong",
        "key_missing",
        "head_unknown",
        "freeze_changed",
        "freeze_missing",
        "freeze_added",
    }
)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written. What cannot be known is None.

    `file`, `sheet` and `row` are the sender's, or `file` the manifest of a freeze; `path` is a file
    of the store or of a freeze. `count` says how many such things stand behind the finding.
    """

    code: str
    commit: int | None = None
    event_id: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    columns: tuple[str, ...] = ()
    path: str | None = None
    count: int = 1
    detail: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(self.code)


def shortened(findings: list[Finding]) -> list[Finding]:
    """Return the first findings of a long list of one kind; the last stands for all the others."""
    if len(findings) <= MOST_NAMED:
        return findings
    last = findings[MOST_NAMED - 1]
    others = len(findings) - MOST_NAMED
    return [*findings[: MOST_NAMED - 1], replace(last, count=last.count + others)]
