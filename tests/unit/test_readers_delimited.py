"""CSV and its relatives: every sound row arrives, every broken one is named."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.normalise.text import clean_text
from ingestion.readers import read_file
from ingestion.readers.delimited import read_delimited
from ingestion.readers.lines import Form, blocks, read_block
from tests.reading import faults, layout_of, refusal, rows, written

HEAD = "ma,ngay,ghi_chu\n"


def read(folder: Path, content: str | bytes, **changes: str):  # type: ignore[no-untyped-def]
    return read_file(written(folder, "x.csv", content), layout_of(**changes))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    text = (HEAD + "1,05/03/2026,a\n2,06/03/2026,b\n").replace(",", delimiter)
    assert rows(read(tmp_path, text), "ma", "ghi_chu") == [("1", "a"), ("2", "b")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood(tmp_path: Path, end: str) -> None:
    result = read(tmp_path, (HEAD + "1,x,a\n2,y,b").replace("\n", end))
    assert rows(result, "ma", "ngay", "ghi_chu") == [("1", "x", "a"), ("2", "y", "b")]
    assert result.tables[0].frame["source_row"].to_list() == [2, 3]


def test_mixed_line_ends_lose_no_row(tmp_path: Path) -> None:
    result = read(tmp_path, "ma,ngay,ghi_chu\r\n1,x,a\n2,y,b\r3,z,c\r\n")
    assert rows(result, "ma") == [("1",), ("2",), ("3",)]
    assert result.tables[0].frame["source_row"].to_list() == [2, 3, 4]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_unicode_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    text = "Mã;Ngày;Ghi chú\n1;05/03/2026;Sở Nội vụ, tỉnh Sơn La\n"
    result = read(tmp_path, text.encode(encoding))
    assert rows(result, "ma", "ghi_chu") == [("1", "Sở Nội vụ, tỉnh Sơn La")]


def test_windows_1258_is_found_out(tmp_path: Path) -> None:
    # windows-1258 writes the tone as a sign of its own after the letter.
    words = "Đươ\u0300ng Trâ\u0300n Hưng Đa\u0323o"
    data = (HEAD + f"1,05/03/2026,{words}\n" * 3).encode("cp1258")
    result = read(tmp_path, data)
    assert result.problems == []
    assert clean_text(str(rows(result, "ghi_chu")[0][0])) == "Đường Trần Hưng Đạo"


def test_title_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    result = read(tmp_path, "SỔ HỌP\nNăm 2026,,\n\n" + HEAD + "1,x,a\n")
    assert rows(result, "ma") == [("1",)]
    assert result.tables[0].frame["source_row"].to_list() == [5]


def test_a_numbered_header_row_is_taken_as_said(tmp_path: Path) -> None:
    result = read(tmp_path, "ma,ngay,ghi_chu\nma,ngay,ghi_chu\n1,x,a\n", header="{row: 2}")
    assert rows(result, "ma") == [("1",)]


def test_quotes_delimiters_and_line_ends_inside_a_field_are_kept(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + '1,"a, b","nói ""có"""\n2,x,"dòng 1\ndòng 2"\n3,y,c\n')
    assert rows(result, "ngay", "ghi_chu") == [
        ("a, b", 'nói "có"'), ("x", "dòng 1\ndòng 2"), ("y", "c"),
    ]  # fmt: skip
    assert result.tables[0].frame["source_row"].to_list() == [2, 3, 5]


def test_blank_rows_are_no_rows(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + "1,x,a\n\n,,\n   \n2,y,b\n\n")
    assert rows(result, "ma") == [("1",), ("2",)]
    assert result.received == 2


def test_a_ragged_row_costs_itself_alone(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + "1,x,a\n2,y\n3,z,c,d\n4,w,e\n")
    assert rows(result, "ma") == [("1",), ("4",)]
    assert faults(result) == [("ragged_row", 3, None), ("ragged_row", 4, None)]
    assert result.received == 4


def test_a_file_cut_in_its_last_line_loses_that_line_alone(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + "1,x,a\n2,y,b\n3,z")
    assert rows(result, "ma") == [("1",), ("2",)]
    assert faults(result) == [("ragged_row", 4, None)]


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\x00"])
@pytest.mark.parametrize("quoted", [b"", b'9,"q, r",s\n'])
def test_one_bad_byte_costs_its_row_alone(tmp_path: Path, bad: bytes, quoted: bytes) -> None:
    data = HEAD.encode() + quoted + b"1,x,Ch\xc3\xa0o\n2,y,b" + bad + b"b\n3,z,c\n"
    result = read(tmp_path, data)
    assert [row for row in rows(result, "ma") if row != ("9",)] == [("1",), ("3",)]
    assert faults(result) == [("bad_bytes", 4 if quoted else 3, "ghi_chu")]


