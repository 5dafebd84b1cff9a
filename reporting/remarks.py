"""Why an entity that counts is, or is not, in the numerator.

Belongs here: the words for what dbt says in `note` and for what a fact lacks. Does not belong here:
deciding whether an entity counts (`dbt_project`), why one is left out (`entities.why`).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from reporting import figures
from reporting.messages import say
from reporting.process_remarks import REMARKS
from schemas.problems import Language

Row = dict[str, Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_EXTENDED, _REPORTED_IN = "extended ", "reported in "


def remark(kpi: Row, row: Row, language: Language) -> str | None:
    """What explains the place of an entity of the evidence; None where nothing need be said.

    A row of the baseline (`basis`) or one that is left out has nothing to be explained here.
    """
    if row["excluded_reason"] is not None or row["basis"] is not None:
        return None
    if kpi["is_duty_based"]:
        return _of_duty(row, language)
    if kpi["kpi_code"] == "meeting_over_time_share" and row["note"]:
        key = "over_cap" if row["numerator"] else "within_cap"
        return say(key, language, rule=row["note"])
    if kpi["kpi_code"] == "late_submission_share":
        return _of_hearing(row, language)
    if kpi["kpi_code"] in REMARKS:
        return REMARKS[kpi["kpi_code"]](row, language)
    if row["numerator"]:
        return None
    keys = _SHORTFALLS[kpi["kpi_code"]](row) if kpi["kpi_code"] in _SHORTFALLS else []
    return ", ".join(say(key, language) for key in keys) or None


def _of_duty(row: Row, language: Language) -> str | None:
    note, missed = row["note"] or "", not row["numerator"]
    said = []
    if note.startswith(_EXTENDED):
        said.append(say("extended_to", language, day=_day(note[len(_EXTENDED) :], language)))
    if note.startswith(_REPORTED_IN):
        said.append(say("reported_in", language, duty=note[len(_REPORTED_IN) :]))
        said += [say("after_deadline", language)] if missed else []
    elif missed:
        said.append(_missed_duty(row, note, language))
    return ", ".join(said) or None


def _missed_duty(row: Row, note: str, language: Language) -> str:
    """A duty that is late: done after its day, heard of but not done, or never heard of."""
    own = row["own_date"] if row["entity_status"] == "completed" else None
    done = date.fromisoformat(note) if _DAY.fullmatch(note) else own
    if done is not None:
        return say("done_late", language, day=figures.day(done, language))
    return say("nothing_heard" if row["source_file"] is None else "not_done", language)


def _of_mode(row: Row) -> list[str]:
    mode, sites = row["note"], row["remote_site_count"]
    if mode == "hybrid":
        return ["sites_unknown" if sites is None else "too_few_sites"]
    return ["mode_unknown"] if mode is None else ["in_person"] if mode == "in_person" else []


def _of_form(row: Row) -> list[str]:
    return [
        _unknown_or(row["has_electronic_form"], "electronic_form_unknown", "no_electronic_form")
    ]


def _of_sending(row: Row) -> list[str]:
    found = [] if row["is_sent_electronically"] else [
        _unknown_or(row["is_sent_electronically"], "sending_unknown", "not_sent_electronically")
    ]  # fmt: skip
    return found + (["sent_on_paper"] if row["note"] == "sent_on_paper" else [])


def _of_handling(row: Row) -> list[str]:
    unknown = {
        "received_on_paper": (row["channel"], row["is_entered_online"], "receiving_unknown"),
        "handled_on_paper": (row["is_processed_on_system"], None, "handling_unknown"),
        "no_electronic_result": (row["has_electronic_result"], None, "result_unknown"),
    }
    note = row["note"]
    if note not in unknown:
        return []
    first, second, key = unknown[note]
    return [key if first is None and second is None else note]


def _of_digitising(row: Row) -> list[str]:
    parts, result = row["has_digitised_components"], row["has_digitised_result"]
    found = [] if parts else [_unknown_or(parts, "components_unknown", "components_not_digitised")]
    if not result:
        found.append(_unknown_or(result, "digitised_result_unknown", "result_not_digitised"))
    return found


def _of_note(row: Row) -> list[str]:
    """The view itself names what is missing."""
    return [row["note"]] if row["note"] else []


def _of_hearing(row: Row, language: Language) -> str | None:
    """When the store first heard of it: that is late or not."""
    heard = row["first_recorded_at"]
    if heard is None:
        return None
    return say("heard_on", language, day=figures.day(figures.local(heard).date(), language))


_SHORTFALLS = {
    "meeting_online_share": _of_mode,
    "conference_online_share": _of_mode,
    "document_digitised_share": _of_form,
    "document_electronic_share": _of_sending,
    "dossier_digital_share": _of_handling,
    "dossier_digitised_share": _of_digitising,
    "dossier_online_submission_share": _of_note,
    "dossier_electronic_result_share": _of_note,
    "dossier_reuse_share": _of_note,
    "dossier_online_payment_share": _of_note,
    "dossier_on_time_share": _of_note,
    "dossier_satisfaction_share": _of_note,
}


def _unknown_or(flag: bool | None, unknown: str, no: str) -> str:
    return unknown if flag is None else no


def _day(text: str, language: Language) -> str:
    return figures.day(date.fromisoformat(text), language)
