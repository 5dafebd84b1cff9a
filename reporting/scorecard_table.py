"""The scorecard as a table in the terminal.

Belongs here: columns, words and signs of the table. Does not belong here: which rows, in which
order (`scorecard.py`).
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.coverage import coverage, coverage_words
from reporting.messages import say
from reporting.publication import Freeze, Publication
from reporting.quarantine import open_words
from reporting.report_points import period_state, state_words
from reporting.scorecard import (
    Row,
    Selection,
    agencies_by_failures,
    select_rows,
    status_counts,
)
from schemas.problems import Language

ATTENTION = 8
STATUS_WIDTH = 19
"""Characters of a status with its mark: the longest short word, or half of what is longer."""
_COLOURS = {"met": "green", "not_met": "red", "no_data": "yellow"}


def print_scorecard(
    publication: Publication,
    selection: Selection,
    console: Console,
    language: Language,
    *,
    more: str = "",
    home: str = "",
) -> None:
    """Banner, table, legend, and what to type next.

    `more` are options to add to a command that reads the same publication, `home` to any other.
    """
    rows = select_rows(publication, selection)
    print_banner(publication, console, language)
    print_period_state(publication, selection.period, console, language, home=home)
    if not rows:
        console.print(say("nothing_found", language))
        return
    counts = status_counts(publication, selection.period) if selection.is_overview else None
    console.print(_table(publication, rows, selection, counts, language))
    console.print(Text(say("legend", language), style="dim"))
    if any(row["is_provisional"] for row in rows):
        console.print(Text(say("legend_provisional", language), style="dim"))
    _print_reach(publication, selection, rows, console, language, more)
    if selection.is_overview:
        _print_attention(publication, selection.period, console, language)
    first = rows[0]
    console.print(
        Text(
            "\n"
            + say(
                "next_explain",
                language,
                kpi=first["kpi_code"],
                agency=first["agency_code"],
                period=selection.period,
                more=more,
            )
        ),
        soft_wrap=True,
    )


def _print_reach(
    publication: Publication,
    selection: Selection,
    rows: list[Row],
    console: Console,
    language: Language,
    more: str,
) -> None:
    """How far the data reach and what is in quarantine: a figure is as good as what has come."""
    streams = {row["stream"] for row in rows}
    one = selection.agency is not None and not all(row["is_province"] for row in rows)
    agency = selection.agency if one else None
    reach = "; ".join(
        coverage_words(found, language, one_agency=one)
        for found in coverage(publication, selection.period, streams, agency)
    )
    console.print(Text(f"{say('coverage', language)} — {reach}"), soft_wrap=True)
    words = open_words(publication, language, agency=agency, streams=streams, more=more)
    console.print(Text(words), soft_wrap=True)


def print_banner(publication: Publication, console: Console, language: Language) -> None:
    """Sample or not, as known when, published when, and the head of the chain it was made from."""
    pointer = publication.pointer
    if pointer.is_sample:
        console.print(Text(f" {say('sample_banner', language)} ", style="bold black on yellow"))
    if pointer.row_counts.get("marts.ingest_batches") == 0:
        console.print(Text(f" {say('store_empty_banner', language)} ", style="bold yellow"))
    console.print(
        Text(
            say(
                "as_of",
                language,
                as_of=figures.moment(pointer.as_of, language),
                published=figures.moment(pointer.published_at, language),
                run=pointer.run_id,
            ),
            style="dim",
        )
    )
    head = say("chain_head", language, short=pointer.chain_hash[:12], full=pointer.chain_hash)
    console.print(Text(head, style="dim"), soft_wrap=True)
    if publication.freeze:
        words = freeze_words(publication.freeze, language)
        console.print(Text(words, style="bold"), soft_wrap=True)


def freeze_words(freeze: Freeze, language: Language) -> str:
    """One line: which freeze, of what, when, provisional, how many not approved, undone since."""
    since = say("freeze_in_force", language)
    if freeze.unfrozen_at:
        undone = figures.moment(freeze.unfrozen_at.isoformat(), language)
        since = say("freeze_undone", language, day=undone)
    return say(
        "freeze_banner",
        language,
        freeze=freeze.freeze_id,
        period=freeze.period_code,
        frozen=figures.moment(freeze.frozen_at.isoformat(), language),
        kind=say("freeze_provisional" if freeze.is_provisional else "freeze_final", language),
        missing=len(freeze.missing),
        since=since,
    )


def print_period_state(
    publication: Publication, period: str, console: Console, language: Language, *, home: str = ""
) -> None:
    """Whether the period is closed: one line, apart from the marks of figures that lack data."""
    words = state_words(period_state(publication, period), language, more=home)
    console.print(Text(words, style="dim"), soft_wrap=True)


def kpi_label(row: Row, language: Language) -> str:
    """Label for people."""
    return str(row["kpi_label"] if language == "vi" else row["kpi_label_en"])


def parts(row: Row, language: Language) -> str:
    """Numerator over denominator; for a change this year's count over last year's, for a count what
    was counted of what was looked at."""
    top = figures.number(row["numerator"], language, decimals=0)
    bottom = figures.number(row["denominator"], language, decimals=0)
    return f"{top} / {bottom}"


def status_word(status: str, target: float | None, language: Language) -> str:
    """A status by sign and word; `not_applicable` beside a target means that nothing falls due."""
    return say("nothing_due" if _is_nothing_due(status, target) else status, language)


def status_text(row: Row, language: Language) -> Text:
    """The status by sign and word, and that it is provisional; the colour only repeats it."""
    said = status_word(row["status"], row["target_value"], language)
    if row["is_provisional"]:
        day = figures.short_day(row["data_until"], language)
        said += f" ({say('provisional', language, day=day)})"
    return Text(said, style=_COLOURS.get(row["status"], "dim"))


def _is_nothing_due(status: str, target: float | None) -> bool:
    return status == "not_applicable" and target is not None


def _table(
    publication: Publication,
    rows: list[Row],
    selection: Selection,
    counts: dict[str, dict[str, int]] | None,
    language: Language,
) -> Table:
    one_agency = len({row["agency_code"] for row in rows}) == 1
    one_kpi = selection.kpi is not None
    who = rows[0]["agency_name"] if one_agency else say("all_agencies", language)
    period = _period_label(publication, selection.period, language)
    what = f" · {kpi_label(rows[0], language)}" if one_kpi else ""
    table = Table(
        title=say("scorecard_of", language, agency=who, period=period) + what,
        title_justify="left",
        title_style="bold",
        expand=False,
    )
    if not one_kpi:
        table.add_column(say("kpi", language), max_width=44)
    if not one_agency:
        table.add_column(say("agency", language), max_width=32)
    for key in ("value", "target", "parts"):
        table.add_column(say(key, language), justify="right", no_wrap=True)
    # A mark takes a second line: at full length it would leave no room for the KPI's name.
    is_long = any(
        row["is_provisional"] or _is_nothing_due(row["status"], row["target_value"]) for row in rows
    )
    marked = STATUS_WIDTH if is_long else None
    table.add_column(say("status", language), no_wrap=not marked, min_width=marked, width=marked)
    if counts is not None:
        table.add_column(say("agencies_met", language), justify="right", no_wrap=True)
    for before, row in zip([rows[0], *rows], rows, strict=False):
        if before["is_headline"] and not row["is_headline"]:
            table.add_section()
        cells: list[str | Text] = [] if one_kpi else [kpi_label(row, language)]
        if not one_agency:
            cells.append(f"{row['agency_name']} ({row['agency_code']})")
        cells += [
            figures.measure(row["kpi_value"], row["unit"], language),
            figures.target(row["target_value"], row["comparator"], row["unit"], language),
            parts(row, language),
            status_text(row, language),
        ]
        if counts is not None:
            cells.append(_met_of(counts.get(row["kpi_code"], {})))
        table.add_row(*cells)
    return table


def _met_of(counts: dict[str, int]) -> str:
    judged = sum(counts.get(status, 0) for status in ("met", "not_met", "no_data"))
    return f"{counts.get('met', 0)} / {judged}" if judged else figures.NO_VALUE


def _print_attention(
    publication: Publication, period: str, console: Console, language: Language
) -> None:
    worst = agencies_by_failures(publication, period, ATTENTION)
    if not worst:
        return
    table = Table(title=say("attention", language), title_justify="left", title_style="bold")
    table.add_column(say("agency", language))
    for key in ("not_met_count", "no_data_count", "met_count"):
        table.add_column(say(key, language), justify="right")
    for row in worst:
        table.add_row(
            f"{row['agency_name']} ({row['agency_code']})",
            str(row["not_met"]),
            str(row["no_data"]),
            str(row["met"]),
        )
    console.print()
    console.print(table)


def _period_label(publication: Publication, period: str, language: Language) -> str:
    if language == "en":
        return period
    found = publication.rows(
        f"select label_vi from marts.dim_periods where period_code = '{period}'"
    )
    label = str(found[0]["label_vi"]) if found else period
    return label if period in label else f"{label} ({period})"
