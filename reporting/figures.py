"""Figures and dates as people read them here.

Belongs here: rounding and writing a value for display. Does not belong here: computing one. A
status was decided on the unrounded value; nothing here may decide anything.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from schemas.problems import Language

NO_VALUE = "—"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_CENT = Decimal("0.01")
_SIGNS = {"ge": "≥", "le": "≤", "eq": "="}


def number(value: float | None, language: Language, *, decimals: int = 2) -> str:
    """A number with at most `decimals` places, half up; 1234.5 → 1.234,5 (vi) or 1,234.5 (en)."""
    if value is None:
        return NO_VALUE
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    text = f"{rounded:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _local(text, language).replace("-", "−")


def percent(value: float | None, language: Language, *, signed: bool = False) -> str:
    """A share as per cent with two places, half up: 0.5625 → 56,25 %; a change with its sign."""
    if value is None:
        return NO_VALUE
    # repr gives the shortest text that means this double, so 0.00125 is a half and goes up.
    rounded = (Decimal(repr(float(value))) * 100).quantize(_CENT, rounding=ROUND_HALF_UP)
    text = _local(f"{rounded:,.2f}", language).replace("-", "−")
    unit = " %" if language == "vi" else "%"
    return f"{'+' if signed and rounded > 0 else ''}{text}{unit}"


def measure(value: float | None, unit: str, language: Language) -> str:
    """A value of a KPI in its unit: share, change, whole number (count), or a plain number."""
    if unit in ("share", "change"):
        return percent(value, language, signed=unit == "change")
    return number(value, language, decimals=0 if unit == "count" else 2)


def target(value: float | None, comparator: str | None, unit: str, language: Language) -> str:
    """A target with its sign: ≥ 60,00 %."""
    if value is None:
        return NO_VALUE
    return f"{_SIGNS.get(comparator or '', '')} {measure(value, unit, language)}".strip()


def day(value: date | None, language: Language) -> str:
    """A day: 13/06/2026 (vi) or 2026-06-13 (en)."""
    if value is None:
        return NO_VALUE
    return value.strftime("%d/%m/%Y" if language == "vi" else "%Y-%m-%d")


def short_day(value: date, language: Language) -> str:
    """A day whose year is known: 31/03 (vi) or 03-31 (en)."""
    return value.strftime("%d/%m" if language == "vi" else "%m-%d")


def moment(text: str, language: Language) -> str:
    """A time of the pointer or the marts (ISO 8601), in the province's zone."""
    here = local(datetime.fromisoformat(text))
    return here.strftime("%H:%M %d/%m/%Y" if language == "vi" else "%Y-%m-%d %H:%M")


def local(value: datetime) -> datetime:
    """The same moment in the province's zone."""
    return value.astimezone(_ZONE)


def _local(text: str, language: Language) -> str:
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text
