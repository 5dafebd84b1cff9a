"""JSON documents and JSON lines.

Belongs here: strict parsing, reaching nested fields by dotted names, values as text. Does not
belong here: what a field means.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

from ingestion.layout.model import Layout
from ingestion.normalise.text import clean_text
from ingestion.readers.encoding import NUL, REPLACEMENT, EncodingFault, to_utf8
from ingestion.readers.header import lacking
from ingestion.readers.opening import Source
from ingestion.readers.result import RawTable, ReadResult, text_frame
from schemas.problems import Problem

_MISSING = object()
_PEEKED = 200
"""Records looked at to tell which columns a file has before it is read."""


class JsonFault(Exception):
    """Text that is not JSON; `is_cut` when it is well-formed as far as it goes."""

    def __init__(self, message: str, *, is_cut: bool = False) -> None:
        super().__init__(message)
        self.is_cut = is_cut


class RepeatedKeys(dict[str, Any]):
    """An object that names a key twice with two values; `repeated` holds those keys."""

    repeated: frozenset[str] = frozenset()


def parse_json(text: str) -> Any:
    """The value of a JSON text (RFC 8259, no NaN, no Infinity). Raises JsonFault."""
    try:
        return json.loads(
            text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        raise JsonFault(f"{error.msg}, {error.lineno}:{error.colno}", is_cut=is_cut) from error
    except RecursionError as error:
        raise JsonFault("lồng quá sâu / nested too deep") from error
    except ValueError as error:
        raise JsonFault(str(error)[:80]) from error


def misfit(source: Source, layout: Layout) -> str | None:
    """What the first records lack of the layout, or None when they have the required columns."""
    missing = list(layout.required_columns)
    fields: dict[str, None] = {}
    for row, item in _records(source, layout, []):
        if isinstance(item, dict):
            fields |= dict.fromkeys(item)
            missing = [name for name in missing if _reach(item, name) is _MISSING]
        if not missing:
            return None
        if row > _PEEKED:
            break
    return lacking(missing, layout.source_columns, tuple(fields)) or "[ … ]"


def read(source: Source, layout: Layout) -> ReadResult:
    """Records of a JSON or JSONL file. Raises FileProblem when the document is broken."""
    problems: list[Problem] = []
    cells: dict[str, list[str | None]] = {name: [] for name in layout.source_columns}
    rows: list[int] = []
    present: set[str] = set()
    fields: dict[str, None] = {}
    for row, item in _records(source, layout, problems):
        if row <= _PEEKED and isinstance(item, dict):
            fields |= dict.fromkeys(item)
        fault = _take(item, cells, present)
        if fault is None:
            rows.append(row)
        else:
            code, column, detail = fault
            problems.append(Problem(code, source.name, row=row, column=column, detail=detail))
    if not rows and not problems:
        raise source.problem("header_only" if source.format == "json" else "file_empty")
    missing = [name for name in layout.required_columns if rows and name not in present]
    if missing:
        detail = lacking(missing, layout.source_columns, tuple(fields))
        raise source.problem("column_missing", detail)
    table = RawTable(None, text_frame(cells, rows), frozenset(present), tuple(fields))
    return ReadResult([table], problems)


def _records(source: Source, layout: Layout, problems: list[Problem]) -> Iterator[tuple[int, Any]]:
    try:
        data = to_utf8(source.data, "utf-8" if source.format == "jsonl" else None)
    except EncodingFault as fault:
        raise source.problem("bad_encoding", str(fault)) from fault
    if source.format == "jsonl":
        yield from _lines(source, data, problems)
        return
    yield from enumerate(_document(source, data.decode("utf-8"), layout), start=1)


def _lines(source: Source, data: bytes, problems: list[Problem]) -> Iterator[tuple[int, Any]]:
    for row, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        text = line.decode("utf-8")
        if REPLACEMENT in text or NUL in text:
            problems.append(Problem("bad_bytes", source.name, row=row))
            continue
        try:
            item = parse_json(text)
        except JsonFault as fault:
            problems.append(Problem("bad_json", source.name, row=row, detail=str(fault)))
            continue
        yield row, item


def _document(source: Source, text: str, layout: Layout) -> list[Any]:
    try:
        document = parse_json(text)
    except JsonFault as fault:
        code = "file_truncated" if fault.is_cut else "file_unreadable"
        raise source.problem(code, f"JSON: {fault}") from fault
    path = layout.json_records
    if path and isinstance(document, dict):
        document = _reach(document, path)
    if not isinstance(document, list):
        detail = f"JSON: {path or 'danh sách'} [ … ]"
        raise source.problem("file_unreadable", detail)
    return document


def _take(
    item: Any, cells: dict[str, list[str | None]], present: set[str]
) -> tuple[str, str | None, str] | None:
    """Add one record's fields to `cells`; on a fault nothing is added and the fault returned."""
    if not isinstance(item, dict):
        return "bad_json", None, "{…}"
    taken: list[str | None] = []
    for name in cells:
        if isinstance(item, RepeatedKeys) and name.split(".")[0] in item.repeated:
            return "bad_json", name, "khóa lặp / repeated key"
        value = _reach(item, name)
        if value is not _MISSING:
            present.add(name)
        try:
            text = _text(value)
        except RecursionError:
            return "bad_json", name, "lồng quá sâu / nested too deep"
        if text is not None and not text.isascii() and not _is_sound(text):
            return "bad_bytes", name, ""
        if text is not None and NUL in text:
            return "bad_bytes", name, ""
        taken.append(text)
    for column, text in zip(cells.values(), taken, strict=True):
        column.append(text)
    return None


def _is_sound(text: str) -> bool:
    """False for lone surrogates and replacement characters: text that has lost something."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return REPLACEMENT not in text


def _reach(item: dict[str, Any], name: str) -> Any:
    """Field `name`: literally first, in any Unicode form, then as a path of dotted names."""
    if name in item:
        return item[name]
    if "." in name:
        here = _walk(item, name.split("."))
        if here is not _MISSING:
            return here
    if name.isascii():
        return _MISSING
    return next((value for key, value in item.items() if clean_text(key) == name), _MISSING)


def _walk(here: Any, steps: list[str]) -> Any:
    """What lies at the end of a path; of a list on the way, what its objects have there."""
    for place, step in enumerate(steps):
        if isinstance(here, list):
            ends: list[Any] = []
            for item in here:
                end = _walk(item, steps[place:])
                ends += end if isinstance(end, list) else [None if end is _MISSING else end]
            return ends
        if not isinstance(here, dict) or step not in here:
            return _MISSING
        here = here[step]
    return here


def _text(value: Any) -> str | None:
    if value is None or value is _MISSING:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:20]} (quá lớn / too large)")
    return number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    marked = RepeatedKeys(found)
    marked.repeated = frozenset(key for key, value in pairs if found[key] != value)
    return marked
