"""The ranking of units inside their peer groups, read from the marts.

Belongs here: queries on `kpi_ranking` and the order of its rows. Does not belong here: who comes
first (dbt decided), layout of a table (`ranking_table.py`).
"""

from __future__ import annotations

from reporting.lookup import find_word
from reporting.messages import word
from reporting.publication import Publication, literal
from reporting.scorecard import Row
from schemas.problems import Language


def groups(publication: Publication) -> list[str]:
    """Peer groups that were ever ranked, the largest first."""
    rows = publication.rows(
        "select peer_group, count(distinct agency_id) as units from marts.kpi_ranking "
        "group by peer_group order by units desc, peer_group"
    )
    return [str(row["peer_group"]) for row in rows]


def group_code(publication: Publication, said: str, language: Language) -> str:
    """A peer group by its code or by its words in a language. Raises UnknownWord."""
    known = {code: word(code, language) for code in groups(publication)}
    return find_word("unknown_group", said, known)


def ranked_rows(publication: Publication, period: str, group: str | None = None) -> list[Row]:
    """Units of a period, group by group in the order of places; those without a place last.

    `has_data`: the scorecard has some figure of the unit. Figures of duties do not count: they
    have a value, not met, also where nothing was heard; nor do figures about the files.
    """
    wanted = f"ranking.period_code = {literal(period)}"
    if group is not None:
        wanted += f" and ranking.peer_group = {literal(group)}"
    return publication.rows(
        "select ranking.rank, ranking.agency_code, units.name_vi as agency_name, "
        "ranking.period_code, ranking.peer_group, ranking.kpis_met, ranking.kpis_due, "
        "ranking.met_share, ranking.weighted_score, ranking.ranked_count, ranking.agency_id, "
        "coalesce(heard.has_data, false) as has_data "
        "from marts.kpi_ranking as ranking "
        "inner join marts.dim_agencies as units on ranking.agency_id = units.agency_id "
        "left join (select scorecard.agency_id, scorecard.period_code, "
        "bool_or(scorecard.kpi_value is not null) as has_data "
        "from marts.kpi_scorecard as scorecard "
        "inner join marts.dim_kpis as kpis on scorecard.kpi_code = kpis.kpi_code "
        "where not kpis.is_duty_based and kpis.stream <> 'intake' "
        "group by scorecard.agency_id, scorecard.period_code) as heard "
        "on ranking.agency_id = heard.agency_id and ranking.period_code = heard.period_code "
        f"where {wanted} "
        "order by ranking.peer_group, ranking.rank nulls last, ranking.agency_code"
    )
