"""The results of the trial: a file that is kept, and the table of docs/forecast.md.

Belongs here: reading, writing and wording results. Does not belong here: measuring (`trial.py`).
"""

from __future__ import annotations

import csv
from pathlib import Path

from tests.backtest.stage import HERE
from tests.warehouse_fixture import PROJECT

RESULTS = HERE / "results.csv"
PAGE = PROJECT / "docs" / "forecast.md"
BEGIN, END = "<!-- backtest -->", "<!-- /backtest -->"
Result = dict[str, str]
# fmt: off
WORDS = {
    "demo": "tỉnh mẫu", "council": "hội đồng New York",
    "kind": "Theo loại chỉ tiêu", "month": "Theo cuối tháng", "size": "Theo cỡ đơn vị",
    "said": "Nói bao nhiêu, xảy ra bấy nhiêu?",
    "change": "so cùng kỳ", "count": "đếm việc hiếm", "share": "tỷ lệ",
    "province": "toàn tỉnh, toàn hội đồng", "under_30": "dưới 30 việc một năm",
    "under_100": "30–99 việc", "from_100": "từ 100 việc",
    "0": "dưới 5 %", "1": "5–25 %", "2": "25–50 %", "3": "50–75 %", "4": "75–95 %", "5": "từ 95 %",
}
# fmt: on


def keep(results: list[Result]) -> None:
    """Write the results to the file that the repository holds, figures with four decimals."""
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(results[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(results)


def kept() -> list[Result]:
    """The results that the repository holds."""
    with RESULTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables(results: list[Result]) -> str:
    """The tables of docs/forecast.md."""
    cuts = {"kind": _errors, "month": _errors, "size": _errors, "said": _calibration}
    parts = []
    for cut, table in cuts.items():
        rows = [row for row in results if row["cut"] == cut]
        parts.append(f"### {WORDS[cut]}\n\n{table(rows)}")
    return "\n\n".join(parts)


def put_into_page(results: list[Result], page: Path = PAGE) -> None:
    """Replace what stands between the two marks of the page."""
    before, rest = page.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n{tables(results)}\n{END}{after}", "utf-8")


def _errors(rows: list[Result]) -> str:
    lines = [
        "| dữ liệu: phần | số dự báo | lệch cuối năm | lệch, đường thẳng | điểm Brier "
        "| Brier, đường thẳng | Brier, đường thẳng có dao động |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        name = WORDS.get(row["part"], f"tháng {row['part']}")
        lines.append(
            f"| {WORDS[row['world']]}: {name} | {row['forecasts']} "
            f"| {_error(row['error'], row['count_error'])} "
            f"| {_error(row['line_error'], row['line_count_error'])} | {_better(row, 'brier')} "
            f"| {_decimal(row['line_brier'])} | {_decimal(row['chance_brier'])} |"
        )
    return "\n".join(lines)


def _calibration(rows: list[Result]) -> str:
    lines = [
        "| dữ liệu: đã nói khả năng không đạt | số dự báo | trung bình đã nói | thực tế không đạt "
        "| cuối năm nằm trong khoảng |",
        "|---|--:|--:|--:|--:|",
    ]
    for row in rows:
        shares = " | ".join(_percent(row[name]) for name in ("said", "missed", "inside"))
        lines.append(
            f"| {WORDS[row['world']]}: {WORDS[row['part']]} | {row['forecasts']} | {shares} |"
        )
    return "\n".join(lines)


def _error(points: str, count: str) -> str:
    said = [f"{100 * float(points):.2f} điểm %".replace(".", ",")] if points else []
    return "; ".join(said + ([f"{float(count):.2f} việc".replace(".", ",")] if count else []))


def _better(row: Result, name: str) -> str:
    """The figure, bold where it beats both straight lines."""
    best = min(float(row["line_brier"]), float(row["chance_brier"]))
    text = _decimal(row[name])
    return f"**{text}**" if float(row[name]) < best else text


def _decimal(text: str) -> str:
    return f"{float(text):.3f}".replace(".", ",")


def _percent(text: str) -> str:
    return f"{100 * float(text):.1f} %".replace(".", ",")
