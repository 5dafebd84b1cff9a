"""Every sentence of the command line, in Vietnamese and English.

Belongs here: texts for people. Does not belong here: the doctor's (`doctor_words.py`), problems of
a file (`schemas.problems`), texts about figures (`reporting.messages`), help texts
(`help_texts.py`).
"""

from __future__ import annotations

from orchestration.alert_words import ALERT_SENTENCES
from orchestration.doctor_words import DOCTOR_SENTENCES
from orchestration.settings import Language
from reporting.command import command

# fmt: off
_SENTENCES: dict[str, tuple[str, str]] = {
    # --- push
    "serving": (
        "Các trang số liệu: mở http://{host}:{port}/ (Ctrl+C để dừng)",
        "The pages: open http://{host}:{port}/ (Ctrl+C stops)"),
    "serve_port_busy": (
        "Không mở được cổng {port} ở {host} ({why}). Chọn cổng khác: thêm --port",
        "Cannot listen at {host}, port {port} ({why}). Choose another: add --port"),
    "serve_folder_taken": (
        "{folder} có thứ khác, không phải trang do lệnh này ghi. Chọn một thư mục trống.",
        "{folder} holds something this command did not write. Choose an empty folder."),
    "pages_written": (
        "Đã ghi {pages} trang, {files} tệp, {size} MB. Mở: {file}",
        "Wrote {pages} pages, {files} files, {size} MB. Open: {file}"),
    "receiving": (
        "Nhận tệp đẩy qua HTTP tại http://{host}:{port}/v1/<tên tệp> (Ctrl+C để dừng). Tệp vào "
        "thư mục nhận; {kl226} run{home} hoặc Dagster tiếp nhận chúng. Ra ngoài máy này phải qua "
        "một máy chủ HTTPS.",
        "Taking in pushed files at http://{host}:{port}/v1/<file name> (Ctrl+C to stop). They land "
        "like any other; {kl226} run{home} or Dagster takes them in. Beyond this machine only "
        "behind an HTTPS server."),
    "token_none": (
        "Chưa có token nào. Cấp cho một đơn vị: {kl226} token SNV{home}",
        "There is no token yet. Make one for an agency: {kl226} token SNV{home}"),
    "token_made": (
        "Token của {agency}, chỉ hiện một lần; gửi cho đơn vị qua kênh an toàn:",
        "Token of {agency}, shown this once; hand it over on a safe channel:"),
    "token_unknown": (
        "Không có token “{name}” (cần ít nhất 8 ký tự đầu, xem {kl226} token)",
        "There is no token “{name}” (at least its first 8 characters, see {kl226} token)"),
    "token_revoked": (
        "Đã thu hồi token {name} của {agency}.", "Token {name} of {agency} revoked."),
    # --- ingest, check
    "landing_empty": (
        "Không có tệp nào trong {landing}. Chép tệp của đơn vị vào {landing}/<mã đơn vị>/ rồi "
        "chạy lại.",
        "There is no file in {landing}. Copy files to {landing}/<agency code>/ and run again."),
    "ingesting": ("Tiếp nhận tệp", "Taking in files"),
    "file_ingested": ("đã nhận", "taken in"),
    "file_already": ("đã có từ trước", "known already"),
    "file_refused": ("không nhận được", "refused"),
    "file_held": ("chờ xác nhận", "held for confirmation"),
    "file_checked": ("kiểm thử, chưa ghi gì", "checked, nothing written"),
    "counts": (
        "đọc {received} = ghi mới {accepted} + trùng {duplicate} + cách ly "
        "{quarantined}{withdrawn}",
        "received {received} = accepted {accepted} + duplicate {duplicate} + "
        "quarantined {quarantined}{withdrawn}"),
    "counts_checked": (
        "đọc {received} = sẽ ghi mới {accepted} + trùng {duplicate} + sẽ cách ly {quarantined}"
        "{withdrawn}",
        "received {received} = would accept {accepted} + duplicate {duplicate} + would quarantine "
        "{quarantined}{withdrawn}"),
    "next_confirm": (
        "Nếu danh sách đúng là đầy đủ: {kl226} ingest --confirm {file}{more}",
        "If the list is complete: {kl226} ingest --confirm {file}{more}"),
    "answered": (
        "    Biên nhận và tệp trả lại cho đơn vị: {folder}",
        "    Receipt and the file to give back to the sender: {folder}"),
    "agency_unknown": (
        "Không có đơn vị “{said}” đang hoạt động; mã có trong dbt_project/seeds/agencies.csv",
        "No unit “{said}” is in force; the codes are in dbt_project/seeds/agencies.csv"),
    "withdrawn": ("; rút {count}", "; withdrawn {count}"),
    "more_problems": (
        "… còn {count} vấn đề nữa của tệp này", "… {count} more problems of this file"),
    "ingest_total": ("{files} tệp: {counts}", "{files} files: {counts}"),
    "confirm_needs_path": (
        "--confirm cần nêu rõ tệp được xác nhận, ví dụ: {kl226} ingest --confirm "
        "{landing}/SNV/hop_2026.xlsx{home}",
        "--confirm needs the file it confirms, e.g. {kl226} ingest --confirm "
        "{landing}/SNV/hop_2026.xlsx{home}"),
    "agency_needs_path": (
        "--agency và --layout chỉ dùng khi nêu rõ tệp", "--agency and --layout need a file"),
    "next_run": ("Tiếp theo: {kl226} run{home}", "Next: {kl226} run{home}"),
    "next_ingest": (
        "Tệp dùng được. Tiếp theo: {kl226} ingest {file}{more}",
        "The file is fine. Next: {kl226} ingest {file}{more}"),
    "next_apply": (
        "Tệp này KHÔNG được áp dụng, lý do ở trên. Nếu nội dung của tệp này mới đúng: {kl226} "
        "ingest --confirm {file}{more}",
        "This file is NOT applied, for the reason above. If what it says is true: {kl226} ingest "
        "--confirm {file}{more}"),
    "seeds_wrong": (
        "Bảng quy tắc có lỗi, chưa tính và chưa công bố gì:",
        "A seed table is wrong; nothing was computed or published:"),
    "seeds_folder_missing": (
        "KL226_SEEDS chỉ tới {folder}, nhưng không có thư mục này. Sửa đường dẫn trong biến, tạo "
        "thư mục với các bảng của tỉnh, hoặc bỏ biến KL226_SEEDS để dùng các bảng phát hành",
        "KL226_SEEDS names {folder}, which is not a folder. Mend the path, make the folder with "
        "the province's tables, or unset KL226_SEEDS to use the released tables"),
    "seeds_own": (
        "Dùng {count} bảng của riêng tỉnh, ở {folder}: {names}",
        "{count} tables of the province's own are in force, from {folder}: {names}"),
    "layouts_wrong": (
        "Bố cục có lỗi, chưa tiếp nhận tệp nào:", "A layout is wrong; no file was taken in:"),
    # --- build, publish
    "step_check": ("Xét các đợt nhận mới nhất", "Judging the newest batches"),
    "step_build": ("Tính số liệu", "Computing the figures"),
    "step_publish": ("Công bố", "Publishing"),
    "nothing_new": (
        "Không có gì mới: bản công bố {run} đã gồm mọi dữ liệu đến hôm nay.",
        "Nothing new: publication {run} already holds everything up to today."),
    "nothing_new_as_of": (
        "Không có gì mới: số liệu tại thời điểm này đã được dựng (bản {run}).",
        "Nothing new: this moment was built before (run {run})."),
    "built": ("Đã tính {models} bảng, {tests} kiểm tra đạt, trong {seconds} giây{why}.",
              "Built {models} tables, {tests} checks passed, in {seconds} s{why}."),
    "published": ("Đã công bố bản {run}.", "Published run {run}."),
    "because_asked": (" (tính lại toàn bộ theo yêu cầu)", " (all anew, as asked)"),
    "because_first": (" (tính toàn bộ: lần đầu, hoặc lần trước bị dở dang)",
                      " (all anew: the first build, or the last one broke)"),
    "because_meaning_changed": (" (tính toàn bộ: cách tính đã thay đổi)",
                                " (all anew: the definitions changed)"),
    "because_store_replaced": (" (tính toàn bộ: kho sự kiện đã được thay)",
                               " (all anew: the store was replaced)"),
    "because_clock_moved_back": (" (tính toàn bộ: đồng hồ lùi so với lần trước)",
                                 " (all anew: the clock moved back)"),
    "not_published": (
        "CHƯA công bố: {count} kiểm tra không đạt hoặc không chạy. Bản công bố cũ giữ nguyên.",
        "NOT published: {count} checks failed or did not run. The old publication stands."),
    "test_not_run": ("không chạy", "did not run"),
    "test_failed": ("không đạt", "failed"),
    "model_failed": ("không tính được", "could not be built"),
    "batch_failed": ("đợt nhận không đạt", "batch failed"),
    "batches_not_judged": ("chưa xét các đợt nhận", "batches were not judged"),
    "dbt_failed": ("dbt không chạy được: {error}", "dbt could not run: {error}"),
    "see_log": ("Xem chi tiết: {log}", "Details: {log}"),
    "store_empty": (
        "KHO CÒN TRỐNG: chưa nhận tệp nào, nên bảng chỉ tiêu chưa nói gì về các đơn vị; nhiệm vụ "
        "hiện "
        "là chưa đạt chỉ vì chưa có số liệu. Chép tệp vào {landing}/<mã đơn vị>/ rồi chạy: {kl226} "
        "run{home}",
        "THE STORE IS EMPTY: no file was taken in yet, so the scorecard says nothing of the "
        "agencies; "
        "duties read as not met only because nothing was heard. Copy files to "
        "{landing}/<agency code>/ and run: {kl226} run{home}"),
    "warnings": (
        "{count} cảnh báo (không chặn công bố):", "{count} warnings (they block nothing):"),
    "bad_moment": (
        "Không hiểu thời điểm “{said}”. Ghi như 30/06/2026 hoặc 2026-06-30 (hết ngày), hoặc "
        "2026-06-30T17:00",
        "Cannot read the moment “{said}”. Write 30/06/2026 or 2026-06-30 (end of that day), or "
        "2026-06-30T17:00"),
    "future_moment": ("Thời điểm {said} ở tương lai; kho chưa biết gì về lúc đó.",
                      "The moment {said} lies in the future; nothing is known of it."),
    "building_as_of": (
        "Chưa dựng số liệu tại {moment}: dựng bây giờ, bản hiện hành không đổi.",
        "Nothing was built as of {moment}: building it now, the present publication stays."),
    "next_show": (
        "Xem bảng chỉ tiêu: {kl226} show{home}{as_of}", "See the scorecard: {kl226} "
        "show{home}{as_of}"),
    # --- demo
    "demo_begins": ("Tạo tỉnh mẫu trong {home} (dữ liệu giả, không phải số liệu thật)",
                    "Making a sample province in {home} (invented, nothing is real)"),
    "demo_files": ("Viết tệp mẫu", "Writing sample files"),
    "demo_waves": ("Các đơn vị gửi tệp", "Agencies send files"),
    "demo_wave": ("đợt ngày {day}", "wave of {day}"),
    "demo_ingested": (
        "{files} tệp của {agencies} đơn vị: {counts}",
        "{files} files of {agencies} agencies: {counts}"),
    "demo_planted": (
        "Lỗi cài sẵn trong tệp mẫu: {found} được tìm thấy / {planted} đã cài",
        "Faults planted in the sample files: {found} found of {planted}"),
    "demo_not_found": (
        "{code}: cài {planted}, tìm thấy {found}", "{code}: {planted} planted, {found} found"),
    "demo_next": (
        "Việc tiếp theo:\n"
        "  {kl226} explain meeting_online_share SNV 2026{home}    một con số gồm những gì\n"
        "  {kl226} show --agency SNV{home}                        bảng của một đơn vị\n"
        "  {kl226} build --as-of 2026-06-30{home}                 số liệu như đã biết ngày 30/6\n"
        "  {kl226} doctor{home}                                   hệ thống có ổn không\n"
        "Với dữ liệu thật: chép tệp vào var/landing/<mã đơn vị>/ rồi chạy {kl226} run",
        "What to do next:\n"
        "  {kl226} explain meeting_online_share SNV 2026{home}    what makes a number\n"
        "  {kl226} show --agency SNV{home}                        one agency\n"
        "  {kl226} build --as-of 2026-06-30{home}                 the figures as known on 30 June\n"
        "  {kl226} doctor{home}                                   is everything in order\n"
        "With real data: copy files to var/landing/<agency code>/ and run {kl226} run"),
    "demo_foreign_home": (
        "{home} không phải thư mục của bản thử nên không xóa. Chọn thư mục khác: {kl226} demo "
        "--home …",
        "{home} is not a folder of the demo, so it is left alone. Choose another: {kl226} demo "
        "--home …"),
    # --- anything that stops a command
    "busy": (
        "Một lệnh kl226 khác đang ghi vào {home}. Chờ lệnh đó xong rồi chạy lại.",
        "Another kl226 command is writing to {home}. Wait for it and run again."),
    "home_not_writable": (
        "Không ghi được vào {home} ({why}). Cấp quyền ghi hoặc chọn thư mục khác bằng --home",
        "{home} cannot be written ({why}). Grant access or choose another with --home"),
    "publish_failed": (
        "Không công bố được: {why}. Bản công bố cũ giữ nguyên. Hãy chạy: {kl226} build "
        "--full-refresh{home}",
        "Publishing failed: {why}. The old publication stands. Run: {kl226} build "
        "--full-refresh{home}"),
    # --- notify
    "notify_unknown": ("“{kind}” → {kinds}", "“{kind}” → {kinds}"),
    "notify_not_a_working_day": (
        "Hôm nay là ngày nghỉ: không gửi. Vẫn gửi: thêm --anyway",
        "Today is a day off: nothing is sent. Send all the same: add --anyway"),
    "notify_not_the_weekly_day": (
        "Tóm tắt tuần gửi vào ngày làm việc đầu tuần: hôm nay không gửi. Vẫn gửi: thêm --anyway",
        "The weekly digest goes out on the first working day of the week: nothing is sent today. "
        "Send all the same: add --anyway"),
    "notify_letters": ("{count} thư mới", "{count} new letters"),
    "notify_delivery": (
        "Gửi {sent}, lưu thành tệp {filed}, đang chờ {waiting}, bị từ chối {refused}, chưa rõ "
        "{uncertain}",
        "{sent} sent, {filed} filed, {waiting} waiting, {refused} refused, {uncertain} uncertain"),
    "notify_why": ("Máy chủ thư: {why}", "Mail server: {why}"),
    "notify_unread": (
        "Bản công bố chưa có bảng: {names}; phần này chưa biết. Chạy: {kl226} run",
        "The publication has no table: {names}; of these nothing is known. Run: {kl226} run"),
    "notify_no_mailbox": (
        "Không có hộp thư: {names}. Thêm dòng vào alert_recipients.csv",
        "No mailbox: {names}. Add rows to alert_recipients.csv"),
    "holidays_unknown": (
        "Chưa biết ngày nghỉ của năm {year}. Cập nhật holidays.csv: make holidays",
        "The days off of {year} are not known. Write holidays.csv again: make holidays"),
    **DOCTOR_SENTENCES,
    **ALERT_SENTENCES,
}
# fmt: on


def say(key: str, language: Language, **values: object) -> str:
    """One sentence with its values filled in. Raises KeyError for an unknown key."""
    sentence = _SENTENCES[key][0 if language == "vi" else 1]
    return sentence.format(**{"kl226": command(), **values})
