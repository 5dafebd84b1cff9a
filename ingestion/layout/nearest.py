"""The name that somebody probably meant.

Belongs here: how alike two names are. Does not belong here: what follows from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ingestion.normalise.text import fold

ALIKE = 0.75
"""`Hình thức họp` is like `Hình thức` (0.82); `Ngày kết thúc` is not like `Ngày bắt đầu` (0.64)."""
NAME_LENGTH = 40


def nearest(name: str, names: Iterable[str], at_most: int = 1) -> list[str]:
    """The names most like `name`, best first; case, accents and punctuation do not matter."""
    folded = {fold(other): other for other in names}
    folded.pop("", None)
    found = difflib.get_close_matches(fold(name), list(folded), n=at_most, cutoff=ALIKE)
    return [folded[key] for key in found]


def with_nearest(name: str, names: Iterable[str]) -> str:
    """`name` in quotes, followed by the most similar of the names found, if there is one.

    In signs, not in words: a detail stands in messages of every language.
    """
    like = nearest(name, names)
    return f"“{name}” (≈ “{like[0][:NAME_LENGTH]}”)" if like else f"“{name}”"
