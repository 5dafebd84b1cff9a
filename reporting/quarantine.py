"""Rows that are in no figure because something in them is wrong.

Belongs here: reading `marts.quarantine`, which says what is still open, and its words. Does not
belong here: the list (`quarantine_table.py`), finding a problem (`ingestion`), its sentence
(`schemas.problems`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from reporting import figures
from reporting.entities import FACTS
from reporting.messages import say
from reporting.publication import Publication, literal
from schemas.problems import PROBLEMS, Language

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


def superseded_rows(publication: Publication, agency: str | None = None) -> int:
    """Rows in whose place a later file has come, which may or may not have mended them."""
    sender = f" and agency_code = {literal(agency)}" if agency else ""
    [row] = publication.rows(
        f"select {_ROWS} as superseded from marts.quarantine where not is_open{sender}"
    )
    return int(row["superseded"])


def quarantined(
    publication: Publication, agency: str | None = None, *, superseded: bool = True
) -> list[dict[str, Any]]:
    """Every problem of a quarantined row, open ones first: file, row, column, code, detail.

    Without `superseded` only rows that wait for a mended file.
    """
    wanted = [f"agency_code = {literal(agency)}"] if agency else []
    wanted += [] if superseded else ["is_open"]
    where = f"where {' and '.join(wanted)} " if wanted else ""
    return publication.rows(
        "select is_open, batch_id, agency_code, stream, recorded_at, source_file, source_sheet, "
        "source_row, column_name, attribute, problem_code, detail, value_shape "
        f"from marts.quarantine {where}order by is_open desc, agency_code, "
        "recorded_at, source_file, source_sheet, source_row, column_name, problem_code"
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
    streams: Collection[str] = tuple(FACTS),
    more: str | None = None,
) -> str:
    """One line: how many rows wait for a mended file, in all and of this sender.

    With `more` (options for it) the command that lists them is named, except for a freeze, whose
    rows no command lists.
    """
    everywhere = {name: n for name, n in open_rows(publication).items() if name in streams}
    if not everywhere:
        return say("quarantine_none", language)
    more = None if publication.freeze else more
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


def _counts(by_stream: dict[str, int], language: Language) -> str:
    listed = ", ".join(f"{say(f'stream_{name}', language)} {n}" for name, n in by_stream.items())
    return f"{sum(by_stream.values())} ({listed})"