def test_an_unclosed_quote_costs_its_line_alone(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + '1,x,a\n2,"y,b\n3,z,c\n4,w,"d"\n')
    assert rows(result, "ma") == [("1",), ("3",), ("4",)]
    assert faults(result) == [("unclosed_quote", 3, None)]


def test_an_unclosed_quote_before_a_field_of_two_lines_costs_its_line_alone(
    tmp_path: Path,
) -> None:
    result = read(tmp_path, HEAD + '1,"x,a\n2,y,"hai\ndòng"\n3,z,c\n')
    assert rows(result, "ma", "ghi_chu") == [("2", "hai\ndòng"), ("3", "c")]
    assert faults(result) == [("unclosed_quote", 2, None)]


def test_a_quote_inside_an_open_field_is_a_sign_like_others(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + '1,màn hình 24" và 27",a\n2,24",b\n')
    assert rows(result, "ngay") == [('màn hình 24" và 27"',), ('24"',)]


def test_text_after_a_closing_quote_is_a_broken_row(tmp_path: Path) -> None:
    result = read(tmp_path, HEAD + '1,"x" y,a\n2,z,b\n')
    assert rows(result, "ma") == [("2",)]
    assert faults(result) == [("ragged_row", 2, None)]


def test_only_named_columns_leave_the_reader(tmp_path: Path) -> None:
    result = read(tmp_path, "ma,ho_ten,ngay\n1,Nguyễn Văn Mẫu,x\n")
    assert set(result.tables[0].frame.columns) == {"ma", "ngay", "ghi_chu", "source_row"}
    assert result.tables[0].present == {"ma", "ngay"}
    assert rows(result, "ghi_chu") == [(None,)]


def test_a_gzipped_file_is_unpacked(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv.gz", gzip.compress((HEAD + "1,x,a\n").encode()))
    assert rows(read_file(path, layout_of()), "ma") == [("1",)]


def test_several_gzip_members_are_one_file(tmp_path: Path) -> None:
    data = gzip.compress((HEAD + "1,x,a\n").encode()) + gzip.compress(b"2,y,b\n")
    assert rows(read_file(written(tmp_path, "x.csv.gz", data), layout_of()), "ma") == [
        ("1",), ("2",),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \r\n\n", "file_empty"),
        (b"\xef\xbb\xbf", "header_not_found"),
        (HEAD.encode(), "header_only"),
        (HEAD.encode() + b"\n,,\n", "header_only"),
        (b"a,b,c\n1,2,3\n", "header_not_found"),
        (b"ma,b,c\n1,2,3\n", "column_missing"),
        (b"ma,ngay,Ma\n1,2,3\n", "column_repeated"),
        (bytes(range(128, 256)) * 40, "bad_encoding"),
        (HEAD.encode() + b"\xff\xff\xfe,x,a\n1,\xff,b\n", "bad_encoding"),
        (b"PK\x03\x04 not a csv", "wrong_extension"),
        (b"%PDF-1.7", "wrong_extension"),
        (gzip.compress(HEAD.encode(), mtime=0), "wrong_extension"),
    ],
)
def test_a_file_without_a_usable_row_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(written(tmp_path, "x.csv", content), layout_of()) == code


