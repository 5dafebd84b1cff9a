"""From findings to states and from states to who is told: no clock, database or mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from orchestration.alerts.evaluate import evaluate
from orchestration.alerts.model import Alert, Recipient, Silence, Told, alert_key
from orchestration.alerts.outbox import wait_before
from orchestration.alerts.route import digest_key, items_for, worst_first
from orchestration.alerts.rules import AlertRules, read_recipients, read_rules
from orchestration.settings import SEEDS
from reporting.finding_sources import Finding
from reporting.findings import Reading

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)  # a Monday, 08:00 in Sơn La
DAY = date(2026, 11, 16)
SEED_FILES = {name: SEEDS / f"{name}.csv" for name in ("alert_rules", "alert_recipients")}
RULES = read_rules(SEED_FILES, DAY)
WORKING = frozenset(day for n in range(-100, 100) if (day := DAY + timedelta(days=n)).weekday() < 5)
NAMES = {"SONLA": "Tỉnh Sơn La", "SNV": "Sở Nội vụ", "STP": "Sở Tư pháp"}


def kpi(agency: str = "STP", subject: str = "online", period: str = "2026") -> Finding:
    return Finding("kpi_not_met", "scorecard", subject, agency, period, "Năm 2026", "Họp", "",
                   "50,00 %", "≥ 60,00 %")  # fmt: skip


def risk(agency: str = "STP", period: str = "2026") -> Finding:
    return Finding("kpi_at_risk", "forecasts", "online", agency, period, "Năm 2026", "Họp", "",
                   "khả năng 70,00 %", "")  # fmt: skip


def check(agency: str = "STP", severity: str = "warning", period: str = "2026-10") -> Finding:
    return Finding("late_rows", "checks", "meeting", agency, period, "Tháng 10/2026", "", severity,
                   "0,5", "≤ 0,2")  # fmt: skip


def nothing(agency: str = "STP") -> Finding:
    return Finding("nothing_sent", "senders", "", agency, "", "", "Không gửi", "", "…", "…")


def reading(*findings: Finding, **told: Any) -> Reading:
    base = Reading(
        run_id="r", as_of_date=DAY, published_at="2026-11-16T01:00:00+00:00", is_sample=False,
        province="SONLA", province_name="Tỉnh Sơn La", agencies=NAMES, findings=findings,
        unjudged=frozenset(), unknown=(),
        periods={
            **dict.fromkeys(("scorecard", "forecasts"), frozenset({"2026", "R2026"})),
            **dict.fromkeys(("checks", "detectors", "submissions"),
                            frozenset({"2026-09", "2026-10", "2026-11", ""})),
            **dict.fromkeys(("quarantine", "senders"), frozenset({""})),
        },
        twins={"R2026": "2026"}, silent=frozenset(), working_days=WORKING,
    )  # fmt: skip
    return replace(base, **told)


def states(
    *findings: Finding, before: dict[str, Alert] | None = None, at: datetime = NOW,
    silences: tuple[Silence, ...] = (), **told: Any,
) -> dict[str, Alert]:  # fmt: skip
    return evaluate(before or {}, reading(*findings, **told), silences, RULES, at)


def only(alerts: dict[str, Alert]) -> Alert:
    [alert] = [one for one in alerts.values() if one.status != "resolved"]
    return alert


def test_check_agency_and_period_are_one_alert_for_ever() -> None:
    first = states(kpi())
    again = states(kpi(), before=first, at=NOW + timedelta(days=1))
    assert list(first) == list(again) == [alert_key("kpi_not_met", "online", "STP", "2026")]
    assert only(again).opened_at == NOW
    assert only(again).last_seen_at == NOW + timedelta(days=1)
    assert len(states(kpi(), kpi("SNV"), kpi(subject="paper"), check())) == 4


def test_a_finding_that_is_gone_is_over_and_comes_back_as_another_episode() -> None:
    before = states(kpi())
    over = states(before=before, at=NOW + timedelta(days=1))
    [alert] = over.values()
    assert (alert.status, alert.resolution) == ("resolved", "gone")
    back = only(states(kpi(), before=over, at=NOW + timedelta(days=2)))
    assert (back.episode, back.status, back.opened_at) == (2, "open", NOW + timedelta(days=2))


@pytest.mark.parametrize(
    "told",
    [
        {"unknown": ("scorecard",)},
        {"unjudged": frozenset({("kpi_not_met", "online", "STP", "2026")})},
    ],
)
def test_what_was_not_judged_is_not_over(told: dict[str, Any]) -> None:
    assert only(states(before=states(kpi()), at=NOW + timedelta(days=1), **told)).status == "open"


def test_a_period_that_is_no_longer_judged_is_closed_and_not_met() -> None:
    later = {"scorecard": frozenset({"2027"}), "checks": frozenset({"2027-01", ""})}
    over = states(before=states(kpi(), check()), periods={**reading().periods, **later})
    assert {one.resolution for one in over.values()} == {"period_over"}


def test_an_agency_that_sent_nothing_has_one_alert_and_none_of_its_kpis() -> None:
    before = states(kpi(), risk(), check())
    after = states(kpi(), risk(), check(), nothing(), before=before, silent=frozenset({"STP"}))
    assert only(after).check_code == "nothing_sent"
    assert {one.resolution for one in after.values() if one.status == "resolved"} == {"covered"}
    assert len(states(kpi("SNV"), nothing(), silent=frozenset({"STP"}))) == 2


def test_a_reporting_year_and_a_forecast_say_nothing_that_the_year_says_already() -> None:
    assert (
        only(states(kpi(), kpi(period="R2026"), risk(), risk(period="R2026"))).period_code == "2026"
    )
    assert only(states(kpi(period="R2026"))).period_code == "R2026"
    assert len(states(risk(), kpi("SNV"))) == 2


def test_severity_comes_from_the_check_or_from_the_rule() -> None:
    assert only(states(check(severity="error"))).severity == 3
    assert only(states(kpi())).severity == RULES.value("severity", "kpi_not_met") == 2
    assert only(states(kpi("SONLA"))).severity == 3


def test_an_alert_climbs_after_working_days_and_not_over_a_weekend() -> None:
    friday = datetime(2026, 11, 13, 1, tzinfo=UTC)
    before = states(check(), at=friday)
    levels = {
        days: only(states(check(), before=before, at=friday + timedelta(days=days))).level
        for days in (3, 6, 7, 13, 14)
    }
    assert levels == {3: 0, 6: 0, 7: 1, 13: 1, 14: 2}


def test_what_was_taken_on_does_not_climb_until_it_becomes_worse() -> None:
    before = {
        key: replace(one, acknowledged_at=NOW, acknowledged_by="STP")
        for key, one in states(check()).items()
    }
    month = NOW + timedelta(days=30)
    held = only(states(check(), before=before, at=month))
    assert (held.status, held.level) == ("acknowledged", 0)
    worse = only(states(check(severity="error"), before=before, at=month))
    assert (worse.status, worse.level, worse.acknowledged_by) == ("open", 2, "")


def test_a_silence_ends_by_itself() -> None:
    quiet = Silence("s", "late_rows", "STP", NOW + timedelta(days=2), "nâng cấp", NOW)
    other = replace(quiet, agency_code="SNV")
    assert only(states(check(), silences=(quiet,))).status == "silenced"
    assert only(states(check(), silences=(other,))).status == "open"
    before = states(check(), silences=(quiet,))
    late = NOW + timedelta(days=2)
    assert only(states(check(), before=before, silences=(quiet,), at=late)).status == "open"


def told_to(
    role: str, agency: str, alerts: dict[str, Alert], told: dict[str, Told] | None = None,
    at: datetime = NOW, audience: Any = None, own: frozenset[str] = frozenset(NAMES),
) -> dict[str, str]:  # fmt: skip
    recipient = Recipient(agency, role, "a@b.example")  # type: ignore[arg-type]
    items = items_for(recipient, alerts.values(), told or {}, RULES, at, audience, own)
    return {f"{one.alert.check_code}:{one.alert.agency_code}": one.what for one in items}


def test_a_unit_hears_of_itself_and_the_offices_of_what_climbed() -> None:
    alerts = states(kpi(), kpi("SNV"), kpi("SONLA"), check("STP", "info"))
    assert told_to("don_vi", "STP", alerts) == {"kpi_not_met:STP": "new"}
    assert told_to("so_noi_vu", "SNV", alerts) == {"kpi_not_met:SONLA": "new"}
    assert told_to("van_phong", "VPUBND", alerts) == {}
    later = NOW + timedelta(days=60)
    high = states(kpi(), kpi("SONLA"), before=alerts, at=later)
    assert set(told_to("so_noi_vu", "SNV", high, at=later)) == {
        "kpi_not_met:STP", "kpi_not_met:SONLA"}  # fmt: skip
    # Văn phòng hears of what is severe only.
    assert set(told_to("van_phong", "VPUBND", high, at=later)) == {"kpi_not_met:SONLA"}


def test_a_unit_without_a_mailbox_is_told_through_so_noi_vu() -> None:
    alerts = states(kpi())
    assert told_to("so_noi_vu", "SNV", alerts, own=frozenset({"SNV"})) == {"kpi_not_met:STP": "new"}


def test_repeats_wait_for_their_interval_and_info_is_never_repeated() -> None:
    alerts = states(kpi(), check("STP", "info"))
    told = {key: Told(NOW, one.severity, 1, False) for key, one in alerts.items()}
    for hours, said in ((167, {}), (168, {"kpi_not_met:STP": "repeat"})):
        at = NOW + timedelta(hours=hours)
        assert told_to("don_vi", "STP", alerts, told, at) == said


def test_what_became_worse_and_what_is_over_is_told_at_once_and_once() -> None:
    alerts = states(check())
    told = {key: Told(NOW, 2, 1, False) for key in alerts}
    worse = states(check(severity="error"), before=alerts)
    assert told_to("don_vi", "STP", worse, told) == {"late_rows:STP": "worse"}
    over = states(before=alerts)
    assert told_to("don_vi", "STP", over, told) == {"late_rows:STP": "resolved"}
    assert told_to("don_vi", "STP", over) == {}
    said = {key: replace(one, is_resolved=True) for key, one in told.items()}
    assert told_to("don_vi", "STP", over, said) == {}


def test_a_periodic_list_holds_all_that_stands_also_what_was_told_or_taken_on() -> None:
    alerts = states(kpi(), check("SNV"), check("STP", "info"))
    told = {key: Told(NOW, 3, 1, False) for key in alerts}
    assert told_to("so_noi_vu", "SNV", alerts, told, audience="so_noi_vu") == {
        "kpi_not_met:STP": "listed", "late_rows:SNV": "listed"}  # fmt: skip
    assert told_to("don_vi", "STP", alerts, told, audience="don_vi") == {
        "kpi_not_met:STP": "listed", "late_rows:STP": "listed"}  # fmt: skip
    assert digest_key("so_noi_vu", NOW) == "so_noi_vu:2026-11-16"
    assert digest_key("don_vi", NOW) == digest_key("don_vi", NOW + timedelta(days=6))
    assert digest_key("don_vi", NOW) != digest_key("don_vi", NOW + timedelta(days=7))


def test_a_letter_begins_with_the_worst_and_then_with_the_unit_that_has_most() -> None:
    alerts = states(kpi("SNV"), kpi("STP"), check("STP"), kpi("SONLA"))
    recipient = Recipient("SNV", "so_noi_vu", "a@b.example")
    items = worst_first(
        items_for(recipient, alerts.values(), {}, RULES, NOW, "so_noi_vu", frozenset())
    )
    assert [one.alert.agency_code for one in items] == ["SONLA", "STP", "STP", "SNV"]


def test_waits_grow_up_to_their_limit() -> None:
    minutes = [wait_before(n, RULES) / timedelta(minutes=1) for n in range(1, 9)]
    assert minutes == [5, 10, 20, 40, 80, 160, 240, 240]


def test_every_rule_that_is_asked_for_is_in_the_table() -> None:
    assert isinstance(RULES, AlertRules)
    with pytest.raises(KeyError, match="no rule"):
        RULES.value("severity", "no_such_alert")
    recipients = read_recipients(SEED_FILES, DAY)
    assert {one.role for one in recipients} == {"don_vi", "so_noi_vu", "van_phong"}
    assert len({one.mailbox for one in recipients}) == len(recipients)
