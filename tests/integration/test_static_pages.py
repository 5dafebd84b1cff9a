"""The pages as files: the same ones, links that hold, and no folder of anybody else replaced."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from reporting.pages.static_edition import MARK, write_edition
from reporting.publication import Publication
from tests.integration.story import Story
from tests.pages_reader import Reader

ONLY = ("tinh", "xep-hang", "chi-so", "nhiem-vu")


@pytest.fixture(scope="module")
def folder(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from reporting.publication import open_published

    written = tmp_path_factory.mktemp("site") / "trang"
    with open_published(story.place.home.root) as publication:
        write_edition(publication, written, only=ONLY)
    return written


def test_every_link_of_every_file_leads_to_a_file(folder: Path) -> None:
    pages = list(folder.rglob("index.html"))
    assert len(pages) > 60
    for page in pages:
        for link in re.findall(r'(?:href|src)="([^"#]+)"', page.read_text("utf-8")):
            assert (page.parent / unquote(link)).resolve().is_file(), f"{page}: {link}"


def test_a_written_page_says_what_the_served_one_says(folder: Path, story: Story) -> None:
    def words(text: str) -> str:
        # What only a server can do: filters, other periods, other editions.
        for gone in (r"<form.*?</form>", r"<details.*?</details>", r"<a [^>]*>Liên kết.*?</a> · "):
            text = re.sub(gone, "", text, flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]*>", " ", text).split())

    reader = Reader(story.place.home.root)
    for path in ("nhiem-vu/12/", "chi-so/meeting_online_share/2026/", "xep-hang/2026/"):
        served = words(reader.get(f"/{path}").text).split("Số liệu đến", 1)[1]
        written = words((folder / path / "index.html").read_text("utf-8"))
        assert written.split("Số liệu đến", 1)[1] == served


def test_tables_and_charts_lie_beside_their_page(folder: Path) -> None:
    kpi = folder / "chi-so" / "meeting_online_share" / "2026"
    assert (kpi / "bieu-do.svg").read_bytes().startswith(b"<svg")
    assert (kpi / "don-vi.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (kpi / "don-vi.xlsx").read_bytes().startswith(b"PK")


def test_a_folder_of_somebody_else_is_left_alone(story: Story, tmp_path: Path) -> None:
    (tmp_path / "giữ.txt").write_text("của tôi", encoding="utf-8")
    home = str(story.place.home.root)
    answer = CliRunner().invoke(app, ["serve", "--freeze", str(tmp_path), "--home", home])
    assert answer.exit_code == 2 and "thư mục trống" in answer.stderr
    assert (tmp_path / "giữ.txt").read_text("utf-8") == "của tôi"


def test_writing_again_replaces_the_folder_and_leaves_nothing_beside_it(
    publication: Publication, tmp_path: Path
) -> None:
    folder = tmp_path / "trang"
    write_edition(publication, folder, only=("tinh",))
    (folder / "old.html").write_text("cũ", encoding="utf-8")
    done = write_edition(publication, folder, only=("tinh",))
    assert not (folder / "old.html").exists()
    assert [one.name for one in tmp_path.iterdir()] == ["trang"]
    assert json.loads((folder / MARK).read_text("utf-8"))["pages"] == done.pages


def test_an_unknown_period_is_wrong_usage(story: Story, tmp_path: Path) -> None:
    words = ["serve", "--freeze", str(tmp_path / "x"), "--period", "2031"]
    answer = CliRunner().invoke(app, [*words, "--home", str(story.place.home.root)])
    assert answer.exit_code == 2 and "Không có kỳ “2031”" in answer.stderr


def test_a_port_that_is_taken_is_said_to_be(story: Story) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        words = ["serve", "--port", port, "--home", str(story.place.home.root)]
        answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 1 and f"cổng {port}" in answer.stderr


def test_nothing_is_served_where_nothing_is_published(tmp_path: Path) -> None:
    answer = CliRunner().invoke(app, ["serve", "--port", "1", "--home", str(tmp_path)])
    assert answer.exit_code == 1
    answer = CliRunner().invoke(app, ["serve", "--freeze", str(tmp_path / "x"), "--home",
                                      str(tmp_path)])  # fmt: skip
    assert answer.exit_code == 1 and "kl226 run" in answer.stderr
