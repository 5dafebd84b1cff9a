"""Dates and times of any source as moments in UTC or local dates.

Belongs here: formats, ISO 8601, Vietnamese words, Excel serial numbers, time zones. Does not belong
here: which column holds a date.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

from schemas.envelope import Timestamp

DEFAULT_FORMATS = (
    "iso", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%m-%Y", "vi",
)  # fmt: skip
"""Day before month, as Vietnamese offices write; a month-first source must say so."""
_YEARS = (1900, 2200)
_Naive = pl.Datetime("us")

_OFFSET = r"[T ]\d{2}:\d{2}.*(?:[Zz]|[+-]\d{2}:?\d{2})$"
_ISO_AWARE = ("%Y-%m-%dT%H:%M:%S%.f%z", "%Y-%m-%dT%H:%M%z")
_ISO_NAIVE = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
_SERIAL = r"^[2-7]\d{4}(?:\.\d+)?$"
"""Excel days since 1899-12-30 between 1954 and 2119; anything else is not taken for a date."""
_VI = (
    r"(?i)^(?:(?P<h>\d{1,2}) ?(?:giờ|h|:) ?(?P<m>\d{1,2})?(?: ?phút)?,? )?"
    r"ngày (?P<D>\d{1,2}) tháng (?P<M>\d{1,2}) năm (?P<Y>\d{4})$"
)
_TIME_FORMATS = ("%H:%M", "%H:%M:%S", "%Hh%M", "%H giờ %M", "%Hg%M")


def parse_moments(
    texts: pl.Series, formats: tuple[str, ...], zone: str, *, is_workbook: bool = False
) -> pl.Series:
    """UTC moments of clean `texts`; null where no format fits. Times without offset are in `zone`.

    In a workbook real dates (ISO text) and serial numbers are understood besides `formats`.
    """
    steps = formats or DEFAULT_FORMATS
    if is_workbook:
        steps = ("iso", *(step for step in steps if step != "iso"), "serial")
    found = _nothing(texts, Timestamp).rename(texts.name)
    rest = texts
    for step in steps:
        if not rest.is_not_null().any():
            break
        parsed = _parse(rest, step, zone)
        hit = parsed.is_not_null()
        if not hit.any():
            continue
        if hit.all():
            return parsed.rename(texts.name)
        found = found.zip_with(~hit, parsed)
        rest = rest.zip_with(~hit, _nothing(rest))
    return found


def parse_dates(
    texts: pl.Series, formats: tuple[str, ...], zone: str, *, is_workbook: bool = False
) -> pl.Series:
    """Local dates of clean `texts` in `zone`; null where no format fits."""
    moments = parse_moments(texts, formats, zone, is_workbook=is_workbook)
    return local(moments, zone).dt.date()


def parse_times(texts: pl.Series, formats: tuple[str, ...]) -> pl.Series:
    """Times of day as `HH:MM`; a workbook's time cell (a date of 1899, a day's share) included."""
    found = texts.str.extract(r"^1899-12-3\d[T ](\d{2}:\d{2})")
    share = texts.str.extract(r"^(0?\.\d+)$").cast(pl.Float64, strict=False)
    minutes = (share * 24 * 60).round(0).cast(pl.Int64)
    clock = pl.DataFrame({"m": minutes}).select(
        pl.format("{}:{}", _two(pl.col("m") // 60), _two(pl.col("m") % 60))
    )
    found = found.zip_with(found.is_not_null(), clock.to_series())
    for step in formats or _TIME_FORMATS:
        parsed = texts.str.to_time(step, strict=False).dt.strftime("%H:%M")
        found = found.zip_with(found.is_not_null(), parsed)
    return found.rename(texts.name)


def local(moments: pl.Series, zone: str) -> pl.Series:
    """UTC moments as wall-clock time in `zone`, without a zone of their own."""
    return moments.dt.convert_time_zone(zone).dt.replace_time_zone(None)


def formats_in_words(formats: tuple[str, ...]) -> str:
    """Formats as an officer writes them: `dd/mm/yyyy hh:mm`."""
    words = {
        "%d": "dd", "%m": "mm", "%Y": "yyyy", "%H": "hh", "%M": "mm", "%S": "ss",
        "%z": "+07:00", "iso": "yyyy-mm-ddThh:mm:ss", "vi": "ngày dd tháng mm năm yyyy",
    }  # fmt: skip
    shown = []
    for text in formats or DEFAULT_FORMATS:
        for sign, word in words.items():
            text = text.replace(sign, word)
        shown.append(text)
    return ", ".join(shown)


def _parse(texts: pl.Series, step: str, zone: str) -> pl.Series:
    if step == "iso":
        return _sane(_iso(texts, zone))
    if step == "serial":
        return _sane(_in_zone(_serial(texts), zone))
    if step == "vi":
        return _sane(_in_zone(_vietnamese(texts), zone))
    if "%z" in step:
        return _sane(texts.str.to_datetime(step, strict=False, time_unit="us", time_zone="UTC"))
    return _sane(_in_zone(texts.str.to_datetime(step, strict=False, time_unit="us"), zone))


def _sane(moments: pl.Series) -> pl.Series:
    """Years of two digits parse as antiquity: they are refused, not guessed."""
    first, last = (moments.min(), moments.max())
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return moments
    if _YEARS[0] <= first.year and last.year <= _YEARS[1]:
        return moments
    sane = moments.dt.year().is_between(*_YEARS)
    return moments.zip_with(sane.fill_null(True), _nothing(moments))


def _nothing(like: pl.Series, dtype: pl.DataType | None = None) -> pl.Series:
    return pl.repeat(None, like.len(), dtype=dtype or like.dtype, eager=True)


def _in_zone(naive: pl.Series, zone: str) -> pl.Series:
    """Wall-clock times of `zone` in UTC; a skipped time is null, a repeated one standard time."""
    placed = naive.dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    return placed.dt.convert_time_zone("UTC")


def _iso(texts: pl.Series, zone: str) -> pl.Series:
    with_t = texts.str.replace(r"^(\d{4}-\d{2}-\d{2}) +(\d)", "${1}T${2}")
    has_offset = with_t.str.contains(_OFFSET)
    found = _nothing(texts, Timestamp)
    if has_offset.any():
        aware = with_t.str.replace(r" ?[Zz]$", "+00:00").str.replace(r" ([+-]\d{2}:?\d{2})$", "$1")
        for form in _ISO_AWARE:
            parsed = aware.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC")
            found = found.zip_with(found.is_not_null(), parsed)
        if has_offset.all():
            return found
    naive = _nothing(texts, _Naive)
    for form in _ISO_NAIVE:
        parsed = with_t.str.to_datetime(form, strict=False, time_unit="us")
        naive = naive.zip_with(naive.is_not_null(), parsed)
        if naive.is_not_null().all():
            break
    return found.zip_with(found.is_not_null(), _in_zone(naive, zone))


def _serial(texts: pl.Series) -> pl.Series:
    days = texts.zip_with(texts.str.contains(_SERIAL), _nothing(texts)).cast(pl.Float64)
    # A serial is a binary share of a day: 08:30 comes back some microseconds off.
    seconds = (days * 86_400).round(0).cast(pl.Int64)
    epoch = pl.datetime(1899, 12, 30, time_unit="us")
    frame = pl.DataFrame({"s": seconds})
    return frame.select(epoch + pl.duration(seconds=pl.col("s"))).to_series()


def _vietnamese(texts: pl.Series) -> pl.Series:
    parts = texts.str.extract_groups(_VI).struct.unnest()
    clock = [_two(pl.col(name).fill_null("0")) for name in ("h", "m")]
    day = [_two(pl.col(name)) for name in ("M", "D")]
    text = parts.select(pl.format("{}-{}-{} {}:{}", pl.col("Y"), *day, *clock)).to_series()
    return text.str.to_datetime("%Y-%m-%d %H:%M", strict=False, time_unit="us")


def _two(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(2)
