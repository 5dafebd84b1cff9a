"""Public torture suites and real files through the readers: no crash, no hang, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from ingestion.layout.model import Layout
from ingestion.readers import FileProblem, read_file
from ingestion.readers.delimited import read_delimited
from ingestion.readers.encoding import EncodingFault, to_utf8
from ingestion.readers.json_records import JsonFault, parse_json
from tests.reading import candidates, layout_of

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def files(folder: str, pattern: str) -> list[Path]:
    """Files to try one by one; where the suite is absent, one name that the fixture then skips."""
    return sorted((SHARED / folder).glob(pattern)) or [Path("absent")]


@pytest.mark.parametrize("path", files("suite_csv_dev/csvs", "*.csv"), ids=lambda p: p.stem)
def test_a_file_of_the_csv_suite_equals_its_expected_json(shared_data: Path, path: Path) -> None:
    header, rows = read_delimited(path.read_bytes())
    found = [dict(zip(header, row, strict=True)) for row in rows]
    answer = shared_data / "suite_csv_dev" / "json" / f"{path.stem}.json"
    expected = json.loads(answer.read_text(encoding="utf-8"))
    if path.stem == "newlines_crlf":
        # The copy of this file lost its CRs on the way (it equals newlines.csv byte for byte).
        assert path.read_bytes() == path.with_name("newlines.csv").read_bytes()
        expected = json.loads(json.dumps(expected).replace("\\r\\n", "\\n"))
    assert found == expected


def verdict(path: Path) -> str:
    """y when the text is JSON to us, n when it is refused."""
    try:
        parse_json(to_utf8(path.read_bytes()).decode("utf-8"))
    except (JsonFault, EncodingFault):
        return "n"
    return "y"


@pytest.mark.parametrize("kind", ["y", "n"])
def test_the_json_suite_is_judged_as_its_authors_judge_it(shared_data: Path, kind: str) -> None:
    tried = sorted((shared_data / "suite_json_nst" / "test_parsing").glob(f"{kind}_*.json"))
    assert len(tried) > 90
    assert [path.name for path in tried if verdict(path) != kind] == []


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_no_file_of_the_json_suite_escapes_as_another_error(
    shared_data: Path, tmp_path: Path, form: str
) -> None:
    layout = layout_of(format=form)
    tried = sorted((shared_data / "suite_json_nst").glob("*/*.json"))
    assert len(tried) > 300
    for path in tried:
        copy = tmp_path / f"{path.stem}.{form}"
        copy.write_bytes(path.read_bytes())
        try:
            result = read_file(copy, layout)
        except FileProblem as refused:
            assert refused.problem.text("vi")
        else:
            assert result.received > 0, path.name


DOCUMENTS = """
layout: documents
stream: document
kind: snapshot
match: {files: ["*.csv"]}
format: csv
agency: {constant: SONLA}
columns:
  ngay_ban_hanh: {to: issued_date, required: true, formats: ["%d/%m/%Y"]}
document_number: {column: so_ky_hieu, required: true}
entity: "{issued_date:%Y-%m-%d}:{_document_code}"
"""

DOSSIERS = """
layout: dossiers
stream: dossier
kind: events
match: {files: ["receipt.*"]}
format: csv
timezone: Europe/Amsterdam
agency: {constant: SONLA}
columns:
  "case:concept:name": {to: entity_key, required: true}
  "case:channel": {to: channel, map: {Internet: online, Desk: in_person, Post: post, "e-mail": online, Intern: in_person}}
  "case:deadline": {to: due_at, formats: [iso]}
  "case:enddate": {to: finished_at, formats: [iso]}
  "concept:instance": _instance
event_id: "{_instance}"
event_type: {column: "concept:name", map: {"Confirmation of receipt": received}, default: processing}
occurred_at: {column: "time:timestamp", formats: [iso]}
"""

MEETINGS = """
layout: meetings
stream: meeting
kind: snapshot
match: {files: ["*.jsonl.gz"]}
format: jsonl
timezone: America/New_York
agency: {constant: SONLA}
columns:
  ID: {to: entity_key, required: true}
  Date: {to: starts_at, required: true, formats: [iso]}
  Location:
    - {to: mode, patterns: {"(?i)hybrid": hybrid, "(?i)remote|virtual": online}, default: in_person}
    - _room
  AgendaStatusName: {to: status, map: {Deferred: cancelled, Cancelled: cancelled}, default: held}
derive: {joint_key: "{starts_at}|{_room}"}
"""

REVISIONS = """
layout: revisions
stream: meeting
kind: events
match: {files: ["*.jsonl.gz"]}
format: jsonl
timezone: America/New_York
agency: {constant: SONLA}
columns:
  _path: {to: entity_key, required: true, extract: "_(\\\\d+)\\\\.json$"}
  record.Date: {to: starts_at, formats: [iso]}
  record.AgendaStatusName: {to: status, map: {Deferred: cancelled, Cancelled: cancelled, "": null}, default: held}
