"""A secrecy mark in a title is seen; the syllable of another word is none."""

from __future__ import annotations

import pytest

from ingestion.layout.build import MARK


@pytest.mark.parametrize(
    "text",
    ["Mật", "(Mật)", "Họp giao ban (Mật)", "[MẬT] Họp", "MẬT: Họp", "Mật - Họp", "Họp - Mật",
     "Họp giao ban MẬT", "MẬT Họp giao ban", "Họp Tối mật về phòng thủ", "TUYỆT MẬT", "Độ mật: Mật"],
)  # fmt: skip
def test_a_mark_is_seen(text: str) -> None:
    assert MARK.search(text)


@pytest.mark.parametrize(
    "text",
    ["Họp về bí mật kinh doanh", "Mật độ dân số", "MẬT ĐỘ DÂN SỐ", "Tập huấn bảo mật",
     "BẢO VỆ BÍ MẬT", "Bảo vệ bí mật nhà nước", "Gặp mặt thân mật", "Đổi mật khẩu", "MẬT KHẨU"],
)  # fmt: skip
def test_a_syllable_is_no_mark(text: str) -> None:
    assert not MARK.search(text)
