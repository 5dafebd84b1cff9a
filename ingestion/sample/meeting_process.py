"""How the meetings of the sample province were prepared and concluded: invitation, notice, cost.

Belongs here: drawing these facts of a meeting and their cells in a list. Does not belong here: the
meeting itself (`meetings`), its row (`meetings._row`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ingestion.sample.province import OFF_DAYS, Unit, at, habits, rng

COLUMNS = (
    "Ngày gửi giấy mời", "Họp đột xuất", "Cần thông báo kết luận", "Ngày thông báo kết luận",
    "Kinh phí (đồng)", "Định mức kinh phí (đồng)",
)  # fmt: skip
NORMS = (3_000_000, 5_000_000, 8_000_000, 12_000_000)
"""Invented norms of a hội nghị in đồng."""


@dataclass(frozen=True)
class Process:
    """What led to a meeting and what followed; None is what the list leaves empty."""

    invited: datetime | None
    is_unscheduled: bool
    needs_conclusion: bool
    concluded: datetime | None
    cost: int | None
    norm: int | None

    def cells(self, seen: date) -> tuple[object, ...]:
        """Cells of `COLUMNS` in a list drawn up on `seen`: what lies after that day is empty."""
        invited, concluded = (
            moment if moment is not None and moment.date() <= seen else None
            for moment in (self.invited, self.concluded)
        )
        answer = "Có" if self.needs_conclusion else "Không"
        cost = self.cost if invited else None
        return (
            invited, "Có" if self.is_unscheduled else "Không", answer, concluded, cost, self.norm,
        )  # fmt: skip


def draw_process(
    unit: Unit, year: int, number: int, start: datetime, is_conference: bool
) -> Process:
    """The process of one meeting: an office that works on paper is late more often."""
    draw = rng("process", unit.code, unit.first, year, number)
    lateness = min(0.25, 0.02 + 3 * (1 - habits(unit).digitised) / 4)
    is_unscheduled = not is_conference and draw.random() < 0.08
    lead = draw.choice((0, 1)) if is_unscheduled else 1 + int(draw.random() > lateness) * 3
    needs_conclusion = is_conference or draw.random() < 0.4
    taken = draw.choice((6, 7, 9)) if draw.random() < lateness else draw.choice((1, 2, 3, 5))
    is_concluded = needs_conclusion and draw.random() < 0.97
    norm = draw.choice(NORMS) if is_conference else None
    part = draw.uniform(1.01, 1.2) if draw.random() < lateness / 4 else draw.uniform(0.6, 1.0)
    return Process(
        invited=at(shifted(start.date(), -lead), 9),
        is_unscheduled=is_unscheduled,
        needs_conclusion=needs_conclusion,
        concluded=at(shifted(start.date(), taken), 16) if is_concluded else None,
        cost=int(norm * part) // 1000 * 1000 if norm else None,
        norm=norm,
    )


def shifted(day: date, count: int) -> date:
    """The day that lies `count` working days after (or, below 0, before) a day."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if day.weekday() < 5 and day not in OFF_DAYS:
            count -= 1 if count > 0 else -1
    return day
