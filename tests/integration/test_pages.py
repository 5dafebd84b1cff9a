"""The pages over HTTP: every address, every refusal, and what a browser is told."""

from __future__ import annotations

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import httpx
import pytest
from httpx import URL

from reporting.publication import Publication, open_marts, read_pointer
from tests.integration.story import Story
from tests.pages_reader import Reader, copy_published, replace_publication, served

ONLINE = "meeting_online_share"
PAGES = [
    "/",
    "/tinh/2026/",
    "/tinh/2026-01/",
    "/xep-hang/2026/",
    f"/chi-so/{ONLINE}/2026/",
    "/chi-so/meeting_count_change/2026/",
    "/chi-so/inspection_count/2026/",
    "/don-vi/SNV/2026/",
    "/nhiem-vu/",
    "/nhiem-vu/12/",
    "/nop-bao-cao/2026/",
    "/chat-luong/",
    f"/dien-giai/{ONLINE}/SNV/2026/",
    f"/dien-giai/{ONLINE}/SONLA/2026/",
    "/dien-giai/quarantine_share/SNV/2026/",
    "/ban-so-lieu/",
]
SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>.csv'


@pytest.fixture(scope="module")
def reader(story: Story) -> Reader:
    return Reader(story.place.home.root)


@pytest.fixture
def copied(story: Story, tmp_path: Path) -> Path:
    return copy_published(story.place.home.root, tmp_path / "home")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_says_which_figures_it_shows_and_is_refused_nothing(
    reader: Reader, story: Story, path: str
) -> None:
    found = reader.get(path)
    assert found.status_code == 200, found.text[:500]
    pointer = read_pointer(story.place.home.root)
    assert pointer.run_id in found.text and pointer.chain_hash[:16] in found.text
    assert "Số liệu đến <strong>09:00 10/06/2026</strong>" in found.text
    assert "DỮ LIỆU MẪU" in found.text
    assert found.text.count("<h1>") == 1
    assert "None" not in re.sub(r"<[^>]*>", " ", found.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_to_a_page(reader: Reader, path: str) -> None:
    links = set(re.findall(r'href="([^"#][^"]*)"', reader.get(path).text))
    assert links
    for link in sorted(links)[:60]:
        whole = URL(f"http://kl226{path}").join(link).raw_path.decode()
        assert reader.get(whole).status_code == 200, whole


def test_the_headers_allow_a_browser_nothing_but_our_own_style_and_pictures(
    reader: Reader,
) -> None:
    for path in ("/", "/static/pages.css", "/nowhere/", "/tinh/2026", "/tinh/2031/"):
        headers = reader.get(path).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self' data:;")
        assert "script-src" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers


def test_a_page_has_no_script_no_inline_style_and_no_address_elsewhere(reader: Reader) -> None:
    for path in PAGES:
        text = reader.get(path).text
        assert "<script" not in text and " style=" not in text
        assert not re.search(r"(?:href|src)=\"(?:https?:)?//", text)


def test_the_overview_fits_into_60_kilobytes(reader: Reader) -> None:
    assert 10_000 < len(reader.get("/tinh/2026/").content) <= 60_000


def test_a_figure_of_a_page_is_the_figure_of_the_marts(
    reader: Reader, publication: Publication
) -> None:
    [row] = publication.rows(
        "select numerator, denominator from marts.kpi_scorecard where kpi_code = "
        f"'{ONLINE}' and agency_code = 'SNV' and period_code = '2026'"
    )
    assert (row["numerator"], row["denominator"]) == (2, 2)
    text = reader.get(f"/dien-giai/{ONLINE}/SNV/2026/").text
    assert "100,00 %" in text and "2 / 2" in text
    assert "nho_2.csv, dòng 3" in text


def test_a_meeting_leads_to_its_file_and_row_and_names_its_numbers(reader: Reader) -> None:
    text = reader.get(f"/dien-giai/{ONLINE}/SNV/2026/").text
    [link, *_] = re.findall(r'href="[./]*(muc/meeting/[^"]+)"', text)
    page = reader.get(f"/{link}")
    assert page.status_code == 200
    assert "nho_1.csv, dòng 2" in page.text
    assert "Tỷ lệ hội nghị, cuộc họp trực tuyến" in page.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/tinh/2031/", "Không có kỳ “2031”"),
        ("/chi-so/hop_truc_tuyen/2026/", "Không có chỉ số"),
        ("/don-vi/KHONGCO/2026/", "Không có đơn vị"),
        ("/nhiem-vu/19/", "Phụ lục không có nhiệm vụ|Không có nhiệm vụ"),
        ("/muc/meeting/khong-co/", "không có mục"),
        ("/muc/chuyen/x/", "Không có lĩnh vực"),
        ("/dien-giai/meeting_online_share/SNV/2031/", "Không có kỳ"),
        ("/tai/hom-qua/tinh/2026/", "không phải là một thời điểm"),
        ("/tai/2019-01-01/tinh/2026/", "kl226 build --as-of 2019-01-01"),
        ("/ban-chot/2026-Q9.1/tinh/2026/", "Không có bản chốt"),
        ("/nowhere/", "Không có trang nào"),
        ("/tinh/2026/khong-co.csv", "không có tệp"),
        (f"/chi-so/{ONLINE}/2026/?nhom=huyen_la", "Không có nhóm"),
        (f"/chi-so/{ONLINE}/2026/?danh-gia=tot", "Không có trạng thái"),
        ("/../../etc/passwd", "Không có trang nào"),
        ("/tinh/%3Cscript%3E/", "&lt;script&gt;"),
    ],
)
def test_a_wrong_address_gets_a_page_that_says_what_is_wrong(
    reader: Reader, path: str, said: str
) -> None:
    found = reader.get(path)
    assert found.status_code == 404
    assert re.search(said, found.text), found.text
    assert "Traceback" not in found.text and "<script>" not in found.text


