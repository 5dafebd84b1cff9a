"""Choosing the layout of a file by its name, and by its header where the name leaves a choice.

Belongs here: globs and the choice among several candidates. Does not belong here: reading rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from ingestion.apart import Limits, misfits
from ingestion.file_identity import file_name
from ingestion.layout.model import Layout
from ingestion.layout.nearest import nearest
from ingestion.normalise.text import clean_text
from ingestion.readers import FileProblem
from ingestion.readers.opening import EXTENSIONS
from schemas.problems import Problem


def match_layout(path: Path, layouts: Mapping[str, Layout], limits: Limits) -> Layout:
    """The layout for `path`.

    Raises FileProblem: `no_layout` when none matches, or what is wrong with the file itself when
    its header is needed for the choice and cannot be read.
    """
    name = file_name(path)
    if not path.exists():
        raise FileProblem(Problem("file_missing", name))
    candidates = layouts_named(name, layouts)
    if not candidates:
        raise FileProblem(Problem("no_layout", name, detail=_known(name, layouts)))
    if len(candidates) == 1:
        return candidates[0]
    lacks = list(zip(candidates, misfits(path, candidates, limits), strict=True))
    fitting = [layout for layout, lack in lacks if lack is None]
    if not fitting:
        each = "; ".join(sorted(f"{layout.name}: {lack}" for layout, lack in lacks))
        raise FileProblem(Problem("no_layout", name, detail=f"thiếu cột / columns missing: {each}"))
    return max(fitting, key=_precision)


def named_layout(path: Path, layouts: Mapping[str, Layout], wanted: str) -> Layout:
    """The layout of a name. Raises FileProblem, which tells the names like it, or all names."""
    if wanted in layouts:
        return layouts[wanted]
    known = nearest(wanted, layouts, at_most=3) or sorted(layouts)
    detail = f"“{wanted}” ({', '.join(known)}?)"
    raise FileProblem(Problem("unknown_layout", file_name(path), detail=detail))


def layouts_named(name: str, layouts: Mapping[str, Layout]) -> list[Layout]:
    """The layouts that read files of this name."""
    return [layout for layout in layouts.values() if _names(name, layout)]


def _names(name: str, layout: Layout) -> bool:
    if layout.file_pattern is not None and not layout.file_pattern.search(clean_text(name)):
        return False
    return _fits_glob(name, layout)


def _fits_glob(name: str, layout: Layout) -> bool:
    """True when a file name fits, packed or not: `hop_*.csv` is also `hop_2026.csv.gz`."""
    folded = clean_text(name).casefold()
    names = {folded, folded.removesuffix(".gz")}
    return any(fnmatchcase(each, glob.casefold()) for each in names for glob in layout.files)


def _known(name: str, layouts: Mapping[str, Layout]) -> str:
    """What a file name should have been: what the pattern of a layout asks for, the names that
    layouts of this format read, or else the names of all layouts."""
    near = [
        f"{layout.name}: {layout.file_pattern.pattern}"
        for layout in layouts.values()
        if layout.file_pattern is not None and _fits_glob(name, layout)
    ]
    if near:
        return "; ".join(sorted(near))
    suffix = Path(name.lower().removesuffix(".gz")).suffix
    same = {
        layout.name: ", ".join(layout.files)
        for layout in layouts.values()
        if layout.format == EXTENSIONS.get(suffix)
    }
    if same:
        return "; ".join(f"{layout}: {globs}" for layout, globs in sorted(same.items()))
    return ", ".join(sorted(layouts)) or "không có bố cục nào / no layouts"


def _precision(layout: Layout) -> tuple[int, int, str]:
    """More required columns win, then the longer glob, then the name, so the choice is stable."""
    longest = max(len(glob.replace("*", "")) for glob in layout.files)
    return len(layout.required_columns), longest, layout.name
