"""Every sentence of the doctor, in Vietnamese and English.

Belongs here: what was found and the remedy, by the key of a finding. Does not belong here: looking
(`doctor*.py`), every other sentence of the command line (`messages.py`, which says these too).
"""

from __future__ import annotations

# fmt: off
DOCTOR_SENTENCES: dict[str, tuple[str, str]] = {
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
    "doctor_heartbeat_ok": (
        "Lần chạy cuối xong lúc {at}, cách đây {hours} giờ",
        "The last run ended at {at}, {hours} hours ago"),
    "doctor_heartbeat_failed": (
        "Lần chạy cuối, xong lúc {at}, không công bố được. Xem vì sao: {kl226} run{home_option}",
        "The last run, which ended at {at}, published nothing. See why: {kl226} run{home_option}"),
    "doctor_heartbeat_stale": (
        "Không có lần chạy nào xong từ {at}, đã {hours} giờ. Chạy: {kl226} run{home_option}; rồi "
        "xem crontab hoặc Dagster có còn chạy không",
        "No run has ended since {at}, {hours} hours ago. Run: {kl226} run{home_option}; then see "
        "whether cron or Dagster is still alive"),
    "doctor_heartbeat_missing": (
        "Không thấy {home}/heartbeat.json: mất đĩa, sai thư mục (--home, KL226_HOME), hoặc chưa "
        "từng chạy xong. Xem thư mục, rồi chạy: {kl226} run{home_option}",
        "{home}/heartbeat.json is missing: the disk is gone, the folder is wrong (--home, "
        "KL226_HOME), or no run ever ended. Look at the folder, then: {kl226} run{home_option}"),
    "doctor_heartbeat_unreadable": (
        "{home}/heartbeat.json không đọc được ({why}). Xem đĩa còn tốt không; lần chạy tới ghi "
        "lại: {kl226} run{home_option}",
        "{home}/heartbeat.json cannot be read ({why}). See whether the disk is well; the next run "
        "writes it again: {kl226} run{home_option}"),
    "doctor_heartbeat_ahead": (
        "Lần chạy cuối mang giờ {at}, ở tương lai: đồng hồ máy đã sai. Chỉnh giờ (NTP) rồi chạy: "
        "{kl226} run{home_option}",
        "The last run is stamped {at}, in the future: the machine's clock is or was wrong. Set it "
        "(NTP), then run: {kl226} run{home_option}"),
    "doctor_heartbeat_never": (
        "Chưa có lần chạy nào. Chạy: {kl226} run{home_option}",
        "Nothing has run yet. Run: {kl226} run{home_option}"),
    "doctor_heartbeat_sample": (
        "Tỉnh mẫu không chạy theo lịch, nên không xét nhịp chạy",
        "The sample province runs on no schedule: its heartbeat is not judged"),
    "doctor_layouts_ok": ("{count} bố cục dùng được", "{count} layouts load"),
    "doctor_layout_error": ("Bố cục: {problem}", "Layout: {problem}"),
    "doctor_seeds_ok": ("{count} bảng quy tắc hợp lệ", "{count} seed tables are valid"),
    "doctor_seeds_own": (
        "{count} bảng là của riêng tỉnh, ở {folder}: {names}",
        "{count} tables are the province's own, in {folder}: {names}"),
    "doctor_seeds_error": ("Bảng quy tắc: {problem}", "Seed table: {problem}"),
    "doctor_seeds_rejected": (
        "{count} bảng của riêng tỉnh, ở {folder}, có lỗi nêu trên nên chưa dùng được: {names}",
        "{count} of the province's own tables, in {folder}, are wrong as said above and cannot be "
        "used: {names}"),
    "doctor_waits_for_seeds": (
        "Chưa kiểm tra phần {part}: bảng quy tắc còn lỗi nêu trên; sửa xong rồi chạy lại: {kl226} "
        "doctor{home_option}",
        "{part} not examined: the seed tables are wrong as said above; mend them, then: {kl226} "
        "doctor{home_option}"),
    "part_landing": ("tệp đang chờ", "Waiting files"),
    "part_warehouse": ("kho tính toán", "The warehouse"),
    "part_quarantine": ("dòng cách ly", "Quarantined rows"),
    "part_senders": ("đơn vị chưa gửi", "Silent units"),
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
    "doctor_silent_units": (
        "Năm {in}, {stream}: {missing}/{all} đơn vị chưa gửi gì: {names}",
        "{in}, {stream}: {missing} of {all} units have sent nothing: {names}"),
    "doctor_all_well": ("Mọi thứ đều ổn.", "Everything is in order."),
    "doctor_sum": ("{errors} lỗi, {warnings} cảnh báo.", "{errors} errors, {warnings} warnings."),
}
# fmt: on
