"""Whether every commit has its line, whole, in its place, and following the one before.

Belongs here: the lines of the store's log, of whatever internal stream. Does not belong here: the
rows a line answers for (`events`, `quarantine`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
import polars as pl

from ingestion import engine
from ingestion.batch import CHAIN_START, chain_hash, to_json
from ingestion.digest import row_hash
from ingestion.seal import SAID_ONCE
from ingestion.verification.finding import Finding
from schemas.envelope import POSITION_BITS
from schemas.registry import STREAMS


@dataclass
class Chain:
    """The lines that stand in the store, by commit, and what is wrong with them."""

    lines: dict[int, dict[str, Any]] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    """Commits of whose rows nothing can be said, because their line is gone or spoilt."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def head(self) -> str:
        """Chain hash of the last commit."""
        if not self.lines:
            return CHAIN_START
        return str(self.lines[max(self.lines)].get("chain_hash", ""))


@dataclass(frozen=True)
class _Line:
    row: dict[str, Any]
    said: dict[str, Any] | None
    wrong: tuple[str, ...]
    """Columns of the row that are not as they were written; of a whole line none."""

    @property
    def sequence(self) -> int:
        return int(self.row["position"]) >> POSITION_BITS

    @property
    def is_elsewhere(self) -> bool:
        """Whether a line that is whole says that it is of another commit."""
        whole = self.said is not None and "details" not in self.wrong
        return whole and (self.said or {}).get("commit_seq") != self.sequence


def check_chain(paths: list[str], connection: duckdb.DuckDBPyConnection, *, commits: int) -> Chain:
    """Walk the lines from the first commit. `commits` is how many the Delta log has counted."""
    chain = Chain()
    if not paths and not commits:
        return chain
    by_commit: dict[int, list[_Line]] = {}
    for line in _lines(paths, connection):
        if line.row["stream"] in STREAMS:
            chain.findings.append(_at(line, "event_added"))
        else:
            by_commit.setdefault(line.sequence, []).append(line)
    before: str | None = CHAIN_START
    for sequence in range(1, max([commits, *by_commit]) + 1):
        before = _walk(chain, sequence, by_commit.pop(sequence, []), before)
    chain.findings += [_at(line, "commit_added") for ls in by_commit.values() for line in ls]
    if chain.lines and max(chain.lines) > commits:
        chain.findings.append(Finding("key_missing", commit=max(chain.lines)))
    return chain


def _walk(chain: Chain, sequence: int, there: list[_Line], before: str | None) -> str | None:
    """Judge the lines of one commit; returns the hash that the next must name, None if unknown."""
    if not there:
        chain.removed.add(sequence)
        chain.findings.append(Finding("commit_removed", commit=sequence))
        return None
    there.sort(key=lambda line: not _follows(line, sequence, before))
    line, *others = there
    chain.findings += [_at(other, "commit_added") for other in others]
    if line.said is not None and ("details" not in line.wrong or _is_usable(line.said)):
        chain.lines[sequence] = line.said
    else:
        chain.removed.add(sequence)
    if line.said is not None and line.is_elsewhere:
        was = str(line.said.get("commit_seq"))
        chain.findings.append(_at(line, "commit_moved", detail=was))
        return None
    if line.wrong:
        chain.findings.append(_at(line, "commit_changed", line.wrong))
        return None
    if not _follows(line, sequence, before):
        chain.findings.append(_at(line, "chain_broken"))
    if line.said is None:
        return None
    return str(line.said.get("chain_hash"))


def _is_usable(said: dict[str, Any]) -> bool:
    """Whether a line that was tampered with can still be compared with its rows."""
    said.pop("content_sums", None)
    numbers = ("content_rows", "quarantine_rows", "quarantine_row_sum")
    texts = ("content_hash", "quarantine_hash", "recorded_at", *SAID_ONCE[:4])
    return (
        all(isinstance(said.get(name), int) for name in (*numbers, "schema_version"))
        and all(isinstance(said.get(name), str) for name in texts)
        and isinstance(said.get("content_columns"), dict)
    )


def _follows(line: _Line, sequence: int, before: str | None) -> bool:
    if line.wrong or line.said is None or line.said.get("commit_seq") != sequence:
        return False
    return before is None or line.said.get("previous_chain_hash") == before


def _lines(paths: list[str], connection: duckdb.DuckDBPyConnection) -> Iterator[_Line]:
    if not paths:
        return
    rows = connection.execute(
        f"select * from {engine.parquet(paths)} "
        f"where position % {1 << POSITION_BITS} = 0 order by position"
    ).pl()
    filled = [series.name for series in rows if series.null_count() < rows.height]
    for row in rows.select(pl.col(filled)).iter_rows(named=True):
        yield _read(row)


def _read(row: dict[str, Any]) -> _Line:
    text = row.get("details")
    try:
        said = json.loads(text or "")
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return _Line(row, None, ("details",))
    # Other spellings of one content (a key said twice) are read differently by other readers.
    if to_json(said) != text or chain_hash(said) != said.get("chain_hash"):
        return _Line(row, said, ("details",))
    others = {name: value for name, value in row.items() if name != "details"}
    if row_hash(others) == said.get("row_hash"):
        return _Line(row, said, ())
    told = {**said, "entity_id": said.get("batch_id"), "event_id": said.get("batch_id")}
    told["payload_hash"] = said.get("content_hash")
    for name in ("stream", "recorded_at"):  # another thing in a line, or written another way
        told.pop(name, None)
    wrong = [name for name, value in others.items() if name in told and told[name] != value]
    return _Line(row, said, tuple(wrong) or ("*",))


def _at(
    line: _Line, code: str, columns: tuple[str, ...] = (), detail: str | None = None
) -> Finding:
    named = line.said or line.row
    return Finding(
        code,
        commit=line.sequence,
        event_id=line.row.get("event_id"),
        file=named.get("source_file"),
        columns=columns,
        detail=detail,
    )
