"""Text of the fonts before Unicode is read; text in Unicode is left alone."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from ingestion.normalise.legacy_fonts import decode_legacy
from ingestion.normalise.text import clean_text
from tests.reading import SEEDS


def decoded(*texts: str) -> list[str]:
    return decode_legacy(pl.DataFrame({"a": texts}))["a"].to_list()


@pytest.mark.parametrize(
    ("legacy", "text"),
    [
        ("Uû ban nh©n d©n tØnh S¬n La", "Uỷ ban nhân dân tỉnh Sơn La"),
        ("Héi nghÞ trùc tuyÕn", "Hội nghị trực tuyến"),
        ("§¬n vÞ", "Đơn vị"),
        ("TV§T", "TVĐT"),
        ("UÛy ban nhaân daân tænh Sôn La", "Ủy ban nhân dân tỉnh Sơn La"),
        ("Hoäi nghò tröïc tuyeán", "Hội nghị trực tuyến"),
        ("THAØNH PHOÁ HOÀ CHÍ MINH", "THÀNH PHỐ HỒ CHÍ MINH"),
        ("ÑVT: ñoàng", "ĐVT: đồng"),
    ],
)
def test_both_fonts_become_unicode(legacy: str, text: str) -> None:
    strong = "Héi nghÞ tæng kÕt" if legacy in ("TV§T",) else legacy
    assert decoded(strong, legacy)[1] == text


def test_a_cell_that_could_be_either_follows_its_column() -> None:
    assert decoded("Sè", "Héi nghÞ", "§¬n vÞ") == ["Số", "Hội nghị", "Đơn vị"]
    assert decoded("Sôn La", "Hoäi nghò") == ["Sơn La", "Hội nghị"]
    assert decoded("hoà", "hội nghị", "đơn vị", "Héi nghÞ")[:3] == ["hoà", "hội nghị", "đơn vị"]


UNICODE = [
    "Hoà Bình", "hoá đơn", "toà án", "Tô Hiệu", "Cà Mau", "Sè sè", "bán", "tòa", "Ý kiến", "È cổ",
    "© 2026", "Ø 20", "5 × 3", "«Zoom»", "½ ngày", "25 °C", "§ 5", "café", "naïve", "Zürich",
    "QÐ-UBND", "Ðơn vị", "m²", "®", "±5", "x·y", "5·3", "Số: 05/QĐ-UBND", "Ủy ban nhân dân",
    unicodedata.normalize("NFD", "Hội nghị toà án Hoà Bình"), "Citroën", "São Paulo", "Ä", "µm",
    "10 µg", "Montréal", "Noël", "Škoda", "a·b", "Uý", "quý", "khoẻ", "thuỷ", "xoã", "loá", "",
]  # fmt: skip


@pytest.mark.parametrize("text", UNICODE)
def test_text_in_unicode_stays_as_it_is_alone(text: str) -> None:
    assert decoded(text) == [text]


def test_text_in_unicode_stays_as_it_is_together() -> None:
    assert decoded(*UNICODE) == UNICODE


def test_every_name_of_the_directory_stays_in_all_its_spellings() -> None:
    names = pl.read_csv(SEEDS / "agencies.csv")["name_vi"].to_list()
    names += pl.read_csv(SEEDS / "agency_identifiers.csv", infer_schema=False)[
        "identifier"
    ].to_list()
    for text in {*names, *(unicodedata.normalize("NFD", name) for name in names)}:
        assert decoded(text) == [text]
    assert decoded(*names) == names


def letters(text: str) -> str:
    return re.sub(r"\s+", " ", clean_text(text)).lower()


def test_real_sheets_of_2005_read_as_their_transcripts(shared_data: Path) -> None:
    root = shared_data / "xls_vn_legacy_dev"
    cells = right = 0
    for path in sorted(root.glob("*/*.xls")):
        transcript = letters((root / "ground-truth" / f"{path.stem}.txt").read_text("utf-8"))
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            frame = decode_legacy(sheet.to_polars())
            said = [letters(c) for row in frame.rows() for c in row if c]
            words = [text for text in said if re.search(r"[^\W\d_]{2}", text)]
            cells += len(words)
            right += sum(text in transcript for text in words)
    assert cells > 1_200
    assert right >= 0.998 * cells


@pytest.mark.parametrize("folder", ["xls_vn_misc", "xls_vn_bhxh_laocai"])
def test_real_sheets_in_unicode_are_not_touched(shared_data: Path, folder: str) -> None:
    seen = 0
    for path in sorted((shared_data / folder).glob("*.xlsx")):
        book = fastexcel.read_excel(path)
        for name in book.sheet_names:
            frame = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            assert decode_legacy(frame).equals(frame, null_equal=True), (path.name, name)
            seen += frame.height
    assert seen > 500
