"""The document axis: one document whatever the spelling, channel and order; dirt told, secrets gone."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingestion.agencies import AgencyDirectory
from ingestion.clock import FixedClock
from ingestion.context import IntakeContext, Outcome
from ingestion.intake import ingest_file
from ingestion.layout.load import load_layouts
from ingestion.layout.match import match_layout
from ingestion.layout.model import Layout
from ingestion.readers import FileProblem
from ingestion.rules import Rules
from ingestion.store import EventStore
from tests.axis_messages import document, status
from tests.reading import LIMITS, candidates, written

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ENTITY = "SNV@2025-03-01:out:2026:412/SNV-CCHC"


@pytest.fixture(scope="module")
def layouts(project: Path) -> dict[str, Layout]:
    return load_layouts([project / "ingestion" / "layouts"])


@pytest.fixture
def context(tmp_path: Path, project: Path, layouts: dict[str, Layout]) -> IntakeContext:
    home = tmp_path / "home"
    return IntakeContext(
        home=home,
        store=EventStore(home / "store"),
        layouts=layouts,
        agencies=AgencyDirectory.load(project / "dbt_project" / "seeds"),
        clock=FixedClock(NOW),
        rules=Rules.load(),
    )


def told(
    layouts: dict[str, Layout], path: Path, folder_agency: str = "SNV"
) -> tuple[list[dict[str, Any]], list[str]]:
    """What a file says, by the layout that is chosen for it, and the codes of its problems."""
    result, made = candidates(
        path, match_layout(path, layouts, LIMITS), folder_agency=folder_agency
    )
    rows = [{k: v for k, v in row.items() if v is not None} for row in made.frame.to_dicts()]
    return rows, [problem.code for problem in result.problems + made.problems]


@pytest.fixture
def say(tmp_path: Path, layouts: dict[str, Layout]) -> Any:
    """What a message says as one row; with its problems when it has some."""

    def one(message: str, name: str = "x.edxml", **more: str) -> dict[str, Any]:
        rows, problems = told(layouts, written(tmp_path, name, message), **more)
        assert problems == []
        assert len(rows) == 1
        return rows[0]

    return one


@pytest.mark.parametrize(
    ("kind", "event"), [("0", "issued"), ("1", "recalled"), ("2", "updated"), ("3", "issued")]
)
def test_every_type_of_message_is_an_event_of_one_document(say: Any, kind: str, event: str) -> None:
    row = say(document(kind))
    assert (row["event_type"], row["entity_id"], row["agency_code"]) == (event, ENTITY, "SNV")
    assert row["occurred_at"] == datetime(2026, 5, 18, 1, 15, 42, tzinfo=UTC)
    assert row["issued_date"] == date(2026, 5, 18)
    assert (row["document_type"], row["urgency"], row["direction"]) == ("cong_van", "urgent", "out")
    assert (row["is_sent_electronically"], row["is_sent_on_paper"]) == (True, False)


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("01", "delivered"), ("02", "rejected"), ("03", "accepted"), ("04", "assigned"),
        ("05", "processed"), ("06", "completed"), ("13", "recall_requested"),
        ("15", "recall_agreed"), ("16", "recall_refused"),
    ],
)  # fmt: skip
def test_every_status_is_an_event_of_the_same_document(say: Any, code: str, event: str) -> None:
    row = say(status(code))
    assert (row["event_type"], row["entity_id"]) == (event, ENTITY)
    assert "document_type" not in row and "receivers" not in row


@pytest.mark.parametrize("code", ["07", "0", "-1", ""])
def test_an_unknown_status_is_refused(
    tmp_path: Path, layouts: dict[str, Layout], code: str
) -> None:
    _, problems = told(layouts, written(tmp_path, "x.edxml", status(code)))
    assert problems in (["not_in_list"], ["value_missing"])


def test_both_spellings_of_an_organ_any_order_and_any_id_are_one_event(say: Any) -> None:
    plain = say(document())
    for other in (
        document(organ="000.00.11.H52", to=["000.00.101.H52"]),
        document(last=True),
        document(named="7f0c2c9e-5a52-4b5a-9a60-0a6f6b6f6f60"),
        document(named="H52.11-2026-412/SNV-CCHC"),
        document(number="0412", named="H52.11,2026/02/30,412/SNV-CCHC"),
        "1212" + document(),
    ):
        assert say(other) == plain


def test_one_message_on_two_channels_is_stored_once(tmp_path: Path, context: IntakeContext) -> None:
    def take(name: str, message: str) -> Outcome:
        return ingest_file(written(tmp_path, name, message), context=context, agency_code="SNV")

    assert take("truc.edxml", document()).accepted == 1
    internal = take("noi_bo.edxml", document(organ="000.00.11.H52", named="ma-noi-bo-1"))
    assert (internal.accepted, internal.duplicate) == (0, 1)
    assert take("sai.edxml", document(to=["H52.02"])).accepted == 1
    assert take("st.edxml", status("03")).accepted == 1
    assert take("st2.edxml", status("05")).accepted == 1
    stored = context.store.events_of("document", [ENTITY])
    assert stored["event_type"].to_list() == ["issued", "issued", "accepted", "processed"]


def test_the_register_and_the_axis_speak_of_one_document(
    tmp_path: Path, layouts: dict[str, Layout], say: Any
) -> None:
    head = "Đơn vị ban hành;Loại sổ;Số ký hiệu;Ngày ban hành;Độ mật"
    for place, (agency, organ) in enumerate((("Sở Nội vụ", "H52.11"), ("03646", "H52.101"))):
        line = f"{agency};Văn bản đi;05/QĐ-X;18/05/2026;Thường"
        path = written(tmp_path, f"van_ban_{place}.csv", f"{head}\n{line}\n")
        (row,), problems = told(layouts, path)
        assert problems == []
        message = say(document(number="05", notation="QĐ-X", organ=organ, type_name="Quyết định"))
        assert row["entity_id"] == message["entity_id"]


def test_a_code_that_passed_to_another_unit_numbers_its_own_documents(say: Any) -> None:
    old = say(
        document(organ="03646", day="2025/06/20", at="2025/06/20 08:00:00", notation="UBND-VP")
    )
    new = say(
        document(organ="03646", day="2025/07/20", at="2025/07/20 08:00:00", notation="UBND-VP")
    )
    assert old["entity_id"] == "03646@1900-01-01:out:2025:412/UBND-VP"
    assert new["entity_id"] == "03646@2025-07-01:out:2025:412/UBND-VP"


def test_a_replacing_message_issues_one_document_and_replaces_the_others(
    tmp_path: Path, layouts: dict[str, Layout]
) -> None:
    message = document(
        "3", "500", replaces=["H52.11,2026/05/18,412/SNV-CCHC", "H52.11,2025/01/02,7/SNV-VP"]
    )
    rows, problems = told(layouts, written(tmp_path, "x.edxml", message))
    assert problems == []
    assert [(row["event_type"], row["entity_id"]) for row in rows] == [
        ("issued", "SNV@2025-03-01:out:2026:500/SNV-CCHC"),
        ("replaced", ENTITY),
        ("replaced", "SNV@1900-01-01:out:2025:7/SNV-VP"),
    ]
    assert "receivers" in rows[0]
    assert not {"receivers", "urgency", "is_between_agencies"} & set(rows[1])
    assert rows[1]["issued_date"] == date(2026, 5, 18)


def test_a_replaced_document_without_a_usable_id_is_told(
    tmp_path: Path, layouts: dict[str, Layout]
) -> None:
    for bad, code in (
        ("7f0c2c9e-5a52", "value_missing"),
        ("H52.11,2014/02/30,4/SNV-VP", "bad_date"),
    ):
        path = written(tmp_path, "x.edxml", document("3", "500", replaces=[bad]))
        _, made = candidates(path, match_layout(path, layouts, LIMITS))
        assert {(p.code, p.row) for p in made.problems} >= {(code, 2)}, bad
        assert {p.row for p in made.problems} == {2}


def test_a_recall_that_names_another_document_recalls_that_one(say: Any) -> None:
    row = say(document("1", "600", named="H52.11,2026/05/18,412/SNV-CCHC", day="2026/06/01"))
    assert (row["event_type"], row["entity_id"]) == ("recalled", ENTITY)
    dirty = say(document("1", named="H52.11,2015/09/30,412/SNV-CCHC"))
    assert dirty["entity_id"] == ENTITY


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (document(day="2014/02/30"), "bad_date"),
        (document(day=""), "value_missing"),
        (document(number="74fass22"), "bad_format"),
        (document(number=""), "value_missing"),
        (document(organ="G09.20"), "unknown_agency"),
        (document(kind="4"), "not_in_list"),
        (document(at="18/05/2026 08:00"), "bad_date"),
        (status(day="2026/13/01"), "bad_date"),
        (status(about="Công văn không số"), "bad_format"),
        (status(sender="Nguyễn Văn Mẫu"), "unknown_agency"),
    ],
)
def test_dirt_is_refused_with_its_reason(
    tmp_path: Path, layouts: dict[str, Layout], message: str, code: str
) -> None:
    _, problems = told(layouts, written(tmp_path, "x.edxml", message))
    assert code in problems


def test_a_status_before_the_promulgation_is_refused(
    tmp_path: Path, context: IntakeContext
) -> None:
    early = status(day="2015/09/30", at="2015/09/20 10:00:00", organ="03646")
    outcome = ingest_file(written(tmp_path, "x.edxml", early), context=context, agency_code="SNV")
    assert [problem.code for problem in outcome.problems] == ["step_before_issue"]
    same_day = status(at="2026/05/18 00:00:05")
    assert (
        ingest_file(
            written(tmp_path, "y.edxml", same_day), context=context, agency_code="SNV"
        ).accepted
        == 1
    )


@pytest.mark.parametrize(
    ("to", "receivers", "between"),
    [
        (["H52.101", "000.00.02.H52"], ["03646", "SKHCN"], True),
        (["G09.20", "02.02.H37"], ["G09.20", "H37.02.02"], True),
        (["H37.DN.001"], ["H37.DN.001"], False),
        (["H37.DN.001", "G22"], ["H37.DN.001", "G22"], True),
        (["W00"], ["W00"], None),
        ([], None, None),
    ],
)
def test_receivers_are_codes_and_companies_are_no_agencies(
    say: Any, to: list[str], receivers: list[str] | None, between: bool | None
) -> None:
    row = say(document(to=to))
    assert (row.get("receivers"), row.get("is_between_agencies")) == (receivers, between)


@pytest.mark.parametrize(
    ("paper", "said"), [("0", False), ("1", True), ("3", True), ("", None), ("?", None)]
)
def test_paper_says_whether_a_copy_on_paper_goes_along(
    say: Any, paper: str, said: bool | None
) -> None:
    assert say(document(paper=paper)).get("is_sent_on_paper") is said


def test_elements_that_are_not_read_make_no_note(tmp_path: Path, context: IntakeContext) -> None:
    outcome = ingest_file(
        written(tmp_path, "x.edxml", document()), context=context, agency_code="SNV"
    )
    assert (outcome.accepted, outcome.notes) == (1, [])


def test_an_incoming_document_belongs_to_its_receiver(say: Any) -> None:
    message = document(organ="02.02.H37", notation="SKHCN-VP")
    row = say(
        message.replace("2031/01/01 00:00:00", "2026/05/18 08:20:00"),
        "den_1.edxml",
        folder_agency="03646",
    )
    assert row["entity_id"] == "03646@2025-07-01:in:2026:H37.02.02:412/SKHCN-VP"
    assert (row["direction"], row["event_type"]) == ("in", "issued")
    assert row["occurred_at"] == datetime(2026, 5, 18, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "message",
    [
        document(notation="BC-SNV(M)"),
        document(notation="MẬT-SNV"),
        document(subject="TỐI MẬT - BI-MAT-NOI-DUNG"),
        document("3", notation="QĐ-SNV (TM)", replaces=["H52.11,2026/05/18,412/SNV-CCHC"]),
        status(about="12/BC-SNV(M)"),
    ],
)
def test_a_message_with_a_secrecy_mark_leaves_nothing(
    tmp_path: Path, context: IntakeContext, message: str
) -> None:
    outcome = ingest_file(written(tmp_path, "x.edxml", message), context=context, agency_code="SNV")
    assert {problem.code for problem in outcome.problems} == {"secret_row"}
    assert outcome.accepted == 0
    assert list(context.home.rglob("x.edxml")) == []


def test_nothing_of_persons_titles_or_attachments_is_kept(
    tmp_path: Path, context: IntakeContext
) -> None:
    landing = context.home / "landing" / "SNV"
    landing.mkdir(parents=True)
    for name, message in (
        ("a.edxml", document()),
        ("b.edxml", status()),
        ("c.edxml", document(number="BI-MAT-SO")),
    ):
        ingest_file(written(landing, name, message), context=context)
    kept = [path for path in context.home.rglob("*") if path.is_file()]
    assert any(path.suffix == ".parquet" for path in kept)
    for path in kept:
        data = path.read_bytes()
        for secret in (b"BI-MAT", "Bí mật".encode(), b"0900000001", b"QklNQVQ="):
            assert secret not in data, path


def test_the_reference_samples_are_one_document(project: Path, layouts: dict[str, Layout]) -> None:
    folder = project.parent / "shared" / "reference" / "samples"
    if not folder.is_dir():
        pytest.skip("no reference samples: ../shared/reference is absent")
    events = {}
    for path in sorted(folder.glob("*.edxml")):
        (row,), problems = told(layouts, path)
        assert problems == [], path.name
        assert row["entity_id"] == ENTITY
        events[path.stem] = row["event_type"]
    assert events == {
        "edoc_new_0": "issued", "edoc_recall_1": "recalled", "edoc_update_2": "updated",
        "status_01": "delivered", "status_03": "accepted", "status_05": "processed",
        "status_06": "completed", "status_13": "recall_requested", "status_15": "recall_agreed",
        "status_16": "recall_refused",
    }  # fmt: skip


def paths_of(value: Any, above: str = "") -> set[str]:
    if isinstance(value, list):
        return set().union(*(paths_of(item, above) for item in value))
    if not isinstance(value, dict):
        return {above}
    return set().union(
        *(paths_of(item, f"{above}.{key}".strip(".")) for key, item in value.items())
    )


@pytest.mark.parametrize(
    ("file", "layout", "rename"),
    [
        ("edoc__edoc.json", "edxml_document", {"messageheader.to.": "messageheader.toes."}),
        ("edoc__edoc.json", "edxml_incoming", {}),
        ("status__status.json", "edxml_status", {"messageheader.": "status."}),
    ],
)
def test_the_paths_of_the_layouts_are_those_of_another_implementation(
    shared_data: Path, layouts: dict[str, Layout], file: str, layout: str, rename: dict[str, str]
) -> None:
    """Its field lists are JSON with comments; element names are in lower case there."""
    text = (shared_data / "docs_vn_edxml_json" / file).read_text(encoding="utf-8")
    known = paths_of(json.loads(re.sub(r"//[^\n]*", "", text))["header"])
    for column in layouts[layout].source_columns:
        path = column.casefold()
        for ours, theirs in rename.items():
            path = path.replace(ours, theirs)
        assert path in known, column


def test_mangled_messages_end_in_rows_or_in_a_problem(
    tmp_path: Path, layouts: dict[str, Layout]
) -> None:
    draw = random.Random(226)
    whole = document("3", replaces=["H52.11,2026/05/18,7/SNV-VP"]).encode()
    outcomes = Counter[str]()
    for number in range(400):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 3)):
            place, length = draw.randrange(len(data)), draw.randint(0, 40)
            if number % 2:
                data[place : place + length] = draw.randbytes(draw.randint(0, 4))
            elif data[place : place + 1].isdigit():
                data[place] = draw.choice(b"0123456789/ ")
        path = written(tmp_path, f"x{number}.edxml", bytes(data))
        try:
            rows, _ = told(layouts, path)
            outcomes["read"] += bool(rows)
        except FileProblem as refused:
            assert "BI-MAT" not in refused.problem.text("vi")
            outcomes["refused"] += 1
    assert min(outcomes["read"], outcomes["refused"]) > 20
