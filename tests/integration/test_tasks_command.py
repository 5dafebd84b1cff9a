"""`kl226 tasks` as a person types it, on a home where nothing was heard of any duty."""

from __future__ import annotations

import io
import json

from rich.console import Console
from typer.testing import CliRunner

from orchestration.cli import app
from reporting.publication import Publication
from reporting.tasks import TaskSelection, duty_rows, select_agency, task_rows
from reporting.tasks_table import print_tasks
from tests.integration.story import Story

runner = CliRunner()


def printed(publication: Publication, selection: TaskSelection, language: str, **more: int) -> str:
    page = io.StringIO()
    console = Console(file=page, width=200)
    print_tasks(publication, selection, console, language, **more)  # type: ignore[arg-type]
    return page.getvalue()


def test_the_overview_lists_the_18_tasks_and_says_how_to_look_on(story: Story) -> None:
    said = runner.invoke(app, ["tasks", "--home", str(story.place.home.root)])
    assert said.exit_code == 0, said.output
    assert "18 nhiệm vụ Phụ lục" in said.output
    assert "DỮ LIỆU MẪU" in said.output
    assert "tasks --task" in said.output and "tasks --agency" in said.output


def test_the_json_holds_the_register_and_the_duties_of_the_selection(story: Story) -> None:
    home = str(story.place.home.root)
    said = runner.invoke(app, ["tasks", "--agency", "Sở Tư pháp", "--json", "--home", home])
    assert said.exit_code == 0
    found = json.loads(said.stdout)
    assert {row["agency_code"] for row in found["duties"]} == {"STP"}
    assert {row["task_number"] for row in found["tasks"]} >= {1, 12, 18}
    assert 4 not in {row["task_number"] for row in found["tasks"]}
    assert found["chain_hash"] and found["as_of"]


def test_the_code_of_the_province_means_everybody(publication: Publication) -> None:
    assert select_agency(publication, "SONLA") is None
    assert select_agency(publication, "SNV") == "SNV"
    leads = {row["agency_code"] for row in duty_rows(publication, TaskSelection())}
    assert len(leads) == 88


def test_the_worst_come_first(publication: Publication) -> None:
    states = [row["state"] for row in duty_rows(publication, TaskSelection())]
    order = ["overdue", "late", "not_due", "on_time"]
    places = [order.index(state) for state in states]
    assert places == sorted(places)
    assert states[0] == "overdue"
    sums = [row["overdue_count"] for row in task_rows(publication, TaskSelection())]
    assert sums == sorted(sums, reverse=True)


def test_one_task_shows_the_six_things_that_must_be_clear(publication: Publication) -> None:
    page = printed(publication, TaskSelection(task=6), "vi")
    for words in ("Rõ người", "Rõ trách nhiệm", "Rõ thẩm quyền: Kế hoạch chưa nói", "Rõ sản phẩm",
                  "Chủ trì: Sở Khoa học và Công nghệ", "chỉ sản phẩm"):  # fmt: skip
        assert words in page
    assert "05/12/2026" in page and "04/12/2026" in page


def test_a_long_list_says_how_much_is_left_out(publication: Publication) -> None:
    page = printed(publication, TaskSelection(task=1), "en", limit=3)
    assert "and 85 more. To see them all: add --all" in page


def test_a_task_or_an_agency_that_is_unknown_is_wrong_usage(story: Story) -> None:
    home = str(story.place.home.root)
    task = runner.invoke(app, ["tasks", "--task", "19", "--home", home])
    assert task.exit_code == 2
    assert "“19”" in task.output
    assert runner.invoke(app, ["tasks", "--agency", "nowhere", "--home", home]).exit_code == 2


def test_an_agency_that_leads_nothing_is_said_so(publication: Publication) -> None:
    assert "Không có dòng nào" in printed(publication, TaskSelection(agency="116"), "vi")
