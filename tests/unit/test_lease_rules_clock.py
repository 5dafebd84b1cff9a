"""The small parts: one writer, dated limits, the province's day."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingestion.clock import FixedClock, local_date, local_month
from ingestion.lease import Lease, LeaseBusy
from ingestion.rules import Rules


def _hold_and_die(path: Path) -> None:
    with Lease(path).hold():
        signal.raise_signal(signal.SIGKILL)


def test_a_lease_is_exclusive_among_holders(tmp_path: Path) -> None:
    first, second = (Lease(tmp_path / "lease", wait_seconds=0.1) for _ in range(2))
    with first.hold(), pytest.raises(LeaseBusy), second.hold():
        pass


def test_a_lease_may_be_taken_again_by_its_holder(tmp_path: Path) -> None:
    lease = Lease(tmp_path / "lease")
    with lease.hold() as outer, lease.hold() as inner:
        assert (outer, inner) == (True, False)
    with lease.hold() as again:
        assert again


def test_a_lease_is_not_shared_with_another_thread(tmp_path: Path) -> None:
    lease = Lease(tmp_path / "lease", wait_seconds=0.1)
    seen: list[bool] = []
    with lease.hold():
        thread = threading.Thread(target=lambda: seen.append(lease.is_held))
        thread.start()
        thread.join()
    assert seen == [False]


def test_a_killed_holder_leaves_the_lease_free(tmp_path: Path) -> None:
    child = multiprocessing.get_context("spawn").Process(
        target=_hold_and_die, args=(tmp_path / "lease",)
    )
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    with Lease(tmp_path / "lease", wait_seconds=1).hold() as taken:
        assert taken


def test_a_limit_is_that_of_the_day(tmp_path: Path) -> None:
    file = tmp_path / "rules.csv"
    file.write_text(
        "rule_code,valid_from,valid_to,value,legal_ref,note\n"
        "archive_days,2025-01-01,2026-01-01,30,x,y\n"
        "archive_days,2026-01-01,,10,x,y\n"
        "ended,2025-01-01,2026-01-01,1,x,y\n"
    )
    rules = Rules.load(file)
    assert rules.value("archive_days", date(2025, 12, 31)) == 30
    assert rules.value("archive_days", date(2026, 1, 1)) == 10
    with pytest.raises(KeyError):
        rules.value("archive_days", date(2024, 12, 31))
    with pytest.raises(KeyError):
        rules.value("ended", date(2026, 1, 1))


def test_the_limits_of_ingestion_are_in_force() -> None:
    rules = Rules.load()
    assert rules.value("archive_days", date(2026, 5, 4)) == 30
    assert rules.value("max_withdrawal_share", date(2026, 5, 4)) == 0.20


def test_the_day_is_that_of_the_province() -> None:
    assert local_date(datetime(2026, 5, 31, 17, 0, tzinfo=UTC)) == date(2026, 6, 1)
    assert local_month(datetime(2025, 12, 31, 16, 59, tzinfo=UTC)) == "2025-12"


def test_a_clock_set_in_another_zone_tells_the_time_in_utc() -> None:
    moment = datetime(2026, 5, 4, 7, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert FixedClock(moment).now() == moment
    assert FixedClock(moment).now().tzinfo is UTC
