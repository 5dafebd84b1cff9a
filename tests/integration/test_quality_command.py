"""`kl226 quality` and its page on a small home, and what is published beside the figures."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from typer.testing import CliRunner

from orchestration.cli import app
from reporting.publication import Publication
from reporting.quality import QualitySelection, failed_checks
from reporting.quality_page import quality_page
from tests.integration.story import Story

runner = CliRunner()


def test_the_results_travel_with_the_publication_and_keep_their_descriptions(
    publication: Publication,
) -> None:
    rows = publication.rows("select check_group, passed, judged_as_of from marts.check_results")
    assert {row["check_group"] for row in rows} >= {"batch"}
    assert {row["judged_as_of"].isoformat() for row in rows} == {
        publication.rows("select as_of from store.run_context")[0]["as_of"].isoformat()
    }
    for table in ("check_results", "agency_quality", "submissions", "quality_measures"):
        said = publication.rows(
            "select comment from duckdb_columns() where schema_name = 'marts' "
            f"and table_name = '{table}' and comment is null"
        )
        assert said == [], table


def test_a_build_of_the_past_says_nothing_of_files_that_came_later(story: Story) -> None:
    from reporting.publication import open_published

    with open_published(story.earlier.home.root) as earlier:
        rows = earlier.rows("select * from marts.check_results where check_group = 'batch' "
                            "and period_code is null")  # fmt: skip
    assert rows == []


def test_the_terminal_shows_the_worst_first_and_what_is_unknown(story: Story) -> None:
    said = runner.invoke(app, ["quality", "--home", str(story.place.home.root)])
    assert said.exit_code == 0, said.output
    assert "Chất lượng số liệu 2026-05" in said.output
    assert "—" in said.output and "docs/quality.md" in said.output


def test_the_json_holds_scores_checks_and_submissions(story: Story) -> None:
    home = str(story.place.home.root)
    said = runner.invoke(app, ["quality", "--agency", "SNV", "--json", "--home", home])
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)
    assert [row["agency_code"] for row in found["agencies"]] == ["SNV"]
    assert {row["obligation_code"] for row in found["owed"]} >= {"KH226-01-2026"}
    assert {row["status"] for row in found["owed"]} == {"missing"}


def test_only_a_month_is_judged_and_others_are_wrong_usage(story: Story) -> None:
    home = str(story.place.home.root)
    for words in (["--period", "2026-Q2"], ["--period", "1999-01"], ["--agency", "nowhere"]):
        assert runner.invoke(app, ["quality", *words, "--home", home]).exit_code == 2, words


class Page(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_stands_alone(story: Story) -> None:
    home = story.place.home
    said = runner.invoke(app, ["quality", "--page", "--home", str(home.root)])
    assert said.exit_code == 0, said.output
    text = (home.root / "reports" / "quality.html").read_text("utf-8")
    page = Page()
    page.feed(text)
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "img", "iframe"}
    assert not [1 for _, attrs in page.tags if {"src", "href"} & set(attrs)]
    assert not re.search(r"https?://|url\(", text)
    assert "DỮ LIỆU MẪU" in text and "Ngưỡng" in text


def test_the_page_escapes_what_it_shows(publication: Publication) -> None:
    hostile = QualitySelection("<script>alert(1)</script>")
    assert "<script>" not in quality_page(publication, hostile, "en")


def test_one_agency_hears_of_itself_and_of_nobody_else(publication: Publication) -> None:
    rows = failed_checks(publication, QualitySelection("2026-05", "STP", with_present=True))
    assert {row["agency_code"] for row in rows} <= {"STP", None}
