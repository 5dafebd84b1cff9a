"""docs/layouts.md knows every key, and its worked example does what it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingestion.layout.keys import CASTS, ENCODINGS, KEYS
from ingestion.layout.load import read_layout
from ingestion.layout.model import FORMATS
from ingestion.layout.rules import NAMED_FORMATS
from tests.reading import candidates, written


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    return (project / "docs" / "layouts.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def words(page: str) -> set[str]:
    """Everything in backticks outside the worked example."""
    prose = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", prose))


def block(page: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize(("section", "key"), [(s, k) for s, keys in KEYS.items() for k in keys])
def test_every_key_the_loader_accepts_is_explained(words: set[str], section: str, key: str) -> None:
    in_own_table = section in ("", "columns") or key in KEYS["columns"]
    name = key if in_own_table else f"{section}.{key}"
    assert any(word == name or word.startswith(f"{name}:") for word in words)


def test_every_word_a_key_may_have_is_explained(words: set[str]) -> None:
    assert {*CASTS, *ENCODINGS, *FORMATS, *NAMED_FORMATS} - words == set()


def test_the_page_explains_no_key_that_does_not_exist(words: set[str]) -> None:
    for word in words:
        section, _, key = word.partition(":")[0].partition(".")
        if section and key and section in KEYS:
            assert key in KEYS[section], word


def test_the_worked_example_loads_and_reads_its_sample(page: str, tmp_path: Path) -> None:
    layout, faults = read_layout(written(tmp_path, "so_hop.yml", block(page, "yaml")))
    assert faults == []
    assert layout is not None
    path = written(tmp_path, "so_hop_2026.csv", block(page, "csv"))
    result, made = candidates(path, layout, folder_agency="SNV")
    assert [(p.code, p.row) for p in result.problems] == [("secret_row", 6)]
    assert [(p.code, p.row, p.column) for p in made.problems] == [("bad_date", 5, "Ngày")]
    good = made.frame.filter(made.frame["source_row"] != 5)
    assert good["source_row"].to_list() == [3, 4, 7]
    assert good["mode"].to_list() == ["in_person", "online", "hybrid"]
    assert good["status"].to_list() == ["held", "held", "cancelled"]
    assert good["entity_id"].to_list()[0] == "SNV:2026:01"
    assert good["starts_at"].to_list()[0] == datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    assert "Giao ban tuần" not in str(made.frame.to_dicts())


def test_the_typo_of_the_page_gives_the_message_of_the_page(page: str, tmp_path: Path) -> None:
    text = block(page, "yaml").replace("columns:", "colums:")
    _, faults = read_layout(written(tmp_path, "so_hop.yml", text))
    message = re.search(r"`(so_hop\.yml, dòng \d+: [^`]+)`", page)
    assert message is not None
    assert any(fault.text("vi").startswith(message.group(1)) for fault in faults)