def test_an_address_in_other_words_leads_to_the_one_that_stays(reader: Reader) -> None:
    for said, there in (
        ("/don-vi/snv/2026/", "../../SNV/2026/"),
        ("/don-vi/SONLA/2026/", "../../../tinh/2026/"),
        ("/tinh/2026", "2026/"),
    ):
        found = reader.get(said)
        assert (found.status_code, found.headers["location"]) == (308, there)


def test_nothing_can_be_sent_to_the_pages(reader: Reader) -> None:
    for method in ("POST", "PUT", "DELETE"):
        found = reader.get("/tinh/2026/", method)
        assert found.status_code == 405 and "content-security-policy" in found.headers


def test_without_a_publication_the_page_says_what_to_run(tmp_path: Path) -> None:
    found = Reader(tmp_path).get("/tinh/2026/")
    assert found.status_code == 503 and "kl226 run" in found.text


def test_a_broken_publication_is_a_page_and_no_trace(copied: Path) -> None:
    marts = copied / "published" / read_pointer(copied).file
    marts.write_bytes(b"not a database at all")
    found = Reader(copied).get("/tinh/2026/")
    assert found.status_code == 503
    assert "Không mở được tệp công bố" in found.text and "Traceback" not in found.text


def test_an_older_publication_is_said_to_be_old(copied: Path) -> None:
    with duckdb.connect(str(copied / "published" / read_pointer(copied).file)) as connection:
        connection.execute("drop table marts.kpi_ranking")
    found = Reader(copied).get("/xep-hang/2026/")
    assert found.status_code == 503 and "bản kl226 cũ hơn" in found.text