event_type: {column: _op, map: {A: corrected, M: corrected, D: withdrawn}}
occurred_at: {column: _observed_at, formats: [iso]}
"""

CALENDAR = """
layout: calendar
stream: meeting
kind: snapshot
match: {files: ["*.csv"]}
format: csv
agency: {constant: SONLA}
columns:
  "Nội dung": {to: entity_key, required: true}
  "Bắt đầu": {to: starts_at, required: true, formats: ["%Y-%m-%d %H:%M"]}
  "Kết thúc": {to: ends_at, formats: ["%Y-%m-%d %H:%M"]}
"""


def frame(path: Path, layout: Layout) -> pl.DataFrame:
    """Candidates of a file in which nothing is wrong."""
    result, made = candidates(path, layout)
    assert result.problems + made.problems == []
    return made.frame


def test_binh_duong_gives_3605_documents_and_names_three_rows_without_number(
    shared_data: Path,
) -> None:
    path = shared_data / "docs_vn_binhduong" / "data_vanbanphapluatBinhDuong.csv"
    result, made = candidates(path, layout_of(DOCUMENTS))
    assert result.received == 4056
    assert [p.code for p in made.problems] == ["value_missing"] * 3
    known = made.frame.drop_nulls("entity_id").unique("entity_id")
    assert known.height == 3605
    years = known.group_by(pl.col("issued_date").dt.year().alias("y")).len().sort("y")
    assert years["len"].to_list() == [124, 334, 214, 402, 547, 581, 517, 627, 259]


def test_coselog_is_the_same_in_csv_and_in_parquet(shared_data: Path) -> None:
    folder = shared_data / "tthc_coselog_receipt"
    text = frame(folder / "receipt.csv", layout_of(DOSSIERS)).drop("source_row")
    typed = frame(folder / "receipt.parquet", layout_of(DOSSIERS)).drop("source_row")
    assert text.equals(typed)
    dossiers = text.unique("entity_id")
    assert (dossiers.height, dossiers["finished_at"].count()) == (1434, 1329)
    assert dossiers.filter(pl.col("finished_at") > pl.col("due_at")).height == 377


def test_new_york_meetings_have_their_mode_and_state(shared_data: Path) -> None:
    path = shared_data / "meet_nyc_council_dev" / "nyc_events_2018_2021.jsonl.gz"
    held = frame(path, layout_of(MEETINGS)).filter(pl.col("status") == "held")
    year = pl.col("starts_at").dt.convert_time_zone("America/New_York").dt.year().alias("y")
    modes = [(pl.col("mode") == mode).sum().alias(mode) for mode in ("online", "hybrid")]
    found = held.group_by(year).agg(pl.len(), *modes, pl.col("joint_key").n_unique()).sort("y")
    assert found.rows() == [
        (2018, 571, 0, 0, 493), (2019, 620, 0, 0, 519), (2020, 428, 301, 0, 404), (2021, 534, 449, 9, 523),
    ]  # fmt: skip


def test_revisions_of_new_york_meetings_are_events(shared_data: Path) -> None:
    path = shared_data / "meet_nyc_change_stream_dev" / "nyc_event_revisions_2021_2022.jsonl.gz"
    found = frame(path, layout_of(REVISIONS))
    assert (found.height, found["entity_id"].n_unique()) == (4083, 1196)
    assert (found["event_type"] == "withdrawn").sum() == 15


def test_a_commune_calendar_is_read(shared_data: Path) -> None:
    path = shared_data / "meet_vn_ubnd_calendar" / "test_calendar.csv"
    found = frame(path, layout_of(CALENDAR))
    assert found["starts_at"].dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.hour().to_list() == [
        14, 7, 15,
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["xls_vn_bhxh_laocai", "xls_vn_misc"])
def test_real_vietnamese_workbooks_end_in_a_clear_problem(shared_data: Path, folder: str) -> None:
    tried = sorted((shared_data / folder).glob("*.xlsx"))
    assert tried
    for path in tried:
        with pytest.raises(FileProblem) as refused:
            read_file(path, layout_of(format="xlsx"))
        assert refused.value.problem.code in ("header_not_found", "column_missing"), path.name


@pytest.mark.parametrize("form", ["xml", "xes"])
def test_every_document_type_and_entity_of_the_xml_suite_is_refused(
    shared_data: Path, tmp_path: Path, form: str
) -> None:
    layout = layout_of(format=form, xml="{record: element}")
    tried = sorted((shared_data / "suite_xml_bombs").glob("*.xml"))
    assert len(tried) == 10
    codes = {}
    for path in tried:
        copy = tmp_path / f"{path.stem}.{form}"
        copy.write_bytes(path.read_bytes())
        with pytest.raises(FileProblem) as refused:
            read_file(copy, layout)
        codes[path.stem] = refused.value.problem.code
    harmless = {name: codes.pop(name) for name in ("simple", "simple-ns")}
    assert set(codes.values()) == {"file_hostile"}
    assert set(harmless.values()) == {"column_missing" if form == "xml" else "file_unreadable"}
