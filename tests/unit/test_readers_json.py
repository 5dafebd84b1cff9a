"""JSON documents, JSON lines and Parquet."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from ingestion.readers import read_file
from ingestion.readers.json_records import JsonFault, parse_json
from tests.reading import candidates, column, faults, layout_of, refusal, rows, written

NESTED = """
layout: nested
stream: meeting
kind: snapshot
match: {files: ["*"]}
format: jsonl
agency: {constant: SNV}
columns:
  record.ID: {to: entity_key, required: true}
  "case:channel": _channel
  "a.b": _dotted
"""
GOOD = '{"ma": "1", "ngay": "2026-03-05"}'


def read_lines(folder: Path, *lines: str | bytes):  # type: ignore[no-untyped-def]
    data = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    return read_file(written(folder, "x.jsonl", data), layout_of(format="jsonl"))


def test_nested_and_odd_names_are_reached(tmp_path: Path) -> None:
    record = {"record": {"ID": 7}, "case:channel": "web", "a.b": "literal", "a": {"b": "nested"}}
    path = written(tmp_path, "x.jsonl", json.dumps(record))
    assert rows(read_file(path, layout_of(NESTED)), "record.ID", "case:channel", "a.b") == [
        ("7", "web", "literal")
    ]


def test_values_become_text_as_they_are_written(tmp_path: Path) -> None:
    lines = [
        f'{{"ma": "{n}", "ngay": "", "ghi_chu": {v}}}'
        for n, v in enumerate(("true", "null", "1.5", '["a"]', "12"))
    ]
    result = read_lines(tmp_path, *lines)
    assert rows(result, "ghi_chu") == [("true",), (None,), ("1.5",), ('["a"]',), ("12",)]


@pytest.mark.parametrize(
    ("line", "code", "name"),
    [
        ("{", "bad_json", None),
        ("[1]", "bad_json", None),
        ("7", "bad_json", None),
        ('{"ma": NaN}', "bad_json", None),
        ('{"ma": -Infinity}', "bad_json", None),
        ('{"ma": 1e999}', "bad_json", None),
        ('{"ma": ' + "9" * 5000 + "}", "bad_json", None),
        ('{"ma": ' + "[" * 100_000 + "}", "bad_json", None),
        ('{"ma": "1", "ma": "2"}', "bad_json", "ma"),
        ('{"ma": "\\ud800"}', "bad_bytes", "ma"),
        ('{"ma": "a\\u0000b"}', "bad_bytes", "ma"),
        (b'{"ma": "\xff"}', "bad_bytes", None),
        (b'{"ma": "\x00"}', "bad_bytes", None),
        ("{'ma': 1}", "bad_json", None),
    ],
)
def test_a_broken_record_costs_itself_alone(
    tmp_path: Path, line: str | bytes, code: str, name: str | None
) -> None:
    result = read_lines(tmp_path, GOOD, line, GOOD.replace("1", "2", 1))
    assert rows(result, "ma") == [("1",), ("2",)]
    assert faults(result) == [(code, 2, name)]
    assert result.received == 3


def test_a_key_repeated_with_one_value_or_outside_the_layout_does_no_harm(tmp_path: Path) -> None:
    first = '{"ma": "1", "ma": "1", "ngay": "x"}'
    result = read_lines(tmp_path, first, '{"ma": "2", "ngay": "y", "z": 1, "z": 2}')
    assert rows(result, "ma", "ngay") == [("1", "x"), ("2", "y")]
    assert result.problems == []


def test_blank_lines_and_a_byte_order_mark_are_no_records(tmp_path: Path) -> None:
    result = read_lines(tmp_path, b"\xef\xbb\xbf" + GOOD.encode(), "", "  ", GOOD, "")
    assert result.tables[0].frame["source_row"].to_list() == [1, 4]


def test_a_cut_jsonl_file_loses_its_last_line_alone(tmp_path: Path) -> None:
    result = read_lines(tmp_path, GOOD, GOOD, GOOD[:9])
    assert result.tables[0].frame.height == 2
    assert faults(result) == [("bad_json", 3, None)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_document_is_a_list_of_records(tmp_path: Path, encoding: str) -> None:
    data = f"[{GOOD}]".encode(encoding)
    assert rows(read_file(written(tmp_path, "x.json", data), layout_of(format="json")), "ma") == [
        ("1",)
    ]


def test_records_lie_where_the_layout_says(tmp_path: Path) -> None:
    path = written(tmp_path, "x.json.gz", gzip.compress(f'{{"r": {{"items": [{GOOD}]}}}}'.encode()))
    layout = layout_of(format="json", json="{records: r.items}")
    assert rows(read_file(path, layout), "ma") == [("1",)]
    assert refusal(path, layout_of(format="json")) == "file_unreadable"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"[{GOOD},", "file_truncated"),
        (f'[{GOOD}, {{"ma": "x', "file_truncated"),
        (f"[{GOOD}]]", "file_unreadable"),
        ("[" * 100_000, "file_unreadable"),
        ("[NaN]", "file_unreadable"),
        ("[]", "header_only"),
        ("{}", "file_unreadable"),
        ('[{"x": 1}]', "column_missing"),
        ("", "file_empty"),
    ],
)
def test_a_broken_document_is_refused(tmp_path: Path, content: str, code: str) -> None:
    assert refusal(written(tmp_path, "x.json", content), layout_of(format="json")) == code


def test_parsing_is_strict() -> None:
    for text in ("NaN", "01", "[1,]", "'a'", "{a: 1}", "1 2", ""):
        with pytest.raises(JsonFault):
            parse_json(text)


def parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


FRAME = pl.DataFrame(
    {
        "ma": [1, 2],
        "ngay": [datetime(2026, 3, 5, 8, 30), None],
        "ghi_chu": [["a", "b"], None],
        "r": [{"ID": 1.0}, {"ID": 2.5}],
    }
)


def test_parquet_gives_the_text_other_formats_give(tmp_path: Path) -> None:
    path = written(tmp_path, "x.parquet", parquet(FRAME))
    result, made = candidates(path, layout_of(format="parquet"))
    assert rows(result, "ma", "ghi_chu") == [("1", '["a","b"]'), ("2", None)]
    assert column(made, "starts_at")[0] == datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
    assert [(p.code, p.row) for p in made.problems] == [("value_missing", 2)]


def test_nested_parquet_fields_are_reached(tmp_path: Path) -> None:
    path = written(tmp_path, "x.parquet", parquet(FRAME))
    layout = layout_of(NESTED.replace("record.ID", "r.ID"), format="parquet")
    assert rows(read_file(path, layout), "r.ID") == [("1.0",), ("2.5",)]


def test_broken_parquet_is_refused(tmp_path: Path) -> None:
    data = parquet(FRAME)
    layout = layout_of(format="parquet")
    assert refusal(written(tmp_path, "a.parquet", data[:-40]), layout) == "file_truncated"
    assert refusal(written(tmp_path, "b.parquet", b"a,b\n"), layout) == "wrong_extension"
    assert refusal(written(tmp_path, "c.parquet", parquet(FRAME.head(0))), layout) == "header_only"
    assert refusal(written(tmp_path, "d.parquet", parquet(FRAME.drop("ma"))), layout) == (
        "column_missing"
    )


def test_damage_inside_parquet_never_escapes_as_another_error(tmp_path: Path) -> None:
    data = parquet(FRAME)
    for place in range(4, len(data) - 4, 23):
        hurt = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        path = written(tmp_path, "x.parquet", hurt)
        try:
            read_file(path, layout_of(format="parquet"))
        except Exception as error:
            assert type(error).__name__ == "FileProblem", (place, error)
