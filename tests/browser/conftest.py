"""A real browser before a real server; skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.integration.story import Story, tell
from tests.pages_reader import copy_published, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = "<script>document.title='x'</script>"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The home of `tests/integration/story.py`; tests only read it."""
    return tell(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="session")
def site(browser: Browser, story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the pages of the story, whose names and files were made to do harm."""
    root = copy_published(
        story.place.home.root,
        tmp_path_factory.mktemp("site") / "home",
        f"update marts.dim_agencies set name_vi = $${HOSTILE}$$ where agency_code = 'STP'",
        f"update marts.quarantine set is_open = true, source_file = $${HOSTILE}.csv$$",
    )
    with served(root) as address:
        yield address
