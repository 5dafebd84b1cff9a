"""A small home with its own layouts, so that a whole file can go through ingestion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.homes import Home


@pytest.fixture
def home(tmp_path: Path, project: Path) -> Home:
    """An empty home with the layouts of `tests/homes.py`."""
    return Home.make(tmp_path / "Dữ liệu tỉnh", project)


@pytest.fixture
def land(home: Home) -> Callable[..., Path]:
    """Write a file into the landing folder of an agency."""
    return home.land
