"""Files made to do harm: refused with a reason, within the limits, and the parent goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion import apart
from ingestion.apart import Limits, asking
from ingestion.apart.process import Child
from ingestion.readers import FileProblem
from tests import hostile
from tests.homes import EVENTS_HEADER, Home, step
from tests.reading import LIMITS, layout_of, written

PROJECT = Path(__file__).resolve().parents[2]
WORKBOOK = layout_of(format="xlsx")
READ_AND_SAY = """
import resource, sys
from pathlib import Path
from ingestion import apart
from ingestion.readers import FileProblem
from tests.reading import LIMITS, layout_of
try:
    apart.read_file(Path(sys.argv[1]), layout_of(format="xlsx"), LIMITS)
except FileProblem as refused:
    print(refused.problem.code)
# Not ru_maxrss: a process takes that of its parent over.
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
MEGABYTE = 1024 * 1024
IDLE = 128 * MEGABYTE
"""What the child takes with nothing to do: its libraries."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.make(tmp_path / "home", PROJECT)


@pytest.fixture
def fresh_child() -> Iterator[None]:
    """A test that spoils the child leaves none behind."""
    apart.close()
    yield
    apart.close()


def refusal(path: Path, layout: object = WORKBOOK, limits: Limits = LIMITS) -> tuple[str, str]:
    """Code and detail with which a file is refused; a good file is read right after it."""
    began = time.monotonic()
    with pytest.raises(FileProblem) as caught:
        apart.read_file(path, layout, limits)  # type: ignore[arg-type]
    assert time.monotonic() - began < 20
    good = written(path.parent, "good.csv", "ma,ngay\n1,01/03/2026\n")
    assert apart.read_file(good, layout_of(), LIMITS).received == 1
    return caught.value.problem.code, caught.value.problem.detail


@pytest.mark.parametrize(
    "make", [hostile.sparse, hostile.gigabyte_in_a_cell, hostile.gigabyte_of_rows]
)
def test_a_workbook_that_unpacks_to_a_gigabyte_is_stopped_at_the_limit_and_the_parent_goes_on(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path / "x.xlsx")
    run = subprocess.run(
        [sys.executable, "-c", READ_AND_SAY, str(path)], capture_output=True, text=True, check=True
    )
    code, parent, child = run.stdout.split()
    assert code == "file_over_limits"
    assert int(child) * 1024 < LIMITS.for_file(path).memory + IDLE
    assert int(parent) * 1024 < 512 * MEGABYTE


def test_a_packed_file_that_unpacks_to_a_gigabyte_is_stopped_at_the_limit(tmp_path: Path) -> None:
    path = hostile.gigabyte_of_text(tmp_path / "x.csv.gz")
    assert path.stat().st_size < 2 * MEGABYTE
    assert refusal(path, layout_of())[0] == "file_over_limits"


def test_a_sheet_that_only_announces_seventeen_billion_cells_is_read(tmp_path: Path) -> None:
    path = hostile.boasting(tmp_path / "x.xlsx")
    assert apart.read_file(path, WORKBOOK, LIMITS).received == 1


def test_archives_within_archives_are_no_workbook(tmp_path: Path) -> None:
    assert refusal(hostile.nested(tmp_path / "x.xlsx"))[0] == "file_unreadable"


def test_nothing_of_an_archive_is_ever_written_outside_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    path = hostile.overlapping(folder / "x.xlsx")
    assert apart.read_file(path, WORKBOOK, LIMITS).received == 1
    assert sorted(tmp_path.rglob("*")) == [*before, path]
    assert not Path("/tmp/kl226-evil.txt").exists()


def test_entities_of_a_sheet_are_never_expanded(tmp_path: Path) -> None:
    path = hostile.laughing(tmp_path / "x.xlsx")
    try:
        found = apart.read_file(path, WORKBOOK, LIMITS).tables[0].frame["ma"].to_list()
    except FileProblem as refused:
        assert refused.problem.code in ("file_unreadable", "file_over_limits")
    else:
        assert max(len(text or "") for text in found) < 100


def test_every_xml_bomb_as_a_sheet_is_refused_or_read_without_its_entities(
    shared_data: Path, tmp_path: Path
) -> None:
    bombs = sorted((shared_data / "suite_xml_bombs").glob("*.xml"))
    assert len(bombs) == 10
    for bomb in bombs:
        path = hostile.with_sheet(tmp_path / f"{bomb.stem}.xlsx", bomb.read_bytes())
        assert refusal(path)[0] in ("file_empty", "file_unreadable", "header_not_found"), bomb.name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[" * 1_000_000, "file_unreadable"),
        ('[{"ma":' + "[" * 100_000 + "]" * 100_000 + "}]", "file_unreadable"),
        ('[{"ma": NaN}]', "file_unreadable"),
        ('[{"ma": 1e400}]', "file_unreadable"),
        ('[{"ma": ' + "9" * 100_000 + "}]", "file_unreadable"),
    ],
    ids=["deep", "deep value", "NaN", "1e400", "100,000 digits"],
)
def test_deep_and_impossible_json_is_refused_with_a_reason(
    tmp_path: Path, text: str, code: str
) -> None:
    assert refusal(written(tmp_path, "x.json", text), layout_of(format="json"))[0] == code


def test_a_pipe_under_the_name_of_a_file_does_not_block(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "steps_1.csv"
    os.mkfifo(path)
    outcome = home.ingest(path, agency_code="SNV")
    assert [problem.code for problem in outcome.problems] == ["file_unreadable"]
    with pytest.raises(FileProblem):
        apart.read_file(path, layout_of(), LIMITS)


@pytest.mark.parametrize("target", ["/dev/zero", "/dev/stdin"])
def test_a_device_is_no_file(home: Home, tmp_path: Path, target: str) -> None:
    path = tmp_path / "steps_1.csv"
    path.symlink_to(target)
    assert home.ingest(path, agency_code="SNV").problems[0].code == "file_unreadable"


def test_links_and_pipes_in_the_landing_folder_are_not_followed(home: Home, tmp_path: Path) -> None:
    outside = written(tmp_path, "steps_1.csv", f"{EVENTS_HEADER}\n{step('M1')}\n")
    folder = home.root / "landing" / "SNV"
    folder.mkdir(parents=True)
    (folder / "steps_1.csv").symlink_to(outside)
    (folder / "steps_dir").symlink_to(tmp_path)
    os.mkfifo(folder / "steps_2.csv")
    assert home.run() == []
    assert outside.exists()


@pytest.mark.parametrize("name", ["steps_" + "a" * 245 + ".csv", "steps_phiếu_họp.csv"])
def test_a_name_of_255_bytes_and_a_decomposed_name_go_the_whole_way(home: Home, name: str) -> None:
    import unicodedata

    decomposed = unicodedata.normalize("NFD", name)
    assert len(decomposed.encode()) <= 255
    home.land(decomposed, step("M1"))
    outcomes = home.run()
    assert [(o.status, o.file, o.accepted) for o in outcomes] == [("ingested", name, 1)]
    assert [Path(kept).name for kept in home.archived()] == [decomposed]


def test_the_naughty_strings_are_kept_or_refused_row_by_row(
    home: Home, shared_data: Path, tmp_path: Path
) -> None:
    source = (shared_data / "suite_unicode" / "blns.txt").read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if line and not line.startswith("#")]
    assert len(lines) > 400
    quoted = ['"' + line.replace('"', '""') + '"' for line in lines]
    path = home.write("steps_1.csv", EVENTS_HEADER, [step(line) for line in quoted], "SNV")
    outcome = home.ingest(path)
    assert outcome.status == "ingested"
    assert outcome.received == outcome.accepted + outcome.duplicate + outcome.quarantined
    assert outcome.received >= 0.95 * len(lines)


@pytest.mark.usefixtures("fresh_child")
def test_a_child_that_hangs_is_killed_after_its_time_and_replaced(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", "ma,ngay\n1,01/03/2026\n")
    apart.read_file(path, layout_of(), LIMITS)
    hung = _child()
    os.kill(hung.process.pid, signal.SIGSTOP)
    code, detail = refusal(path, layout_of(), replace(LIMITS, seconds=0.25))
    assert (code, detail.split(".")[0]) == ("file_over_limits", "4 s")
    assert _child() is not hung


@pytest.mark.usefixtures("fresh_child")
def test_a_child_that_crashes_costs_one_file_and_is_replaced(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", "ma,ngay\n1,01/03/2026\n")
    apart.read_file(path, layout_of(), LIMITS)
    pid = _child().process.pid
    os.kill(pid, signal.SIGSTOP)

    def crash() -> None:
        os.kill(pid, signal.SIGSEGV)
        os.kill(pid, signal.SIGCONT)

    threading.Timer(0.3, crash).start()
    assert refusal(path, layout_of()) == ("file_breaks_reader", "SIGSEGV")


@pytest.mark.usefixtures("fresh_child")
def test_a_child_that_died_while_idle_costs_no_file(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", "ma,ngay\n1,01/03/2026\n")
    apart.read_file(path, layout_of(), LIMITS)
    os.kill(_child().process.pid, signal.SIGKILL)
    _child().process.wait()
    assert apart.read_file(path, layout_of(), LIMITS).received == 1


@pytest.mark.usefixtures("fresh_child")
def test_a_large_parent_does_not_make_its_child_be_replaced_after_every_file(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "x.csv", "ma,ngay\n1,01/03/2026\n")
    ballast = bytearray(os.urandom(MEGABYTE)) * 700
    apart.read_file(path, layout_of(), LIMITS)
    first = _child()
    apart.read_file(path, layout_of(), LIMITS)
    assert _child() is first
    assert len(ballast) == 700 * MEGABYTE


@pytest.mark.usefixtures("fresh_child")
def test_a_child_that_grew_large_is_replaced_by_a_small_one(tmp_path: Path) -> None:
    line = f"M{'1' * 40},01/03/2026,{'x' * 150}\n"
    path = written(tmp_path, "x.csv", "ma,ngay,ghi_chu\n" + line * 1_000_000)
    assert apart.read_file(path, layout_of(), LIMITS).received == 1_000_000
    small = written(tmp_path, "y.csv", "ma,ngay\n1,01/03/2026\n")
    apart.read_file(small, layout_of(), LIMITS)
    status = Path(f"/proc/{_child().process.pid}/status").read_text(encoding="utf-8")
    assert int(status.partition("VmRSS:")[2].split()[0]) * 1024 < IDLE


def test_reading_that_takes_more_cpu_time_than_is_allowed_is_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, "x.jsonl", '{"ma": "1", "ngay": "01/03/2026"}\n' * 1_500_000)
    none = replace(LIMITS, seconds=0, seconds_per_megabyte=0.001)
    assert refusal(path, layout_of(format="jsonl"), none)[0] == "file_over_limits"


def test_an_honest_large_file_is_given_what_it_needs(tmp_path: Path) -> None:
    line = f"M{'1' * 40},01/03/2026,{'x' * 150}\n"
    path = written(tmp_path, "x.csv", "ma,ngay,ghi_chu\n" + line * 300_000)
    assert apart.read_file(path, layout_of(), LIMITS).received == 300_000
    tight = replace(LIMITS, megabytes=16, megabytes_per_megabyte=0)
    assert refusal(path, layout_of(), tight) == ("file_over_limits", "16 MB")


def test_a_refused_bomb_is_told_and_logged_once_and_the_next_file_is_taken(
    home: Home, tmp_path: Path
) -> None:
    layout = home.root / "layouts" / "book.yml"
    text = (home.root / "layouts" / "plain.yml").read_text(encoding="utf-8")
    text = text.replace("layout: plain", "layout: book").replace("plain_*.csv", "book_*.xlsx")
    layout.write_text(text.replace("format: csv", "format: xlsx"), encoding="utf-8")
    home = Home.make(home.root, PROJECT)
    folder = home.root / "landing" / "SNV"
    folder.mkdir(parents=True)
    hostile.sparse(folder / "book_1.xlsx")
    home.land("steps_1.csv", step("M1"))
    first = home.run()
    assert [(o.file, o.status) for o in first] == [
        ("book_1.xlsx", "refused"),
        ("steps_1.csv", "ingested"),
    ]
    problem = first[0].problems[0]
    allowed = f"{home.context.rule('reader_megabytes'):.0f} MB"
    assert allowed in problem.text("vi") and allowed in problem.text("en")
    assert "reader_" in problem.text("vi")


def test_a_change_of_a_limit_is_a_dated_row(home: Home) -> None:
    assert home.context.limits.megabytes == home.context.rule("reader_megabytes")
    assert home.context.limits.seconds == home.context.rule("reader_seconds")


def test_the_child_imports_nothing_that_only_judging_needs(tmp_path: Path) -> None:
    path = written(tmp_path, "x.csv", "ma,ngay\n1,01/03/2026\n")
    apart.read_file(path, layout_of(), LIMITS)
    maps = Path(f"/proc/{_child().process.pid}/maps").read_text(encoding="utf-8")
    assert "polars" in maps
    for heavy in ("pandas", "duckdb", "deltalake"):
        assert f"/{heavy}/" not in maps


def _child() -> Child:
    return asking._children[0]
