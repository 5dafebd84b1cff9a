"""Periods: their labels, the same one a year before, the year they lie in, the last months.

Belongs here: reading `dim_periods` for headings, links and columns. Does not belong here: deciding
whether a period is provisional (`report_points.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from reporting import figures
from reporting.publication import Publication
from reporting.report_points import period_state, state_words

MONTHS = 24


@dataclass(frozen=True)
class Calendar:
    """The begun periods of a publication by code."""

    rows: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, publication: Publication) -> Calendar:
        """Read them, the newest first."""
        found = publication.rows(
            "select period_code, calendar, period_kind, period_year, label_vi, start_date, "
            "end_date, cutoff_date, is_running from marts.dim_periods "
            "order by period_year desc, start_date, end_date desc, period_code"
        )
        return cls({row["period_code"]: row for row in found})

    def label(self, period: str) -> str:
        """The name of a period, its code beside it where the name does not hold it."""
        return str(self.rows[period]["label_vi"])

    def year_before(self, period: str) -> str | None:
        """Code of the same period of the year before, if the publication has it."""
        year = self.rows[period]["period_year"]
        code = period.replace(str(year), str(year - 1), 1)
        return code if code in self.rows else None

    def whole_year(self, period: str) -> str | None:
        """Code of the year a shorter period lies in; None for a year."""
        row = self.rows[period]
        if row["period_kind"] == "year":
            return None
        code = ("R" if row["calendar"] == "reporting" else "") + str(row["period_year"])
        return code if code in self.rows else None

    def months(self, period: str) -> list[str]:
        """Codes of the last months up to the end of what is known of a period, oldest first."""
        until: date = self.rows[period]["cutoff_date"]
        months = sorted(
            code
            for code, row in self.rows.items()
            if row["period_kind"] == "month" and row["start_date"] <= until
        )
        return months[-MONTHS:]

    def before_words(self, period: str) -> str:
        """Heading of last year's figure: of the whole period, also beside one still running."""
        code = self.year_before(period)
        if code is None:
            return "Cùng kỳ năm trước"
        whole = " (trọn kỳ)" if self.rows[period]["is_running"] else ""
        return f"Cùng kỳ {self.rows[code]['period_year']}{whole}"

    def menu(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Periods by year and calendar, for the list one chooses from: code and short name."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for code, row in self.rows.items():
            kind = "báo cáo " if row["calendar"] == "reporting" else ""
            name = f"Năm {kind}{row['period_year']}"
            groups.setdefault(name, []).append((code, _short(code, row)))
        return sorted(groups.items(), key=lambda one: (one[0][-4:], "báo" not in one[0]))[::-1]


def state_of(publication: Publication, period: str) -> tuple[str, str]:
    """Kind (`provisional`, `final`, `restated`) and sentence on whether a period is closed."""
    found = period_state(publication, period)
    if found.state == "restated" and found.reported_on:
        final, reported = (figures.day(d, "vi") for d in (found.final_from, found.reported_on))
        said = f"Số chính thức từ {final}, thay số sơ bộ đã báo cáo ngày {reported}."
        return found.state, said
    return found.state, state_words(found, "vi")


def _short(code: str, row: dict[str, Any]) -> str:
    if row["period_kind"] == "month":
        return f"Tháng {int(code[-2:])}"
    if row["period_kind"] == "year":
        return "Cả năm"
    label = str(row["label_vi"])
    for part in (f"năm báo cáo {row['period_year']}", f"năm {row['period_year']}"):
        label = label.replace(part, "")
    return label.replace(f"báo cáo {row['period_year']}", "").replace(
        str(row["period_year"]), ""
    ).strip()  # fmt: skip
