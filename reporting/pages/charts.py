"""The chart of the last months: Altair to SVG, drawn here and never in the reader's browser.

Belongs here: how the chart looks. Does not belong here: its figures (they are given, and stand in a
table beside it), where it is kept (`site.py`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

FONT = "Noto Sans, DejaVu Sans, Arial, sans-serif"
INK, LINE, AIM, GRID = "#1f2933", "#1b4f8a", "#a13a1f", "#d9e0e7"
_DRAWING = threading.Lock()
"""vl-convert runs one engine; two threads in it gain nothing."""


def month_chart(months: Sequence[tuple[str, float | None]], aim: float | None, unit: str) -> bytes:
    """A line of months (`2026-03`, value), the target dashed; a gap where nothing is known."""
    import altair as alt

    is_share = unit in ("share", "change")
    data = alt.InlineData(
        values=[{"thang": f"{int(code[5:])}/{code[2:4]}", "value": value} for code, value in months]
    )
    axis: dict[str, Any] = {"format": ".0%" if is_share else ",.0f", "title": None}
    line = (
        alt.Chart(data)
        .mark_line(color=LINE, strokeWidth=2.5, point={"color": LINE, "size": 40})
        .encode(
            x=alt.X("thang:N", sort=None, axis=alt.Axis(title=None, labelAngle=-60)),
            y=alt.Y("value:Q", axis=alt.Axis(**axis), scale=alt.Scale(zero=False, padding=12)),
        )
    )
    layers: list[Any] = [line]
    if aim is not None:
        rule = alt.Chart(alt.InlineData(values=[{"aim": aim}]))
        layers.append(rule.mark_rule(color=AIM, strokeDash=[6, 4], strokeWidth=2).encode(y="aim:Q"))
    chart = alt.layer(*layers).properties(width=620, height=220)
    chart = chart.configure(font=FONT, background="#ffffff").configure_axis(
        labelColor=INK, gridColor=GRID, labelFontSize=12, domainColor=GRID
    )
    return _svg(chart.configure_view(stroke=None).to_dict())


def _svg(spec: dict[str, Any]) -> bytes:
    import vl_convert

    with _DRAWING:
        # No address may be loaded: the chart has its data in it.
        drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], format_locale=_LOCALE)
    return drawn.encode()


_LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