def test_a_gzip_file_cut_in_half_is_refused(tmp_path: Path) -> None:
    data = gzip.compress((HEAD + "1,x,a\n" * 5000).encode())
    assert refusal(written(tmp_path, "x.csv.gz", data[: len(data) // 2]), layout_of()) == (
        "file_truncated"
    )
    damaged = data[:-6] + b"\x01\x02" + data[-4:]
    assert refusal(written(tmp_path, "y.csv.gz", damaged), layout_of()) == "file_unreadable"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.csv", layout_of()) == "file_missing"
    assert refusal(tmp_path, layout_of()) == "file_unreadable"


def test_a_secret_row_leaves_no_trace(tmp_path: Path) -> None:
    text = "ma,ngay,do_mat\n1,x,\n2,y,Mật\n3,z,THƯỜNG\n4,w,TUYỆT MẬT\n5,v,?\n"
    result = read(tmp_path, text, secrecy="{column: do_mat}")
    assert rows(result, "ma") == [("1",), ("3",)]
    assert [(p.code, p.row, p.value) for p in result.problems] == [
        ("secret_row", 3, None), ("secret_row", 5, None), ("secret_row", 6, None),
    ]  # fmt: skip


def test_a_secret_series_number_is_a_secrecy_mark(tmp_path: Path) -> None:
    rule = "[{column: ma, pattern: '^M'}, {column: ghi_chu}]"
    result = read(tmp_path, HEAD + "M1,x,\n2,y,mật\n3,z,\n", secrecy=rule)
    assert rows(result, "ma") == [("3",)]


def test_a_file_without_the_secrecy_column_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", HEAD + "1,x,a\n")
    assert refusal(path, layout_of(secrecy="{column: do_mat}")) == "column_missing"


def test_a_total_row_ends_the_table(tmp_path: Path) -> None:
    rule = "{column: ma, pattern: '(?i)^cộng'}"
    result = read(tmp_path, HEAD + "1,x,a\nCộng,,\n9,y,b\n", stop_at=rule)
    assert rows(result, "ma") == [("1",)]


CELL = st.text(alphabet='ab,"\n\r; đ', max_size=6)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8), strict=st.booleans())
def test_whatever_is_written_as_csv_is_read_back(
    tmp_path: Path, cells: list[tuple[str, str, str]], strict: bool
) -> None:
    quoting = csv.QUOTE_ALL if strict else csv.QUOTE_MINIMAL
    buffer = io.StringIO()
    numbered = [(f"r{at}", *row[1:]) for at, row in enumerate(cells)]
    csv.writer(buffer, quoting=quoting).writerows([("ma", "ngay", "ghi_chu"), *numbered])
    result = read(tmp_path, buffer.getvalue())
    assert result.problems == []
    got = [tuple(cell or "" for cell in row) for row in rows(result, "ma", "ngay", "ghi_chu")]
    assert got == numbered


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='12,"\n\r a', max_size=60))
def test_any_text_ends_in_rows_or_problems(tmp_path: Path, text: str) -> None:
    result = read(tmp_path, HEAD + "1,x,a\n" + text)
    assert rows(result, "ma", "ngay", "ghi_chu")[0] == ("1", "x", "a")
    numbers = result.tables[0].frame["source_row"].to_list()
    assert numbers == sorted(set(numbers))
    assert not set(numbers) & {problem.row for problem in result.problems}


@settings(max_examples=200)
@given(st.text(alphabet='12,"\n a', max_size=60))
def test_the_fast_reader_agrees_with_the_careful_one(text: str) -> None:
    from ingestion.readers.records import read_records, split_lines

    block = read_block(text.encode(), 1, Form(",", '"', 3, (0, 1, 2))) if text else None
    if block is None:
        return
    slow = list(read_records(split_lines(text), ",", '"', 3))
    good = [(r.line, *r.fields) for r in slow if not r.fault and len(r.fields) == 3]
    fast = zip(block.rows, *(block.frame[name] for name in block.frame.columns), strict=True)
    assert [tuple(c if c is not None else "" for c in row) for row in fast] == good
    assert sorted([line for line, _, _ in block.bad] + [row[0] for row in good]) == [
        r.line for r in slow
    ]


def test_blocks_end_at_line_ends_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingestion.readers.lines.BLOCK", 10)
    data = b"".join(b"%d,abc\n" % n for n in range(40)) + b"x" * 50 + b"\nlast"
    pieces = list(blocks(data, 3))
    assert b"".join(pieces) == data[3:]
    assert all(piece.endswith(b"\n") for piece in pieces[:-1])


def test_rows_of_later_blocks_keep_their_line_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.readers.lines.BLOCK", 64)
    text = HEAD + "".join(f"{n},x,a\n" for n in range(2, 200)) + "bad\n" + "200,x,a\n"
    result = read(tmp_path, text)
    frame = result.tables[0].frame.filter(pl.col("ma") != "200")
    assert frame["ma"].cast(pl.Int64).to_list() == frame["source_row"].to_list()
    assert faults(result) == [("ragged_row", 200, None)]


def test_raw_reading_gives_header_and_rows() -> None:
    assert read_delimited(b'a;b\n1;"x;y"\n') == (["a", "b"], [["1", "x;y"]])
    assert read_delimited(b"") == ([], [])
