"""Remarks of the supporting meeting and document KPIs.

Belongs here: what dbt says in `note`, or what a fact lacks. Does not belong here: the words
(`kpi_words.py`), the KPIs of the plan's own targets (`remarks.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reporting import figures
from reporting.messages import say
from schemas.problems import Language
from schemas.vocabularies import MEETING_SCOPES

Row = dict[str, Any]
_ALSO_IN = " also in "
"""What stands between a unit and the other meeting in the note of `meeting_conflict_count`."""


def _mode(row: Row, language: Language) -> str | None:
    if row["numerator"]:
        return None
    keys = {"hybrid": "hybrid_not_counted", "in_person": "in_person", None: "mode_unknown"}
    key = keys.get(row["note"])
    return say(key, language) if key else None


def _flag(column: str, no: str, unknown: str) -> Callable[[Row, Language], str | None]:
    def said(row: Row, language: Language) -> str | None:
        if row["numerator"]:
            return None
        return say(unknown if row[column] is None else no, language)

    return said


def _scope(row: Row, language: Language) -> str | None:
    scope = row["note"]
    return MEETING_SCOPES.get(scope) if language == "vi" else (scope or "").replace("_", " ")


def _conflict(row: Row, language: Language) -> str | None:
    unit, found, meeting = (row["note"] or "").partition(_ALSO_IN)
    return say("conflict_with", language, unit=unit, meeting=meeting) if found else None


def _invitation(row: Row, language: Language) -> str | None:
    return say("invited_days", language, count=_days(row["note"], language))


def _conclusion(row: Row, language: Language) -> str | None:
    if row["note"] is None:
        return say("no_notice", language)
    return say("concluded_days", language, count=_days(row["note"], language))


def _cost(row: Row, language: Language) -> str | None:
    cost, norm = (
        figures.number(row[name], language, decimals=0)
        for name in ("cost_amount", "cost_norm_amount")
    )
    return say("cost_of_norm", language, cost=cost, norm=norm)


def _duplicate(row: Row, language: Language) -> str | None:
    return say("same_content_as", language, document=row["note"]) if row["note"] else None


def _days(note: str, language: Language) -> str:
    return figures.number(float(note), language, decimals=0)


REMARKS: dict[str, Callable[[Row, Language], str | None]] = {
    "meeting_online_only_share": _mode,
    "province_wide_conference_count": _scope,
    "commune_wide_conference_count": _scope,
    "meeting_paperless_share": _flag("is_paperless", "with_paper", "paper_unknown"),
    "meeting_planned_share": _flag("is_planned", "not_planned", "not_planned"),
    "meeting_conflict_count": _conflict,
    "meeting_invitation_lead_share": _invitation,
    "meeting_conclusion_share": _conclusion,
    "meeting_cost_overrun_count": _cost,
    "document_signed_share": _flag("is_signed_digitally", "not_signed", "signature_unknown"),
    "document_duplicate_count": _duplicate,
}
"""KPI → its remark on a row of the evidence that counts."""
