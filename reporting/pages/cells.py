"""Cells for figures, days, states and places, so that every page writes them alike.

Belongs here: turning a value of the marts into a cell. Does not belong here: which rows a table
has, any rounding of its own (`figures.py`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from reporting import figures
from reporting.messages import say
from reporting.pages.page import Cell, Column, Value
from reporting.scorecard_table import parts, status_word

Row = dict[str, Any]


def text(said: object, *, path: str | None = None, note: str = "") -> Cell:
    """A text; nothing is a dash."""
    shown = figures.NO_VALUE if said in (None, "") else str(said)
    return Cell(shown, (None if said is None else str(said),), path=path, note=note)


def count(value: float | None, *, path: str | None = None) -> Cell:
    """A whole number."""
    return Cell(figures.number(value, "vi", decimals=0), (value,), "number", path)


def share(value: float | None) -> Cell:
    """A share as per cent."""
    return Cell(figures.percent(value, "vi"), (value,), "number")


def measure(value: float | None, unit: str, *, path: str | None = None, note: str = "") -> Cell:
    """A value of a KPI in its unit."""
    return Cell(figures.measure(value, unit, "vi"), (value,), "number", path, note)


def target(row: Row) -> Cell:
    """The target with its sign."""
    shown = figures.target(row["target_value"], row["comparator"], row["unit"], "vi")
    return Cell(shown, (row["comparator"], row["target_value"]), "number")


def gap(row: Row) -> Cell:
    """How far the value lies from its target, in points or in number, with its sign."""
    value, unit = row["gap"], row["unit"]
    if unit in ("share", "change"):
        shown = figures.percent(value, "vi", signed=True).replace(" %", " điểm %")
    else:
        shown = figures.measure(value, unit, "vi")
        shown = f"+{shown}" if value and value > 0 else shown
    return Cell(shown, (value,), "number")


def made_of(row: Row) -> Cell:
    """Numerator over denominator, two columns in a file."""
    return Cell(parts(row, "vi"), (row["numerator"], row["denominator"]), "number")


def status(row: Row) -> Cell:
    """The status by sign and word, and that it is provisional for want of data."""
    word = status_word(row["status"], row["target_value"], "vi")
    note = ""
    if row.get("is_provisional"):
        note = say("provisional", "vi", day=figures.short_day(row["data_until"], "vi"))
    return Cell(word, (word.split(" ", 1)[-1], note), f"status {row['status']}", note=note)


def state(word: str, kind: str) -> Cell:
    """Any other state: its word with its sign, and which colour repeats it."""
    return Cell(word, (word.split(" ", 1)[-1],), f"status {kind}")


def day(value: date | None) -> Cell:
    """A day."""
    return Cell(figures.day(value, "vi"), (value,), "day")


def moment(value: datetime | None) -> Cell:
    """A time in the province's zone."""
    if value is None:
        return Cell(figures.NO_VALUE, (None,), "day")
    here = figures.local(value)
    return Cell(figures.moment(value.isoformat(), "vi"), (here.replace(tzinfo=None),), "day")


def line(points: list[float | None], aim: float | None) -> Cell:
    """A small line of the last months; the figures themselves stand on the page of the KPI."""
    known = [one for one in points if one is not None]
    return Cell("" if known else figures.NO_VALUE, (), "line", points=tuple(points), aim=aim)


def column(key: str, title: str, *files: str, form: str = "") -> Column:
    """A column whose title in a file is its own unless others are named."""
    return Column(key, title, files or (title,), form)


def numbers(key: str, title: str, *files: str) -> Column:
    """A column of plain numbers."""
    return column(key, title, *files, form="number")


def file_values(cell: Cell, width: int) -> tuple[Value, ...]:
    """What a file holds of a cell: as many values as its column has titles."""
    return (cell.values + (None,) * width)[:width]
