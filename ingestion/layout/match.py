"""Choosing the layout of a file by its name, and by its header where the name leaves a choice.

Belongs here: globs and the choice among several candidates. Does not belong here: reading rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from ingestion.layout.model import Layout
from ingestion.normalise.text import clean_text
from ingestion.readers import FileProblem, holds_required
from ingestion.readers.opening import file_name
from schemas.problems import Problem


def match_layout(path: Path, layouts: Mapping[str, Layout]) -> Layout:
    """The layout for `path`.

    Raises FileProblem: `no_layout` when none matches, or what is wrong with the file itself when
    its header is needed for the choice and cannot be read.
    """
    name = file_name(path)
    if not path.exists():
        raise FileProblem(Problem("file_missing", name))
    candidates = [layout for layout in layouts.values() if _names(name, layout)]
    if not candidates:
        raise FileProblem(Problem("no_layout", name, detail=f"{len(layouts)} bố cục"))
    if len(candidates) == 1:
        return candidates[0]
    fitting = [layout for layout in candidates if holds_required(path, layout)]
    if not fitting:
        detail = ", ".join(sorted(layout.name for layout in candidates))
        raise FileProblem(Problem("no_layout", name, detail=detail))
    return max(fitting, key=_precision)


def _names(name: str, layout: Layout) -> bool:
    folded = clean_text(name).casefold()
    if layout.file_pattern is not None and not layout.file_pattern.search(clean_text(name)):
        return False
    return any(fnmatchcase(folded, glob.casefold()) for glob in layout.files)


def _precision(layout: Layout) -> tuple[int, int, str]:
    """More required columns win, then the longer glob, then the name, so the choice is stable."""
    longest = max(len(glob.replace("*", "")) for glob in layout.files)
    return len(layout.required_columns), longest, layout.name
