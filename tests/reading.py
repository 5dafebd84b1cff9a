"""Reading small hand-made files through small hand-made layouts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from ingestion.agencies import AgencyDirectory
from ingestion.apart import Limits
from ingestion.layout.fields import Faults
from ingestion.layout.load import parse_layout
from ingestion.layout.model import Layout
from ingestion.normalise.apply import Normalised, normalise
from ingestion.readers import FileProblem, ReadResult, read_file
from ingestion.rules import Rules

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LIMITS = Limits.on(Rules.load(), NOW.date())
SEEDS = Path(__file__).resolve().parents[1] / "dbt_project" / "seeds"

PLAIN = """
layout: plain
stream: meeting
kind: snapshot
match: {files: ["*"]}
format: csv
agency: {constant: SNV}
columns:
  ma: {to: entity_key, required: true}
  ngay: {to: starts_at, required: true, formats: ["%d/%m/%Y %H:%M", "%d/%m/%Y", iso]}
  ghi_chu: _note
"""


def layout_of(text: str = PLAIN, **changes: str) -> Layout:
    """A layout from YAML; `changes` replace or add top-level lines."""
    lines: list[str] = []
    key = ""
    for line in text.strip().splitlines():
        key = key if line.startswith(" ") else line.split(":")[0]
        lines += [] if key in changes else [line]
    lines += [f"{key}: {value}" for key, value in changes.items()]
    faults = Faults("test.yml")
    layout = parse_layout("\n".join(lines), faults)
    assert layout is not None, [problem.text("en") for problem in faults.problems]
    return layout


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(result: ReadResult, *names: str) -> list[tuple[str | None, ...]]:
    """Cells of the first table."""
    return [tuple(row) for row in result.tables[0].frame.select(names).iter_rows()]


def faults(result: ReadResult) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of each row problem."""
    return [(problem.code, problem.row, problem.column) for problem in result.problems]


def refusal(path: Path, layout: Layout) -> str:
    """Code with which the whole file is refused."""
    with pytest.raises(FileProblem) as caught:
        read_file(path, layout)
    assert caught.value.problem.file == path.name
    assert caught.value.problem.text("vi")
    return caught.value.problem.code


def candidates(
    path: Path, layout: Layout, *, folder_agency: str | None = None, now: datetime = NOW
) -> tuple[ReadResult, Normalised]:
    """A file read and normalised."""
    result = read_file(path, layout)
    made = normalise(
        result.tables,
        layout,
        agencies=AgencyDirectory.load(SEEDS),
        folder_agency=folder_agency,
        file_name=path.name,
        observed_at=now,
    )
    return result, made


def column(made: Normalised, name: str) -> list[object]:
    """One column of the candidates."""
    series: pl.Series = made.frame[name]
    return series.to_list()


def made_of(folder: Path, text: str, layout: str = PLAIN, **changes: str) -> Normalised:
    """Text read as a file and normalised; `changes` are of the layout, or `file`, `folder_agency`."""
    folder_agency = changes.pop("folder_agency", None)
    path = written(folder, changes.pop("file", "x.csv"), text)
    return candidates(path, layout_of(layout, **changes), folder_agency=folder_agency)[1]


def flaws(made: Normalised) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of each problem of normalising."""
    return [(problem.code, problem.row, problem.column) for problem in made.problems]
