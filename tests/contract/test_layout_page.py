"""docs/layouts.md knows every key, and its worked example does what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingestion.layout.keys import CASTS, ENCODINGS, KEYS
from ingestion.layout.load import read_layout
from ingestion.layout.model import FORMATS
from ingestion.layout.rules import NAMED_FORMATS
from tests.reading import candidates, written


@dataclass(frozen=True)
class Typed:
    """Where the commands of the page are typed, and how: by their number on the page."""

    root: Path
    run: Callable[[int], subprocess.CompletedProcess[str]]


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


@pytest.fixture
def typed(page: str, tmp_path: Path) -> Typed:
    """A repository after `make setup`, in which the page is followed to the letter."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    commands = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    environment = {name: value for name, value in os.environ.items() if "KL226" not in name}

    def run(number: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", commands[number]],
            cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    return Typed(tmp_path, run)


def test_the_commands_of_the_page_work_as_typed(page: str, typed: Typed) -> None:
    """The page says where to save its two files; the folders are made by its first command."""
    prepared = typed.run(0)
    assert prepared.returncode == 0, prepared.stderr
    for language, ending in (("csv", "csv"), ("yaml", "yml")):
        place = re.search(rf"`(var/[^`]+\.{ending})`", page)
        assert place is not None
        (typed.root / place.group(1)).write_text(block(page, language), encoding="utf-8")
    checked = typed.run(1)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert re.search(r"SNV: so_hop_2026\.csv .* 5 .* 3 .* 2", checked.stdout), checked.stdout
    for place in ("dòng 5", "cột “Ngày”", "dòng 6", "“Tên cuộc họp”, “Chủ trì”"):
        assert place in checked.stdout, place
    assert not (typed.root / "var" / "store").exists()
    removed = typed.run(2)
    assert removed.returncode == 0, removed.stderr
    assert [path for path in (typed.root / "var").rglob("*") if path.is_file()] == []


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
