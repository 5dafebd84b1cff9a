"""Process logs: events with the attributes of their trace."""

from __future__ import annotations

from pathlib import Path

from ingestion.readers import misfit, read_file
from tests.reading import candidates, column, faults, layout_of, refusal, rows, written

LAYOUT = """
layout: log
stream: dossier
kind: events
match: {files: ["*.xes"]}
format: xes
agency: {constant: SNV}
columns:
  "case:concept:name": {to: entity_key, required: true}
  "fee": fee_amount
event_type: {column: "concept:name", map: {"Tiếp nhận": received}, default: processing}
occurred_at: {column: "time:timestamp", formats: [iso]}
"""


def event(name: str = "Tiếp nhận", at: str = "2026-03-02T08:00:00.5+07:00", more: str = "") -> str:
    return f'<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{at}"/>{more}</event>'


def log(*traces: str, head: str = "") -> str:
    return f'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">{head}{"".join(traces)}</log>'


def trace(*events: str, name: str = "HS1", after: str = "") -> str:
    return f'<trace><string key="concept:name" value="{name}"/>{"".join(events)}{after}</trace>'


def test_an_event_has_its_own_attributes_and_those_of_its_trace(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.xes", log(trace(event(), event("Xử lý")), trace(event(), name="HS2"))
    )
    result, made = candidates(path, layout_of(LAYOUT))
    assert rows(result, "case:concept:name", "concept:name", "source_row") == [
        ("HS1", "Tiếp nhận", 1), ("HS1", "Xử lý", 2), ("HS2", "Tiếp nhận", 3),
    ]  # fmt: skip
    assert column(made, "event_type") == ["received", "processing", "received"]
    assert [str(moment) for moment in column(made, "occurred_at")] == [
        "2026-03-02 01:00:00.500000+00:00"
    ] * 3


def test_attributes_of_a_trace_count_wherever_they_stand(tmp_path: Path) -> None:
    late = "<trace>" + event() + '<string key="concept:name" value="HS9"/></trace>'
    result = read_file(written(tmp_path, "a.xes", log(late)), layout_of(LAYOUT))
    assert rows(result, "case:concept:name") == [("HS9",)]


def test_globals_lists_and_attributes_of_attributes_are_not_cells(tmp_path: Path) -> None:
    head = (
        '<global scope="event"><string key="fee" value="5"/></global><string key="fee" value="6"/>'
    )
    nested = '<string key="x" value=""><int key="fee" value="7"/></string><list key="l"><int key="fee" value="8"/></list>'
    result = read_file(
        written(tmp_path, "a.xes", log(trace(event(more=nested)), head=head)), layout_of(LAYOUT)
    )
    assert rows(result, "fee") == [(None,)]


def test_a_number_is_read_with_its_decimal_point(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xes", log(trace(event(more='<float key="fee" value="1200.0"/>'))))
    assert column(candidates(path, layout_of(LAYOUT))[1], "fee_amount") == [1200]


def test_an_event_outside_of_any_trace_lacks_its_case(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xes", log(event(), trace(event())))
    _, made = candidates(path, layout_of(LAYOUT))
    assert [(p.code, p.row) for p in made.problems] == [("value_missing", 1)]


def test_a_key_said_twice_with_two_values_refuses_its_event_alone(tmp_path: Path) -> None:
    twice = event(more='<int key="fee" value="1"/><int key="fee" value="2"/>')
    result = read_file(written(tmp_path, "a.xes", log(trace(event(), twice))), layout_of(LAYOUT))
    assert faults(result) == [("bad_xml", 2, "fee")]
    assert (result.received, result.tables[0].frame.height) == (2, 1)


def test_a_key_of_a_trace_said_twice_refuses_its_events(tmp_path: Path) -> None:
    after = '<string key="concept:name" value="HS2"/>'
    text = log(trace(event(), after=after), trace(event(), name="HS3"))
    result = read_file(written(tmp_path, "a.xes", text), layout_of(LAYOUT))
    assert faults(result) == [("bad_xml", 1, "case:concept:name")]
    assert rows(result, "case:concept:name") == [("HS3",)]


def test_a_log_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    layout = layout_of(LAYOUT)
    assert refusal(written(tmp_path, "a.xes", log()), layout) == "header_only"
    assert refusal(written(tmp_path, "b.xes", "<a/>"), layout) == "file_unreadable"
    assert refusal(written(tmp_path, "c.xes", log(trace(event()))[:-6]), layout) == "file_truncated"
    assert refusal(written(tmp_path, "d.xes", "<!DOCTYPE log><log/>"), layout) == "file_hostile"
    no_case = f"<log><trace>{event()}</trace></log>"
    assert refusal(written(tmp_path, "e.xes", no_case), layout) == "column_missing"
    assert "case:concept:name" in (misfit(tmp_path / "e.xes", layout) or "")
