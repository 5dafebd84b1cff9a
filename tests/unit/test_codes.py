"""What a person types as a code is told from a name, a number of a card or a sentence."""

from __future__ import annotations

import polars as pl
import pytest

from ingestion.normalise.codes import only_codes

CODES = [
    "01", "CH-00012", "HN_DAUNAM", "H52.11-260302-0007", "000.00.16.H52-260518-0001",
    "12/KH-UBND", "05-QĐ/TW", "226-KL/TƯ", "12/KH-UBND; 13/TTr-SNV", "KH226-01-2026", "HOP 12",
    "202605180830-1", "2026-00012", "2026.05.001", "202605-000123", "M(2)",
]  # fmt: skip
NO_CODES = [
    "Họp với ông Lò Văn A", "Nguyễn Thị B 014099000777", "014099000777", "112345678",
    "CH-014099000777", "014 099 000 777", "0987654321", "0987.654.321", "+84987654321",
    "Lo Van A", "LO VAN A", "Lo Van A 12", "giao ban tuan 12", "a@b.vn",
]  # fmt: skip


@pytest.mark.parametrize("text", CODES)
def test_a_code_stays(text: str) -> None:
    assert only_codes(pl.Series([text, None])).to_list() == [text, None]


@pytest.mark.parametrize("text", NO_CODES)
def test_what_is_no_code_goes(text: str) -> None:
    assert only_codes(pl.Series([text, "CH-1"])).to_list() == [None, "CH-1"]
