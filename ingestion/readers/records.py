"""Delimited records one by one, for text that is not clean.

Belongs here: quotes that span lines, quotes that never close, strict parsing of single records.
Does not belong here: the fast reading of clean text (`lines`), headers, columns.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass(frozen=True)
class Record:
    """Fields of one record and its first line; `fault` is a problem code when it is unusable."""

    line: int
    fields: list[str]
    fault: str | None = None
    text: str = ""


def split_lines(text: str) -> list[str]:
    """Physical lines with their ends; CR, LF and CRLF may be mixed."""
    if "\r" not in text:
        lines = text.split("\n")
        return [line + "\n" for line in lines[:-1]] + lines[-1:]
    return [line for line in _LINES.findall(text) if line]


def read_records(
    lines: list[str], delimiter: str, quote: str, width: int | None = None
) -> Iterator[Record]:
    """Records of `lines`; rows without any text are passed over.

    A record that opens a quote and does not close it before the text stops making sense (another
    number of fields than `width`, or text after the closing quote) is refused alone, and reading
    goes on with the next line, so that an unclosed quote swallows one line and not the file.
    """
    odd = [number for number, line in enumerate(lines) if line.count(quote) % 2]
    empty = delimiter + quote + " \t\r\n\ufeff"
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip(empty):
            at += 1
            continue
        fields = _parse(line, delimiter, quote)
        if fields is not None:
            yield Record(at + 1, fields, text=line)
            at += 1
            continue
        end = _closing_line(odd, at) if line.count(quote) % 2 else None
        joined = None if end is None else _parse("".join(lines[at : end + 1]), delimiter, quote)
        if joined is not None and end is not None and width in (None, len(joined)):
            yield Record(at + 1, joined, text="".join(lines[at : end + 1]))
            at = end + 1
        else:
            fault = "unclosed_quote" if line.count(quote) % 2 else "ragged_row"
            yield Record(at + 1, [], fault, line)
            at += 1


def _closing_line(odd: list[int], at: int) -> int | None:
    """The next line with an odd number of quotes: only there can a quoted field end."""
    place = bisect_right(odd, at)
    return odd[place] if place < len(odd) else None


def _parse(text: str, delimiter: str, quote: str) -> list[str] | None:
    """Fields of one whole record, or None when its quotes are not in order."""
    body = text.rstrip("\r\n")
    if quote not in body:
        return body.split(delimiter)
    reader = csv.reader([body], delimiter=delimiter, quotechar=quote, strict=True)
    if "\n" in body or "\r" in body:
        pieces = [line for line in split_lines(body) if line]
        reader = csv.reader(pieces, delimiter=delimiter, quotechar=quote, strict=True)
    try:
        records = list(reader)
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None
