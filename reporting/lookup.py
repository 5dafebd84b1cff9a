"""What a person typed → a code of the publication, or a sentence that helps.

Belongs here: matching KPI, agency, period and status words against the dimensions. Does not belong
here: resolving what a file said (`ingestion.agencies`).
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping

from reporting.messages import say
from reporting.publication import Publication
from schemas.problems import Language

STATUSES = ("met", "not_met", "no_data", "not_due", "not_applicable")
_SHOWN, _NEAR = 12, 3


class UnknownWord(Exception):
    """Nothing in the publication is called so; `text` says what is near."""

    def __init__(self, key: str, said: str, known: Mapping[str, str]) -> None:
        super().__init__(f"{key}: {said}")
        self.key, self.said, self.known = key, said, known

    def text(self, language: Language) -> str:
        """The sentence, with suggestions or, where nothing is near, what there is."""
        sentence = say(self.key, language, said=self.said)
        near = nearest(self.said, self.known)
        names = near or [self._name(code) for code in self.known]
        shown = names[: _NEAR if near else _SHOWN]
        if len(shown) < len(names):
            shown.append(say("and_more", language, count=len(names) - len(shown)))
        key, name = ("did_you_mean", "near") if near else ("known_are", "all")
        return f"{sentence}. {say(key, language, **{name: ', '.join(shown)})}"

    def _name(self, code: str) -> str:
        # Statuses are few, and people say them by their words.
        return f"{self.known[code]} ({code})" if self.key == "unknown_status" else code


def kpi_code(publication: Publication, said: str) -> str:
    """Code of a KPI by code or label in either language. Raises UnknownWord."""
    rows = publication.rows(
        "select kpi_code, label_vi, label_en from marts.dim_kpis order by kpi_code"
    )
    for row in rows:
        if folded(row["label_en"]) == folded(said):
            return str(row["kpi_code"])
    return find_word("unknown_kpi", said, {row["kpi_code"]: row["label_vi"] for row in rows})


def agency_code(publication: Publication, said: str) -> str:
    """Code of an agency by code or name, current names before former ones. Raises UnknownWord."""
    rows = publication.rows(
        "select agency_code, max_by(name_vi, valid_from) as name_vi from marts.dim_agencies "
        "group by agency_code order by bool_or(is_current) desc, agency_code"
    )
    return find_word("unknown_agency", said, {row["agency_code"]: row["name_vi"] for row in rows})


def period_code(publication: Publication, said: str) -> str:
    """Code of a begun period by code or label. Raises UnknownWord."""
    rows = publication.rows(
        "select period_code, label_vi from marts.dim_periods order by start_date desc, period_code"
    )
    return find_word("unknown_period", said, {row["period_code"]: row["label_vi"] for row in rows})


def task_number(publication: Publication, said: str) -> int:
    """Number of a task of the annex by number or title. Raises UnknownWord."""
    rows = publication.rows(
        "select task_number, title_vi from marts.dim_annex_tasks order by task_number"
    )
    return int(
        find_word("unknown_task", said, {str(r["task_number"]): r["title_vi"] for r in rows})
    )


def status_code(said: str, language: Language) -> str:
    """A status by its code or by its word in either language. Raises UnknownWord."""
    known = {code: say(code, language).split(" ", 1)[1] for code in STATUSES}
    languages: tuple[Language, Language] = ("vi", "en")
    for other in languages:
        for key in (*STATUSES, "nothing_due"):
            if folded(said) == folded(say(key, other).split(" ", 1)[1]):
                return key if key in STATUSES else "not_applicable"
    return find_word("unknown_status", said, known)


def folded(text: str) -> str:
    """Text without case, accents and surplus spaces, for comparison only."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    bare = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(bare.casefold().replace("_", " ").split())


def nearest(said: str, known: Mapping[str, str]) -> list[str]:
    """Codes whose code or name resembles what was said, nearest first, with their names."""
    by_key: dict[str, str] = {}
    for code, name in known.items():
        by_key.setdefault(folded(code), code)
        by_key.setdefault(folded(name), code)
    wanted = folded(said)
    within = [code for key, code in by_key.items() if len(wanted) > 2 and wanted in key]
    close = difflib.get_close_matches(wanted, by_key, n=5, cutoff=0.6)
    codes = dict.fromkeys([*within, *(by_key[key] for key in close)])
    return [f"{code} ({known[code]})" for code in codes]


def find_word(key: str, said: str, known: Mapping[str, str]) -> str:
    """The code whose code or name was said. Raises UnknownWord, which speaks the sentence `key`."""
    wanted = folded(said)
    for code in known:
        if folded(code) == wanted:
            return code
    named = [code for code, name in known.items() if folded(name) == wanted]
    if named:
        return named[0]
    raise UnknownWord(key, said, known)
