"""What the detectors found, in the terminal.

Belongs here: columns and words. Does not belong here: which rows, in which order (`suspicions.py`).
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.messages import say
from reporting.suspicions import Row
from schemas.problems import Language

SHOWN = 20
_COLOURS = {"error": "red", "warning": "yellow"}


def print_findings(
    rows: list[Row], console: Console, language: Language, *, limit: int | None, more: str
) -> None:
    """One line per detector, unit and month; what these detectors mean; where to look on."""
    if not rows:
        console.print(Text(say("suspicions_none", language)))
        return
    table = _table("suspicions_title", language)
    for key in ("severity", "detector", "agency", "suspicion_month"):
        table.add_column(say(key, language), overflow="fold")
    for key in ("suspicion_count", "suspicion_observed"):
        table.add_column(say(key, language), justify="right")
    for row in rows[:limit]:
        table.add_row(
            _severity(row, language),
            _label(row, language),
            _agency(row),
            row["period_code"],
            figures.number(row["entity_count"], language),
            _compared(row, language),
        )
    console.print(table)
    _print_meanings(rows[:limit], console, language)
    _print_rest(len(rows), limit, console, language)
    words = f" --detector {rows[0]['detector_code']} --agency {rows[0]['agency_code']} --evidence"
    console.print(Text(say("next_suspicion", language, more=words + more)), soft_wrap=True)


def print_evidence(
    rows: list[Row], console: Console, language: Language, *, limit: int | None, more: str
) -> None:
    """One line per suspicious entity, and how to see its history."""
    if not rows:
        console.print(Text(say("suspicions_none", language)))
        return
    table = _table("suspicion_evidence", language)
    for key in ("detector", "agency", "suspicion_day", "suspicion_entity", "suspicion_note"):
        table.add_column(say(key, language), overflow="fold")
    for row in rows[:limit]:
        day = figures.day(row["fact_date"], language)
        table.add_row(_label(row, language), _agency(row), day, row["entity_id"], row["note"])
    console.print(table)
    _print_rest(len(rows), limit, console, language)
    first = rows[0]
    place = f"{first['kpi_code']} {first['agency_code']} {first['fact_date'].year}"
    hint = say("next_suspicious", language, place=place, entity=first["entity_id"], more=more)
    console.print(Text(hint), soft_wrap=True)


def _table(title: str, language: Language) -> Table:
    return Table(title=say(title, language), title_justify="left", title_style="bold")


def _print_meanings(rows: list[Row], console: Console, language: Language) -> None:
    for row in {row["detector_code"]: row for row in rows}.values():
        console.print(Text(f"{_label(row, language)} ({row['detector_code']})", style="bold"))
        console.print(Text(f"  {row['what_it_means_vi']}\n  → {row['what_to_do_vi']}"))
    console.print(Text(say("suspicions_are_questions", language), style="bold"))


def _print_rest(count: int, limit: int | None, console: Console, language: Language) -> None:
    if limit is not None and count > limit:
        console.print(Text(say("more_suspicions", language, count=count - limit)))


def _severity(row: Row, language: Language) -> Text:
    colour = _COLOURS.get(row["severity"], "")
    return Text(say(f"severity_{row['severity']}", language), style=colour)


def _label(row: Row, language: Language) -> str:
    return str(row["label_vi" if language == "vi" else "label_en"])


def _agency(row: Row) -> str:
    return f"{row['agency_name_vi']} ({row['agency_code']})"


def _compared(row: Row, language: Language) -> str:
    observed, expected = (figures.number(row[key], language) for key in ("observed", "expected"))
    return f"{observed} / {expected}"