def test_a_fault_of_the_program_is_logged_and_not_shown(
    copied: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("reporting.pages.app.answer", fail)
    found = Reader(copied).get("/tinh/2026/")
    assert found.status_code == 500
    assert "secret" not in found.text and "secret of the inside" in caplog.text


def test_a_replaced_publication_is_read_at_once_and_never_mixed(copied: Path) -> None:
    reader = Reader(copied)
    before = reader.get("/tinh/2026/")
    replace_publication(copied, "later")
    after = reader.get("/tinh/2026/")
    assert "bản later" in after.text and "bản later" not in before.text
    assert before.headers["etag"] != after.headers["etag"]


def test_a_publication_that_vanishes_between_choosing_and_opening_is_a_page(copied: Path) -> None:
    (copied / "published" / read_pointer(copied).file).unlink()
    found = Reader(copied).get("/tinh/2026/")
    assert found.status_code == 503 and "không còn" in found.text


def test_a_page_that_a_browser_has_is_not_sent_again(reader: Reader) -> None:
    first = reader.get("/tinh/2026/")
    again = reader.get("/tinh/2026/", **{"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "no-cache"


def test_words_of_a_query_that_mean_nothing_make_no_second_page(copied: Path) -> None:
    reader = Reader(copied)
    etags = {reader.get(f"/tinh/2026/?x={number}").headers["etag"] for number in range(3)}
    assert len(etags) == 1


def test_two_readers_may_open_one_file_at_once(story: Story) -> None:
    path = story.place.home.published / read_pointer(story.place.home.root).file
    with open_marts(path) as first, open_marts(path) as second:
        zones = [
            c.execute("select current_setting('TimeZone')").fetchone() for c in (first, second)
        ]
        assert zones == [("Asia/Ho_Chi_Minh",)] * 2
        with pytest.raises(duckdb.InvalidInputException):
            second.execute("set threads = 8")


def test_names_and_files_made_to_do_harm_stay_text(story: Story, tmp_path: Path) -> None:
    root = copy_published(
        story.place.home.root,
        tmp_path / "home",
        f"update marts.dim_agencies set name_vi = '{SCRIPT}' where agency_code = 'SNV'",
        f"update marts.fct_meetings set source_file = '{IMAGE}', source_sheet = '{SCRIPT}'",
        f"update marts.ingest_batches set source_file = '{IMAGE}'",
        f"update marts.dim_kpis set label_vi = label_vi || '{SCRIPT}'",
        f"update marts.quarantine set is_open = true, source_file = '{IMAGE}', column_name = '{SCRIPT}'",
    )
    reader = Reader(root)
    seen = 0
    for path in PAGES:
        text = reader.get(path).text
        assert "<script" not in text and "<img src=x" not in text, path
        seen += "&lt;script&gt;" in text
    assert seen > 8
    assert "&lt;img src=x" in reader.get("/chat-luong/").text


def test_a_csv_holds_every_figure_unrounded_and_no_formula(
    story: Story, tmp_path: Path, publication: Publication
) -> None:
    formula = "=HYPERLINK(1)"
    root = copy_published(
        story.place.home.root,
        tmp_path / "home",
        f"update marts.ingest_batches set source_file = '{formula}'",
    )
    body = Reader(root).get("/chat-luong/tep.csv")
    assert body.headers["content-type"] == "text/csv; charset=utf-8"
    assert body.content.startswith(b"\xef\xbb\xbf")
    assert f"'{formula}" in body.text and f"\n{formula}" not in body.text
    rows = list(csv.DictReader(io.StringIO(Reader(root).get(
        "/tinh/2026/chi-so-bo-tro.csv").content.decode("utf-8-sig"))))  # fmt: skip
    found = {row["Mã chỉ số"]: row["Kết quả"] for row in rows}
    told = publication.rows(
        "select kpi_code, kpi_value from marts.kpi_scorecard where agency_code = 'SONLA' "
        "and period_code = '2026' and kpi_code = 'quarantine_share'"
    )
    assert float(found["quarantine_share"]) == told[0]["kpi_value"]


def test_a_workbook_holds_texts_as_texts(story: Story, tmp_path: Path) -> None:
    import fastexcel

    root = copy_published(
        story.place.home.root,
        tmp_path / "home",
        "update marts.ingest_batches set source_file = '=1+1'",
    )
    body = Reader(root).get("/chat-luong/tep.xlsx").content
    sheet = fastexcel.read_excel(body).load_sheet(0, header_row=3).to_polars()
    assert "=1+1" in sheet["Tệp"].to_list()
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_an_earlier_moment_and_the_current_one_have_addresses_that_stay(story: Story) -> None:
    reader = Reader(story.place.home.root)
    earlier = reader.get("/tai/2026-06-05T1000/tinh/2026/")
    assert earlier.status_code == 200
    assert "SỐ LIỆU NHƯ ĐÃ BIẾT LÚC 10:00 05/06/2026" in earlier.text
    assert reader.get(f"/tai/2026-06-05T1000/dien-giai/{ONLINE}/SNV/2026/").text.count("50,00 %")
    now = reader.get("/tinh/2026/").text
    [link] = re.findall(r'href="([^"]+)">Liên kết cố định', now)
    assert "tai/2026-06-10T090000/tinh/2026/" in link
    assert reader.get("/" + link.replace("../", "")).status_code == 200


def test_what_a_publication_does_not_have_is_said_to_be_unknown(reader: Reader) -> None:
    for path in ("/tinh/2026/", f"/chi-so/{ONLINE}/2026/", "/don-vi/SNV/2026/"):
        assert re.search(r"Dự báo cả năm</h2><p><span class=\"status no_data\">",
                         reader.get(path).text)  # fmt: skip
    text = reader.get("/chat-luong/").text
    assert text.count('class="status no_data">? chưa có số liệu') >= 3


def test_forecasts_checks_findings_and_submissions_are_shown_where_there_are_any(
    story: Story, tmp_path: Path
) -> None:
    root = copy_published(
        story.place.home.root,
        tmp_path / "home",
        f"""create table marts.kpi_forecasts as select '{ONLINE}' as kpi_code,
            unnest(['SONLA', 'SNV']) as agency_code, '2026' as period_code, 'x' as method,
            0.8125 as probability_missed, 'share' as allowance_kind, 1.0 as allowance,
            0.7 as required_share, 2.0 as numerator_to_date, 2.0 as denominator_to_date,
            0.5 as expected_value, 0.4 as low_value, 0.6 as high_value,
            date '2026-06-01' as data_until""",
        """create table marts.check_results as select 'silent_agency' as check_code,
            'batch' as check_group, 'meeting' as stream, 'SNV' as agency_code,
            '2026-06' as period_code, null as batch_id, 'warning' as severity,
            unnest([false, true]) as passed, 'thấy 1' as observed, 'cần 3' as expected,
            now() as judged_as_of""",
        """create table marts.detector_findings as select 'split_meetings' as detector_code,
            'SNV@x' as agency_id, 'SNV' as agency_code, '2026-06' as period_code,
            'meeting' as stream, 'error' as severity, 2 as entity_count, '2' as observed,
            '0' as expected""",
        """create table marts.agency_quality as select 'SNV' as agency_code,
            '2026-05' as period_code, 0.875 as quality_score""",
        """create table marts.submissions as select 'so_lieu_thang' as obligation_code,
            'SNV' as agency_code, '2026' as period_code, date '2026-06-05' as due_date,
            cast(null as timestamptz) as received_at, 'missing' as status, 3 as days_late""",
    )
    reader = Reader(root)
    for path in ("/tinh/2026/", f"/chi-so/{ONLINE}/2026/", "/don-vi/SNV/2026/"):
        assert "81,25 %" in reader.get(path).text
    quality = reader.get("/chat-luong/").text
    assert "silent_agency" in quality and "split_meetings" in quality and "87,50 %" in quality
    assert quality.count("silent_agency") == 1
    owed = reader.get("/nop-bao-cao/2026/").text
    assert "✗ chưa nộp" in owed and "so_lieu_thang" in owed
    assert reader.get("/nop-bao-cao/2026/phai-nop.xlsx").status_code == 200


def test_filters_keep_only_the_rows_asked_for(reader: Reader) -> None:
    whole = reader.get(f"/chi-so/{ONLINE}/2026/")
    some = reader.get(f"/chi-so/{ONLINE}/2026/?nhom=so_nganh&danh-gia=met")
    assert some.status_code == 200
    assert whole.text.count("<tr>") > some.text.count("<tr>")
    assert "Sở Nội vụ" in some.text and "Phường Tô Hiệu" not in some.text


def test_the_chart_is_a_picture_of_its_own_with_its_figures_beside_it(reader: Reader) -> None:
    page = reader.get(f"/chi-so/{ONLINE}/2026/").text
    assert '<img src="bieu-do.svg"' in page and "Toàn tỉnh, từng tháng" in page
    drawn = reader.get(f"/chi-so/{ONLINE}/2026/bieu-do.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg") and "<script" not in drawn.text


def test_many_readers_at_once_get_what_one_alone_gets(story: Story) -> None:
    alone = Reader(story.place.home.root)
    wanted = {path: alone.get(path).headers["etag"] for path in PAGES}
    with served(story.place.home.root) as address, httpx.Client(base_url=address) as client:

        def ask(path: str) -> tuple[str, str]:
            return path, client.get(path, timeout=120).headers["etag"]

        with ThreadPoolExecutor(8) as crowd:
            for path, etag in crowd.map(ask, [*PAGES, *reversed(PAGES), *PAGES]):
                assert etag == wanted[path], path
