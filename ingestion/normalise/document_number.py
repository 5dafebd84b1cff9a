"""Số và ký hiệu of a document, taken apart by NĐ 30/2020/NĐ-CP.

Belongs here: number, notation and type out of a text such as `05/QĐ-UBND`. Does not belong here:
which types count in a KPI (`dbt_project/seeds/document_types.csv`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from ingestion.normalise.text import clean_text
from schemas.vocabularies import DOCUMENT_TYPES, LEGAL_NORMATIVE

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_NUMBER = re.compile(r"^(\d+)([a-zđ]?)(?P<rest>(?:[/\-.]|(?=[^\W\d_])).*)$")
_YEAR = re.compile(r"^(?:19|20)\d{2}[/-]")
_NOTATION = re.compile(r"^[^\W\d_]\S*$")
_PARTY = re.compile(r"^(?:TW|TU|ĐU|HU|.*TW|.*TU|ĐU.*)$")
"""Organs of the Party: Trung ương, Tỉnh ủy, Đảng ủy, Huyện ủy and their committees (`BTGTU`)."""

_BY_ABBREVIATION = {short: code for code, (short, _) in DOCUMENT_TYPES.items() if short}
_COPIES = frozenset({"SY", "TrS", "SL"})


@dataclass(frozen=True)
class DocumentNumber:
    """Parts of a document's number. `code` is the whole as written, spaces removed."""

    code: str
    number: str
    notation: str
    document_type: str | None


def parse_document_number(text: str) -> DocumentNumber | None:
    """The parts of `text`, or None when it is no document number.

    `05/QĐ-UBND` → 5, `QĐ-UBND`, quyet_dinh. The year of a legal normative document
    (`78/2025/QĐ-CTUBND`) is left out of the notation. Abbreviations are matched with their case:
    `KH-UBND` is a Kế hoạch, `SKHCN-VP` a công văn.
    """
    code = re.sub(r"\s+", "", clean_text(text).translate(_DASHES))
    match = _NUMBER.match(code)
    if match is None or len(code) > 60:
        return None
    number = match[1].lstrip("0") + match[2]
    rest = match["rest"]
    sign = rest[0] if rest[0] in "/-." else "/"
    notation = rest.lstrip("/-.")
    has_year = bool(_YEAR.match(notation))
    notation = notation[5:] if has_year else notation
    if not match[1].strip("0") or len(match[1]) > 7 or not _NOTATION.match(notation):
        return None
    kind = LEGAL_NORMATIVE if has_year else _type_of(notation, is_party_form=sign == "-")
    return DocumentNumber(code, number, notation, kind)


def _type_of(notation: str, *, is_party_form: bool) -> str | None:
    first, *others = re.split(r"[-/_]", notation)
    if is_party_form and others and _PARTY.match(others[-1]):
        return "van_ban_dang"
    if first in _BY_ABBREVIATION:
        return _BY_ABBREVIATION[first]
    if first in _COPIES:
        return "ban_sao"
    # A công văn has no abbreviation: it is known only by `agency-unit` standing there instead.
    return "cong_van" if others and first[0].isupper() else None


def split_numbers(texts: pl.Series) -> pl.DataFrame:
    """Columns code, number, notation, document_type for clean `texts`; null where none is found."""
    distinct = [text for text in texts.unique() if text is not None]
    parsed = [parse_document_number(text) for text in distinct]
    names = ("code", "number", "notation", "document_type")
    columns = {name: [getattr(part, name, None) for part in parsed] for name in names}
    schema = dict.fromkeys(["text", *names], pl.String())
    table = pl.DataFrame({"text": distinct, **columns}, schema=schema)
    joined = texts.to_frame("text").join(table, on="text", how="left", maintain_order="left")
    return joined.select(names)
