"""XML files: records by local name, dirt tolerated, danger refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ingestion.layout.match import match_layout
from ingestion.layout.model import Layout
from ingestion.readers import FileProblem, misfit, read_file, xml_stream
from tests.reading import LIMITS, PLAIN, faults, layout_of, refusal, rows, written

BODY = "<mau><ma>1</ma><ngay>01/02/2026</ngay><ghi_chu>x</ghi_chu></mau>"


def xml_layout(rule: str = "{record: mau}", **changes: str) -> Layout:
    return layout_of(PLAIN, format="xml", xml=rule, **changes)


def test_records_are_read_wherever_they_lie(tmp_path: Path) -> None:
    path = written(tmp_path, "x.xml", f"<a>{BODY}<b>{BODY.replace('1<', '2<', 1)}</b></a>")
    result = read_file(path, xml_layout())
    assert rows(result, "ma", "ngay", "source_row") == [
        ("1", "01/02/2026", 1),
        ("2", "01/02/2026", 2),
    ]
    assert result.received == 2


@pytest.mark.parametrize(
    "text",
    [
        "<x:a xmlns:x='urn:1'><x:mau><x:ngay>01/02/2026</x:ngay><x:ma>1</x:ma></x:mau></x:a>",
        "<a xmlns='urn:2'><mau><ngay>01/02/2026</ngay><ma>1</ma></mau></a>",
        "<MAU><Ma>1</Ma><Ngay>01/02/2026</Ngay></MAU>",
        "<mau><!-- <ma>2</ma> --><ma><![CDATA[1]]></ma><?pi?><ngay>01/02&#47;2026</ngay></mau>",
    ],
)
def test_order_namespace_and_case_do_not_matter(tmp_path: Path, text: str) -> None:
    result = read_file(written(tmp_path, "x.xml", text), xml_layout())
    assert rows(result, "ma", "ngay") == [("1", "01/02/2026")]


@pytest.mark.parametrize(
    "junk", [b"1212", b"\n  ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"Content-Length: 812\r\n\r\n"]
)
def test_junk_before_the_declaration_is_passed_over(tmp_path: Path, junk: bytes) -> None:
    declared = b"<?xml version='1.0' encoding='UTF-8'?>" + BODY.encode()
    result = read_file(written(tmp_path, "x.xml", junk + declared), xml_layout())
    assert rows(result, "ma") == [("1",)]


def test_a_declaration_further_in_is_no_start_of_the_file(tmp_path: Path) -> None:
    wrapped = f"<a>{BODY}<b><![CDATA[<?xml version='1.0'?>{BODY}]]></b></a>"
    assert read_file(written(tmp_path, "x.xml", wrapped), xml_layout()).received == 1


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_junk_before_a_declaration_in_utf16_is_passed_over(tmp_path: Path, order: str) -> None:
    text = f"<?xml version='1.0' encoding='utf-16'?>{BODY}"
    data = "1212".encode(order) + text.encode(order)
    assert rows(read_file(written(tmp_path, "x.xml", data), xml_layout()), "ma") == [("1",)]


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "windows-1258", "utf-8-sig"])
def test_the_declared_encoding_is_understood(tmp_path: Path, code: str) -> None:
    text = f"<?xml version='1.0' encoding='{code.removesuffix('-sig').removesuffix('-le')}'?>{BODY}"
    path = written(
        tmp_path, "x.xml", text.replace(">x<", ">Đơn vị<" if "utf" in code else ">Đ<").encode(code)
    )
    assert rows(read_file(path, xml_layout()), "ghi_chu")[0][0] in ("Đơn vị", "Đ")


def test_a_field_is_reached_by_its_path_and_not_by_its_name(tmp_path: Path) -> None:
    text = "<mau><ma>1</ma><ngay>01/02/2026</ngay><khac><ma>9</ma></khac><so chu='7'/></mau>"
    layout = layout_of(
        PLAIN.replace("ghi_chu: _note", "khac.ma: _note\n  so@chu: _mark"),
        format="xml",
        xml="{record: mau}",
    )
    result = read_file(written(tmp_path, "x.xml", text), layout)
    assert rows(result, "ma", "khac.ma", "so@chu") == [("1", "9", "7")]


def test_an_element_met_again_makes_a_list(tmp_path: Path) -> None:
    text = BODY.replace("</mau>", "<ghi_chu>y</ghi_chu></mau>")
    result = read_file(written(tmp_path, "x.xml", text), xml_layout())
    assert rows(result, "ghi_chu") == [('["x", "y"]',)]


def test_elements_within_a_record_make_rows_beside_it(tmp_path: Path) -> None:
    inner = "<ds><muc><cu>A</cu></muc><muc><cu>B</cu></muc></ds>"
    text = f"<a>{BODY.replace('</mau>', inner + '</mau>')}{BODY}</a>"
    layout = layout_of(
        PLAIN.replace("ghi_chu: _note", "ds.muc.cu: _note"), format="xml",
        xml="{record: mau, rows_within: ds.muc, shared: [ma]}",
    )  # fmt: skip
    result = read_file(written(tmp_path, "x.xml", text), layout)
    assert rows(result, "ma", "ngay", "ds.muc.cu", "source_row") == [
        ("1", "01/02/2026", None, 1), ("1", None, "A", 2), ("1", None, "B", 3),
        ("1", "01/02/2026", None, 4),
    ]  # fmt: skip


def test_only_columns_of_the_layout_leave_the_reader(tmp_path: Path) -> None:
    text = BODY.replace(
        "</mau>", "<nguoi>Nguyễn Văn Mẫu</nguoi><tep>" + "QUJD" * 9 + "</tep></mau>"
    )
    result = read_file(written(tmp_path, "x.xml", text), xml_layout())
    assert "Mẫu" not in str(result) and "QUJD" not in str(result)
    assert {"nguoi", "tep"} <= set(result.tables[0].headers)


def test_an_attachment_longer_than_any_buffer_is_passed_by(tmp_path: Path) -> None:
    text = f"<a>{BODY}<tep>{'QUJD' * 3_000_000}</tep></a>"
    result = read_file(written(tmp_path, "x.xml", text), xml_layout())
    assert result.received == 1


BILLION = "<!DOCTYPE l [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><mau><ma>&b;</ma></mau>"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BILLION, "file_hostile"),
        (f"<?xml version='1.0'?><!DOCTYPE mau>{BODY}", "file_hostile"),
        (f"<!DOCTYPE mau SYSTEM 'file:///etc/passwd'>{BODY}", "file_hostile"),
        ("<!DOCTYPE m [<!ENTITY a 'x'>]><mau ma='&a;'/>", "file_hostile"),
        ("<a>" * 200 + BODY + "</a>" * 200, "file_hostile"),
        (f"<mau x='{'y' * 20_000_000}'/>", "file_hostile"),
        (f"<mau><ma>{'y' * 2_000_000}</ma></mau>", "file_too_large"),
        ("<mau><ma>&lt;&khong_co;</ma></mau>", "file_unreadable"),
        ("<mau><ma>1</mau>", "file_unreadable"),
        ("<mau><ma>1</ma>", "file_truncated"),
        (BODY[:-3], "file_truncated"),
        ("khong phai xml", "file_unreadable"),
        ("<a>khac</a>", "file_unreadable"),
        (BODY.replace("ngay", "ngya"), "column_missing"),
        ("   ", "file_empty"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_or_must_not_be_read_is_refused(
    tmp_path: Path, text: str, code: str
) -> None:
    assert refusal(written(tmp_path, "x.xml", text), xml_layout()) == code


def test_a_doctype_in_utf16_is_refused_too(tmp_path: Path) -> None:
    data = ("<?xml version='1.0' encoding='utf-16'?>" + BILLION).encode("utf-16")
    assert refusal(written(tmp_path, "x.xml", data), xml_layout()) == "file_hostile"


def test_an_entity_is_never_expanded_before_it_is_refused(tmp_path: Path) -> None:
    declared = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 30))
    text = f"<!DOCTYPE l [<!ENTITY e0 'aaaa'>{declared}]><mau ma='&e29;'/>"
    assert refusal(written(tmp_path, "x.xml", text), xml_layout()) == "file_hostile"


def test_a_message_about_broken_xml_does_not_quote_it(tmp_path: Path) -> None:
    for text in ("<mau><ma>&Nguyen_Van_Mau;</ma></mau>", "<mau><Nguyen_Van_Mau></mau>"):
        with pytest.raises(FileProblem) as caught:
            read_file(written(tmp_path, "x.xml", text), xml_layout())
        assert "Nguyen" not in caught.value.problem.text("vi")


def test_lost_letters_refuse_their_row_alone(tmp_path: Path) -> None:
    bad = BODY.replace(">x<", ">x�<")
    result = read_file(written(tmp_path, "x.xml", f"<a>{bad}{BODY}</a>"), xml_layout())
    assert faults(result) == [("bad_bytes", 1, "ghi_chu")]
    assert rows(result, "source_row") == [(2,)]


def test_packed_and_cut_files_are_told_apart(tmp_path: Path) -> None:
    packed = gzip.compress(f"<a>{BODY * 5000}</a>".encode())
    assert read_file(written(tmp_path, "x.xml.gz", packed), xml_layout()).received == 5000
    assert refusal(written(tmp_path, "y.xml.gz", packed[:-9]), xml_layout()) == "file_truncated"
    assert refusal(written(tmp_path, "z.xml", packed), xml_layout()) == "wrong_extension"


def test_the_layout_of_an_xml_file_is_chosen_by_what_it_holds(tmp_path: Path) -> None:
    other = layout_of(
        PLAIN.replace("ma:", "khac:"), layout="other", format="xml", xml="{record: mau}"
    )
    path = written(tmp_path, "x.xml", BODY)
    assert match_layout(path, {"plain": xml_layout(), "other": other}, LIMITS).name == "plain"
    assert "khac" in (misfit(path, other) or "")
    assert misfit(written(tmp_path, "y.xml", "<b/>"), other) == "<mau>"


def test_choosing_a_layout_reads_no_more_than_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    real = xml_stream._from_declaration
    monkeypatch.setattr(
        xml_stream, "_from_declaration", lambda source: (seen.append(1) or p for p in real(source))
    )
    path = written(tmp_path, "x.xml", f"<a>{BODY * 100_000}</a>")
    assert misfit(path, xml_layout()) is None
    assert len(seen) <= 2
