"""May this build be published? Every blocking check must have run and passed.

Belongs here: comparing what was to run with what ran. Does not belong here: running anything.
A check that did not run is as bad as one that failed: a skipped test has proved nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from orchestration.batch_checks import BatchChecks
from orchestration.batch_words import batch_sentence
from orchestration.dbt_run import Node
from schemas.batch_expectations import Judgement
from schemas.problems import Language


@dataclass(frozen=True)
class Refusal:
    """One reason not to publish: `kind` is a message key, `name` the check it is about."""

    kind: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the checks say together."""

    tests_passed: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    test_warnings: list[str] = field(default_factory=list)
    batch_failures: list[Judgement] = field(default_factory=list)
    """Expectations on batches that were not met, blocking ones first."""

    def warnings(self, language: Language) -> list[str]:
        """What to look at although it blocks nothing, in words."""
        batches = [row for row in self.batch_failures if not row.is_blocking_failure]
        return [*self.test_warnings, *(batch_sentence(row, language) for row in batches)]

    @property
    def may_publish(self) -> bool:
        """Whether nothing stands against it."""
        return not self.refusals


def judge_build(
    nodes: Iterable[Node], expected_tests: set[str], checks: BatchChecks | None, chain_hash: str
) -> Verdict:
    """Compare the nodes that ran with the tests that had to, and add the batch expectations.

    `checks` are those of the store at `chain_hash`; of another store they do not count.
    """
    ran = {node.unique_id: node for node in nodes}
    refusals = [
        Refusal("test_not_run", test.split(".")[2]) for test in sorted(expected_tests - set(ran))
    ]
    refusals += [
        Refusal("model_failed" if not node.is_test else "test_failed", node.name, node.message)
        for node in ran.values()
        if (node.unique_id in expected_tests and node.status != "pass")
        or (not node.is_test and node.status != "success")
    ]
    warnings = [
        f"{node.name}: {node.failures}"
        for node in ran.values()
        if node.is_test and node.unique_id not in expected_tests and node.status != "pass"
    ]
    failures: list[Judgement] = []
    if checks is None or checks.chain_hash != chain_hash or not checks.is_complete:
        refusals.append(Refusal("batches_not_judged", "great_expectations"))
    else:
        failures = sorted(checks.failures, key=lambda row: not row.is_blocking_failure)
        refusals += [
            Refusal("batch_failed", batch_sentence(row, "vi"))
            for row in failures
            if row.is_blocking_failure
        ]
    passed = sum(1 for node in ran.values() if node.is_test and node.status == "pass")
    return Verdict(passed, refusals, warnings, failures)
