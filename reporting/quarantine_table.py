"""The list of quarantined rows in the terminal.

Belongs here: order, words and columns. Does not belong here: which rows (`quarantine.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.messages import say
from reporting.quarantine import reason
from schemas.problems import Language

Row = dict[str, Any]
OriginalWords = Callable[[str], str]
"""Where the original of a batch lies, or why it is not kept."""


def print_quarantine(
    rows: list[Row],
    console: Console,
    language: Language,
    *,
    original: OriginalWords = lambda _: figures.NO_VALUE,
) -> None:
    """Open rows file by file as tables, then the superseded ones, one line a file.

    The rows of a file must follow each other, open ones first (`quarantined`).
    """
    if not any(row["is_open"] for row in rows):
        console.print(Text(say("quarantine_none", language)))
    for _, grouped in groupby(rows, key=lambda row: (row["is_open"], row["batch_id"])):
        found = list(grouped)
        if found[0]["is_open"]:
            _print_file(found, console, language, original)
        else:
            console.print(Text(_superseded_words(found, language, original)), soft_wrap=True)


def _print_file(
    rows: list[Row], console: Console, language: Language, original: OriginalWords
) -> None:
    said = [*_file_words(rows[0], language, original), say("row_open", language)]
    console.print()
    console.print(Text(" · ".join(said), style="bold"), soft_wrap=True)
    table = Table(expand=False)
    for key in ("place", "column", "reason", "remedy"):
        table.add_column(say(key, language), overflow="fold")
    for row in rows:
        sheet = row["source_sheet"]
        place = [say("source_sheet", language, sheet=sheet)] if sheet else []
        place.append(say("source_row", language, row=row["source_row"]))
        table.add_row(", ".join(place), row["column_name"] or "", *reason(row, language))
    console.print(table)


def _superseded_words(rows: list[Row], language: Language, original: OriginalWords) -> str:
    places = {(row["source_sheet"], row["source_row"]) for row in rows}
    reasons = Counter(reason(row, language)[0] for row in rows)
    count = say("superseded_rows", language, count=len(places))
    listed = ", ".join(f"{text} {number}" for text, number in reasons.most_common())
    file, *more = _file_words(rows[0], language, original)
    return " · ".join([f"– {file}", f"{count} ({listed})", *more])


def _file_words(row: Row, language: Language, original: OriginalWords) -> list[str]:
    """Sender and file, day it was taken in, and its original."""
    day = figures.day(figures.local(row["recorded_at"]).date(), language)
    return [
        f"{row['agency_code'] or figures.NO_VALUE}: {row['source_file']}",
        say("received_on", language, day=day),
        say("original_at", language, path=original(row["batch_id"])),
    ]
