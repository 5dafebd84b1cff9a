"""The forecast in the terminal, and its sentences for other rooms of `reporting`.

Belongs here: columns, and which sentence says a row. Does not belong here: which rows, in which
order (`forecast.py`), the texts (`forecast_words.py`).
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.forecast import ForecastSelection
from reporting.forecast_words import NOUNS
from reporting.messages import say
from reporting.rules import rule
from reporting.scorecard import Row
from schemas.problems import Language

_BANDS = ("very_likely", "likely", "open", "unlikely")
_COLOURS = {"impossible": "red", "very_likely": "red", "likely": "yellow", "safe": "green"}


def print_forecasts(
    rows: list[Row],
    selection: ForecastSelection,
    console: Console,
    language: Language,
    *,
    more: str = "",
) -> None:
    """One table, worst first, what its words mean, and how to look on."""
    if not rows:
        console.print(say("nothing_found", language))
        return
    console.print(_table(rows, selection, language))
    console.print(Text(say("legend_forecast", language), style="dim"))
    if selection.kpi is None:
        next_words = say("next_forecast_kpi", language, kpi=rows[0]["kpi_code"], more=more)
        console.print(Text(f"\n{next_words}"), soft_wrap=True)


def allowance_sentence(row: Row, language: Language) -> str:
    """What may still happen: “còn tối đa 7 cuộc họp đến hết năm”; else why it is unknown."""
    kind = row["allowance_kind"]
    if kind is None:
        return say(f"why_{row['reason']}", language)
    key = f"allow_{kind}"
    if row["allowance"] == 0 and kind in ("at_most", "at_least", "still_needed"):
        key += "_0_share" if kind == "at_most" and row["unit"] == "share" else "_0"
    return say(
        key,
        language,
        count=figures.number(row["allowance"], language),
        rest=figures.number(row["assumed_remaining"], language),
        share=figures.percent(row["required_share"], language),
        noun=_noun(row["kpi_code"], language),
    )


def risk_sentence(row: Row, language: Language) -> str:
    """The probability as a word and per cent, or why there is none."""
    if row["probability_missed"] is None:
        return say(f"why_{row['reason']}", language)
    band = _band(row)
    word = say(f"forecast_{band}", language)
    if band in ("impossible", "safe"):
        return word
    percent = _rounded(row["probability_missed"], language)
    return say("forecast_risk_words", language, word=word, percent=percent)


def _table(rows: list[Row], selection: ForecastSelection, language: Language) -> Table:
    many = selection.kpi is not None and selection.agency is None
    label = "label_vi" if language == "vi" else "label_en"
    who = str(rows[0][label]) if many else _agency(rows[0])
    title = say("forecast_title", language, period=rows[0]["period_code"], who=who)
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(say("agency" if many else "kpi", language), overflow="fold")
    for key in ("forecast_to_date", "target", "forecast_expected"):
        table.add_column(say(key, language), justify="right")
    for key in ("forecast_risk", "forecast_allowance"):
        table.add_column(say(key, language), overflow="fold")
    for row in rows:
        table.add_row(
            _agency(row) if many else str(row[label]),
            figures.measure(row["kpi_value"], row["unit"], language),
            figures.target(row["target_value"], row["comparator"], row["unit"], language),
            _expected(row, language),
            Text(risk_sentence(row, language), style=_COLOURS.get(_band(row), "")),
            allowance_sentence(row, language),
        )
    return table


def _agency(row: Row) -> str:
    return f"{row['agency_name']} ({row['agency_code']})"


def _expected(row: Row, language: Language) -> str:
    if row["expected_value"] is None:
        return figures.NO_VALUE
    value, low, high = (
        figures.measure(row[name], row["unit"], language)
        for name in ("expected_value", "low_value", "high_value")
    )
    return say("forecast_between", language, value=value, low=low, high=high)


def _rounded(probability: float, language: Language) -> str:
    """A probability in whole per cent; an estimate is never said to be certain."""
    hundredths = round(probability * 100)
    shown = figures.number(min(max(hundredths, 1), 99), language, decimals=0)
    percent = f"{shown} %" if language == "vi" else f"{shown}%"
    if 1 <= hundredths <= 99:
        return percent
    return say("forecast_above" if hundredths else "forecast_below", language, percent=percent)


def _band(row: Row) -> str:
    """Which word a probability has: by the dated limits of `rules.csv`."""
    if row["allowance_kind"] in ("impossible", "safe"):
        return str(row["allowance_kind"])
    probability = row["probability_missed"]
    if probability is None:
        return "unknown"
    day = row["as_of"].date()
    for band in _BANDS:
        if probability >= rule(f"forecast_{band}_from", "*", day):
            return band
    return "remote"


def _noun(kpi_code: str, language: Language) -> str:
    noun = next((noun for noun in NOUNS if noun in kpi_code), "other")
    return say(f"noun_{noun}", language)
