"""Bytes of a text file as UTF-8, whatever they were.

Belongs here: byte-order marks, UTF-16, windows-1258, bytes that are no text. Does not belong here:
delimiters and rows.

Bytes that cannot be read become U+FFFD, so that the row that holds them can be refused and the
others kept.
"""

from __future__ import annotations

import codecs
import re

REPLACEMENT = "\ufffd"
NUL = "\0"
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CHUNK = 1024**2
_SAMPLE = 256 * 1024
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_MANY_HIGH_BYTES = 10
"""Fewer high bytes than this are damage, not an encoding: one bad byte must cost one row."""


class EncodingFault(Exception):
    """The text cannot be read in any way this project knows."""


def to_utf8(data: bytes, encoding: str | None = None) -> bytes:
    """`data` in UTF-8 without a byte-order mark. Raises EncodingFault when it is not text."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            if name == "utf-8":
                return _checked_utf8(data[len(bom) :])
            return _decoded(data, name)
    if encoding in ("cp1258", "utf-16"):
        return _decoded(data, _wide_order(data) if encoding == "utf-16" else encoding)
    wide = _wide_without_mark(data)
    if wide and encoding is None:
        return _decoded(data, wide)
    if _is_utf8(data):
        return data
    if encoding is None and _looks_like_1258(data):
        return _decoded(data, "cp1258")
    return _checked_utf8(data)


def _decoded(data: bytes, encoding: str) -> bytes:
    return data.decode(encoding, errors="replace").lstrip("\ufeff").encode("utf-8")


def _is_utf8(data: bytes) -> bool:
    """True when all of `data` is UTF-8; in pieces, so that no second copy is held."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _checked_utf8(data: bytes) -> bytes:
    if _is_utf8(data):
        return data
    text = data.decode("utf-8", errors="replace")
    if text.count(REPLACEMENT) * 3 > len(text):
        raise EncodingFault("UTF-8")
    return text.encode("utf-8")


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 whose mark was lost: nearly every second byte of plain text is NUL."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 4 or sample.count(0) * 4 < half:
        return None
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else None


def _wide_order(data: bytes) -> str:
    return _wide_without_mark(data) or "utf-16-le"


def _looks_like_1258(data: bytes) -> bool:
    """Many high bytes, none of them UTF-8, and all of them letters of windows-1258."""
    sample = data[:_SAMPLE]
    high = _HIGH.findall(sample)
    if len(high) < _MANY_HIGH_BYTES or _MULTIBYTE.search(sample):
        return False
    try:
        text = sample.decode("cp1258")
    except UnicodeDecodeError:
        return False
    letters = sum(c.isalpha() or 0x300 <= ord(c) <= 0x36F for c in text if ord(c) > 127)
    return letters * 10 >= len(high) * 9
