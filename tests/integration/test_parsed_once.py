"""The project is parsed once per meaning: a second home and a second build read what was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration import parsed
from orchestration.parsed import DBT_OWN_FILE
from orchestration.pipeline import Workplace, build_and_publish, run
from tests import small_province


def _home(folder: Path) -> Workplace:
    place = small_province.make(folder)
    small_province.land(place, "nho_1.csv", small_province.GOOD)
    return place


def _was_parsed(place: Workplace) -> bool:
    """dbt leaves a file of its own beside the manifest only when it has parsed."""
    return (place.home.dbt_target / DBT_OWN_FILE).is_file()


def _forget(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make this process a new one as far as parsing goes; the file kept in the home."""
    monkeypatch.setattr(parsed, "_READ", {})
    (place.home.dbt_target / DBT_OWN_FILE).unlink(missing_ok=True)
    (kept,) = place.home.dbt_target.parent.glob("parsed-*.msgpack")
    return kept


def test_the_project_is_parsed_once_and_again_only_when_what_was_kept_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsed, "_READ", {})
    first, second = _home(tmp_path / "first"), _home(tmp_path / "second")

    assert run(first).ok
    assert _was_parsed(first)
    assert run(second).ok
    assert not _was_parsed(second), "a second home of this process parsed again"

    _forget(first, monkeypatch)
    assert build_and_publish(first, full_refresh=True).ok
    assert not _was_parsed(first), "another process parsed again although the home keeps it"

    _forget(first, monkeypatch).write_bytes(b"cut short")
    assert build_and_publish(first, full_refresh=True).ok
    assert _was_parsed(first), "a broken file was taken for the project"
