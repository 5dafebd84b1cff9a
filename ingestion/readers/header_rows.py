"""A header that is spread over several rows, as merged cells make it.

Belongs here: the names of a column out of its rows, and the row that only numbers the columns. Does
not belong here: which names a layout asks for (`header`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingestion.normalise.text import clean_text, fold

Row = Sequence[str | None]
_NUMBER = re.compile(r"^[(\[]?\s*(?:(\d{1,2})|([A-H]))\s*[)\]]?(?:\s*=.*)?$")
_FEWEST = 3
"""Columns below which a row of small numbers may be data."""


def paths_of(head: Sequence[Row]) -> list[list[str]]:
    """For each column its names from the top down.

    Of merged cells only the first holds the text, so an empty cell above a name takes the text on
    its left.
    """
    width = max((len(row) for row in head), default=0)
    cells = [[clean_text(cell or "") for cell in row] + [""] * (width - len(row)) for row in head]
    for at, row in enumerate(cells[:-1]):
        for column in range(1, width):
            below = any(lower[column] for lower in cells[at + 1 :])
            if not row[column] and below:
                row[column] = row[column - 1]
    return [[row[column] for row in cells if row[column]] for column in range(width)]


def keys_of(head: Sequence[Row]) -> list[list[str]]:
    """For each column the folded names by which it is found, the whole one first."""
    if len(head) == 1:
        return [[fold(cell)] if cell else [] for cell in head[0]]
    found = []
    for path in paths_of(head):
        found.append([fold(" ".join(path[start:])) for start in range(len(path))])
    return found


def is_numbering(row: Row) -> bool:
    """True for a row such as `(1) (2) (3)` or `A, B, 1, 2, 3=2/1` below the names of columns."""
    texts = [clean_text(cell) for cell in row if cell and clean_text(cell)]
    matches = [_NUMBER.match(text) for text in texts]
    if len(texts) < _FEWEST or not all(matches):
        return False
    numbers = [int(match[1]) for match in matches if match and match[1]]
    letters = "".join(match[2] for match in matches if match and match[2])
    in_order = numbers == list(range(1, len(numbers) + 1)) and "ABCDEFGH".startswith(letters)
    return len(numbers) > 1 and in_order
