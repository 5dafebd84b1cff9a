"""An explanation as text and tables in the terminal.

Belongs here: order, words and columns. Does not belong here: what belongs to a number
(`explain.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.coverage import coverage, coverage_words
from reporting.entities import FACTS, INTAKE, describe, why
from reporting.event_words import event_word
from reporting.explain import GROUPS, Explanation, places_of
from reporting.messages import say, word
from reporting.publication import Publication
from reporting.quarantine import open_words
from reporting.remarks import remark
from reporting.scorecard_table import (
    kpi_label,
    parts,
    print_banner,
    print_period_state,
    status_text,
)
from schemas.problems import Language

SHOWN = 10
IsKept = Callable[[int], bool]
"""Whether the original of the commit that wrote an event at this position is still kept."""


def print_explanation(
    publication: Publication,
    explanation: Explanation,
    console: Console,
    language: Language,
    *,
    more: str = "",
    home: str = "",
    originals: str = "",
    is_kept: IsKept = lambda _: True,
) -> None:
    """The number, how it is computed, its entities by group, what to type next (with `more`).

    `originals` is a line that says where the files lie, `is_kept` which of them still do.
    """
    print_banner(publication, console, language)
    _print_number(explanation, console, language)
    row = explanation.row
    print_period_state(publication, row["period_code"], console, language, home=home)
    agency = None if row["is_province"] else row["agency_code"]
    _print_reach(publication, explanation, agency, console, language)
    streams = set(FACTS) if row["stream"] == INTAKE else {row["stream"]}
    waiting = open_words(publication, language, agency=agency, streams=streams, more=more)
    console.print(Text(waiting), soft_wrap=True)
    for group in GROUPS:
        if explanation.groups[group].count:
            _print_group(explanation, group, console, language, is_kept)
    if not any(explanation.evidence.values()):
        console.print("\n" + say("no_evidence", language))
        return
    if originals:
        console.print(Text("\n" + originals), soft_wrap=True)
    first = next(rows[0] for rows in explanation.evidence.values() if rows)
    console.print(
        Text(
            "\n"
            + say(
                "next_entity",
                language,
                kpi=row["kpi_code"],
                agency=row["agency_code"],
                period=row["period_code"],
                entity=first["entity_id"],
                more=more,
            )
        ),
        soft_wrap=True,
    )


def _print_number(explanation: Explanation, console: Console, language: Language) -> None:
    row, about, period = explanation.row, explanation.kpi, explanation.period
    name, when = row["agency_name"], period["label_vi"]
    if language == "en":
        name, when = f"{name} ({row['agency_code']})", row["period_code"]
    console.print(Text(f"\n{kpi_label(row, language)} — {name} — {when}", style="bold"))
    value = figures.measure(row["kpi_value"], row["unit"], language)
    aim = figures.target(row["target_value"], row["comparator"], row["unit"], language)
    line = Text(f"{value}  {_made_of(row, language)}    {say('target', language)}: {aim}    ")
    console.print(line + status_text(row, language))
    facts = [
        say(
            "period_is",
            language,
            start=figures.day(period["start_date"], language),
            end=figures.day(period["cutoff_date"], language),
        )
    ]
    if about["method"] == "change":
        facts.append(f"{say('baseline', language)} {_baseline_words(explanation, language)}")
    definition = about["description" if language == "vi" else "description_en"]
    facts.append(f"{say('how', language)}: {definition}")
    facts.append(f"{say('legal', language)}: {row['target_legal_ref'] or about['legal_ref']}")
    for fact in facts:
        console.print(Text(fact))


def _made_of(row: dict[str, Any], language: Language) -> str:
    """What a value is made of; a count is its own numerator."""
    if row["method"] != "count":
        return f"=  {parts(row, language)}"
    looked_at = figures.number(row["denominator"], language, decimals=0)
    return say("of_looked_at", language, count=looked_at)


def group_words(explanation: Explanation, group: str, language: Language) -> str:
    """The heading of a group of the evidence; a count has no numerator and no denominator."""
    if explanation.kpi["method"] == "count":
        group = {"in_numerator": "counted_in", "in_denominator": "looked_at"}.get(group, group)
    return say(group, language)


def _baseline_words(explanation: Explanation, language: Language) -> str:
    """Both baselines, and what stands outside like_for_like, where there is any."""
    found = explanation.baselines
    shown = ["like_for_like", "raw"] + [one for one in ("no_successor", "silent") if one in found]
    return "; ".join(
        f"{word(f'basis_{basis}', language)}: "
        f"{figures.number(found.get(basis), language, decimals=0)}"
        for basis in shown
    )


def _print_reach(
    publication: Publication,
    explanation: Explanation,
    agency: str | None,
    console: Console,
    language: Language,
) -> None:
    """How far the data of this figure reach, and whether it is provisional for that."""
    row, period = explanation.row, explanation.period
    for found in coverage(publication, row["period_code"], {row["stream"]}, agency):
        words = coverage_words(found, language, one_agency=agency is not None)
        console.print(Text(f"{say('coverage', language)} — {words}"), soft_wrap=True)
    if row["is_provisional"]:
        days = {"day": row["data_until"], "cutoff": period["cutoff_date"]}
        said = {name: figures.day(day, language) for name, day in days.items()}
        console.print(Text(say("provisional_why", language, **said), style="yellow"))


def _print_group(
    explanation: Explanation,
    name: str,
    console: Console,
    language: Language,
    is_kept: IsKept,
) -> None:
    group, stream = explanation.groups[name], explanation.kpi["stream"]
    size = say("entities", language, count=group.count)
    heading = f"{group_words(explanation, name, language)}: {size}"
    if group.reasons:
        heading += " — " + ", ".join(
            f"{why(reason, language)} {count}" for reason, count in group.reasons.items()
        )
    table = Table(title=heading, title_justify="left", title_style="bold", expand=False)
    table.add_column(say("entity", language), overflow="fold", max_width=34)
    table.add_column(say("date", language), no_wrap=True)
    table.add_column(say("what", language), max_width=44)
    if group.weighs:
        table.add_column(say("counted", language), justify="right", no_wrap=True)
    if name == "left_out":
        table.add_column(say("reason", language))
    table.add_column(say("source", language), overflow="fold")
    for row in group.rows:
        cells = [
            row["entity_id"],
            figures.day(row["own_date"] or row["fact_date"], language),
            " · ".join(
                part
                for part in (
                    describe(stream, row, language),
                    remark(explanation.kpi, row, language),
                )
                if part
            ),
        ]
        if group.weighs:
            cells.append(parts(row, language))
        if name == "left_out":
            cells.append(why(row["excluded_reason"], language))
        position = row["source_position"]
        kept = position is None or is_kept(position)
        table.add_row(*cells, source_of(row, language, is_kept=kept))
    console.print()
    console.print(table)
    if len(group.rows) < group.count:
        more = say("more_rows", language, count=group.count - len(group.rows))
        console.print(Text(more, style="dim"))


def source_of(row: dict[str, Any], language: Language, *, is_kept: bool = True) -> str:
    """File, sheet, row and whether the file is gone; a duty nobody spoke of has none."""
    if not row["source_file"]:
        return figures.NO_VALUE
    place = [str(row["source_file"])]
    if row["source_sheet"]:
        place.append(say("source_sheet", language, sheet=row["source_sheet"]))
    if row["source_row"] is not None:
        place.append(say("source_row", language, row=row["source_row"]))
    gone = "" if is_kept else " " + say("no_longer_kept", language)
    return ", ".join(place) + gone


def print_place(
    explanation: Explanation, entity: str, console: Console, language: Language
) -> None:
    """Whether and how an entity counts in a number, or that it is no part of it."""
    row = explanation.row
    places = places_of(explanation, entity)
    if not places:
        names = {"kpi": row["kpi_code"], "agency": row["agency_code"]}
        text = say("entity_not_of", language, entity=entity, period=row["period_code"], **names)
        console.print(Text(text, style="yellow"), soft_wrap=True)
    for group, found in places:
        reason = why(found["excluded_reason"], language) if group == "left_out" else None
        reason = reason or remark(explanation.kpi, found, language)
        said = group_words(explanation, group, language) + (f": {reason}" if reason else "")
        figure = f"{kpi_label(row, language)} — {row['agency_name']} — {row['period_code']}"
        console.print(Text(f"{entity} · {figure} · {said}", style="bold"), soft_wrap=True)


def print_events(rows: list[dict[str, Any]], console: Console, language: Language) -> None:
    """Every event of one entity in the order the store learned of them."""
    table = Table(title=say("events_of_entity", language), title_justify="left")
    for key in ("event", "occurred", "recorded", "says", "source", "original"):
        table.add_column(say(key, language), overflow="fold")
    for row in rows:
        table.add_row(
            event_word(row["event_type"], language),
            figures.moment(str(row["occurred_at"]), language),
            figures.moment(str(row["recorded_at"]), language),
            str(row["says"]),
            source_of(row, language),
            str(row["original"]),
        )
    console.print()
    console.print(table)
