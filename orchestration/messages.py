"""Every sentence of the command line and of the doctor, in Vietnamese and English.

Belongs here: texts for people. Does not belong here: problems of a file (`schemas.problems`),
texts about figures (`reporting.messages`), help texts (`help_texts.py`).
"""

from __future__ import annotations

from orchestration.settings import Language
from reporting.command import command

# fmt: off
_SENTENCES: dict[str, tuple[str, str]] = {
    # --- push
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
    # --- doctor
    "doctor_failed": (
        "Không kiểm tra được phần “{topic}”: {why}. Gửi dòng này cho bộ phận kỹ thuật",
        "The part “{topic}” could not be examined: {why}. Send this line to support"),
    "doctor_python_ok": ("Python {version}", "Python {version}"),
    "doctor_python_error": ("Python {version}; cần 3.11. Cài lại: make setup",
                            "Python {version}; 3.11 is needed. Install again: make setup"),
    "doctor_packages_ok": ("Thư viện: {packages}", "Packages: {packages}"),
    "doctor_packages_error": ("Thư viện sai phiên bản hoặc thiếu: {packages}. Cài lại: make setup",
                              "Packages missing or of a wrong version: {packages}. Run: make "
        "setup"),
    "doctor_home_ok": ("Ghi được vào {home}", "{home} can be written"),
    "doctor_home_missing": ("Chưa có {home}. Lệnh {kl226} run{home_option} sẽ tạo, hoặc chọn nơi "
        "khác "
                            "bằng --home",
                            "{home} does not exist yet. {kl226} run{home_option} makes it, or "
                            "choose another with --home"),
    "doctor_home_error": ("Không ghi được vào {home}. Cấp quyền ghi cho người chạy kl226",
                          "{home} cannot be written. Grant access to the user who runs kl226"),
    "doctor_disk_ok": ("Đĩa còn trống {free} GB", "{free} GB of disk are free"),
    "doctor_disk_low": ("Đĩa chỉ còn {free} GB. Dọn archive/ hoặc thêm đĩa",
                        "Only {free} GB of disk are free. Clear archive/ or add disk"),
    "doctor_sample": ("Thư mục này chứa DỮ LIỆU MẪU", "This folder holds SAMPLE DATA"),
    "doctor_layouts_ok": ("{count} bố cục dùng được", "{count} layouts load"),
    "doctor_layout_error": ("Bố cục: {problem}", "Layout: {problem}"),
    "doctor_seeds_ok": ("{count} bảng quy tắc hợp lệ", "{count} seed tables are valid"),
    "doctor_seeds_own": (
        "{count} bảng là của riêng tỉnh, ở {folder}: {names}",
        "{count} tables are the province's own, in {folder}: {names}"),
    "doctor_seeds_error": ("Bảng quy tắc: {problem}", "Seed table: {problem}"),
    "doctor_landing_empty": ("Không có tệp nào đang chờ", "No file is waiting"),
    "doctor_landing_waiting": (
        "{count} tệp đang chờ trong landing/, lâu nhất {days} ngày. Chạy: {kl226} run{home_option}",
        "{count} files wait in landing/, the oldest for {days} days. Run: {kl226} "
        "run{home_option}"),
    "doctor_landing_stuck": (
        "{count} tệp nằm lại trong landing/, lâu nhất {days} ngày, chờ người xử lý:",
        "{count} files are left in landing/, the oldest for {days} days, and wait for a person:"),
    "doctor_file_ready": ("  {file}: chờ lần chạy tới", "  {file}: waits for the next run"),
    "doctor_file_problem": ("  {problem}", "  {problem}"),
    "doctor_file_held": (
        "  {problem} Nếu đúng: {kl226} ingest --confirm {file}{home_option}",
        "  {problem} If it is right: {kl226} ingest --confirm {file}{home_option}"),
    "doctor_landing_more": ("  … còn {count} tệp nữa", "  … {count} more files"),
    "doctor_landing_planted": (
        "  Đây là tỉnh mẫu: {count} tệp trên được cài sẵn để xem thử hai tình huống này, không "
        "cần xử "
        "lý.",
        "  This is the sample province: {count} of these files were planted to show such cases; "
        "nothing need be done."),
    "doctor_quarantine_none": ("Không có dòng nào còn cách ly", "No row is left in quarantine"),
    "doctor_quarantine_superseded": (
        "{count} dòng đã bị thay bởi tệp sau; chưa chắc đã được sửa. Xem: {kl226} quarantine "
        "--all{home_option}",
        "{count} rows were superseded by a later file; they are not known to be mended. See: "
        "{kl226} quarantine --all{home_option}"),
    "doctor_files_ok": ("Không có tệp nào bị từ chối mà chưa gửi lại",
                        "No file was refused without being sent again"),
    "doctor_file_refused": (
        "Tệp của {agency} bị từ chối ngày {day}, chưa có tệp nào thay: {problem}",
        "A file of {agency} was refused on {day} and none has taken its place: {problem}"),
    "doctor_column_empty": (
        "Cột “{column}” (bố cục {layout}) không có hoặc trống ở mọi dòng của tệp mới nhất: "
        "{senders}. Hỏi đơn vị, hoặc sửa tên cột trong tệp hay trong bố cục",
        "The column “{column}” (layout {layout}) is absent or empty in every row of the newest "
        "file: {senders}. Ask the sender, or mend the name in the file or in the layout"),
    "doctor_columns_ok": (
        "Các cột mà chỉ số cần đều có giá trị", "The columns that figures need have values"),
    "doctor_quarantine_open": (
        "{count} dòng còn cách ly, chưa vào số liệu ({senders}). Báo đơn vị sửa và gửi lại; xem: "
        "{kl226} quarantine{home_option}",
        "{count} rows are in quarantine and in no figure ({senders}). Ask the senders to mend and "
        "send again; see: {kl226} quarantine{home_option}"),
    "doctor_store_ok": (
        "Kho sự kiện: {batches} đợt nhận, phiên bản {version}, chuỗi băm liền mạch ({chain}…)",
                        "Event store: {batches} batches, version {version}, hash chain whole "
        "({chain}…)"),
    "doctor_store_empty": (
        "Kho sự kiện còn trống. Chép tệp vào landing/ rồi chạy: {kl226} run{home_option}",
                           "The event store is empty. Copy files to landing/ and run: {kl226} "
        "run{home_option}"),
    "doctor_chain_broken": (
        "Chuỗi băm của kho đứt ở lần ghi {commit}: kho đã bị sửa. Khôi phục store/ từ bản sao lưu",
        "The hash chain breaks at commit {commit}: the store was altered. Restore store/ from a "
        "backup"),
    "doctor_orphans": (
        "{count} dòng cách ly thuộc một đợt nhận bị dở dang. Gửi lại tệp đó hoặc chạy: {kl226} "
        "run{home_option}",
        "{count} quarantined rows belong to a broken batch. Send the file again or run: {kl226} "
        "run{home_option}"),
    "doctor_warehouse_ok": ("Kho tính toán khớp với cách tính hiện hành (bản {run})",
                            "The warehouse agrees with the present definitions (run {run})"),
    "doctor_warehouse_missing": ("Chưa có kho tính toán. Chạy: {kl226} build{home_option}",
                                 "There is no warehouse yet. Run: {kl226} build{home_option}"),
    "doctor_warehouse_broken": ("Lần tính gần nhất bị dở dang. Chạy: {kl226} build{home_option}",
                                "The last build did not end. Run: {kl226} build{home_option}"),
    "doctor_warehouse_old": ("Cách tính đã thay đổi sau bản {run}. Chạy: {kl226} "
        "build{home_option}",
                             "The definitions changed after run {run}. Run: {kl226} "
        "build{home_option}"),
    "doctor_publication_ok": ("Bản công bố {run} đọc được, {tables} bảng đủ số dòng",
                              "Publication {run} is readable, {tables} tables are complete"),
    "doctor_publication_none": ("{error}", "{error}"),
    "doctor_publication_gone": (
        "Con trỏ trỏ tới {file} không tồn tại. Chạy: {kl226} build --full-refresh{home_option}",
        "The pointer names {file}, which is gone. Run: {kl226} build --full-refresh{home_option}"),
    "doctor_publication_changed": (
        "Tệp {file} đã bị sửa sau khi công bố. Chạy: {kl226} build --full-refresh{home_option}",
        "{file} was altered after it was published. Run: {kl226} build "
        "--full-refresh{home_option}"),
    "doctor_publication_counts": (
        "Bản công bố thiếu dòng ở: {tables}. Chạy: {kl226} build --full-refresh{home_option}",
        "The publication lacks rows in: {tables}. Run: {kl226} build --full-refresh{home_option}"),
    "doctor_publication_behind": (
        "Kho có dữ liệu mới hơn bản công bố. Chạy: {kl226} build{home_option}",
                                  "The store is ahead of the publication. Run: {kl226} "
        "build{home_option}"),
    "doctor_publication_stale": (
        "Bản công bố đã {days} ngày tuổi. Chạy: {kl226} run{home_option} (hoặc kiểm tra lịch chạy)",
        "The publication is {days} days old. Run: {kl226} run{home_option} (or look at the "
        "schedule)"),
    "doctor_publication_signoff": (
        "{count} thao tác nộp, duyệt, chốt sau bản công bố; số liệu không đổi",
        "{count} sign-off actions since the publication; the figures are the same"),
    "doctor_all_well": ("Mọi thứ đều ổn.", "Everything is in order."),
    "doctor_sum": ("{errors} lỗi, {warnings} cảnh báo.", "{errors} errors, {warnings} warnings."),
}
# fmt: on


def say(key: str, language: Language, **values: object) -> str:
    """One sentence with its values filled in. Raises KeyError for an unknown key."""
    sentence = _SENTENCES[key][0 if language == "vi" else 1]
    return sentence.format(**{"kl226": command(), **values})
