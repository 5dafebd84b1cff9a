"""The small line of the last months, as SVG inside a table.

Belongs here: its path, drawn to its own scale. Does not belong here: any figure (they are given),
the large chart (`charts.py`).
"""

from __future__ import annotations

from markupsafe import Markup

from reporting.pages.page import Cell

WIDTH, HEIGHT, EDGE = 96, 24, 2


def small_line(cell: Cell, label: str) -> Markup:
    """A line with its gaps where nothing is known, a dot at the newest figure, the target dashed.

    Only numbers enter the SVG, and the label escaped.
    """
    known = [one for one in cell.points if one is not None]
    if not known:
        return Markup("")
    ends = [*known, *([cell.aim] if cell.aim is not None else [])]
    low, high = min(ends), max(ends)

    def y(value: float) -> float:
        part = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - EDGE - part * (HEIGHT - 2 * EDGE), 1)

    step = (WIDTH - 2 * EDGE) / max(len(cell.points) - 1, 1)
    path, pen, last = "", "M", (0.0, 0.0)
    for place, value in enumerate(cell.points):
        if value is None:
            pen = "M"
            continue
        last = (round(EDGE + place * step, 1), y(value))
        path += f"{pen}{last[0]:g} {last[1]:g}"
        pen = "L"
    aim = f'<path class="aim" d="M0 {y(cell.aim):g}H{WIDTH}"/>' if cell.aim is not None else ""
    # The dots and numbers are ours; the label may hold a name.
    return Markup(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{{}}">{aim}'
        f'<path d="{path}"/><circle cx="{last[0]:g}" cy="{last[1]:g}" r="2"/></svg>'
    ).format(label)
