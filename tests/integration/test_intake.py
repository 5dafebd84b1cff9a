"""One file, from its bytes to the store."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from ingestion.intake import check_file
from tests.homes import EVENTS, EVENTS_HEADER, LIST_HEADER, NOON, Home, entry, step


def test_every_row_has_one_outcome(home: Home) -> None:
    lines = [step("1"), step("1"), step("2", start="31/02/2026 08:00"), step("3", mode="qua loa")]
    outcome = home.ingest(home.land("steps_a.csv", *lines))
    assert (outcome.received, outcome.accepted, outcome.duplicate, outcome.quarantined) == (
        4,
        1,
        1,
        2,
    )
    assert {(p.row, p.column, p.code) for p in outcome.problems} == {
        (4, "Bắt đầu", "bad_date"),
        (5, "Hình thức", "not_in_list"),
    }
    assert outcome.status == "ingested"
    assert not outcome.ok


def test_a_broken_row_costs_no_other_row(home: Home) -> None:
    lines = [step("1"), 'x,"', step("2"), "a,b", step("3")]
    home.ingest(home.land("steps_a.csv", *lines))
    assert {"SNV:1", "SNV:2", "SNV:3"} <= set(home.events()["entity_id"])


def test_all_problems_of_a_row_are_told_and_the_row_counts_once(home: Home) -> None:
    bad = step("1", mode="qua loa", start="31/02/2026 08:00", sites="-4")
    outcome = home.ingest(home.land("steps_a.csv", bad))
    assert {p.code for p in outcome.problems} == {"bad_date", "not_in_list", "out_of_range"}
    assert outcome.quarantined == 1
    rows = home.counted_quarantine()
    assert set(rows["attribute"]) == {"starts_at", "mode", "remote_site_count"}


def test_the_same_file_twice_adds_nothing(home: Home) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1"), step("2")])
    first = home.ingest(path, agency_code="SNV")
    second = home.ingest(path, agency_code="SNV")
    assert (first.status, second.status) == ("ingested", "already")
    assert (second.received, second.events_written) == (2, 0)
    assert home.events().height == 2
    assert home.store.head().commit_seq == 1


def test_a_renamed_copy_adds_nothing(home: Home) -> None:
    home.ingest(home.land("steps_a.csv", step("1")))
    assert home.ingest(home.land("steps_b (1).csv", step("1"))).status == "already"
    assert home.events().height == 1


def test_two_agencies_may_send_the_same_bytes(home: Home) -> None:
    first = home.ingest(home.land("steps_a.csv", step("1"), agency="SNV"))
    second = home.ingest(home.land("steps_a.csv", step("1"), agency="STP"))
    assert (first.accepted, second.accepted) == (1, 1)
    assert set(home.events()["agency_code"]) == {"SNV", "STP"}


def test_a_changed_layout_reads_again_and_finds_duplicates(home: Home, project: Path) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1"), step("2")])
    home.ingest(path, agency_code="SNV")
    (home.root / "layouts" / "steps.yml").write_text(EVENTS + "# mended\n", encoding="utf-8")
    again = Home.make(home.root, project).ingest(path, agency_code="SNV")
    assert (again.status, again.duplicate, again.events_written) == ("ingested", 2, 0)


def test_recorded_at_comes_from_the_clock(home: Home) -> None:
    home.ingest(home.land("steps_a.csv", step("1", start="04/01/2020 08:00")))
    assert home.events()["recorded_at"].to_list() == [NOON]


def test_a_file_of_broken_rows_only_is_received_with_no_event(home: Home) -> None:
    events = home.ingest(home.land("steps_a.csv", step("1", mode="x"), step("2", mode="y")))
    rows = ["1,04/03/2026 08:00,x,đã họp", "2,31/02/2026 08:00,trực tuyến,đã họp"]
    listed = home.ingest(home.land("list_2026.csv", *rows))
    for outcome in (events, listed):
        assert (outcome.status, outcome.received, outcome.quarantined) == ("ingested", 2, 2)
    assert home.events().is_empty()


def test_a_sender_is_known_by_a_folder_that_bears_its_code(home: Home, tmp_path: Path) -> None:
    for folder in ("STP", "Sở Tư pháp"):
        path = tmp_path / folder / "steps_a.csv"
        path.parent.mkdir()
        path.write_text(f"{EVENTS_HEADER}\n{step('1')}\n", encoding="utf-8")
    assert home.ingest(tmp_path / "STP" / "steps_a.csv").agency_code == "STP"
    assert home.ingest(tmp_path / "Sở Tư pháp" / "steps_a.csv").status == "refused"


def test_a_list_with_three_changed_rows_adds_three_corrections(home: Home) -> None:
    home.ingest(home.land("list_2026.csv", *[entry(str(n)) for n in range(10)]))
    changed = [entry(str(n), "trực tiếp" if n in (1, 4, 8) else "trực tuyến") for n in range(10)]
    outcome = home.ingest(home.land("list_2026.csv", *changed))
    assert (outcome.accepted, outcome.duplicate) == (3, 7)
    assert home.events()["event_type"].to_list()[10:] == ["corrected"] * 3


def test_a_complete_list_withdraws_what_it_lacks_in_its_year(home: Home) -> None:
    home.ingest(home.land("list_2025.csv", entry("old", start="04/03/2025 08:00")))
    home.ingest(home.land("list_2026.csv", *[entry(str(n)) for n in range(10)]))
    outcome = home.ingest(home.land("list_2026.csv", *[entry(str(n)) for n in range(9)]))
    assert (outcome.withdrawn, outcome.events_written) == (1, 1)
    assert home.events().row(-1, named=True)["entity_id"] == "SNV:9"


def test_too_many_withdrawals_are_held_until_confirmed(home: Home) -> None:
    home.ingest(home.land("list_2026.csv", *[entry(str(n)) for n in range(10)]))
    path = home.land("list_2026.csv", *[entry(str(n)) for n in range(7)], entry("new"))
    held = home.ingest(path)
    assert (held.status, held.batch_id) == ("held", None)
    assert [(p.code, p.detail) for p in held.problems] == [("snapshot_held", "3/10")]
    assert home.store.head().commit_seq == 1
    assert path.exists()
    confirmed = home.ingest(path, confirm=True)
    assert (confirmed.status, confirmed.withdrawn, confirmed.accepted) == ("ingested", 3, 1)


def test_a_broken_row_of_a_complete_list_withdraws_nothing(home: Home) -> None:
    home.ingest(home.land("list_2026.csv", *[entry(str(n)) for n in range(10)]))
    lines = [*[entry(str(n)) for n in range(9)], "9,31/02/2026 08:00,trực tuyến,đã họp"]
    outcome = home.ingest(home.land("list_2026.csv", *lines))
    assert (outcome.withdrawn, outcome.quarantined) == (0, 1)


def test_a_list_sent_again_after_another_counts_only_when_confirmed(home: Home) -> None:
    first = [entry("1"), entry("2")]
    home.ingest(home.land("list_2026.csv", *first))
    home.ingest(home.land("list_2026.csv", entry("1", "trực tiếp"), entry("2")))
    assert home.ingest(home.land("list_2026.csv", *first)).status == "already"
    path = home.write("list_2026.csv", LIST_HEADER, first)
    outcome = home.ingest(path, agency_code="SNV", confirm=True)
    assert (outcome.status, outcome.accepted, outcome.duplicate) == ("ingested", 1, 1)


def test_a_meeting_of_a_list_without_status_is_held_once_it_has_begun(home: Home) -> None:
    header, lines = "Mã,Bắt đầu", ["1,06/05/2026 08:00", "2,01/05/2026 08:00"]
    path = home.write("plain_a.csv", header, lines)
    home.ingest(path, agency_code="SNV")
    assert home.events()["event_type"].to_list() == ["scheduled", "held"]
    home.clock.advance(timedelta(days=3))
    later = home.ingest(path, agency_code="SNV")
    assert (later.accepted, later.duplicate) == (1, 1)
    assert home.events().row(-1, named=True)["status"] == "held"
    assert home.ingest(path, agency_code="SNV").status == "already"


def test_a_check_says_the_same_and_writes_nothing(home: Home) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1"), step("1"), step("2", mode="x")])
    checked = check_file(path, context=home.context, agency_code="SNV")
    assert (checked.status, checked.accepted, checked.duplicate, checked.quarantined) == (
        "checked",
        1,
        1,
        1,
    )
    assert not (home.root / "store").exists()
    assert path.exists()


def test_a_check_tells_that_a_list_would_be_held(home: Home) -> None:
    home.ingest(home.land("list_2026.csv", *[entry(str(n)) for n in range(10)]))
    path = home.write("list_2026.csv", LIST_HEADER, [entry("1")])
    checked = check_file(path, context=home.context, agency_code="SNV")
    assert (checked.status, checked.problems[0].code) == ("held", "snapshot_held")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("steps_a.csv", b"", "file_empty"),
        ("steps_a.csv", (EVENTS_HEADER + "\n").encode(), "header_only"),
        ("steps_a.csv", b"nothing,like,it\n1,2,3\n", "header_not_found"),
        ("strange.csv", b"a,b\n1,2\n", "no_layout"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(
    home: Home, name: str, content: bytes, code: str
) -> None:
    path = home.land(name)
    path.write_bytes(content)
    outcome = home.ingest(path)
    assert (outcome.status, outcome.problems[0].code) == ("refused", code)
    assert home.events().is_empty()


def test_a_refused_file_is_logged_once(home: Home) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [])
    for _ in range(2):
        assert home.ingest(path, agency_code="SNV").status == "refused"
    assert home.store.head().commit_seq == 1


def test_a_missing_file_and_a_folder_are_refused(home: Home, tmp_path: Path) -> None:
    missing = home.ingest(tmp_path / "steps_none.csv")
    folder = home.ingest(tmp_path)
    assert [missing.problems[0].code, folder.problems[0].code] == [
        "file_missing",
        "file_unreadable",
    ]


def test_an_unknown_agency_is_refused(home: Home) -> None:
    outcome = home.ingest(home.land("steps_a.csv", step("1"), agency="KHONGCO"))
    assert (outcome.status, outcome.problems[0].code) == ("refused", "unknown_sender")


def test_a_file_elsewhere_is_copied_to_the_archive_and_left_alone(home: Home) -> None:
    path = home.write("steps_a.csv", EVENTS_HEADER, [step("1")])
    home.ingest(path, agency_code="SNV")
    assert path.exists()
    assert home.archived() == ["SNV/2026-05-04/steps_a.csv"]


def test_a_file_that_is_still_being_written_waits(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home.land("steps_a.csv", step("1"))
    from ingestion import intake

    original = intake.read_candidates

    def growing(*args: object, **options: object) -> object:
        with path.open("a") as file:
            file.write(step("2") + "\n")
        return original(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(intake, "read_candidates", growing)
    outcome = home.ingest(path)
    assert (outcome.status, outcome.batch_id) == ("refused", None)
    assert path.exists()
    monkeypatch.undo()
    assert home.ingest(path).accepted == 2


def everything_under(home: Home, needle: str) -> list[Path]:
    """Files of the home that hold a text, compressed Parquet pages read through."""
    found = []
    for path in home.root.rglob("*"):
        if not path.is_file():
            continue
        text = path.read_bytes()
        if path.suffix == ".parquet":
            text += str(pl.read_parquet(path).to_dicts()).encode()
        if needle.encode() in text:
            found.append(path)
    return found


def test_no_raw_value_of_a_quarantined_row_is_kept(home: Home) -> None:
    lines = [step("1"), step("2", mode="KÍN987", chair="Lò Thị KÍN987"), step("3", start="KÍN987")]
    lines += [step("4", sites="KÍN987"), "5,KÍN987,KÍN987", step("6") + ",KÍN987,KÍN987"]
    home.ingest(home.land("steps_a.csv", *lines))
    rows = home.counted_quarantine()
    assert rows["source_row"].sort().to_list() == [3, 4, 5, 6, 7]
    assert set(rows["value_shape"].drop_nulls()) == {"aaa999"}
    shutil.rmtree(home.root / "archive")  # the sender's own file, kept for a while to be returned
    assert everything_under(home, "SNV:1") != []  # the search does look into compressed files
    (back,) = everything_under(home, "KÍN987")  # that file again, on its way back; no receipt
    assert (back.name, back.parents[2].name) == ("steps_a.csv", "outbox")


def test_nothing_of_a_secret_row_is_kept(home: Home) -> None:
    secret = step("MẬT-77", mode="MẬT-77", sites="MẬT-77", secrecy="Tuyệt mật", chair="MẬT-77")
    outcome = home.ingest(home.land("steps_a.csv", step("1"), secret))
    assert (outcome.accepted, outcome.quarantined) == (1, 1)
    row = home.counted_quarantine().row(0, named=True)
    assert (row["problem_code"], row["source_row"], row["value_shape"]) == ("secret_row", 3, None)
    assert everything_under(home, "MẬT-77") == []
    assert everything_under(home, "Tuyệt mật") == []


def test_a_file_with_a_secret_row_is_not_archived_even_after_a_crash(home: Home) -> None:
    lines = [step("1"), step("2", secrecy="Mật")]
    path = home.write("steps_a.csv", EVENTS_HEADER, lines)
    home.ingest(path, agency_code="SNV")
    landed = home.land("steps_a.csv", *lines)  # as if the process had died before removing it
    assert home.ingest(landed).status == "already"
    assert not landed.exists()
    assert home.archived() == []


def test_a_file_with_personal_columns_is_not_archived(home: Home) -> None:
    landed = home.land("personal_a.csv", step("1"))
    assert home.ingest(landed).status == "ingested"
    assert not landed.exists()
    assert home.archived() == []
