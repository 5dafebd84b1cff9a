"""A frozen period stays what it was, whatever the store learns later, and any change is found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from click.testing import Result
from typer.testing import CliRunner

from ingestion.signoff import ActRefused, period_states
from orchestration.cli import app
from orchestration.freeze import Frozen, freeze
from orchestration.pipeline import Workplace, open_store, run
from orchestration.seeds import seed_files
from orchestration.signoff_book import Book, UnknownWord
from orchestration.verify_freeze import Proof, verify_freeze
from reporting.publication import open_published
from tests import small_province
from tests.small_province import FIRST_DAY

runner = CliRunner()
PERIOD = "R2026-H1"
LATER = 200


def meeting(number: int, mode: str = "Trực tuyến") -> str:
    day = datetime(2026, 1, 5) + timedelta(days=number % 120)
    return f"H{number:03};Giao ban;{mode};{day:%d/%m/%Y} 08:00;{day:%d/%m/%Y} 10:00;Đã họp"


def book(place: Workplace) -> Book:
    return Book.read(seed_files(place.settings))


@dataclass
class Scene:
    """A home with one freeze, 200 later corrections, late events, withdrawals, a second freeze."""

    place: Workplace
    first: Frozen
    second: Frozen
    frozen_rows: list[tuple[object, ...]]


def scorecard(place: Workplace, freeze_id: str) -> list[tuple[object, ...]]:
    with open_published(place.home.freeze(freeze_id).root) as publication:
        return publication.connection.execute(
            "select * from marts.kpi_scorecard order by all"
        ).fetchall()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    place = small_province.make(tmp_path_factory.mktemp("freeze") / "home", small_province.COMPLETE)
    before = [meeting(number) for number in range(LATER)]
    small_province.land(place, "nho_1.csv", [*before, small_province.BROKEN])
    run(place)
    first = freeze(place, book(place), PERIOD, reason="chưa đơn vị nào nộp")
    rows = scorecard(place, f"{PERIOD}.1")
    small_province.set_clock(place, FIRST_DAY + timedelta(days=20))
    # Each meeting corrected, twenty more that were late, ten that vanish from the list.
    after = [meeting(number, "Trực tiếp") for number in range(10, LATER)]
    late = [meeting(number) for number in range(LATER, LATER + 20)]
    small_province.land(place, "nho_2.csv", [*after, *late])
    again = [meeting(number) for number in range(10, 40)]
    run(place)
    small_province.set_clock(place, FIRST_DAY + timedelta(days=21))
    small_province.land(place, "nho_3.csv", [*again, *after[30:], *late])
    run(place)
    runner.invoke(app, ["period", "unfreeze", PERIOD, "--reason", "chốt chính thức", "--home",
                        str(place.home.root)])  # fmt: skip
    second = freeze(place, book(place), PERIOD, reason="chưa đơn vị nào nộp")
    return Scene(place, first, second, rows)


@pytest.fixture
def copy(scene: Scene, tmp_path: Path) -> Workplace:
    """The same home at another place, to be spoilt."""
    root = tmp_path / "copy"
    shutil.copytree(scene.place.home.root, root)
    other = small_province.make(root, small_province.COMPLETE)
    small_province.set_clock(other, scene.place.clock.now())
    return other


def keys(proof: Proof) -> set[str]:
    return {one.key for one in proof.differences}


def test_a_freeze_is_rebuilt_to_the_byte_after_200_corrections(scene: Scene) -> None:
    proof = verify_freeze(scene.place, f"{PERIOD}.1")
    assert proof.differences == [] and proof.changed == []
    assert proof.ok and proof.tables > 10 and proof.rows > LATER
    assert scorecard(scene.place, f"{PERIOD}.1") == scene.frozen_rows
    assert scorecard(scene.place, f"{PERIOD}.2") != scene.frozen_rows


def test_the_second_freeze_restates_the_first_and_is_final(scene: Scene) -> None:
    first, second = scene.first.manifest, scene.second.manifest
    assert first is not None and second is not None
    assert (first.is_provisional, first.restates) == (True, None)
    assert (second.is_provisional, second.restates) == (False, f"{PERIOD}.1")
    assert first.is_sample and first.province_code == "SONLA"
    assert len(first.missing) > 80
    assert verify_freeze(scene.place, f"{PERIOD}.2").ok


def test_the_marts_hold_freezes_and_states(scene: Scene) -> None:
    run(scene.place)
    with open_published(scene.place.home.root) as publication:
        found = publication.connection.execute(
            "select freeze_id, is_provisional, restates_freeze_id, unfrozen_at is not null, "
            "unfrozen_reason, len(missing_agencies) > 80 from marts.freezes order by 1"
        ).fetchall()
        states = publication.connection.execute(
            "select agency_code, state, freeze_id from marts.period_states where level = 'province'"
        ).fetchall()
        log = publication.connection.execute(
            "select count(*) from marts.ingest_batches where stream = 'signoff'"
        ).fetchall()
    assert found == [
        (f"{PERIOD}.1", True, None, True, "chốt chính thức", True),
        (f"{PERIOD}.2", False, f"{PERIOD}.1", False, None, True),
    ]
    assert states == [("SONLA", "frozen", f"{PERIOD}.2")]
    assert log == [(0,)]


def test_a_changed_manifest_is_named(copy: Workplace) -> None:
    path = copy.home.freezes / f"{PERIOD}.1.json"
    said = json.loads(path.read_text("utf-8"))
    said["tables"]["marts.kpi_scorecard"]["sha256"] = "0" * 64
    path.write_text(json.dumps(said), "utf-8")
    proof = verify_freeze(copy, f"{PERIOD}.1")
    assert keys(proof) == {"manifest_changed", "table_differs"}
    assert {one.name for one in proof.differences} == {
        f"freezes/{PERIOD}.1.json", "marts.kpi_scorecard",
    }  # fmt: skip
    path.unlink()
    assert keys(verify_freeze(copy, f"{PERIOD}.1")) == {"manifest_gone"}


def test_one_changed_row_of_the_kept_publication_is_named_by_its_table(copy: Workplace) -> None:
    [path] = copy.home.freeze(f"{PERIOD}.1").published.glob("marts-*.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "update marts.fct_meetings set mode = 'hybrid' where entity_id = "
            "(select min(entity_id) from marts.fct_meetings)"
        )
    found = {(one.key, one.name) for one in verify_freeze(copy, f"{PERIOD}.1").differences}
    assert ("kept_table_differs", "marts.fct_meetings") in found
    assert {key for key, _ in found} == {"kept_changed", "kept_table_differs"}


def ask(place: Workplace, *words: str) -> Result:
    return runner.invoke(app, [*words, "--home", str(place.home.root)])


@pytest.mark.parametrize("how", ["changed", "gone", "pointer", "manifest"])
def test_a_freeze_that_is_not_as_signed_is_named_by_verify_and_shown_to_nobody(
    copy: Workplace, how: str
) -> None:
    freeze_id, said = f"{PERIOD}.1", "mất" if how == "gone" else "sửa"
    [kept] = copy.home.freeze(freeze_id).published.glob("marts-*.duckdb")
    path = {
        "pointer": kept.with_name("current.json"),
        "manifest": copy.home.freezes / f"{freeze_id}.json",
    }.get(how, kept)
    assert ask(copy, "verify").exit_code == 0
    if how == "gone":
        path.unlink()
    elif how == "changed":
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    else:
        path.write_text(
            path.read_text("utf-8").replace('"as_of": "2026', '"as_of": "2027'), "utf-8"
        )
    told = ask(copy, "verify")
    assert told.exit_code == 1 and path.name in told.output and said in told.output
    for words in (("show",), ("explain", "meeting_online_share", "SNV", PERIOD)):
        refused = ask(copy, *words, "--freeze", freeze_id)
        assert refused.exit_code == 1 and path.name in refused.output and said in refused.output
        assert f"verify {freeze_id} --home" in refused.output
        assert "full-refresh" not in refused.output
    assert ask(copy, "show", "--freeze", f"{PERIOD}.2").exit_code == 0


def test_a_freeze_is_shown_with_its_own_period_and_says_what_it_is(scene: Scene) -> None:
    count = len(scene.first.manifest.missing) if scene.first.manifest else 0
    text = ask(scene.place, "show", "--freeze", f"{PERIOD}.1").output
    assert f"BẢN CHỐT {PERIOD}.1 · kỳ {PERIOD} · chốt 09:00 05/06/2026 (chốt tạm" in text
    assert f"· {count} đơn vị chưa được duyệt khi chốt · ĐÃ MỞ CHỐT " in text
    assert f"({PERIOD})" in text
    # No command lists the quarantine of a freeze.
    assert "Cách ly: 1 (cuộc họp 1) dòng" in text and "quarantine" not in text
    second = ask(scene.place, "show", "--freeze", f"{PERIOD}.2", "--json")
    said = json.loads(second.stdout)
    assert said["period_code"] == said["freeze"]["period_code"] == PERIOD
    assert (said["freeze"]["unfrozen_at"], said["freeze"]["is_provisional"]) == (None, False)
    explained = ask(
        scene.place, "explain", "meeting_online_share", "SNV", PERIOD, "--freeze", f"{PERIOD}.2"
    )
    assert "đang có hiệu lực" in explained.output


def test_the_periods_list_every_freeze_also_those_undone(scene: Scene) -> None:
    for words in (("period",), ("period", "status", PERIOD)):
        text = ask(scene.place, *words).output
        assert f"{PERIOD}.1: chốt 09:00 05/06/2026" in text and "; đã mở chốt " in text
        assert f"{PERIOD}.2: chốt " in text and text.count("đã mở chốt") == 1
    assert ask(scene.place, "period", "status", "2026").output.count(f"{PERIOD}.") == 0


def rewrite(path: Path, change: str) -> None:
    """Change rows of one Parquet file, as a forger with the right tools would."""
    with duckdb.connect() as connection:
        connection.execute(
            f"create table t as from read_parquet('{path}', hive_partitioning=false)"
        )
        connection.execute(f"update t set {change}")
        connection.execute(f"copy t to '{path}' (format parquet)")


def meetings(place: Workplace) -> Path:
    """A file of the store that holds events of the first freeze."""
    files = place.home.store / "events" / "stream=meeting" / "**" / "*.parquet"
    with duckdb.connect() as connection:
        [(name,)] = connection.execute(
            f"select filename from read_parquet('{files}', filename = true) "
            "order by recorded_at, filename limit 1"
        ).fetchall()
    return Path(name)


def test_a_forged_row_of_the_store_makes_tables_differ(copy: Workplace) -> None:
    rewrite(meetings(copy), "mode = 'hybrid'")
    found = {(one.key, one.name) for one in verify_freeze(copy, f"{PERIOD}.1").differences}
    assert ("table_differs", "marts.fct_meetings") in found
    answer = runner.invoke(app, ["verify", f"{PERIOD}.1", "--home", str(copy.home.root)])
    assert answer.exit_code == 1
    assert "marts.fct_meetings" in answer.output
    # The store's own verification says which file.
    assert "nho_1.csv" in answer.output or meetings(copy).name in answer.output


def test_a_broken_file_of_the_store_is_told_and_named(copy: Workplace) -> None:
    path = meetings(copy)
    path.write_bytes(b"PAR1" + b"\0" * 40)
    proof = verify_freeze(copy, f"{PERIOD}.1")
    assert keys(proof) == {"rebuild_failed"}
    assert any(path.name in one.detail for one in proof.differences)


def test_changed_rules_are_said_and_the_tables_compared_one_by_one(
    copy: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = copy.home.root / "seeds"
    own.mkdir()
    text = seed_files(copy.settings)["meeting_caps"].read_text("utf-8").splitlines()
    own.joinpath("meeting_caps.csv").write_text("\n".join(text[:1]) + "\n", "utf-8")
    proof = verify_freeze(copy, f"{PERIOD}.1")
    assert proof.changed == ["seed meeting_caps"]
    assert {one.name for one in proof.differences} >= {"ref.meeting_caps"}
    assert keys(proof) == {"table_differs"}


def test_the_command_proves_and_shows_a_freeze(scene: Scene) -> None:
    home = ["--home", str(scene.place.home.root)]
    proved = runner.invoke(app, ["verify", f"{PERIOD}.1", "--json", *home])
    assert proved.exit_code == 0, proved.output
    assert json.loads(proved.stdout)["ok"] is True
    shown = json.loads(
        runner.invoke(app, ["show", "--freeze", f"{PERIOD}.1", "--json", *home]).stdout
    )
    assert datetime.fromisoformat(shown["as_of"]) == FIRST_DAY
    unknown = runner.invoke(app, ["verify", "2026.9", *home])
    assert unknown.exit_code == 2 and f"{PERIOD}.1" in unknown.output
    absent = runner.invoke(app, ["show", "--freeze", "2026.9", *home])
    assert absent.exit_code == 1
    assert runner.invoke(app, ["verify", *home]).exit_code == 0


def test_a_second_freeze_of_a_frozen_period_is_refused_and_changes_nothing(scene: Scene) -> None:
    place, head = scene.place, open_store(scene.place.home).head()
    with pytest.raises(ActRefused) as refused:
        freeze(place, book(place), PERIOD, reason="vẫn chốt")
    assert refused.value.why.key == "already_frozen"
    assert open_store(place.home).head() == head
    assert sorted(path.name for path in place.home.freezes.glob("*.json")) == [
        f"{PERIOD}.1.json", f"{PERIOD}.2.json",
    ]  # fmt: skip


def test_a_period_that_does_not_exist_or_has_not_begun_is_refused(scene: Scene) -> None:
    for code, key in (("2026-M6", "period_unknown"), ("2027", "period_not_begun")):
        with pytest.raises(UnknownWord) as unknown:
            freeze(scene.place, book(scene.place), code)
        assert unknown.value.key == key


def test_figures_that_fail_a_check_are_not_frozen(
    copy: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestration import dbt_run

    known: Callable[..., set[str]] = dbt_run.blocking_tests
    ghost = "test.kl226.assert_that_never_ran.0"
    monkeypatch.setattr(dbt_run, "blocking_tests", lambda manifest: known(manifest) | {ghost})
    done = freeze(copy, book(copy), "2026-06", reason="thử")
    assert done.manifest is None and not done.build.ok
    assert "2026-06" not in period_states(open_store(copy.home))
    assert not (copy.home.freezes / "2026-06.1.json").exists()
    monkeypatch.undo()
    later = freeze(copy, book(copy), "2026-06", reason="thử")
    assert later.manifest is not None and later.manifest.freeze_id == "2026-06.1"
