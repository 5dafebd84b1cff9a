"""The national portal's bodies: the state of dossiers and their steps, without a person in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ingestion.agencies import AgencyDirectory
from ingestion.clock import FixedClock
from ingestion.context import IntakeContext
from ingestion.intake import ingest_file
from ingestion.layout.load import load_layouts
from ingestion.layout.match import match_layout
from ingestion.layout.model import Layout
from ingestion.rules import Rules
from ingestion.store import EventStore
from tests.reading import LIMITS, candidates, written

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DOSSIER: dict[str, Any] = {
    "MaHoSo": "H52.101-260518-0001", "MaTTHC": "1.001193", "KenhThucHien": "2",
    "ChuHoSo": "BI-MAT-HO-TEN", "SoGiayToChuHoSo": "014099000001", "SoDienThoai": "0900000001",
    "Email": "BI-MAT@example.vn", "TrichYeuHoSo": "BI-MAT-TRICH-YEU", "GhiChu": "BI-MAT-GHI-CHU",
    "NgayNopHoSo": "20260517213005", "NgayTiepNhan": "20260518080000",
    "NgayHenTra": "20260520170000", "TrangThaiHoSo": "4", "NgayKetThucXuLy": "", "NgayTra": "",
    "DonViXuLy": "UBND phường Tô Hiệu", "HoSoCoThanhPhanSoHoa": "1", "DuocThanhToanTrucTuyen": "0",
    "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "BI-MAT-SO"}],
    "TaiLieuNop": [
        {"TenTepDinhKem": "BI-MAT.pdf", "DuongDanTaiTepTin": "https://BI-MAT/1", "DuocSoHoa": "1", "DuocTaiSuDung": "0"},
        {"TenTepDinhKem": "BI-MAT2.pdf", "DuocSoHoa": "False", "DuocTaiSuDung": "2"},
    ],
    "DanhSachLePhi": [{"Gia": "50000"}, {"Gia": "1.200.000"}],
    "DanhSachHoSoBoSung": [],
    "DanhSachGiayToKetQua": [],
}  # fmt: skip
STEP = {
    "MaHoSo": "H52.101-260518-0001", "NguoiXuLy": "BI-MAT-CAN-BO", "ThoiDiemXuLy": "20260518081500",
    "NoiDungXuLy": "BI-MAT-NOI-DUNG", "TrangThai": "4", "PhongBanXuLy": "Bộ phận Một cửa",
}  # fmt: skip


@pytest.fixture(scope="module")
def layouts(project: Path) -> dict[str, Layout]:
    return load_layouts([project / "ingestion" / "layouts"])


@pytest.fixture
def say(tmp_path: Path, layouts: dict[str, Layout]) -> Any:
    """What a body of one record says, as a row and the codes of its problems."""

    def one(name: str, record: dict[str, Any], **changes: Any) -> tuple[dict[str, Any], list[str]]:
        changed = {k: v for k, v in {**record, **changes}.items() if v is not KeyError}
        body = {"service": name, "isUpdating": False, "data": [changed]}
        path = written(tmp_path, f"{name}_1.json", json.dumps(body, ensure_ascii=False))
        result, made = candidates(path, match_layout(path, layouts, LIMITS), folder_agency="VPUBND")
        (row,) = made.frame.to_dicts()
        return row, [problem.code for problem in result.problems + made.problems]

    return one


def test_a_dossier_is_its_state(say: Any) -> None:
    row, problems = say("DongBoHoSoMC", DOSSIER)
    assert problems == []
    assert (row["entity_id"], row["agency_code"]) == ("H52.101-260518-0001", "03646")
    assert (row["status"], row["channel"], row["procedure_code"]) == (
        "processing",
        "online",
        "1.001193",
    )
    assert row["received_at"] == datetime(2026, 5, 18, 1, 0, tzinfo=UTC)
    assert row["due_at"] == datetime(2026, 5, 20, 10, 0, tzinfo=UTC)
    assert row["finished_at"] is None
    assert (row["has_digitised_components"], row["is_paid_online"]) == (True, False)
    assert (row["fee_amount"], row["supplement_count"], row["has_reused_components"]) == (
        1_250_000,
        0,
        True,
    )
    assert (row["has_electronic_result"], row["has_digitised_result"]) == (False, False)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("1", True), ("True", True), ("0", False), ("False", False), ("", None), (True, True)],
)
def test_flags_are_understood_in_every_spelling(say: Any, said: object, meant: bool | None) -> None:
    row, problems = say("DongBoHoSoMC", DOSSIER, HoSoCoThanhPhanSoHoa=said, TaiLieuNop=[])
    assert problems == []
    # Without a flag the files decide, and no file is digitised.
    assert row["has_digitised_components"] is (False if meant is None else meant)


def test_without_a_flag_and_without_files_digitisation_is_unknown(say: Any) -> None:
    row, _ = say("DongBoHoSoMC", DOSSIER, HoSoCoThanhPhanSoHoa=KeyError, TaiLieuNop=KeyError)
    assert row["has_digitised_components"] is None
    assert row["has_reused_components"] is None


def test_files_decide_where_the_dossier_has_no_flag(say: Any) -> None:
    row, _ = say("DongBoHoSoMC", DOSSIER, HoSoCoThanhPhanSoHoa="")
    assert row["has_digitised_components"] is True


@pytest.mark.parametrize(
    ("results", "meant"),
    [
        ([{"DuongDanTepTinKetQua": "https://BI-MAT/2"}], True),
        ([{"DuongDanTepTinKetQua": ""}, {"TenGiayTo": "x"}], False),
        ([], False),
        (KeyError, None),
    ],
)
def test_a_result_is_electronic_when_it_has_a_link(
    say: Any, results: Any, meant: bool | None
) -> None:
    row, problems = say("DongBoHoSoMC", DOSSIER, DanhSachGiayToKetQua=results)
    assert problems == []
    assert row["has_electronic_result"] is meant


@pytest.mark.parametrize(
    ("fees", "amount", "code"),
    [
        ([{"Gia": "0"}], 0, []),
        ([{"Gia": 50000.0}], 50000, []),
        ([], None, []),
        ([{"Gia": "1000"}, {}], None, []),
        ([{"Gia": "miễn"}], None, ["bad_number"]),
    ],
)
def test_fees_are_added_and_unknown_when_one_is(
    say: Any, fees: Any, amount: int | None, code: list[str]
) -> None:
    row, problems = say("DongBoHoSoMC", DOSSIER, DanhSachLePhi=fees)
    assert (row["fee_amount"], problems) == (amount, code)


def test_supplements_are_counted(say: Any) -> None:
    asked = [{"NgayBoSung": "20260518090000"}, {"NgayBoSung": "20260519090000"}, {"NgayBoSung": ""}]
    assert say("DongBoHoSoMC", DOSSIER, DanhSachHoSoBoSung=asked)[0]["supplement_count"] == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"NgayTiepNhan": "20260230080000"}, "bad_date"),
        ({"NgayHenTra": "18/05/2026"}, "bad_date"),
        ({"TrangThaiHoSo": "11"}, "not_in_list"),
        ({"TrangThaiHoSo": ""}, "value_missing"),
        ({"DonViXuLy": "UBND xã Không Có"}, "unknown_agency"),
        ({"MaHoSo": ""}, "value_missing"),
        ({"HoSoCoThanhPhanSoHoa": "hai"}, "bad_boolean"),
        ({"TaiLieuNop": [{"DuocTaiSuDung": "7"}]}, "not_in_list"),
    ],
)
def test_a_bad_value_is_told(say: Any, changes: dict[str, Any], code: str) -> None:
    assert code in say("DongBoHoSoMC", DOSSIER, **changes)[1]


@pytest.mark.parametrize(
    ("state", "event"),
    [("2", "received"), ("5", "supplement_requested"), ("9", "finished"), ("10", "returned")],
)
def test_a_step_is_an_event_of_the_unit_in_the_dossier_code(
    say: Any, state: str, event: str
) -> None:
    row, problems = say("CapNhatTienDoHoSoMC", STEP, TrangThai=state)
    assert problems == []
    assert (row["entity_id"], row["agency_code"], row["event_type"]) == (
        "H52.101-260518-0001",
        "03646",
        event,
    )
    assert row["occurred_at"] == datetime(2026, 5, 18, 1, 15, tzinfo=UTC)


def test_the_other_spelling_of_the_unit_in_a_dossier_code_is_the_same_unit(say: Any) -> None:
    row, _ = say("CapNhatTienDoHoSoMC", STEP, MaHoSo="000.00.11.H52-260518-0001")
    assert row["agency_code"] == "SNV"


@pytest.mark.parametrize("code", ["khong-co-ma", "H37.101-260518-0001"])
def test_a_dossier_code_of_no_unit_of_ours_is_told(say: Any, code: str) -> None:
    assert "unknown_agency" in say("CapNhatTienDoHoSoMC", STEP, MaHoSo=code)[1]


def test_a_state_is_dated_by_its_latest_mark_so_that_older_steps_do_not_undo_it(say: Any) -> None:
    ends = {"NgayKetThucXuLy": "20260519150000", "NgayTra": "20260519153000"}
    row, _ = say("DongBoHoSoMC", DOSSIER, TrangThaiHoSo="10", **ends)
    assert row["occurred_at"] == datetime(2026, 5, 19, 8, 30, tzinfo=UTC)
    step, _ = say("CapNhatTienDoHoSoMC", STEP)
    assert step["occurred_at"] < row["occurred_at"]


def test_states_and_steps_make_one_dossier_without_a_person(
    tmp_path: Path, project: Path, layouts: dict[str, Layout]
) -> None:
    home = tmp_path / "home"
    context = IntakeContext(
        home=home,
        store=EventStore(home / "store"),
        layouts=layouts,
        agencies=AgencyDirectory.load(project / "dbt_project" / "seeds"),
        clock=FixedClock(NOW),
        rules=Rules.load(),
    )
    landing = home / "landing" / "VPUBND"
    landing.mkdir(parents=True)
    later = {**DOSSIER, "TrangThaiHoSo": "9", "NgayKetThucXuLy": "20260519150000"}
    bodies = [
        ("DongBoHoSoMC_1.json", [DOSSIER, DOSSIER, later]),
        ("CapNhatTienDoHoSoMC_1.json", [STEP, STEP]),
        (
            "DongBoHoSoMC_2.json",
            [{**later, "DonViXuLy": "BI-MAT-DON-VI", "TrangThaiHoSo": "BI-MAT"}],
        ),
    ]
    counts = []
    for name, data in bodies:
        path = written(
            landing, name, json.dumps({"service": "x", "data": data}, ensure_ascii=False)
        )
        outcome = ingest_file(path, context=context)
        counts.append((outcome.accepted, outcome.duplicate, outcome.quarantined))
    assert counts == [(2, 1, 0), (1, 1, 0), (0, 0, 1)]
    stored = context.store.events_of("dossier", ["H52.101-260518-0001"])
    assert stored["event_type"].to_list() == ["processing", "corrected", "processing"]
    for path in (path for path in home.rglob("*") if path.is_file()):
        for secret in (b"BI-MAT", b"014099000001", b"0900000001"):
            assert secret not in path.read_bytes(), path


def test_the_reference_bodies_are_read(project: Path, layouts: dict[str, Layout]) -> None:
    folder = project.parent / "shared" / "reference" / "samples"
    if not folder.is_dir():
        pytest.skip("no reference samples: ../shared/reference is absent")
    found = {}
    for path in sorted(folder.glob("*.json")):
        layout = match_layout(path, layouts, LIMITS)
        result, made = candidates(path, layout, folder_agency="VPUBND")
        assert result.problems + made.problems == []
        (row,) = made.frame.to_dicts()
        found[layout.name] = (row["entity_id"], row["agency_code"], row["event_type"])
    assert found == {
        "dvcqg_dossier": ("H52.101-260518-0001", "03646", "returned"),
        "dvcqg_progress": ("H52.101-260518-0001", "03646", "processing"),
    }
