"""Nothing that a user meets may exist undocumented: event types, attributes, problems, settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemas.envelope import ENVELOPE
from schemas.problems import PROBLEMS
from schemas.registry import STREAMS
from schemas.vocabularies import DOCUMENT_TYPES


def section(text: str, heading: str) -> str:
    """The text below the heading that starts with a word, up to the next heading of its level."""
    found = re.search(rf"^## {heading}\b.*?$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"docs/events.md has no heading for {heading}"
    return found.group(1)


def names(text: str) -> set[str]:
    """Every word in backticks."""
    return set(re.findall(r"`([^`]+)`", text))


@pytest.mark.parametrize("stream", sorted(STREAMS))
def test_every_event_type_and_attribute_of_a_stream_is_in_the_events_page(
    project: Path, stream: str
) -> None:
    documented = names(section((project / "docs/events.md").read_text("utf-8"), stream))
    expected = set(STREAMS[stream].events) | set(STREAMS[stream].attributes)
    assert expected - documented == set()


def test_the_events_page_names_no_event_type_that_does_not_exist(project: Path) -> None:
    text = (project / "docs/events.md").read_text("utf-8")
    for name, stream in STREAMS.items():
        rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| [^|]*\|$", section(text, name), re.MULTILINE)
        assert set(rows) == set(stream.events), name


def test_every_envelope_column_is_in_the_events_page(project: Path) -> None:
    text = (project / "docs/events.md").read_text("utf-8")
    assert set(ENVELOPE) - names(section(text, "The envelope")) == set()


def test_every_attribute_has_a_vietnamese_label() -> None:
    for stream in STREAMS.values():
        assert set(stream.labels) == set(stream.attributes), stream.name


def test_every_problem_says_in_both_languages_what_to_do() -> None:
    for code, kind in PROBLEMS.items():
        for sentence in (kind.vi, kind.remedy_vi, kind.en, kind.remedy_en):
            assert sentence.strip(), code
        assert kind.vi != kind.en, code


def test_there_are_the_29_document_types_of_decree_30() -> None:
    assert len(DOCUMENT_TYPES) == 29
    assert sum(1 for abbreviation, _ in DOCUMENT_TYPES.values() if abbreviation) == 27


def pages(project: Path) -> list[Path]:
    return [project / "README.md", *sorted((project / "docs").glob("*.md"))]


def test_decisions_are_numbered_one_after_the_other(project: Path) -> None:
    text = (project / "docs/decisions.md").read_text("utf-8")
    numbers = [int(number) for number in re.findall(r"^## D(\d+) · ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_page_says_a_thing_twice_in_two_versions(project: Path) -> None:
    """What a merge of two versions of a line leaves behind: twins in a table, twins side by side."""
    found = []
    for page in pages(project):
        rows: set[str] = set()
        before = ""
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
            cell = line.split("|")[1].strip() if line.startswith("|") else ""
            rows = rows if line.startswith("|") else set()
            twin = len(line) > 60 and not cell and line[:40] == before[:40]
            if twin or (cell in rows and cell and not cell.startswith("-")):
                found.append(f"{page.name}:{number}: {line[:60]}")
            rows.add(cell)
            before = line
    assert found == []


def test_every_letter_about_operation_has_its_heading_in_the_runbook(project: Path) -> None:
    headings = set(
        re.findall(r"^### (\w+)$", (project / "docs/runbook.md").read_text("utf-8"), re.M)
    )
    codes: set[str] = set()
    for name in ("watch", "reminders", "close"):
        text = (project / f"orchestration/timetable/{name}.py").read_text("utf-8")
        for line in re.findall(r"^(?:CODE|RUN_FAILED|ALIVE)\b.* = .*$", text, re.M):
            codes |= set(re.findall(r'"(\w+)"', line))
    assert codes == {
        *("run_failed", "publication_stale", "heartbeat_missing", "heartbeat"),
        *("deadline_reminder", "monthly_close", "submission_reminder"),
    }
    assert codes - headings == set()
