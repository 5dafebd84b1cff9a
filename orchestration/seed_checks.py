"""Are the seeds right? Asked before a file is taken in and before dbt runs.

Belongs here: reading the seeds with the line of each row, and refusing wrong ones. Does not belong
here: what is right (`schemas`: `seeds.py`, `seed_rules.py`, `succession.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import yaml

from orchestration.seeds import seed_files
from orchestration.settings import PROJECT_ROOT, Settings
from schemas.problems import Problem
from schemas.seed_rules import Line, Seed, check_rows
from schemas.succession import check_succession

DIRECTORY = ("agencies", "agency_identifiers")
"""The seeds that ingestion reads."""


class SeedsWrong(Exception):
    """Some seed is wrong: nothing may be computed by it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.text("vi") for problem in problems))
        self.problems = problems


def require_seeds(settings: Settings, only: Collection[str] = ()) -> None:
    """Raise SeedsWrong with every problem of the seeds in force, or of those in `only`."""
    files = seed_files(settings)
    problems = check_seeds({n: p for n, p in files.items() if not only or n in only}, bool(only))
    if problems:
        raise SeedsWrong(problems)


def check_seeds(files: Mapping[str, Path], is_part: bool = False) -> list[Problem]:
    """Every problem of the seeds in these files, by name; `is_part`: others are left out."""
    types = column_types()
    problems: list[Problem] = []
    seeds: dict[str, Seed] = {}
    for name, path in sorted(files.items()):
        if name not in types:
            known = ", ".join(f"{one}.csv" for one in types)
            problems.append(Problem("seed_unknown_table", shown(path), detail=known))
            continue
        seed, wrong = read_seed(name, path, types[name])
        problems += wrong
        if seed is not None:
            seeds[name] = seed
    missing = [] if is_part else sorted(set(types) - set(files))
    problems += [Problem("seed_missing_table", f"{name}.csv") for name in missing]
    problems += check_rows(seeds)
    if {"agencies", "agency_succession"} <= set(seeds):
        problems += check_succession(seeds["agencies"], seeds["agency_succession"])
    return problems


def column_types(root: Path = PROJECT_ROOT) -> dict[str, dict[str, str]]:
    """Columns of every seed with their types, in order, as `dbt_project.yml` gives them to dbt."""
    project = yaml.safe_load((root / "dbt_project.yml").read_text(encoding="utf-8"))
    return {
        name: dict(said["+column_types"])
        for name, said in project["seeds"]["kl226"].items()
        if not name.startswith("+")
    }


def read_seed(name: str, path: Path, types: Mapping[str, str]) -> tuple[Seed | None, list[Problem]]:
    """A seed and what is wrong with its form; None when its rows cannot be told apart."""
    try:
        rows = list(_numbered_rows(path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return None, [Problem("seed_unreadable", shown(path), detail=str(error))]
    header = rows[0][1] if rows else []
    if header != list(types):
        detail = ", ".join(types)
        return None, [Problem("seed_wrong_columns", shown(path), row=1, detail=detail)]
    lines, problems = [], []
    for number, cells in rows[1:]:
        if len(cells) == len(header):
            lines.append(Line(number, dict(zip(header, cells, strict=True))))
        else:
            counts = f"{len(cells)} ≠ {len(header)}"
            problems.append(Problem("seed_ragged", shown(path), row=number, detail=counts))
    return Seed(name, shown(path), types, tuple(lines)), problems


def shown(path: Path) -> str:
    """A seed's place as a person looks for it: inside the project where it is."""
    inside = path.is_relative_to(PROJECT_ROOT)
    return str(path.relative_to(PROJECT_ROOT) if inside else path)


def _numbered_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each begins on; a quoted value may hold line breaks."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        begins = 1
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
