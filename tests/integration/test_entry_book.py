"""The official entry workbook: what it offers is what is taken in."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from ingestion.entry_book.book import HEADER_ROW, Unit, entry_book, file_name_of
from ingestion.entry_book.fields import LAYOUTS, Field, fields_of
from ingestion.layout.load import load_layouts
from ingestion.layout.model import Layout
from orchestration.cli import app
from schemas.registry import STREAMS
from tests.homes import Home

UNIT = Unit("03646", "Phường Tô Hiệu")
FIRST = HEADER_ROW + 2


def value(field: Field, row: int) -> Any:
    """Something that the field takes; another choice in every row."""
    if field.choices:
        return field.choices[row % len(field.choices)]
    if field.is_key:
        return f"{row:02d}"
    if field.name == "Số ký hiệu":
        return f"{row + 1:02d}/KH-UBND"
    if field.kind in ("date", "moment"):
        return datetime(2026, 3, 2, 8, 0)
    if field.kind in ("whole", "decimal"):
        return field.maximum if field.maximum is not None else 1
    return None if field.name == "Mã băm nội dung" else f"M-{row}"


def filled(layout: Layout, rows: int) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(entry_book(layout, UNIT, 2026)))
    sheet = book[layout.sheet.name or ""]
    for row in range(rows):
        for column, field in enumerate(fields_of(layout), 1):
            sheet.cell(FIRST + row, column).value = value(field, row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("stream", sorted(STREAMS))
def test_everything_the_workbook_offers_is_taken_in(office: Home, stream: str) -> None:
    layout = office.context.layouts[LAYOUTS[stream]]
    rows = max(len(field.choices) for field in fields_of(layout))
    path = office.root / "landing" / UNIT.code / file_name_of(layout, UNIT, 2026)
    path.parent.mkdir(parents=True)
    path.write_bytes(filled(layout, rows))
    outcome = office.ingest(path)
    assert (outcome.layout, outcome.problems) == (layout.name, [])
    assert (outcome.received, outcome.accepted) == (rows, rows)
    assert outcome.notes == []


def test_the_unit_is_known_by_the_name_of_the_file_wherever_it_lies(office: Home) -> None:
    layout = office.context.layouts["entry_meetings"]
    path = office.root.parent / "mau_hop_03646_2026.xlsx"
    path.write_bytes(filled(layout, 2))
    outcome = office.ingest(path)
    assert (outcome.agency_code, outcome.accepted) == ("03646", 2)
    assert set(office.events()["agency_code"]) == {"03646"}
    assert str(outcome.answer).startswith("outbox/03646/")


def test_a_unit_that_kept_its_own_list_may_change_to_the_workbook(office: Home) -> None:
    layouts = office.context.layouts
    assert layouts["entry_meetings"].source_system == layouts["agency_meeting_list"].source_system
    own = {c.source for c in layouts["agency_meeting_list"].columns}
    assert own == {c.source for c in layouts["entry_meetings"].columns}


@pytest.mark.parametrize("stream", sorted(STREAMS))
def test_the_header_is_locked_and_every_column_is_checked_and_explained(
    project: Path, stream: str
) -> None:
    layout = load_layouts([project / "ingestion" / "layouts"])[LAYOUTS[stream]]
    book = openpyxl.load_workbook(io.BytesIO(entry_book(layout, UNIT, 2026)))
    sheet, guide = book[layout.sheet.name or ""], book["Hướng dẫn"]
    assert "Phường Tô Hiệu (03646)" in str(sheet["A2"].value)
    assert sheet.protection.sheet
    assert sheet.freeze_panes == f"B{FIRST}"
    said = {row[0].value: row[2].value for row in guide.iter_rows(min_row=10)}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    for column, field in enumerate(fields_of(layout), 1):
        head = sheet.cell(HEADER_ROW + 1, column)
        assert (head.value, head.protection.locked) == (field.name, True)
        assert not sheet.column_dimensions[head.column_letter].protection.locked
        rule = rules[f"{head.column_letter}{FIRST}"]
        if field.kind == "list":
            place = str(rule.formula1).split("!")[1].replace("$", "")
            place = place if ":" in place else f"{place}:{place}"
            words = [cell[0].value for cell in book["Danh mục"][place]]
            assert (rule.type, words) == ("list", list(field.choices))
        if field.kind in ("date", "moment"):
            assert rule.type == "date"
        if field.minimum is not None:
            assert rule.type in ("whole", "decimal")
            assert float(rule.formula1) == field.minimum
        assert said[field.name] == field.hint()
        assert len(field.hint()) > 15, field.name


def test_limits_come_from_the_rules_of_the_stream(project: Path) -> None:
    layouts = load_layouts([project / "ingestion" / "layouts"])
    fields = {f.name: f for f in fields_of(layouts["entry_tasks"])}
    assert (fields["TT nhiệm vụ"].minimum, fields["TT nhiệm vụ"].maximum) == (1, 18)
    assert fields["TT nhiệm vụ"].hint().startswith("Số nguyên từ 1 đến 18.")
    rating = {f.name: f for f in fields_of(layouts["entry_dossiers"])}["Mức hài lòng (1-5)"]
    assert (rating.minimum, rating.maximum) == (1, 5)


def test_a_returned_workbook_keeps_its_lists_and_is_taken_in_once_mended(office: Home) -> None:
    layout = office.context.layouts["entry_meetings"]
    book = openpyxl.load_workbook(io.BytesIO(filled(layout, 3)))
    sheet = book["Cuộc họp"]
    names = [cell.value for cell in sheet[HEADER_ROW + 1]]
    mode = sheet.cell(FIRST, names.index("Hình thức") + 1)
    mode.value = "qua điện thoại"
    path = office.root / "landing" / UNIT.code / "mau_hop_03646_2026.xlsx"
    path.parent.mkdir(parents=True)
    book.save(path)
    (first,) = office.run()
    assert (first.accepted, first.quarantined) == (2, 1)
    back = openpyxl.load_workbook(office.root / str(first.answer) / path.name)
    page = back["Cuộc họp"]
    assert page.protection.sheet
    assert len(page.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
    assert page[mode.coordinate].comment is not None
    page[mode.coordinate].value = "Trực tuyến"
    back.save(path)
    (second,) = office.run()
    assert (second.accepted, second.duplicate, second.quarantined) == (1, 2, 0)


def test_the_command_writes_one_workbook_or_one_for_every_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runner, home = CliRunner(), ["--home", str(tmp_path / "home")]
    one = runner.invoke(
        app, ["template", "meeting", "--agency", "to hieu", "--year", "2027", *home]
    )
    assert one.exit_code == 0, one.output
    assert (tmp_path / "mau_hop_03646_2027.xlsx").exists()
    other = ["template", "task", "--agency", "SNV", "-o", "a/b.xlsx", "--year", "2026", *home]
    renamed = runner.invoke(app, other)
    assert (tmp_path / "a" / "b.xlsx").exists()
    assert "mau_nhiem_vu_SNV_2026.xlsx" in renamed.output
    every = runner.invoke(app, ["template", "document", "--year", "2026", *home])
    assert every.exit_code == 0
    assert len(list((tmp_path / "mau_nhap").glob("mau_van_ban_*_2026.xlsx"))) > 80
    for wrong in (["meetings"], ["meeting", "--agency", "KHONGCO"], ["meeting", "--year", "26"]):
        answer = runner.invoke(app, ["template", *wrong, *home])
        assert answer.exit_code == 2, wrong


def test_names_of_units_are_those_of_the_day(project: Path) -> None:
    from ingestion.agencies import AgencyDirectory

    agencies = AgencyDirectory.load(project / "dbt_project" / "seeds")
    assert agencies.names_on(date(2026, 1, 1))["03646"] == "Phường Tô Hiệu"
    assert agencies.names_on(date(2025, 6, 30))["03646"] == "Phường Chiềng Lề"
