"""Process logs that nobody here wrote: XES, CSV and Parquet say the same; a long one fits."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from ingestion.layout.load import load_layouts
from ingestion.layout.match import match_layout
from ingestion.layout.model import Layout
from tests.reading import LIMITS, candidates, written

ROOM_MB = 300
"""Peak memory within which 74 MB of XES must be read, the interpreter and its libraries included."""


@pytest.fixture(scope="module")
def layouts(project: Path) -> dict[str, Layout]:
    return load_layouts([project / "tests" / "data" / "layouts"])


def facts(path: Path, layout: Layout) -> pl.DataFrame:
    """Candidates of a file in which nothing is wrong, without their place in it."""
    result, made = candidates(path, layout, folder_agency="SNV")
    assert result.problems + made.problems == []
    return made.frame.drop("source_row")


def test_the_receipt_log_says_the_same_in_xes_csv_and_parquet(
    shared_data: Path, layouts: dict[str, Layout]
) -> None:
    folder = shared_data / "tthc_coselog_receipt"
    log = facts(folder / "08_receipt.xes.gz", layouts["coselog_receipt_xes"])
    assert log.equals(facts(folder / "receipt.csv", layouts["coselog_receipt_csv"]))
    assert log.equals(facts(folder / "receipt.parquet", layouts["coselog_receipt_parquet"]))
    assert (log.height, log["entity_id"].n_unique()) == (8577, 1434)
    dossiers = log.unique("entity_id")
    assert dossiers.filter(pl.col("finished_at") > pl.col("due_at")).height == 377


def test_the_fines_say_the_same_in_xes_and_csv(
    shared_data: Path, layouts: dict[str, Layout]
) -> None:
    folder = shared_data / "tthc_roadtraffic_billing"
    log = facts(folder / "roadtraffic100traces.xes", layouts["road_fines_xes"])
    assert log.equals(facts(folder / "roadtraffic100traces.csv", layouts["road_fines_csv"]))
    assert (log.height, log["entity_id"].n_unique()) == (390, 100)


def test_sparse_attributes_of_the_fines_are_the_same_cells(
    shared_data: Path, layouts: dict[str, Layout]
) -> None:
    folder = shared_data / "tthc_roadtraffic_billing"
    names = ["amount", "notificationType", "case:concept:name", "concept:name"]
    xes, _ = candidates(
        folder / "roadtraffic100traces.xes", layouts["road_fines_xes"], folder_agency="SNV"
    )
    csv, _ = candidates(
        folder / "roadtraffic100traces.csv", layouts["road_fines_csv"], folder_agency="SNV"
    )
    as_csv = csv.tables[0].frame.select(pl.col(names).replace("", None))
    assert xes.tables[0].frame.select(names).equals(as_csv)
    assert as_csv["amount"].count() == 157


def test_the_billing_log_is_read_whole(shared_data: Path, layouts: dict[str, Layout]) -> None:
    path = shared_data / "tthc_roadtraffic_billing" / "14_Billing_1t_per_variant.xes.gz"
    result, made = candidates(path, layouts["billing_xes"], folder_agency="SNV")
    assert result.problems + made.problems == []
    cases, activities = made.frame["entity_id"], result.tables[0].frame["concept:name"]
    assert (made.frame.height, cases.n_unique(), activities.n_unique()) == (12506, 1020, 18)


MEASURE = """
import sys
from pathlib import Path
from ingestion.layout.load import read_layout
from ingestion.readers import read_file
layout, _ = read_layout(Path(sys.argv[2]))
print(read_file(Path(sys.argv[1]), layout).received)
print(int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024)
"""


def test_a_log_of_74_mb_is_read_in_less_than_300_mb(tmp_path: Path, project: Path) -> None:
    keys = ("concept:name", "concept:instance", "org:group", "org:resource", "lifecycle:transition")
    path = tmp_path / "08_receipt.xes.gz"
    size = events = 0
    with gzip.open(path, "wt", compresslevel=1) as file:
        size += file.write('<log xes.version="1.0">')
        while size < 74 * 1024**2:
            cells = "".join(f'<string key="{key}" value="{key} {events:09}"/>' for key in keys)
            day = (
                f'<date key="time:timestamp" value="2026-03-02T08:00:{events % 60:02}.250+07:00"/>'
            )
            event = f"<event>{cells}{day}</event>"
            case = f'<string key="concept:name" value="case {events:09}"/>'
            size += file.write(f"<trace>{case}{event * 5}</trace>\n")
            events += 5
        file.write("</log>")
    layout = project / "tests" / "data" / "layouts" / "coselog_receipt_xes.yml"
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path), str(layout)],
        cwd=project, capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    received, room = map(int, done.stdout.split())
    assert received == events
    assert room < ROOM_MB, room


STEPS = """<log><trace><string key="concept:name" value="000.00.11.H52-260302-0001"/>
<string key="KenhThucHien" value="Trực tuyến"/><date key="NgayHenTra" value="2026-03-05T17:00:00+07:00"/>
<event><string key="concept:name" value="Được tiếp nhận"/><string key="org:group" value="Sở Nội vụ"/>
<string key="org:resource" value="BI-MAT"/><date key="time:timestamp" value="2026-03-02T08:00:00"/></event>
<event><string key="concept:name" value="Trình lãnh đạo ký"/><string key="org:group" value="SNV"/>
<date key="time:timestamp" value="2026-03-03T08:00:00+07:00"/></event>
<event><string key="concept:name" value="9"/><string key="org:group" value="H52.11"/>
<date key="time:timestamp" value="2026-03-04T01:00:00Z"/></event></trace></log>"""


def test_a_log_of_the_portal_is_read_by_the_ready_made_layout(
    tmp_path: Path, project: Path
) -> None:
    layouts = load_layouts([project / "ingestion" / "layouts"])
    path = written(tmp_path, "nhat_ky_ho_so_2026-03.xes.gz", gzip.compress(STEPS.encode()))
    result, made = candidates(path, match_layout(path, layouts, LIMITS))
    assert result.problems + made.problems == []
    assert made.frame["event_type"].to_list() == ["received", "processing", "finished"]
    assert made.frame["agency_code"].unique().to_list() == ["SNV"]
    assert made.frame["channel"].unique().to_list() == ["online"]
    assert made.frame["occurred_at"].dt.hour().to_list() == [1, 1, 1]
    assert "BI-MAT" not in str(result)
