"""Số và ký hiệu by NĐ 30/2020."""

from __future__ import annotations

import pytest

from ingestion.normalise.document_number import parse_document_number


@pytest.mark.parametrize(
    ("text", "number", "notation", "kind"),
    [
        ("3637/UBND-VX", "3637", "UBND-VX", "cong_van"),
        ("05/QĐ-UBND", "5", "QĐ-UBND", "quyet_dinh"),
        ("05/QÐ–UBND", "5", "QĐ-UBND", "quyet_dinh"),
        ("1977 /QĐ-UBND", "1977", "QĐ-UBND", "quyet_dinh"),
        ("1830 QĐ-UBND", "1830", "QĐ-UBND", "quyet_dinh"),
        ("78/2025/QĐ-CTUBND", "78", "QĐ-CTUBND", "quy_pham_phap_luat"),
        ("226-KL/TW", "226", "KL/TW", "van_ban_dang"),
        ("139-TB/TU", "139", "TB/TU", "van_ban_dang"),
        ("03-TB/BCĐ", "3", "TB/BCĐ", "thong_bao"),
        ("12/QyĐ-UBND", "12", "QyĐ-UBND", "quy_dinh"),
        ("368/TTr-SNV", "368", "TTr-SNV", "to_trinh"),
        ("12/KH-UBND", "12", "KH-UBND", "ke_hoach"),
        ("12/KHCN-VP", "12", "KHCN-VP", "cong_van"),
        ("7/TrS-SNV", "7", "TrS-SNV", "ban_sao"),
        ("15a/GM-UBND", "15a", "GM-UBND", "giay_moi"),
        ("251-BCĐ", "251", "BCĐ", None),
    ],
)
def test_a_number_is_taken_apart(text: str, number: str, notation: str, kind: str | None) -> None:
    found = parse_document_number(text)
    assert found is not None
    assert (found.number, found.notation, found.document_type) == (number, notation, kind)


def test_case_decides_between_a_type_and_an_agency() -> None:
    found = parse_document_number("5/TTR-VP")
    assert found is not None
    assert found.document_type == "cong_van"


@pytest.mark.parametrize(
    "text", ["", "QĐ-UBND", "00/QĐ-UBND", "12", "12/", "số 5", "12345678/QĐ-X"]
)
def test_a_text_without_number_or_notation_is_no_document_number(text: str) -> None:
    assert parse_document_number(text) is None


def test_the_code_keeps_the_number_as_written() -> None:
    found = parse_document_number("09 / CT–UBND")
    assert found is not None
    assert found.code == "09/CT-UBND"
