"""The remaining allowance is exact: found again by trying, over random histories."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest

from tests.backtest.stage import compiled, empty_stage

CASES = 4_000
TARGETS = {
    "change": [("le", "-0.10"), ("le", "-0.15"), ("le", "0.0333"), ("ge", "0.05")],
    "count": [("le", "2"), ("le", "3"), ("eq", "0"), ("ge", "12")],
    "share": [("ge", "0.60"), ("ge", "0.95"), ("ge", "0.3333"), ("eq", "1"), ("eq", "0"), ("le", "0.05")],
    "duty": [("eq", "1")],
}  # fmt: skip


class History:
    """What happened so far in one year of one unit, and how much is expected to come."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.number = number
        self.method = chance.choice(list(TARGETS))
        comparator, target = chance.choice(TARGETS[self.method])
        self.comparator, self.target = comparator, Fraction(target)
        self.whole = chance.choice([chance.randint(1, 40), chance.randint(1, 30_000)])
        self.hits = chance.randint(0, self.whole)
        if chance.random() < 0.3:
            # Just at the target, where a rounded comparison would err.
            self.hits = int(self.whole * min(max(self.goal_factor, Fraction(0)), Fraction(2)))
        self.rest = chance.choice([0, chance.randint(1, 12), chance.randint(1, 4_000)])
        if self.method == "count":
            self.hits = chance.randint(0, 14)

    @property
    def goal_factor(self) -> Fraction:
        """The numerator over the denominator at which the target is met."""
        return 1 + self.target if self.method == "change" else self.target

    def met(self, more_hits: int, more: int = 0) -> bool:
        """Whether the year ends well after so many more facts and so many more that count."""
        hits = self.hits + more_hits
        if self.method == "count":
            value = Fraction(hits)
        elif self.method == "change":
            value = Fraction(hits, self.whole) - 1
        else:
            value = Fraction(hits, self.whole + more)
        return {
            "ge": value >= self.target,
            "le": value <= self.target,
            "eq": value == self.target,
        }[self.comparator]


def _asked(one: History) -> str:
    return (
        f"('k', '{one.number}', '{one.number}', '2026', '{one.method}', '{one.comparator}', "
        f"{float(one.target):.4f}, {one.hits}, {one.whole}, true, false, false)"
    )


@pytest.fixture(scope="module")
def answers() -> list[tuple[History, str, int | None, float | None]]:
    """Every history with kind, allowance and share, as the SQL of the warehouse says."""
    chance = random.Random(226)
    histories = [History(number, chance) for number in range(CASES)]
    stage = empty_stage()
    stage.execute(
        "create table kpi.forecast_parameters as select '2026' as period_code, 5 as min_events"
    )
    stage.execute(
        "create table kpi.forecast_reach (kpi_code varchar, agency_id varchar, agency_code varchar, "
        "period_code varchar, method varchar, comparator varchar, target_value decimal(9,4), "
        "numerator double, denominator double, is_running boolean, is_silent boolean, "
        "has_gap boolean)"
    )
    stage.execute(
        "create table kpi.forecast_rates (kpi_code varchar, agency_id varchar, period_code varchar, "
        "expected_remaining double, facts_seen double)"
    )
    stage.execute(
        "create table kpi.forecast_baselines "
        "(kpi_code varchar, agency_id varchar, period_code varchar, baseline_year double)"
    )
    for table, rows in (
        ("reach", [_asked(one) for one in histories]),
        ("rates", [f"('k', '{one.number}', '2026', {one.rest}, 99)" for one in histories]),
        ("baselines", [f"('k', '{one.number}', '2026', {one.whole})" for one in histories]),
    ):
        stage.execute(f"insert into kpi.forecast_{table} values {', '.join(rows)}")
    sql = compiled()["forecast_allowances"]
    found = stage.execute(
        f"select agency_id, allowance_kind, allowance, required_share from ({sql})"
    ).fetchall()
    return [(histories[int(number)], *rest) for number, *rest in found]


def of_kind(answers: list[tuple[History, str, int | None, float | None]], *kinds: str) -> Iterator:
    """The histories of some kinds of answer; there must be many."""
    chosen = [answer for answer in answers if answer[1] in kinds]
    assert len(chosen) > 50, kinds
    return iter(chosen)


def test_every_history_has_an_answer(answers: list) -> None:
    assert len(answers) == CASES
    assert all(kind is not None for _, kind, _, _ in answers)


def test_so_many_more_still_meet_the_target_and_one_more_does_not(answers: list) -> None:
    for history, _, allowance, _ in of_kind(answers, "at_most"):
        assert history.met(allowance, history.rest), vars(history)
        if history.method == "share" and history.target > 0 and allowance == history.rest:
            continue  # all that are to come may be so
        assert not history.met(allowance + 1, max(history.rest, 1)), vars(history)


def test_so_many_of_those_to_come_are_needed_and_one_less_is_too_few(answers: list) -> None:
    for history, kind, allowance, share in of_kind(answers, "at_least", "beyond_volume"):
        if history.comparator == "le":
            continue
        assert history.met(allowance, history.rest) or kind == "beyond_volume", vars(history)
        assert allowance == 0 or not history.met(allowance - 1, history.rest), vars(history)
        assert (kind == "beyond_volume") == (allowance > history.rest), vars(history)
        if share is not None and kind == "at_least":
            assert share <= 1 and -1 < allowance - max(share, 0) * history.rest < 1 + 1e-6


def test_what_is_still_needed_is_enough_and_one_less_is_not(answers: list) -> None:
    for history, _, allowance, _ in of_kind(answers, "still_needed"):
        assert history.met(allowance) and not history.met(allowance - 1), vars(history)


def test_out_of_reach_is_never_met_whatever_comes(answers: list) -> None:
    for history, _, _, _ in of_kind(answers, "impossible"):
        shared = history.method in ("share", "duty")
        for more in (0, 1, 7, 50_000):
            rest = 0 if history.method == "duty" and history.rest == 0 else more
            assert not history.met(rest if history.target != 0 else 0, rest if shared else 0)


def test_a_sure_target_is_met_whatever_comes(answers: list) -> None:
    for history, _, _, _ in of_kind(answers, "safe"):
        for more in (0, 1, 7, 50_000):
            assert history.met(0 if history.method == "duty" else more), vars(history)


def test_without_a_failure_so_far_not_one_may_come(answers: list) -> None:
    for history, _, _, share in of_kind(answers, "no_failure"):
        assert share == 1 and history.hits == history.whole
        assert history.met(5, 5) and not history.met(4, 5)
