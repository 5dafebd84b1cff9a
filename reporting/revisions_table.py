"""A comparison of two publications in the terminal.

Belongs here: columns, words and signs. Does not belong here: which rows (`revisions.py`).
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.messages import say as say_figure
from reporting.revision_words import say
from reporting.revisions import Comparison, Row, Wanted, folded_periods
from reporting.scorecard_table import status_word
from schemas.problems import Language

SHOWN = 20


def print_revisions(
    comparison: Comparison,
    wanted: Wanted,
    console: Console,
    language: Language,
    *,
    limit: int = SHOWN,
    title: str = "",
    file: str = "",
) -> None:
    """What was compared, the figures that moved with their reasons, and where the whole lies."""
    builds = comparison.builds()
    before, after = builds["before"], builds["after"]
    known = {side: figures.moment(row["as_of"].isoformat(), language)
             for side, row in builds.items()}  # fmt: skip
    if after["is_sample"]:
        banner = f" {say_figure('sample_banner', language)} "
        console.print(Text(banner, style="bold black on yellow"))
    console.print(Text(title or say("revisions_of", language, **known), style="bold"))
    if title:
        console.print(Text(say("revisions_of", language, **known), style="dim"))
    if before["fingerprint"] != after["fingerprint"]:
        console.print(Text(say("revisions_meaning", language), style="bold yellow"))
    rows = comparison.figures(wanted)
    counts = comparison.counts(wanted)
    if rows:
        lines = folded_periods(rows)
        console.print(_table(lines[:limit], language))
        left = sum(len(line["periods"]) for line in lines[limit:])
        if left:
            console.print(Text(say("revisions_more", language, count=left)))
        changed = counts["status_changed"]
        console.print(Text(say("revisions_sum", language, count=len(rows), status=changed)))
    else:
        console.print(Text(say("revisions_none", language)))
    if counts["appeared"] or counts["vanished"]:
        new = {name: counts[name] for name in ("appeared", "vanished")}
        console.print(Text(say("revisions_new", language, **new), style="dim"))
    if wanted.is_one_figure:
        _print_entities(comparison.entities(wanted), console, language, limit)
    console.print(Text(say("revisions_file", language, file=file), style="dim"), soft_wrap=True)


def _table(rows: list[Row], language: Language) -> Table:
    table = Table(expand=False)
    table.add_column(say("figure", language), max_width=40)
    for key in ("before", "after", "difference"):
        table.add_column(say(key, language), justify="right", no_wrap=True)
    table.add_column(say("why", language))
    for row in rows:
        label = row["kpi_label" if language == "vi" else "kpi_label_en"]
        name = f"{label}\n{row['agency_name']} ({row['agency_code']}) · {', '.join(row['periods'])}"
        table.add_row(
            name,
            _side(row, "before", language),
            _side(row, "after", language),
            _change(row, language),
            "\n".join(_reason(reason, language) for reason in row["reasons"]),
            end_section=True,
        )
    return table


def _side(row: Row, side: str, language: Language) -> str:
    value = figures.measure(row[f"value_{side}"], row["unit"], language)
    top = figures.number(row[f"numerator_{side}"], language, decimals=0)
    bottom = figures.number(row[f"denominator_{side}"], language, decimals=0)
    status, aim = row[f"status_{side}"], row[f"target_{side}"]
    word = status_word(status, aim, language) if status else figures.NO_VALUE
    return f"{value}\n{top} / {bottom}\n{word}"


def _change(row: Row, language: Language) -> str:
    change = row["value_change"]
    if row["unit"] in ("share", "change"):
        points = "" if change is None else say("points", language)
        value = figures.percent(change, language, signed=True).removesuffix("%").rstrip() + points
    else:
        value = figures.NO_VALUE if change is None else _signed(change, language)
    parts = (_signed(row[f"{part}_change"], language) for part in ("numerator", "denominator"))
    return f"{value}\n{' / '.join(parts)}"


def _reason(reason: Row, language: Language) -> str:
    word = say(reason["reason"], language)
    moved = (_signed(reason[f"{part}_change"], language) for part in ("numerator", "denominator"))
    count = f"; {figures.number(reason['entity_count'], language, decimals=0)}"
    return f"{word}: {' / '.join(moved)}{count if reason['entity_count'] else ''}"


def _signed(value: float, language: Language) -> str:
    text = figures.number(value, language, decimals=2)
    return f"+{text}" if value > 0 else text


def _print_entities(rows: list[Row], console: Console, language: Language, limit: int) -> None:
    if not rows:
        return
    title = say("revisions_entities", language, count=len(rows))
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column(say("entity", language), overflow="fold")
    table.add_column(say("reason", language))
    for key in ("before", "after"):
        table.add_column(say(key, language), justify="right", no_wrap=True)
    for row in rows[:limit]:
        sides = (
            " / ".join(
                figures.number(row[f"{part}_{side}"], language)
                for part in ("numerator", "denominator")
            )
            for side in ("before", "after")
        )
        table.add_row(row["entity_id"], say(row["reason"], language), *sides)
    console.print(table)
    if len(rows) > limit:
        more = say("revisions_entities_more", language, count=len(rows) - limit)
        console.print(Text(more, style="dim"))
