"""A small home with its own layouts, so that a whole file can go through ingestion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.layout.load import load_layouts
from reporting.publication import Publication, open_published
from tests.homes import Home
from tests.integration.story import Story, tell


@pytest.fixture
def home(tmp_path: Path, project: Path) -> Home:
    """An empty home with the layouts of `tests/homes.py`."""
    return Home.make(tmp_path / "Dữ liệu tỉnh", project)


@pytest.fixture
def office(home: Home, project: Path) -> Home:
    """The home with the ready-made layouts."""
    ready = load_layouts([project / "ingestion" / "layouts"])
    return Home(home.root, replace(home.context, layouts=ready))


@pytest.fixture
def land(home: Home) -> Callable[..., Path]:
    """Write a file into the landing folder of an agency."""
    return home.land


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The home of `tests/integration/story.py`; tests only read it."""
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture
def publication(story: Story) -> Iterator[Publication]:
    """What is published at the end of the story."""
    with open_published(story.place.home.root) as opened:
        yield opened
