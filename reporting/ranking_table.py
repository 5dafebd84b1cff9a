"""The ranking as tables in the terminal, one for each peer group.

Belongs here: columns and words. Does not belong here: which rows, in which order (`ranking.py`).
"""

from __future__ import annotations

import shlex
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reporting import figures
from reporting.messages import say, word
from reporting.scorecard import Row
from schemas.problems import Language


def print_ranking(
    rows: list[Row], period: str, console: Console, language: Language, *, more: str = ""
) -> None:
    """A table for each group with a ranked unit; units with nothing due are counted below it.

    `more` are options to add to the command that shows one unit of the same publication.
    """
    ranked = [row for row in rows if row["rank"] is not None]
    for group, members in groupby(ranked, key=lambda row: str(row["peer_group"])):
        console.print(_table(list(members), group, period, language))
        unranked = sum(row["peer_group"] == group and row["rank"] is None for row in rows)
        if unranked:
            console.print(Text(say("unranked", language, count=unranked), style="dim"))
    if not ranked:
        console.print(say("nothing_found", language))
        return
    console.print(Text(say("legend_ranking", language), style="dim"))
    if not all(row["has_data"] for row in ranked):
        console.print(Text(say("legend_silent", language), style="dim"))
    # Who stands last is who is asked about.
    words = {"agency": shlex.quote(ranked[-1]["agency_code"]), "period": shlex.quote(period)}
    next_words = say("next_show_agency", language, more=more, **words)
    console.print(Text(f"\n{next_words}"), soft_wrap=True)


def _table(rows: list[Row], group: str, period: str, language: Language) -> Table:
    title = say("ranking", language, period=period, group=word(group, language))
    table = Table(title=title, title_justify="left", title_style="bold", expand=False)
    table.add_column(say("rank", language), justify="right", no_wrap=True)
    table.add_column(say("agency", language))
    for key in ("met_of_due", "met_share", "weighted_score"):
        table.add_column(say(key, language), justify="right", no_wrap=True)
    for row in rows:
        name = f"{row['agency_name']} ({row['agency_code']})"
        table.add_row(
            str(row["rank"]),
            name if row["has_data"] else f"{name} {say('no_data', language)}",
            f"{row['kpis_met']} / {row['kpis_due']}",
            figures.percent(row["met_share"], language),
            figures.percent(row["weighted_score"], language),
        )
    return table
