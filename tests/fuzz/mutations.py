"""Good files made bad at random.

Belongs here: the mutations. Does not belong here: which files, and what must come of them.
"""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence

_WORDS = (
    b"\x00", b"\xff" * 8, b"\xef\xbf\xbf", b"\xed\xa0\x80", b'"', b"'", b"\n", b"\r", b",", b";" * 99,
    b"{" * 500, b"[" * 5000, b"NaN", b"1e999", b"-0", b"9" * 400, b"&lol;", b"<!DOCTYPE a>", b"]]>",
    b"BEGIN:VEVENT\r\n", b"RRULE:FREQ=SECONDLY\r\n", b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n",
    b"DTSTART:99991231T235959Z\r\n", b"DTSTART;TZID=Nowhere/At_All:20260101T000000\r\n",
    "\u202e\u0301\u0323".encode() * 20, "Ð".encode(), b"=cmd|' /C calc'!A0", b"31/02/2026", b"99/99/9999",
)  # fmt: skip


def mutated(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    """`data` changed in one to six places; what is packed is changed inside as often as outside."""
    if data[:2] == b"\x1f\x8b" and dice.random() < 0.7:
        try:
            return gzip.compress(_changed(gzip.decompress(data), others, dice), 1)
        except (OSError, EOFError, zlib.error):
            return _changed(data, others, dice)
    if data[:2] == b"PK" and dice.random() < 0.7:
        return _repacked(data, others, dice)
    return _changed(data, others, dice)


def _changed(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        data = dice.choice(_CHANGES)(data, others, dice)
    return data


def _repacked(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            members = {name: source.read(name) for name in source.namelist()}
    except (zipfile.BadZipFile, OSError, zlib.error, NotImplementedError, RuntimeError):
        return _changed(data, others, dice)
    chosen = dice.choice(sorted(members)) if members else ""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, _changed(content, others, dice) if name == chosen else content)
    return target.getvalue()


def _flip(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _unused in range(dice.choice((1, 1, 4, 32))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _word(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(_WORDS) + data[at + dice.choice((0, 0, 1, 8)) :]


def _cut(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    return data[: dice.randint(0, len(data))]


def _lose(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + data[at + dice.choice((1, 2, 16, 256)) :]


def _repeat(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    at, length = dice.randint(0, len(data)), dice.choice((1, 16, 256, 2048))
    return data[:at] + data[at : at + length] * dice.choice((2, 8, 64)) + data[at:]


def _noise(data: bytes, _: Sequence[bytes], dice: random.Random) -> bytes:
    at = dice.randint(0, len(data))
    return data[:at] + dice.randbytes(dice.choice((1, 4, 64))) + data[at:]


def _splice(data: bytes, others: Sequence[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others)
    at, start = dice.randint(0, len(data)), dice.randint(0, len(other))
    return data[:at] + other[start : start + dice.choice((16, 512, 8192))] + data[at:]


Change = Callable[[bytes, Sequence[bytes], random.Random], bytes]
_CHANGES: tuple[Change, ...] = (_flip, _flip, _word, _word, _cut, _lose, _repeat, _noise, _splice)
