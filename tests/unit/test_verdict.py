"""A build is published only if every blocking check ran and passed."""

from __future__ import annotations

from orchestration.batch_checks import BatchChecks
from orchestration.dbt_run import Node, blocking_tests
from orchestration.verdict import judge_build
from schemas.batch_expectations import Judgement
from schemas.registry import STREAMS

CHAIN = "c" * 64
TEST = "test.kl226.unique_x.1"


def node(unique_id: str, status: str, failures: int = 0) -> Node:
    return Node(unique_id, unique_id.split(".")[2], status, "", failures, 0.1)


def checks(*rows: Judgement, chain: str = CHAIN) -> BatchChecks:
    return BatchChecks(chain, {**{name: [] for name in STREAMS}, "meeting": list(rows)})


def judgement(success: bool, severity: str) -> Judgement:
    return Judgement(
        "meeting_events", "ExpectColumnValuesToNotBeNull", "event_id", success, "1", "0", severity
    )


MODEL = node("model.kl226.fct_x", "success")


def test_all_run_and_passed_may_be_published() -> None:
    verdict = judge_build([MODEL, node(TEST, "pass")], {TEST}, checks(), CHAIN)
    assert verdict.may_publish
    assert verdict.tests_passed == 1


def test_a_test_that_did_not_run_forbids_publishing() -> None:
    verdict = judge_build([MODEL], {TEST}, checks(), CHAIN)
    assert [refusal.kind for refusal in verdict.refusals] == ["test_not_run"]


def test_a_skipped_failed_or_broken_test_forbids_publishing() -> None:
    for status in ("skipped", "fail", "error", "warn"):
        verdict = judge_build([MODEL, node(TEST, status)], {TEST}, checks(), CHAIN)
        assert [refusal.kind for refusal in verdict.refusals] == ["test_failed"], status


def test_a_model_that_was_not_built_forbids_publishing() -> None:
    for status in ("error", "skipped"):
        broken = node("model.kl226.fct_x", status)
        verdict = judge_build([broken, node(TEST, "pass")], {TEST}, checks(), CHAIN)
        assert [refusal.kind for refusal in verdict.refusals] == ["model_failed"], status


def test_a_test_of_severity_warn_warns_and_forbids_nothing() -> None:
    verdict = judge_build([MODEL, node(TEST, "warn", 3)], set(), checks(), CHAIN)
    assert verdict.may_publish
    assert verdict.warnings("vi") == ["unique_x: 3"]


def test_batches_that_were_not_judged_forbid_publishing() -> None:
    some = BatchChecks(CHAIN, {"meeting": []})
    for judged in (None, checks(chain="d" * 64), some):
        verdict = judge_build([MODEL], set(), judged, CHAIN)
        assert [refusal.kind for refusal in verdict.refusals] == ["batches_not_judged"]


def test_a_batch_that_fails_an_error_forbids_and_a_warning_does_not() -> None:
    blocked = judge_build([MODEL], set(), checks(judgement(False, "error")), CHAIN)
    assert [refusal.kind for refusal in blocked.refusals] == ["batch_failed"]
    warned = judge_build([MODEL], set(), checks(judgement(False, "warning")), CHAIN)
    assert warned.may_publish
    assert len(warned.warnings("en")) == 1


def test_only_tests_of_severity_error_are_blocking() -> None:
    def test_node(severity: str) -> dict[str, object]:
        return {"resource_type": "test", "config": {"severity": severity}}

    nodes = {
        "test.a": test_node("ERROR"),
        "test.b": test_node("warn"),
        "model.a": {"resource_type": "model", "config": {}},
    }
    assert blocking_tests({"nodes": nodes}) == {"test.a"}
