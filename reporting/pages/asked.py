"""Words of an address → codes of the publication.

Belongs here: looking up agency, KPI and period of a path, and sending a reader from an address in
other words to the one that stays. Does not belong here: the words themselves (`lookup.py`).
"""

from __future__ import annotations

from reporting import lookup
from reporting.pages.page import Ask, Moved, path_of
from reporting.publication import literal
from reporting.scorecard import current_period

_FIND = {
    "kpi": lookup.kpi_code,
    "agency": lookup.agency_code,
    "period": lookup.period_code,
}


def codes(ask: Ask, *first: str, names: tuple[str, ...]) -> list[str]:
    """Codes of the named parts of the path that begins with `first`.

    Raises UnknownWord for what the publication does not have, Moved where a name was said.
    """
    found = [_FIND[name](ask.publication, ask.said[name]) for name in names]
    if found != [ask.said[name] for name in names]:
        raise Moved(path_of(*first, *found))
    return found


def period_or_current(ask: Ask, first: str) -> str:
    """The period of the path, or the one in force where the path has none."""
    if "period" not in ask.said:
        return current_period(ask.publication)
    [period] = codes(ask, first, names=("period",))
    return period


def unit_name(ask: Ask, agency: str, period: str) -> str:
    """Name of an agency in a period: the one of its own time where a code was used again."""
    rows = ask.publication.rows(
        "select units.name_vi from marts.dim_agencies as units "
        "inner join marts.dim_periods as periods on "
        f"periods.period_code = {literal(period)} "
        f"where units.agency_code = {literal(agency)} "
        "order by units.valid_from <= periods.cutoff_date desc, units.valid_from desc limit 1"
    )
    return str(rows[0]["name_vi"])
