"""Pictures of the main pages for docs/pages.md: `make screenshots`.

Belongs here: which pages, at which size. Does not belong here: any check (`tests/browser`).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.pages_reader import served

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
WIDE, PHONE = (1280, 1000), (390, 844)
PICTURES = {
    "overview": ("/tinh/2026/", WIDE),
    "kpi": ("/chi-so/meeting_online_share/2026/", WIDE),
    "explained": ("/dien-giai/meeting_online_share/03646/2026/", WIDE),
    "overview-phone": ("/tinh/2026/", PHONE),
}


def main() -> None:
    """Serve a home and take the pictures."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        sys.exit("no Chromium on this machine: apt-get install chromium fonts-noto-core")
    FOLDER.mkdir(parents=True, exist_ok=True)
    home = Path(sys.argv[1] if len(sys.argv) > 1 else "var/demo")
    with served(home) as address, sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (path, (width, height)) in PICTURES.items():
            page = started.new_page(viewport={"width": width, "height": height})
            page.goto(address + path)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        started.close()


if __name__ == "__main__":
    main()
