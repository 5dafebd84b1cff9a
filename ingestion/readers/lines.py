"""Clean delimited text, read in blocks at the speed of the machine.

Belongs here: judging whole blocks of lines at once and reading those that are clean. Does not
belong here: anything about a single broken quote (`records`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ingestion.readers.encoding import NUL, REPLACEMENT

BLOCK = 32 * 1024**2
"""Bytes judged at once; the lines of a block are held apart from the frame, so small is lean."""
_MARK = "\x01"


@dataclass(frozen=True)
class Block:
    """Good rows of one block, and the lines that are not: number, code, text, cells found."""

    frame: pl.DataFrame
    rows: pl.Series
    bad: list[tuple[int, str, str]]


@dataclass(frozen=True)
class Form:
    """Form of the records: `positions` are the cells wanted out of `width`."""

    delimiter: str
    quote: str
    width: int
    positions: tuple[int, ...]


def blocks(data: bytes, start: int) -> Iterator[bytes]:
    """`data` from byte `start` in pieces that end at a line's end."""
    while start < len(data):
        end = start + BLOCK
        if end >= len(data):
            yield data[start:]
            return
        cut = data.rfind(b"\n", start, end)
        cut = data.find(b"\n", end) if cut < 0 else cut
        stop = len(data) if cut < 0 else cut + 1
        yield data[start:stop]
        start = stop


def read_block(block: bytes, first_line: int, form: Form) -> Block | None:
    """Rows of one block whose first line is number `first_line`.

    None when some quote spans lines or stands where it should not: then only `records` can tell.
    """
    flawless = _read_flawless(block, first_line, form)
    if flawless is not None:
        return flawless
    body = block.removesuffix(b"\n")
    lines = pl.Series("line", [body], dtype=pl.Binary).cast(pl.String).str.split("\n").explode()
    has_return = b"\r" in block
    if has_return:
        lines = lines.str.strip_chars_end("\r")
        if lines.str.contains("\r", literal=True).any():
            return None
    has_quote = form.quote.encode() in block
    bare = _without_quoted(lines, form) if has_quote else lines
    if bare is None:
        return None
    is_full = bare.str.count_matches(form.delimiter, literal=True) == form.width - 1
    is_text = ~_has_bad_text(lines, block)
    is_blank = _is_blank(lines, bare, form)
    good = is_full & is_text & ~is_blank
    rows = pl.int_range(first_line, first_line + lines.len(), dtype=pl.Int64, eager=True)
    bad = _bad_lines(lines, rows, is_blank, good, is_text)
    if good.all() and not has_return:
        return _parsed(body, rows, bad, form, has_quote)
    kept = lines.filter(good)
    text = kept.str.join("\n").item() if kept.len() else ""
    return _parsed(text.encode(), rows.filter(good), bad, form, has_quote)


def _read_flawless(block: bytes, first_line: int, form: Form) -> Block | None:
    """The rows of a block in which nothing is unusual, or None; no line is looked at by itself.

    Without quotes, polars refuses rows with too many cells, so when the block has as many
    delimiters as full rows would have, every row is full.
    """
    height = block.count(b"\n") + (not block.endswith(b"\n"))
    if _may_be_unusual(block, form):
        return None
    if block.count(form.delimiter.encode()) != height * (form.width - 1):
        return None
    rows = pl.int_range(first_line, first_line + height, dtype=pl.Int64, eager=True)
    try:
        read = _parsed(block, rows, [], form, has_quote=False)
    except pl.exceptions.PolarsError:
        return None
    if read is None:
        return None
    # A column with text everywhere shows that no row is blank.
    filled = (c for c in read.frame.iter_columns() if not c.null_count())
    return read if any((c.str.strip_chars() != "").all() for c in filled) else None


def _may_be_unusual(block: bytes, form: Form) -> bool:
    """True when a block has quotes, lone carriage returns, NULs or (perhaps) unreadable signs."""
    # Every U+FFFD opens with this byte, and one byte is found ten times faster than three.
    signs = (form.quote.encode(), NUL.encode(), REPLACEMENT.encode()[:1])
    if any(sign in block for sign in signs):
        return True
    return b"\r" in block and block.count(b"\r") != block.count(b"\r\n")


def _without_quoted(lines: pl.Series, form: Form) -> pl.Series | None:
    """`lines` with each quoted field as one mark; None when some quote is out of place."""
    delimiter, quote = (f"\\x{{{ord(sign):02x}}}" for sign in (form.delimiter, form.quote))
    if lines.str.contains(_MARK, literal=True).any():
        return None
    quoted = rf"(^|{delimiter}){quote}(?:[^{quote}]|{quote}{quote})*{quote}"
    bare = lines.str.replace_all(quoted, "${1}" + _MARK)
    misplaced = bare.str.contains(rf"{quote}|{_MARK}[^{delimiter}]")
    return None if misplaced.any() else bare


def _has_bad_text(lines: pl.Series, block: bytes) -> pl.Series:
    if REPLACEMENT.encode() in block or NUL.encode() in block:
        return lines.str.contains_any([REPLACEMENT, NUL])
    return pl.repeat(False, lines.len(), eager=True)


def _is_blank(lines: pl.Series, bare: pl.Series, form: Form) -> pl.Series:
    """Rows without any text: a line feed alone, or delimiters and empty cells only."""
    short = bare.str.len_bytes() <= 2 * form.width
    if not short.any():
        return short
    return short & (lines.str.strip_chars(form.delimiter + form.quote + " \t") == "")


def _bad_lines(
    lines: pl.Series, rows: pl.Series, is_blank: pl.Series, good: pl.Series, is_text: pl.Series
) -> list[tuple[int, str, str]]:
    wrong = ~good & ~is_blank
    if not wrong.any():
        return []
    return [
        (row, "ragged_row" if text else "bad_bytes", line)
        for row, line, text in zip(
            rows.filter(wrong), lines.filter(wrong), is_text.filter(wrong), strict=True
        )
    ]


def _parsed(
    body: bytes, rows: pl.Series, bad: list[tuple[int, str, str]], form: Form, has_quote: bool
) -> Block | None:
    names = [f"column_{place}" for place in form.positions]
    if not rows.len():
        return Block(pl.DataFrame(schema=dict.fromkeys(names, pl.String())), rows, bad)
    # Reading all cells and dropping the unwanted is twice as fast as asking for some of them.
    frame = pl.read_csv(
        body,
        has_header=False,
        separator=form.delimiter,
        infer_schema=False,
        quote_char=form.quote if has_quote else None,
    )
    if frame.height != rows.len() or frame.width != form.width:
        return None
    wanted = [frame.columns[place] for place in form.positions]
    return Block(frame.select(wanted).rename(dict(zip(wanted, names, strict=True))), rows, bad)
