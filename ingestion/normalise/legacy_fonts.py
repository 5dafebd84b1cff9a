"""Text typed in the fonts of the years before Unicode: TCVN3 (.VnTime) and VNI.

Belongs here: the two tables, and telling such text from Vietnamese in Unicode. Does not belong
here: bytes of a text file (`readers.encoding`).

Read as Unicode, TCVN3 `S¬n La` and VNI `Sôn La` are both Sơn La. TCVN3 keeps capitals with accents
in the font alone, so they come out as small letters. Tables: TCVN 5712:1993 (VN3), VNI for Windows.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import polars as pl

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_HATS = {"á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_BREVES = {"é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    """Signs of VNI in small letters: a vowel and what follows it, or a letter alone."""
    table = dict(_ALONE)
    for vowel in "aeouyôö":
        base = _ALONE.get(vowel, vowel)
        table |= {vowel + sign: base + tone for sign, tone in _TONES.items()}
    for vowel in "aeo":
        table |= {vowel + sign: f"{vowel}\u0302{tone}" for sign, tone in _HATS.items()}
    table |= {"a" + sign: f"a\u0306{tone}" for sign, tone in _BREVES.items()}
    return {sign: unicodedata.normalize("NFC", text) for sign, text in table.items()}


_VNI = _vni_table()
TABLES = {"tcvn3": _TCVN3, "vni": _VNI}
"""Font → what is stored for a letter → the letter."""
_VNI_SIGN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)
_VNI_LETTERS = {letter for sign in _VNI for letter in sign} | {"í", "ì"}

_COMMON = set("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
"""Letters that Vietnamese in Unicode shares with Latin-1: they prove nothing."""
_PROOF = {
    "tcvn3": f"[{''.join(c for c in _TCVN3 if c not in _COMMON)}]",
    # oà, oá, oã are also hoà, hoá, xoã with the tone on the second vowel, in Unicode.
    "vni": "(?i)[aeuyôö][ùøûõï]|o[ùøûõï]|[ae][áàåãäâ]|o[åäâ]|a[éèúüëê]|ñ|ö",
}
_UNICODE_ONLY = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9\u0300-\u0323]")
_LATIN = re.compile("[\u00a1-\u00ff]")
_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = (
    "oai oao oay oeo uây uôi uya uyê uyu iêu yêu ươi ươu ai ao au ay âu ây eo êu ia iê iu oa oă oe "
    "oi oo ôi ơi ua uâ uê ui uô uơ uy ưa ưi ươ ưu yê a ă â e ê i o ô ơ u ư y"
)
_SYLLABLE = re.compile(
    "(?:ngh?|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    f"(?:{_VOWELS.replace(' ', '|')})(?:ng|nh|ch|[cmnpt])?"
)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SAMPLE = 2_000
"""Texts by which the font of a table is told."""
_ENOUGH = 0.7
"""Of the words that change so many must become Vietnamese; the rest are abbreviations."""


@dataclass(frozen=True)
class _Font:
    name: str

    def decode(self, text: str) -> str:
        """`text` with the signs of this font as letters."""
        if self.name == "tcvn3":
            return "".join(_TCVN3.get(c, c) for c in text)
        return _VNI_SIGN.sub(lambda found: _vni_letter(found[0]), text)

    def may_be(self, text: str) -> bool:
        """True when nothing in the text speaks against this font."""
        words = self._words(text)
        return words is not None and _mostly_vietnamese(words)

    def proves(self, text: str) -> bool:
        """True when the text can only be of this font, and makes Vietnamese words in it."""
        if len(text) < 2 or not re.search(_PROOF[self.name], text):
            return False
        words = self._words(text)
        return bool(words) and _mostly_vietnamese(words or [])

    def is_sure_of(self, text: str) -> bool:
        """True when the text is too much of this font to be a sign in a text of Unicode."""
        if not self.proves(text):
            return False
        words = [word for word in self._words(text) or [] if len(word) > 1]
        return len(re.findall(_PROOF[self.name], text)) > 1 or len(words) > 1

    def _words(self, text: str) -> list[str] | None:
        """Words that decoding changes, abbreviations apart; None when the text is not legacy."""
        if _UNICODE_ONLY.search(text):
            return None
        letters = {c.lower() if self.name == "vni" else c for c in text if _LATIN.match(c)}
        known = _VNI_LETTERS if self.name == "vni" else set(_TCVN3)
        if not letters or any(c.isalpha() and c not in known for c in letters):
            return None
        before = set(_WORD.findall(text))
        made = [word for word in _WORD.findall(self.decode(text)) if word not in before]
        if all(len(word) == 1 and word.islower() for word in made):  # a sign such as © or ×
            return None
        return [word for word in made if _is_syllable(word) or not word.isupper()]


_FONTS = (_Font("tcvn3"), _Font("vni"))


def decode_legacy(frame: pl.DataFrame) -> pl.DataFrame:
    """The cells of a table in Unicode. A table without such text is returned as it is.

    A cell is decoded when it can only be legacy text; one that could be either follows its column,
    or the whole table where no cell of it is in Unicode.
    """
    columns = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    found = {name: _Suspects.of(frame[name]) for name in columns}
    everything = [text for column in found.values() for text in column.texts]
    sample = everything[:: 1 + len(everything) // _SAMPLE]
    counts = {font: sum(map(font.is_sure_of, sample)) for font in _FONTS}
    font = max(_FONTS, key=lambda each: counts[each])
    if not counts[font]:
        return frame
    mixed = any(column.modern for column in found.values())
    return frame.with_columns(
        _column(frame[name], column, font, mixed) for name, column in found.items()
    )


@dataclass(frozen=True)
class _Suspects:
    """Distinct texts of a column that may be legacy, and how many can only be Unicode."""

    texts: list[str]
    modern: int

    @classmethod
    def of(cls, column: pl.Series) -> _Suspects:
        distinct = column.drop_nulls().unique(maintain_order=True)
        modern = distinct.str.contains(_UNICODE_ONLY.pattern)
        suspect = ~modern & distinct.str.contains(_LATIN.pattern)
        return cls(distinct.filter(suspect).to_list(), int(modern.sum()))


def _column(column: pl.Series, found: _Suspects, font: _Font, mixed: bool) -> pl.Series:
    proven = {text for text in found.texts if font.proves(text)}
    follows = not mixed or len(proven) > found.modern
    changed = {
        text: font.decode(text)
        for text in found.texts
        if text in proven or (follows and font.may_be(text))
    }
    if not changed:
        return column
    return column.replace(list(changed), list(changed.values()))


def _vni_letter(sign: str) -> str:
    """The letter of a sign, a capital where its first letter is one."""
    made = _VNI[sign.lower()]
    return made.upper() if sign[0].isupper() else made


def _mostly_vietnamese(words: list[str]) -> bool:
    return sum(map(_is_syllable, words)) >= _ENOUGH * len(words)


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", _TONE.sub("", apart))
    return len(_TONE.findall(apart)) <= 1 and bool(_SYLLABLE.fullmatch(bare))
