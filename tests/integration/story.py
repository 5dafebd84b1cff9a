"""A home in which something happened: built once, read by several test modules.

Belongs here: the events of the story. Does not belong here: any expectation about them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from orchestration import dbt_run
from orchestration.pipeline import BuildOutcome, RunResult, Workplace, build_and_publish, run
from reporting.publication import read_pointer
from tests import small_province
from tests.small_province import BROKEN, FIRST_DAY, GOOD


@dataclass
class Story:
    """What happened in the home of the story, step by step."""

    place: Workplace
    first: RunResult
    again: RunResult
    corrected: RunResult
    earlier: BuildOutcome
    refused: BuildOutcome
    pointer_before_refusal: str


def tell(root: Path) -> Story:
    """A list, the same day again, a correction five days later, a look back, a failed check.

    The lists are complete for their year, so that the second takes the place of the first.
    """
    place = small_province.make(root, small_province.COMPLETE)
    small_province.land(place, "nho_1.csv", [*GOOD, BROKEN])
    first = run(place)
    again = run(place)
    small_province.set_clock(place, FIRST_DAY + timedelta(days=5))
    online = GOOD[1].replace("Trực tiếp", "Trực tuyến")
    small_province.land(place, "nho_2.csv", [GOOD[0], online, GOOD[2]])
    corrected = run(place)
    earlier = build_and_publish(place, as_of=FIRST_DAY + timedelta(hours=1))
    before = read_pointer(place.home.root).run_id
    small_province.set_clock(place, FIRST_DAY + timedelta(days=6))
    ghost = "test.kl226.assert_that_never_ran.0"
    with pytest.MonkeyPatch.context() as patch:
        known = dbt_run.blocking_tests
        patch.setattr(dbt_run, "blocking_tests", lambda manifest: known(manifest) | {ghost})
        refused = build_and_publish(place)
    return Story(place, first, again, corrected, earlier, refused, before)
