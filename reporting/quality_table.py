"""Data quality in the terminal: scores, checks not met, submissions late or missing.

Belongs here: columns and words. Does not belong here: which rows, in which order (`quality.py`).
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.messages import say
from reporting.publication import Publication
from reporting.quality import (
    QualitySelection,
    Row,
    check_counts,
    failed_checks,
    owed_counts,
    owed_rows,
    quality_rows,
)
from reporting.quality_words import check_sentence
from reporting.scorecard_table import print_banner
from schemas.problems import Language

SHOWN = 15
PARTS = ("completeness", "timeliness", "validity", "plausibility")
OWED_STATUSES = ("received", "late", "missing", "not_due")


def print_quality(
    publication: Publication,
    selection: QualitySelection,
    console: Console,
    language: Language,
    *,
    limit: int | None = SHOWN,
    more: str = "",
) -> None:
    """Banner, scores, checks not met, submissions; at most `limit` lines each, None: all."""
    print_banner(publication, console, language)
    rows = quality_rows(publication, selection)
    if not rows:
        console.print(say("nothing_found", language))
        return
    console.print(_scores(rows[:limit], selection, language))
    console.print(Text(say("quality_legend", language), style="dim"))
    _print_more(rows, limit, console, language, more)
    failed = failed_checks(publication, selection)
    _print_heading("failed_checks_title", console, language)
    console.print(Text(checks_summary(publication, selection, language)))
    _print_lines((check_sentence(row, language) for row in failed[:limit]), console)
    _print_more(failed, limit, console, language, more)
    owed = owed_rows(publication, selection)
    _print_heading("owed_title", console, language)
    console.print(Text(owed_summary(publication, selection, language)))
    _print_lines((owed_line(row, language) for row in owed[:limit]), console)
    _print_more(owed, limit, console, language, more)
    if selection.agency is None:
        agency = rows[0]["agency_code"]
        hint = say("next_quality_agency", language, agency=agency, more=more)
        console.print(Text("\n" + hint), soft_wrap=True)


def checks_summary(
    publication: Publication, selection: QualitySelection, language: Language
) -> str:
    """How many checks were judged, not met, and could not be judged."""
    counts = check_counts(publication, selection)
    sums = {name: sum(row[name] for row in counts) for name in ("judged", "failed", "unknown")}
    key = "checks_summary" if sums["failed"] else "no_failed_checks"
    return say(key, language, **{k: figures.number(v, language) for k, v in sums.items()})


def owed_summary(publication: Publication, selection: QualitySelection, language: Language) -> str:
    """How many submissions were due, by status."""
    counts = owed_counts(publication, selection)
    return say("owed_summary", language, **{name: counts.get(name, 0) for name in OWED_STATUSES})


def owed_line(row: Row, language: Language) -> str:
    """One submission that is missing or came late."""
    return say(
        "owed_line",
        language,
        agency=row["agency_code"],
        label=row["label_vi"] if language == "vi" else row["label_en"],
        period=row["period_code"],
        due=figures.day(row["due_date"], language),
        status=say(f"owed_{row['status']}", language),
        days=figures.number(row["days_late"], language),
    )


def _scores(rows: list[Row], selection: QualitySelection, language: Language) -> Table:
    title = say("quality_title", language, period=selection.period)
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(say("agency", language), overflow="fold")
    for key in ("quality_score", *PARTS, "quality_due", "quality_checks"):
        table.add_column(say(key, language), justify="right")
    for row in rows:
        table.add_row(
            f"{row['name_vi']} ({row['agency_code']})",
            figures.percent(row["quality_score"], language),
            *(figures.percent(row[part], language) for part in PARTS),
            f"{row['received_count']} / {row['due_count']}",
            f"{row['passed_count']} / {row['check_count']}",
        )
    return table


def _print_heading(key: str, console: Console, language: Language) -> None:
    console.print(Text("\n" + say(key, language), style="bold"))


def _print_lines(lines: Iterable[str], console: Console) -> None:
    for line in lines:
        console.print(Text(f"  {line}"), soft_wrap=True)


def _print_more(
    rows: list[Row], limit: int | None, console: Console, language: Language, more: str
) -> None:
    if limit is not None and len(rows) > limit:
        said = say("more_rows", language, count=len(rows) - limit, more=more)
        console.print(Text(said, style="dim"), soft_wrap=True)
