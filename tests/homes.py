"""A small home: five layouts, a fixed clock, the real agencies.

Also runnable: `python -m tests.homes FOLDER [CRASH]` ingests what has landed in a process of its
own, and kills itself at the point CRASH of the commit.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from ingestion.agencies import AgencyDirectory
from ingestion.clock import FixedClock
from ingestion.context import IntakeContext, Outcome
from ingestion.intake import ingest_file
from ingestion.landing import ingest_landing
from ingestion.layout.load import load_layouts
from ingestion.rules import Rules
from ingestion.store import EventStore
from tests.candidates import quarantined, stored

NOON = datetime(2026, 5, 4, 5, 0, tzinfo=UTC)

EVENTS = """
layout: steps
label_vi: Nhật ký cuộc họp
stream: meeting
kind: events
match: {files: ["steps_*.csv"]}
format: csv
agency: {folder: true}
secrecy: {column: "Độ mật", clear: ["", "thường"]}
columns:
  "Mã": {to: entity_key, required: true}
  "Bắt đầu": {to: starts_at, required: true, formats: ["%d/%m/%Y %H:%M"]}
  "Hình thức": {to: mode, map: {"trực tuyến": online, "trực tiếp": in_person}}
  "Số điểm cầu": remote_site_count
event_type: {column: "Sự kiện", map: {"đã họp": held, "đính chính": corrected}}
entity: "{agency_code}:{entity_key}"
"""

LIST = """
layout: list
label_vi: Danh sách cuộc họp
stream: meeting
kind: snapshot
complete: year
complete_from: file_name
file_pattern: "list_(?P<year>\\\\d{4})"
match: {files: ["list_*.csv"]}
format: csv
agency: {folder: true}
columns:
  "Mã": {to: entity_key, required: true}
  "Bắt đầu": {to: starts_at, required: true, formats: ["%d/%m/%Y %H:%M"]}
  "Hình thức": {to: mode, map: {"trực tuyến": online, "trực tiếp": in_person}}
  "Trạng thái": {to: status, map: {"đã họp": held, "dự kiến": scheduled}}
entity: "{agency_code}:{entity_key}"
"""

PLAIN = """
layout: plain
label_vi: Danh sách cuộc họp không có trạng thái
stream: meeting
kind: snapshot
match: {files: ["plain_*.csv"]}
format: csv
agency: {folder: true}
columns:
  "Mã": {to: entity_key, required: true}
  "Bắt đầu": {to: starts_at, required: true, formats: ["%d/%m/%Y %H:%M"]}
entity: "{agency_code}:{entity_key}"
"""

PART = (
    PLAIN.replace("layout: plain", "layout: part")
    .replace("plain_*", "part_*")
    .replace("entity:", '  "Trạng thái": {to: status, map: {"đã họp": held}}\nentity:')
)

PERSONAL = EVENTS.replace("layout: steps", "layout: personal\npersonal_columns: true").replace(
    "steps_*", "personal_*"
)

EVENTS_HEADER = "Mã,Bắt đầu,Hình thức,Số điểm cầu,Sự kiện,Độ mật,Người chủ trì"
LIST_HEADER = "Mã,Bắt đầu,Hình thức,Trạng thái"


def step(code: str, mode: str = "trực tuyến", **said: str) -> str:
    """One line of an events file."""
    start = said.get("start", "04/05/2026 08:00")
    return ",".join(
        [
            code,
            start,
            mode,
            said.get("sites", ""),
            said.get("event", "đã họp"),
            said.get("secrecy", "thường"),
            said.get("chair", "Nguyễn Văn A"),
        ]
    )


def entry(code: str, mode: str = "trực tuyến", start: str = "04/03/2026 08:00") -> str:
    """One line of a list."""
    return f"{code},{start},{mode},đã họp"


@dataclass
class Home:
    """A home folder and what ingestion needs to work in it."""

    root: Path
    context: IntakeContext

    @classmethod
    def make(cls, root: Path, project: Path) -> Home:
        """Open a home, with its layouts written on first use."""
        folder = root / "layouts"
        folder.mkdir(parents=True, exist_ok=True)
        layouts = {
            "steps": EVENTS,
            "list": LIST,
            "plain": PLAIN,
            "part": PART,
            "personal": PERSONAL,
        }
        for name, text in layouts.items():
            file = folder / f"{name}.yml"
            if not file.exists():
                file.write_text(text, encoding="utf-8")
        context = IntakeContext(
            home=root,
            store=EventStore(root / "store"),
            layouts=load_layouts([folder]),
            agencies=AgencyDirectory.load(project / "dbt_project" / "seeds"),
            clock=FixedClock(NOON),
            rules=Rules.load(),
        )
        return cls(root, context)

    @property
    def clock(self) -> FixedClock:
        """The clock, to be moved."""
        assert isinstance(self.context.clock, FixedClock)
        return self.context.clock

    @property
    def store(self) -> EventStore:
        """The event store."""
        return self.context.store

    def write(self, name: str, header: str, lines: Sequence[str], folder: str = "") -> Path:
        """Write a CSV file somewhere under the home's parent, or in a folder of landing."""
        path = (self.root / "landing" / folder if folder else self.root.parent / "elsewhere") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return path

    def land(self, name: str, *lines: str, agency: str = "SNV") -> Path:
        """Write an events file or a list into the landing folder of an agency."""
        header = EVENTS_HEADER if name.startswith(("steps", "personal")) else LIST_HEADER
        return self.write(name, header, lines, agency)

    def put(self, name: str, data: bytes, agency: str = "SNV") -> Path:
        """Land a file of these bytes."""
        path = self.root / "landing" / agency / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def answered(self, answer: str | None) -> dict[str, Path]:
        """What was put into the outbox for a file, by name."""
        assert answer is not None
        return {path.name: path for path in (self.root / answer).iterdir()}

    def ingest(self, path: Path, **options: object) -> Outcome:
        """Ingest one file."""
        return ingest_file(path, context=self.context, **options)  # type: ignore[arg-type]

    def run(self, **options: object) -> list[Outcome]:
        """Ingest what has landed."""
        return ingest_landing(self.context, **options)  # type: ignore[arg-type]

    def events(self) -> pl.DataFrame:
        """Every meeting event."""
        return stored(self.store)

    def counted_quarantine(self) -> pl.DataFrame:
        """Quarantine rows of batches that the log knows."""
        rows = quarantined(self.store)
        if rows.is_empty():
            return rows
        return rows.filter(pl.col("batch_id").is_in(stored(self.store, "ingest")["batch_id"]))

    def archived(self) -> list[str]:
        """Archived files, relative to the archive."""
        root = self.root / "archive"
        return sorted(str(p.relative_to(root)) for p in root.rglob("*") if p.is_file())


def crash_at(point: str) -> None:
    """Make this process die by SIGKILL at a point of the next commit."""
    place, _, step_name = point.partition("_")
    method = f"_write_{step_name}"
    original = getattr(EventStore, method)

    def dying(self: EventStore, *args: object) -> object:
        if place == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(self, *args)
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(EventStore, method, dying)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        crash_at(sys.argv[2])
    Home.make(Path(sys.argv[1]), Path(__file__).resolve().parents[1]).run()
