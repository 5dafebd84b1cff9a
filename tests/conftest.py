"""Fixtures every test may use: the shared real data and the paths of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def project() -> Path:
    """Root of the repository."""
    return PROJECT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real data that nobody here wrote; skips where the machine has none."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("no real data: ../shared/data is absent")
    return folder
