"""A thousand planted canaries leave nothing in the home, logs, messages, Dagster or dbt."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from orchestration.dagster_home import prepare
from orchestration.pipeline import Workplace
from tests import small_province
from tests.canaries import EACH, KINDS, all_canaries, canary, is_found, leaks
from tests.homes import EVENTS_HEADER, PERSONAL, step

RUN = """
from dagster import DagsterInstance
from orchestration.definitions import defs

with DagsterInstance.get() as instance:
    result = defs.resolve_job_def("run").execute_in_process(instance=instance)
    for event in instance.all_logs(result.run_id):
        print(repr(event))
"""
RECENT = datetime.now(UTC).date() - timedelta(days=90)
"""The job runs by the real clock, and calendars are read around today."""
DOSSIER = {
    "MaTTHC": "1.001234",
    "DonViXuLy": "SNV",
    "KenhThucHien": "2",
    "NgayTiepNhan": "20260302080000",
    "NgayHenTra": "20260312080000",
    "TrangThai": "2",
}


@dataclass
class Aftermath:
    """The home after everything, and all that was said on the way."""

    place: Workplace
    planted: set[str]
    said: list[str]


class Planter:
    """Gives out canaries of a kind in turn, and knows which."""

    def __init__(self) -> None:
        self.planted: set[str] = set()
        self._next = dict.fromkeys(KINDS, 0)

    def __call__(self, kind: str) -> str:
        text = canary(kind, self._next[kind] % EACH)
        self._next[kind] += 1
        self.planted.add(text)
        return text


def lay_out(folder: Path, plant: Planter) -> None:
    """Files of six formats with canaries in every column that is not read, and in broken cells."""
    folder.mkdir(parents=True)
    _csv(folder, plant)
    _dossiers(folder, plant)
    _register(folder, plant)
    _calendar(folder, plant)
    _broken(folder, plant)


def _csv(folder: Path, plant: Planter) -> None:
    rows = [step(f"M{n}", chair=plant("name")) for n in range(100)]
    # In columns that are read, where a list, a number, a date or a word is expected.
    rows += [step(f"W{n}", mode=plant("name")) for n in range(40)]
    rows += [step(f"X{n}", sites=plant("phone")) for n in range(40)]
    rows += [step(f"Y{n}", start=plant("id_number")) for n in range(40)]
    rows += [step(f"Z{n}", event=plant("mail")) for n in range(40)]
    rows += [step(f"S{n}", secrecy="Mật", chair=plant("title")) for n in range(20)]
    rows += [f"R{n},{plant('name')},{plant('phone')}" for n in range(20)]
    rows += [f'Q{n},"{plant("name")}' for n in range(5)]
    text = "\n".join([EVENTS_HEADER, *rows]) + "\n"
    (folder / "personal_1.csv").write_text(text, encoding="utf-8")
    with gzip.open(folder / "personal_2.csv.gz", "wt", encoding="utf-16") as file:
        file.write(
            "\n".join([EVENTS_HEADER, *(step(f"G{n}", chair=plant("name")) for n in range(9))])
        )


def _dossiers(folder: Path, plant: Planter) -> None:
    records = [
        DOSSIER
        | {
            "MaHoSo": f"H52.11-260302-{n:04d}",
            "ChuHoSo": plant("name"),
            "SoGiayToChuHoSo": plant("id_number"),
            "SoDienThoai": plant("phone"),
            "Email": plant("mail"),
            "TrichYeuHoSo": plant("title"),
        }
        for n in range(120)
    ]
    pl.DataFrame(records).write_parquet(folder / "ho_so_1.parquet")
    wrong = [
        DOSSIER | {"MaHoSo": f"H52.11-260303-{n:04d}", "KenhThucHien": plant("name"),
                   "NgayHenTra": plant("id_number"), "DonViXuLy": plant("mail")}
        for n in range(30)
    ]  # fmt: skip
    pl.DataFrame(wrong).write_parquet(folder / "ho_so_2.parquet")


def _register(folder: Path, plant: Planter) -> None:
    header = "Loại sổ,Số ký hiệu,Ngày ban hành,Đơn vị ban hành,Độ mật,Trích yếu,Người ký,Nơi nhận"
    rows = [
        f"Văn bản đi,{n}/KH-SNV,02/03/2026,SNV,Mật,{plant('title')},{plant('name')},STP"
        for n in range(1, 31)
    ]
    rows += [
        f"Văn bản đi,{n}/KH-SNV,02/03/2026,SNV,thường,{plant('title')},{plant('name')},"
        f"STP;{plant('name')};{plant('mail')}"
        for n in range(31, 61)
    ]
    text = "\n".join([header, *rows]) + "\n"
    (folder / "van_ban_2026.csv").write_text(text, encoding="utf-8")


def _calendar(folder: Path, plant: Planter) -> None:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for n in range(60):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{plant('mail')}",
            f"DTSTART:{RECENT + timedelta(days=n):%Y%m%d}T010000Z"
            if n % 10
            else f"DTSTART:{plant('phone')}",
            f"SUMMARY:{'(Mật) ' if n % 7 == 0 else 'Giao ban '}{plant('title')}",
            f"DESCRIPTION:{plant('name')} {plant('phone')}",
            f"LOCATION:{plant('name')}",
            f"ORGANIZER;CN={plant('name')}:mailto:{plant('mail')}",
            f"ATTENDEE;CN={plant('name')}:mailto:{plant('mail')}",
            f"CATEGORIES:{plant('name')}",
            f"X-{plant('id_number')}:x",
            "END:VEVENT",
        ]
    (folder / "lich_hop.ics").write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), "utf-8")
    (folder / "lich_hop_hong.ics").write_text(f"BEGIN:VCALENDAR\r\n{plant('name')}\r\n", "utf-8")


def _broken(folder: Path, plant: Planter) -> None:
    """Whole files that cannot be read, by way of libraries that quote what they stumble on."""
    good = io.BytesIO()
    pl.DataFrame([DOSSIER | {"MaHoSo": "1", "ChuHoSo": plant("name")}]).write_parquet(good)
    (folder / "ho_so_3.parquet").write_bytes(good.getvalue()[:-30])
    (folder / "personal_3.csv").write_text(f"{plant('name')},{plant('mail')}\nx\n", "utf-8")
    (folder / "personal_4.csv").write_bytes(plant("name").encode("utf-16-be") * 3)


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Everything is taken in, built and published in Dagster, then again from the command."""
    root = tmp_path_factory.mktemp("canaries")
    place = small_province.make(root / "home")
    (place.home.layouts / "personal.yml").write_text(PERSONAL, encoding="utf-8")
    plant = Planter()
    lay_out(place.home.landing / "SNV", plant)
    (root / "tmp").mkdir()
    environment = {"KL226_HOME": str(place.home.root), "TMPDIR": str(root / "tmp")}
    said = [*_checked(place), *_run_in_dagster(place, environment)]
    return Aftermath(place, plant.planted, said)


