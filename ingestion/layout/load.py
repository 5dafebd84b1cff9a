"""Layout files become layouts; every fault names its file and line.

Belongs here: finding and reading the YAML files of a few folders. Does not belong here: what the
keys mean (`build`) or choosing a layout for a file (`match`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingestion.layout.build import build_layout
from ingestion.layout.fields import Faults
from ingestion.layout.model import Layout
from ingestion.layout.tree import TreeError, parse_tree
from schemas.problems import Problem

SUFFIXES = (".yml", ".yaml")


class LayoutError(Exception):
    """Layouts that cannot be used; `problems` has one entry per fault, with file and line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.text("vi") for problem in problems))
        self.problems = problems


def load_layouts(folders: Sequence[Path]) -> dict[str, Layout]:
    """Layouts by name; a later folder replaces a name of an earlier one.

    Folders that do not exist are passed over. Raises LayoutError with every fault of every file.
    """
    found: dict[str, Layout] = {}
    problems: list[Problem] = []
    for folder in folders:
        if not folder.is_dir():
            continue
        here: dict[str, str] = {}
        for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES):
            layout, faults = read_layout(path)
            problems += faults
            if layout is None:
                continue
            if layout.name in here:
                detail = f"layout: {layout.name} ({here[layout.name]})"
                problems.append(Problem("layout_bad_value", path.name, row=1, detail=detail))
            here[layout.name] = path.name
            found[layout.name] = layout
    if problems:
        raise LayoutError(problems)
    return found


def read_layout(path: Path) -> tuple[Layout | None, list[Problem]]:
    """One layout file: the layout, or None with the faults found."""
    faults = Faults(path.name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        faults.add("layout_syntax", 1, type(error).__name__)
        return None, faults.problems
    layout = parse_layout(text, faults)
    if layout is not None and layout.name != path.stem:
        faults.add("layout_bad_value", 1, f"layout: {layout.name} (tên tệp: {path.stem})")
        return None, faults.problems
    return layout, faults.problems


def parse_layout(text: str, faults: Faults) -> Layout | None:
    """A layout from its YAML text, or None when faults were noted."""
    try:
        root = parse_tree(text)
    except TreeError as error:
        faults.add("layout_syntax", error.line, str(error))
        return None
    return build_layout(root, text, faults)
