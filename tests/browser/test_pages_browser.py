"""The pages in a real browser: accessible, printable, without scripts, and never elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reporting.pages.static_edition import write_edition
from reporting.publication import open_published
from tests.integration.story import Story

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ONLINE = "meeting_online_share"
KINDS = {
    "overview": "/tinh/2026/",
    "month": "/tinh/2026-01/",
    "ranking": "/xep-hang/2026/",
    "kpi": f"/chi-so/{ONLINE}/2026/",
    "agency": "/don-vi/SNV/2026/",
    "hostile agency": "/don-vi/STP/2026/",
    "tasks": "/nhiem-vu/",
    "task": "/nhiem-vu/12/",
    "submissions": "/nop-bao-cao/2026/",
    "quality": "/chat-luong/",
    "explained": f"/dien-giai/{ONLINE}/SNV/2026/",
    "editions": "/ban-so-lieu/",
    "problem": "/tinh/2031/",
}
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page without scripts of ours that notes every request and every complaint."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    yield opened
    context.close()


def watch(page: Page) -> tuple[list[str], list[str]]:
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda one: requests.append(one.url))
    page.on("console", lambda one: said.append(one.text))
    page.on("pageerror", lambda one: said.append(str(one)))
    return requests, said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_kind_is_accessible(browser: Browser, site: str, kind: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe is a script of the test: the policy of the pages would refuse it.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(site + KINDS[kind])
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    found = Axe().run(page, options=AXE)
    context.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("kind", KINDS)
def test_no_request_leaves_the_host_and_the_policy_is_never_broken(
    page: Page, site: str, kind: str
) -> None:
    requests, said = watch(page)
    answer = page.goto(site + KINDS[kind])
    assert answer is not None
    assert all(url.startswith(f"{site}/") for url in requests), requests
    assert any(url.endswith("pages.css") for url in requests)
    wrong = [one for one in said if "404" not in one]
    assert wrong == []


def test_names_made_to_do_harm_are_read_as_text(page: Page, site: str) -> None:
    page.goto(f"{site}/don-vi/STP/2026/")
    assert page.title().endswith("kl226") and page.title() != "x"
    assert "<script>" in page.inner_text("h1")
    page.goto(f"{site}/chat-luong/")
    assert "<script>" in page.inner_text("main") and page.locator("main script").count() == 0


def test_a_script_of_a_stranger_would_not_run(page: Page, site: str) -> None:
    page.goto(f"{site}/tinh/2026/")
    page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'document.title = 1'; document.body.append(s); }"
    )
    assert page.title() != "1"


def test_from_a_number_to_the_row_it_came_from(page: Page, site: str) -> None:
    page.goto(f"{site}/don-vi/SNV/2026/")
    page.get_by_role("row", name="Tỷ lệ hội nghị, cuộc họp trực tuyến").get_by_role(
        "link", name="100,00 %"
    ).click()
    assert "/dien-giai/meeting_online_share/SNV/2026/" in page.url
    table = page.get_by_role("table").first
    assert "nho_2.csv, dòng 3" in table.inner_text()
    table.get_by_role("link").first.click()
    assert "/muc/meeting/" in page.url and "nho_1.csv, dòng 2" in page.inner_text("main")
    page.get_by_role("link", name="Toàn tỉnh").first.click()
    assert page.url.endswith("/tinh/2026/")


def test_everything_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/chi-so/{ONLINE}/2026/")
    page.get_by_label("Nhóm").select_option("so_nganh")
    page.get_by_role("button", name="Lọc").click()
    assert "nhom=so_nganh" in page.url
    assert "Sở Nội vụ" in page.inner_text("main")
    assert "Phường Tô Hiệu" not in page.inner_text("main")
    page.get_by_text("chọn kỳ khác").click()
    page.get_by_role("link", name="Tháng 1", exact=True).first.click()
    assert "/2026-01/" in page.url
    context.close()


def test_the_keyboard_reaches_the_content_and_shows_where_it_is(page: Page, site: str) -> None:
    page.goto(f"{site}/tinh/2026/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box and box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


@pytest.mark.parametrize("kind", ["overview", "kpi", "agency", "tasks", "explained"])
def test_a_page_prints_to_pdf_without_its_menu(page: Page, site: str, kind: str) -> None:
    page.goto(site + KINDS[kind])
    heading = page.inner_text("h1")
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    text = " ".join("\n".join(one.extract_text() for one in printed.pages).split())
    assert heading.split(" · ")[0] in text
    assert "Số liệu đến" in text and "Tải về" not in text and "Xếp hạng" not in text[:200]
    width, height = printed.pages[0].mediabox.width, printed.pages[0].mediabox.height
    assert width > height


def test_no_page_is_wider_than_a_telephone(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in KINDS.values():
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    context.close()


def test_the_written_pages_work_from_a_folder(page: Page, story: Story, tmp_path: Path) -> None:
    folder = tmp_path / "trang web"
    with open_published(story.place.home.root) as publication:
        write_edition(publication, folder, only=("tinh", "chi-so", "nhiem-vu"))
    requests, said = watch(page)
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("link", name="Tỷ lệ hội nghị, cuộc họp trực tuyến").click()
    assert page.url.endswith(f"/chi-so/{ONLINE}/2026/index.html")
    assert page.evaluate("document.querySelector('img').naturalWidth") > 0
    page.get_by_role("link", name="Toàn tỉnh").first.click()
    assert "Tỉnh Sơn La" in page.inner_text("h1")
    assert all(url.startswith("file://") for url in requests) and said == []
