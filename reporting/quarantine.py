"""Rows that are in no figure because something in them is wrong.

Belongs here: reading `marts.quarantine`, which says what is still open, and its words and table.
Does not belong here: finding a problem (`ingestion`), its sentence (`schemas.problems`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.messages import say
from reporting.publication import Publication, literal
from schemas.problems import PROBLEMS, Language
from schemas.registry import STREAMS

_ROWS = "count(distinct (batch_id, coalesce(source_sheet, ''), source_row))"


def open_rows(publication: Publication, agency: str | None = None) -> dict[str, int]:
    """Rows still in quarantine by stream; `agency` is the sender, None means everybody."""
    sender = f" and agency_code = {literal(agency)}" if agency else ""
    found = publication.rows(
        f"select stream, {_ROWS} as open_rows from marts.quarantine where is_open{sender} "
        "group by stream order by stream"
    )
    return {row["stream"]: int(row["open_rows"]) for row in found}


def open_senders(publication: Publication) -> dict[str, int]:
    """Rows still in quarantine by sender."""
    found = publication.rows(
        f"select agency_code, {_ROWS} as open_rows from marts.quarantine where is_open "
        "group by agency_code order by open_rows desc, agency_code"
    )
    return {row["agency_code"] or figures.NO_VALUE: int(row["open_rows"]) for row in found}


def quarantined(publication: Publication, agency: str | None = None) -> list[dict[str, Any]]:
    """Every problem of a quarantined row, open ones first: file, row, column, code, detail."""
    sender = f"where agency_code = {literal(agency)} " if agency else ""
    return publication.rows(
        "select is_open, agency_code, stream, recorded_at, source_file, source_sheet, source_row, "
        "column_name, attribute, problem_code, detail, value_shape from marts.quarantine "
        f"{sender}order by is_open desc, agency_code, recorded_at, source_file, source_sheet, "
        "source_row, column_name, problem_code"
    )


def reason(row: dict[str, Any], language: Language) -> tuple[str, str]:
    """What is wrong with a quarantined row, and what its sender should do."""
    kind = PROBLEMS[row["problem_code"]]
    said, remedy = (kind.vi, kind.remedy_vi) if language == "vi" else (kind.en, kind.remedy_en)
    detail = row["detail"] or ""
    return said.format(detail=detail), remedy.format(detail=detail)


def open_words(
    publication: Publication,
    language: Language,
    *,
    agency: str | None = None,
    streams: Collection[str] = tuple(STREAMS),
    more: str | None = None,
) -> str:
    """One line: how many rows wait for a mended file, in all and of this sender.

    With `more` (options for it) the command that lists them is named.
    """
    everywhere = {name: n for name, n in open_rows(publication).items() if name in streams}
    if not everywhere:
        return say("quarantine_none", language)
    options = more
    if agency is None:
        said = say("quarantine_open", language, counts=_counts(everywhere, language))
    else:
        own = {name: n for name, n in open_rows(publication, agency).items() if name in streams}
        said = say(
            "quarantine_open_agency",
            language,
            agency=agency,
            counts=_counts(own, language) if own else "0",
            all=sum(everywhere.values()),
        )
        # Where this sender has none, the list of the whole province is what remains to be seen.
        options = f" --agency {agency}{more}" if own and more is not None else more
    hint = "" if options is None else " " + say("next_quarantine", language, more=options)
    return said + hint


def print_quarantine(rows: list[dict[str, Any]], console: Console, language: Language) -> None:
    """The list as a table: sender, file, row, column, reason, remedy, open or superseded."""
    if not rows:
        console.print(Text(say("quarantine_none", language)))
        return
    table = Table(expand=False)
    for key in ("state", "source", "column", "reason", "remedy"):
        table.add_column(say(key, language), overflow="fold")
    for row in rows:
        place = [f"{row['agency_code'] or figures.NO_VALUE}: {row['source_file']}"]
        if row["source_sheet"]:
            place.append(say("source_sheet", language, sheet=row["source_sheet"]))
        place.append(say("source_row", language, row=row["source_row"]))
        said, remedy = reason(row, language)
        state = say("row_open" if row["is_open"] else "row_superseded", language)
        table.add_row(state, ", ".join(place), row["column_name"] or "", said, remedy)
    console.print(table)


def _counts(by_stream: dict[str, int], language: Language) -> str:
    listed = ", ".join(f"{say(f'stream_{name}', language)} {n}" for name, n in by_stream.items())
    return f"{sum(by_stream.values())} ({listed})"
