"""Every alert has one heading in the runbook, and no heading speaks of an alert that is gone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from orchestration.settings import SEEDS
from reporting.alerts.words import OWN
from schemas.check_register import CHECKS


def headings(project: Path) -> list[str]:
    text = (project / "docs/runbook.md").read_text("utf-8")
    return re.findall(r"^### `(\w+)` · .+$", text, re.MULTILINE)


def codes() -> set[str]:
    """Every code an alert can have: our own, the checks and the detectors."""
    with (SEEDS / "detector_register.csv").open(encoding="utf-8") as stream:
        return {*OWN, *CHECKS, *(row["detector_code"] for row in csv.DictReader(stream))}


def test_every_alert_has_exactly_one_heading_and_no_heading_speaks_of_one_that_is_gone(
    project: Path,
) -> None:
    said = Counter(headings(project))
    assert set(said) == codes()
    assert [code for code, times in said.items() if times > 1] == []


def test_under_each_heading_stands_what_it_means_who_acts_and_what_to_type(project: Path) -> None:
    text = (project / "docs/runbook.md").read_text("utf-8")
    parts = re.split(r"^### `(\w+)` · .+$", text, flags=re.MULTILINE)[1:]
    for code, body in zip(parts[::2], parts[1::2], strict=True):
        lines = [line for line in body.strip().splitlines() if line]
        assert not lines[0].startswith("- "), code
        assert lines[1].startswith("- Ai làm: "), code
        assert lines[2].startswith("- Gõ: "), code


def test_every_own_alert_has_words_for_the_unit_and_for_those_above(project: Path) -> None:
    text = (project / "reporting/finding_sources.py").read_text("utf-8")
    text += (project / "reporting/findings.py").read_text("utf-8")
    raised = set(re.findall(r"(?:check_code=|\bFinding\()\"(\w+)\"", text))
    assert raised | {"submission_late", "submission_missing"} == set(OWN)
    for code, words in OWN.items():
        for sentence in (words.title, words.todo_unit, words.todo_office, words.look):
            assert sentence.strip(), code


def test_the_severity_of_every_own_alert_is_a_dated_rule() -> None:
    with (SEEDS / "alert_rules.csv").open(encoding="utf-8") as stream:
        subjects = {r["subject"] for r in csv.DictReader(stream) if r["rule_code"] == "severity"}
    assert subjects == {*OWN, "kpi_not_met_province"}