def _checked(place: Workplace) -> list[str]:
    """What a log may be told of each file; nothing is written."""
    from ingestion.intake import check_file
    from orchestration.pipeline import intake_context

    context = intake_context(place)
    said = []
    for path in sorted((place.home.landing / "SNV").iterdir()):
        outcome = check_file(path, context=context)
        for problem in [*outcome.problems, *outcome.notes]:
            said += [problem.text("vi", with_value=False), problem.text("en", with_value=False)]
    return said


def _run_in_dagster(place: Workplace, environment: dict[str, str]) -> list[str]:
    """The main job as Dagster runs it, in a process and an instance of its own; all it says."""
    folder = prepare(place.home, date(2026, 6, 5))
    run = subprocess.run(
        [sys.executable, "-c", RUN],
        env={**os.environ, **environment, "DAGSTER_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [*run.stdout.splitlines(), *run.stderr.splitlines()]


def test_all_thousand_are_planted(aftermath: Aftermath) -> None:
    assert len(set(all_canaries())) == 1000
    assert aftermath.planted == set(all_canaries())


def test_the_files_were_really_taken_in(aftermath: Aftermath) -> None:
    warehouse = aftermath.place.home.warehouse
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        counts = dict(
            connection.execute(
                "select source_file, sum(accepted_count) from marts.ingest_batches group by all"
            ).fetchall()
        )
    assert counts["personal_1.csv"] >= 100
    assert counts["ho_so_1.parquet"] == 120
    assert counts["van_ban_2026.csv"] == 30
    assert counts["lich_hop.ics"] > 40


def test_nothing_is_left_of_them_anywhere_below_the_home(aftermath: Aftermath) -> None:
    assert leaks(aftermath.place.home.root.parent) == []


def test_nothing_of_them_is_said_in_logs_and_messages(aftermath: Aftermath) -> None:
    assert len(aftermath.said) > 100
    assert [text[:200] for text in aftermath.said if is_found(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_search_finds_a_canary_in_whatever_a_home_holds(tmp_path: Path, kind: str) -> None:
    text = canary(kind, 7)
    (tmp_path / "a.log").write_text(f"x {text} y", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"x {text} y", encoding="utf-16-le")
    pl.DataFrame({"a": [f"x {text}"] * 1000}).write_parquet(tmp_path / "c.parquet")
    with gzip.open(tmp_path / "d.gz", "wt", encoding="utf-8") as file:
        file.write(text)
    with duckdb.connect(str(tmp_path / "e.duckdb")) as connection:
        connection.execute("create table t as select ? as a", [f"x {text}"])
    (tmp_path / "f.json").write_text(json.dumps({"a": text}), encoding="utf-8")
    assert {found.partition(":")[0] for found in leaks(tmp_path)} == {
        path.name for path in tmp_path.iterdir()
    }
