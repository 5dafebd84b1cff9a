"""Help of the command line: what each command is for, with examples one can copy.

Belongs here: help in Vietnamese and English. Does not belong here: sentences printed while a
command works (`messages.py`).
"""

from __future__ import annotations

from orchestration.settings import Language

# fmt: off
_HELP: dict[str, tuple[str, str]] = {
    "app": (
        "Theo dõi việc thực hiện Kết luận 226-KL/TW: từ tệp của đơn vị đến bảng chỉ tiêu.\n\n"
        "Bắt đầu: kl226 demo (xem thử) · kl226 run (chạy thật) · kl226 show (xem kết quả)",
        "Follow the plan for Conclusion 226-KL/TW: from agencies' files to a scorecard.\n\n"
        "Start with: kl226 demo (try it) · kl226 run (the real thing) · kl226 show (the result)"),
    "demo": (
        "Tạo một tỉnh mẫu và chạy toàn bộ quy trình trên đó.\n\nVí dụ: kl226 demo",
        "Make a sample province and run the whole line on it.\n\nExample: kl226 demo"),
    "ingest": (
        "Tiếp nhận tệp của đơn vị vào kho sự kiện (mặc định: mọi tệp trong landing/).\n\n"
        "Ví dụ: kl226 ingest\n\nVí dụ: kl226 ingest hop_2026.xlsx --agency SNV",
        "Take agencies' files into the event store (default: everything in landing/).\n\n"
        "Example: kl226 ingest\n\nExample: kl226 ingest hop_2026.xlsx --agency SNV"),
    "check": (
        "Kiểm tra thử một tệp: dòng nào nhận được, dòng nào sai và sửa thế nào. Không ghi gì.\n\n"
        "Ví dụ: kl226 check hop_2026.xlsx --agency SNV",
        "Dry run of one file: what would be accepted, what not and how to mend it.\n\n"
        "Example: kl226 check hop_2026.xlsx --agency SNV"),
    "template": (
        "Tạo mẫu nhập liệu Excel chính thức cho đơn vị: danh sách chọn, kiểm tra ngày và số, hướng "
        "dẫn; tệp điền xong được nhận mà không cần khai báo gì.\n\n"
        "Ví dụ: kl226 template meeting --agency 03646\n\n"
        "Ví dụ: kl226 template document --agency SNV --year 2027 -o mau_snv/\n\n"
        "Ví dụ: kl226 template meeting (mọi đơn vị, mỗi đơn vị một tệp, vào mau_nhap/)",
        "Write the official Excel entry workbook of a unit: lists to choose from, dates and "
        "numbers checked, instructions; once filled in it is taken in as it is.\n\n"
        "Example: kl226 template meeting --agency 03646\n\n"
        "Example: kl226 template document --agency SNV --year 2027 -o forms_snv/\n\n"
        "Example: kl226 template meeting (every unit, a file each, into mau_nhap/)"),
    "template_stream": (
        "meeting (cuộc họp) | document (văn bản) | dossier (hồ sơ TTHC) | task (nhiệm vụ)",
        "meeting | document | dossier | task"),
    "template_agency": (
        "Mã hoặc tên đơn vị; không nêu: mọi đơn vị đang hoạt động",
        "Code or name of the unit; without: every unit in force"),
    "template_year": ("Năm của danh sách; mặc định: năm nay", "Year of the list; default: this"),
    "output": (
        "Tệp .xlsx hoặc thư mục; mặc định: thư mục hiện tại (nhiều đơn vị: mau_nhap/)",
        "An .xlsx file or a folder; default: here (several units: mau_nhap/)"),
    "receive": (
        "Mở cổng HTTP để hệ thống của đơn vị đẩy dữ liệu, thay cho chép tệp vào thư mục nhận.\n\n"
        "Ví dụ: kl226 receive --port 8226\n\n"
        "Ví dụ (bên gửi): curl -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: "
        "application/json\" --data-binary @ho_so.json http://127.0.0.1:8226/v1/DongBoHoSoMC",
        "Open an HTTP port to which agencies' systems push, instead of dropping files.\n\n"
        "Example: kl226 receive --port 8226\n\n"
        "Example (the sender): curl -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: "
        "application/json\" --data-binary @ho_so.json http://127.0.0.1:8226/v1/DongBoHoSoMC"),
    "serve": (
        "Mở các trang số liệu trên trình duyệt, hoặc ghi chúng thành tệp.\n\n"
        "Ví dụ: kl226 serve\n\nVí dụ: kl226 serve --port 8080\n\n"
        "Ví dụ: kl226 serve --freeze trang/ (ghi thành tệp cho máy chủ web bất kỳ)",
        "Open the pages in a browser, or write them as files.\n\n"
        "Example: kl226 serve\n\nExample: kl226 serve --port 8080\n\n"
        "Example: kl226 serve --freeze pages/ (files for any web server)"),
    "serve_port": ("Cổng (mặc định 8260)", "Port (default 8260)"),
    "serve_freeze": (
        "Ghi các trang vào thư mục này thay vì mở cổng",
        "Write the pages into this folder instead"),
    "serve_period": (
        "Cùng --freeze: kỳ cần ghi, nêu được nhiều lần; mặc định kỳ hiện hành",
        "With --freeze: a period to write, may be repeated; default: the one in force"),
    "host": ("Địa chỉ nghe (mặc định chỉ máy này)", "Address to listen at (default: this machine)"),
    "port": ("Cổng (mặc định 8226)", "Port (default 8226)"),
    "token": (
        "Cấp, xem, thu hồi token đẩy dữ liệu của đơn vị; kho chỉ giữ mã băm.\n\n"
        "Ví dụ: kl226 token SNV\n\nVí dụ: kl226 token (xem)\n\n"
        "Ví dụ: kl226 token --revoke 4b1f0c9a",
        "Make, list or revoke an agency's tokens for pushing; only hashes are kept.\n\n"
        "Example: kl226 token SNV\n\nExample: kl226 token (list)\n\n"
        "Example: kl226 token --revoke 4b1f0c9a"),
    "token_agency": ("Mã hoặc tên đơn vị; không nêu: xem các token", "Unit; without: list tokens"),
    "token_revoke": ("8 ký tự đầu của token cần thu hồi", "First 8 characters of the token's hash"),
    "build": (
        "Tính lại số liệu từ kho và công bố nếu mọi kiểm tra đạt.\n\n"
        "Ví dụ: kl226 build\n\n"
        "Ví dụ: kl226 build --as-of 2026-06-30 (như đã biết hết ngày 30/6, không đụng bản hiện "
        "hành)",
        "Compute the figures from the store and publish if every check passes.\n\n"
        "Example: kl226 build\n\n"
        "Example: kl226 build --as-of 2026-06-30 (as known at the end of that day, kept apart)"),
    "run": (
        "Quy trình hằng ngày: tiếp nhận → kiểm tra → tính → công bố → cảnh báo.\n\n"
        "Ví dụ: kl226 run",
        "The daily job: ingest → check → build → publish → alert.\n\nExample: kl226 run"),
    "alerts": (
        "Cảnh báo đang mở; gửi thư, tiếp nhận, tạm im.\n\n"
        "Ví dụ: kl226 alerts --agency SNV\n\n"
        "Ví dụ: kl226 alerts send (xét bản công bố và gửi thư)\n\n"
        "Ví dụ: kl226 alerts send --audience so_noi_vu (tổng hợp ngày)\n\n"
        "Ví dụ: kl226 alerts ack 57b0356e --by SNV\n\n"
        "Ví dụ: kl226 alerts silence rows_quarantined --agency 03646 --until 30/11/2026 --reason "
        "\"đang nâng cấp phần mềm\"",
        "Alerts that stand; send letters, take them on, be silent about them.\n\n"
        "Example: kl226 alerts --agency SNV\n\n"
        "Example: kl226 alerts send (judge the publication and send)\n\n"
        "Example: kl226 alerts send --audience so_noi_vu (the daily list)\n\n"
        "Example: kl226 alerts ack 57b0356e --by SNV\n\n"
        "Example: kl226 alerts silence rows_quarantined --agency 03646 --until 2026-11-30 "
        "--reason \"software is being replaced\""),
    "alerts_action": ("list | send | ack | silence | unsilence",
                      "list | send | ack | silence | unsilence"),
    "alerts_words": ("Mã cảnh báo (ack), loại cảnh báo (silence), mã tạm im (unsilence)",
                     "Ids of alerts (ack), kind of alert (silence), id of a silence (unsilence)"),
    "alerts_agency": ("Chỉ một đơn vị: mã hoặc tên", "One unit only: its code or name"),
    "alerts_audience": (
        "send: danh sách đầy đủ cho so_noi_vu (mỗi ngày một lần), don_vi, van_phong (mỗi tuần)",
        "send: the whole list for so_noi_vu (once a day), don_vi, van_phong (once a week)"),
    "alerts_until": ("Tạm im đến: 30/11/2026 (hết ngày) hoặc 2026-11-30T17:00",
                     "Silent until: 2026-11-30 (end of day) or 2026-11-30T17:00"),
    "alerts_by": ("ack: cơ quan tiếp nhận (không phải tên người)",
                  "ack: the office that takes it on (never a person)"),
    "show": (
        "Xem bảng chỉ tiêu.\n\nVí dụ: kl226 show\n\nVí dụ: kl226 show --agency SNV --period "
        "2026-Q3\n\n"
        "Ví dụ: kl226 show --kpi meeting_online_share --status not_met",
        "See the scorecard.\n\nExample: kl226 show\n\nExample: kl226 show --agency SNV --period "
        "2026-Q3\n\n"
        "Example: kl226 show --kpi meeting_online_share --status not_met"),
    "explain": (
        "Một con số gồm những gì: từng mục, lý do không tính, tệp, trang, dòng nguồn.\n\n"
        "Ví dụ: kl226 explain meeting_online_share SNV 2026\n\n"
        "Ví dụ: kl226 explain meeting_online_share SNV 2026 --entity SNV:CH-2026-0007",
        "What makes a number: its entities, what was left out and why, file, sheet and row.\n\n"
        "Example: kl226 explain meeting_online_share SNV 2026\n\n"
        "Example: kl226 explain meeting_online_share SNV 2026 --entity SNV:CH-2026-0007"),
    "tasks": (
        "18 nhiệm vụ Phụ lục: chủ trì, thời hạn, đúng hạn hay muộn mấy ngày làm việc.\n\n"
        "Ví dụ: kl226 tasks\n\nVí dụ: kl226 tasks --agency SNV\n\nVí dụ: kl226 tasks --task 6",
        "The annex's 18 tasks: lead, deadline, on time or how many working days late.\n\n"
        "Example: kl226 tasks\n\nExample: kl226 tasks --agency SNV\n\n"
        "Example: kl226 tasks --task 6"),
    "findings": (
        "Dấu hiệu cần hỏi lại đơn vị (họp tách đôi, ghi lùi ngày, bật cờ hàng loạt, …), nặng nhất "
        "trước.\n\nVí dụ: kl226 findings\n\n"
        "Ví dụ: kl226 findings --agency SNV --period 2026-Q3 --evidence",
        "What looks arranged (split meetings, back-dating, flags set in bulk, …), gravest "
        "first.\n\n"
        "Example: kl226 findings\n\n"
        "Example: kl226 findings --agency SNV --period 2026-Q3 --evidence"),
    "detector": ("Một phép dò, theo mã hoặc tên", "One detector, by code or label"),
    "evidence": ("Từng mục thay cho số theo tháng", "Entity by entity instead of sums by month"),
    "rank": (
        "Xếp hạng đơn vị trong từng nhóm: sở, ban, ngành; xã, phường; huyện (đến 30/6/2025).\n\n"
        "Ví dụ: kl226 rank\n\nVí dụ: kl226 rank --group xa_phuong --period 2026-Q3",
        "Rank the units inside their groups: provincial bodies, communes, districts (to "
        "2025-06-30).\n\nExample: kl226 rank\n\n"
        "Example: kl226 rank --group xa_phuong --period 2026-Q3"),
    "forecast": (
        "Dự báo cuối năm: chỉ tiêu nào dễ không đạt, còn được phép bao nhiêu, cần tỷ lệ nào.\n\n"
        "Ví dụ: kl226 forecast\n\nVí dụ: kl226 forecast --agency SNV\n\n"
        "Ví dụ: kl226 forecast --kpi meeting_count_change",
        "Year-end forecast: which targets are likely missed, how many more are allowed, which "
        "share is needed.\n\nExample: kl226 forecast\n\nExample: kl226 forecast --agency SNV\n\n"
        "Example: kl226 forecast --kpi meeting_count_change"),
    "group": ("Nhóm: so_nganh | xa_phuong | huyen, hoặc nhóm khác mà agencies.csv của tỉnh đặt "
              "(peer_group)",
              "Group: so_nganh | xa_phuong | huyen, or another that the province's agencies.csv "
              "has (peer_group)"),
    "quality": (
        "Chất lượng số liệu của từng đơn vị trong tháng: điểm, kiểm tra không đạt kèm cách xử lý, "
        "gửi muộn, chưa gửi.\n\nVí dụ: kl226 quality\n\nVí dụ: kl226 quality --agency SNV "
        "--period 2026-09\n\nVí dụ: kl226 quality --page",
        "Data quality of each agency in a month: score, checks not met and what to do, late and "
        "missing submissions.\n\nExample: kl226 quality\n\nExample: kl226 quality --agency SNV "
        "--period 2026-09\n\nExample: kl226 quality --page"),
    "quality_page": ("Ghi trang HTML đầy đủ vào reports/quality.html",
                     "Write the whole as an HTML page to reports/quality.html"),
    "revisions": (
        "Con số nào đã đổi giữa hai thời điểm, đổi bao nhiêu, vì sao, do những mục nào.\n\n"
        "Ví dụ: kl226 revisions 2026-06-30 (so với bản hiện hành)\n\n"
        "Ví dụ: kl226 revisions 2026-06-05 2026-06-30 --kpi meeting_online_share\n\n"
        "Ví dụ: kl226 revisions --report R2026-H1 (số báo cáo 05/6 so với số chính thức)",
        "Which figures moved between two moments, by how much, why, and for which entities.\n\n"
        "Example: kl226 revisions 2026-06-30 (against the present publication)\n\n"
        "Example: kl226 revisions 2026-06-05 2026-06-30 --kpi meeting_online_share\n\n"
        "Example: kl226 revisions --report R2026-H1 (as reported on 5 June against the final)"),
    "quarantine": (
        "Dòng bị cách ly đang chờ sửa: tệp, ngày nhận, dòng, cột, lý do, cách sửa, tệp gốc.\n\n"
        "Ví dụ: kl226 quarantine --agency SNV",
        "Rows that wait to be mended: file, day, row, column, reason, remedy, original.\n\n"
        "Example: kl226 quarantine --agency SNV"),
    "doctor": (
        "Kiểm tra hệ thống có ổn không, và phải làm gì nếu không.\n\nVí dụ: kl226 doctor\n\n"
        "Ví dụ (crontab, chỉ nói khi có lỗi): kl226 doctor --quiet",
        "Is everything in order, and what to do if not.\n\nExample: kl226 doctor\n\n"
        "Example (cron, speaks only of faults): kl226 doctor --quiet"),
    "help": ("Hiện trang này rồi thoát", "Show this page and exit"),
    "panel_arguments": ("Tham số", "Arguments"),
    "panel_options": ("Tùy chọn", "Options"),
    "panel_commands": ("Lệnh", "Commands"),
    "panel_required": ("[bắt buộc]", "[required]"),
    "home": (
        "Thư mục dữ liệu (mặc định ./var hoặc KL226_HOME)",
        "Data folder (default ./var or KL226_HOME)"),
    "lang": ("Ngôn ngữ: vi | en", "Language: vi | en"),
    "json": ("In dữ liệu JSON, số không làm tròn", "Print JSON, figures not rounded"),
    "paths": ("Tệp hoặc thư mục", "Files or folders"),
    "file": ("Tệp cần kiểm tra", "The file to check"),
    "agency_of_file": ("Mã đơn vị gửi tệp, khi tệp không nằm trong landing/<mã đơn vị>/",
                       "Code of the sender, when the file is not in landing/<agency code>/"),
    "layout": (
        "Tên bố cục, khi không tự nhận ra được", "Name of the layout, when it cannot be told"),
    "confirm": ("Xác nhận tệp nêu tên là đúng: danh sách làm mất nhiều bản ghi, hoặc danh sách cũ "
                "cần áp dụng lại dù đã nhận danh sách mới hơn",
                "Confirm that the named file is right: a list that withdraws many records, or an "
                "older list to be applied again though a newer one was received"),
    "as_of_build": (
        "Dựng như đã biết tại thời điểm này: 30/06/2026 hoặc 2026-06-30 (hết ngày), hoặc "
        "2026-06-30T17:00",
                    "Build as known at this moment: 30/06/2026 or 2026-06-30 (end of day), or "
        "2026-06-30T17:00"),
    "as_of_show": (
        "Xem như đã biết tại thời điểm này; chưa dựng thì dựng ngay (30/06/2026, 2026-06-30T17:00)",
        "See it as known at this moment; built now if need be (2026-06-30, 2026-06-30T17:00)"),
    "moment_from": (
        "Thời điểm trước: 05/06/2026 hoặc 2026-06-05 (hết ngày), hoặc 2026-06-05T17:00",
        "The earlier moment: 2026-06-05 (end of day) or 2026-06-05T17:00"),
    "moment_to": (
        "Thời điểm sau; mặc định: bản công bố hiện hành",
        "The later moment; default: the present publication"),
    "report": (
        "So số đã báo cáo của kỳ này với số chính thức (hoặc số hiện hành nếu chưa chốt)",
        "Compare what was reported of this period with the final (or the present) figures"),
    "limit": ("Số dòng tối đa", "How many lines at most"),
    "as_published": (
        "Dùng các bản đã dựng như chúng vốn có, kể cả dựng theo quy tắc hoặc chương trình cũ",
        "Take builds as they stand, also those of earlier rules or code"),
    "full_refresh": ("Tính lại toàn bộ từ đầu", "Compute everything anew"),
    "kpi": ("Mã hoặc tên chỉ số", "Code or name of a KPI"),
    "agency": ("Mã hoặc tên đơn vị", "Code or name of an agency"),
    "period_code": ("Kỳ: 2026, 2026-H1, 2026-Q3, 2026-06, R2026, R2026-H1, R2026-9M",
               "Period: 2026, 2026-H1, 2026-Q3, 2026-06, R2026, R2026-H1, R2026-9M"),
    "task": ("Số thứ tự nhiệm vụ trong Phụ lục (1 đến 18)", "Number of a task (1 to 18)"),
    "status": ("đạt (met) | chưa đạt (not_met) | chưa có số liệu (no_data) | chưa đến hạn "
        "(not_due) "
               "| không có chỉ tiêu, không có việc đến hạn (not_applicable)",
               "met | not_met | no_data | not_due | not_applicable"),
    "verify": (
        "Kho sự kiện còn đúng như khi ghi không: tìm và nêu tên mọi sự kiện, dòng cách ly, lần ghi "
        "hoặc bản chốt bị sửa, xóa, thêm, đổi chỗ. Nêu mã một bản chốt: dựng lại nó từ kho, so "
        "từng bảng.\n\n"
        "Ví dụ: kl226 verify\n\nVí dụ: kl226 verify R2026-H1.1\n\n"
        "Ví dụ: kl226 verify --head 4b1f0c9a77d2 (mã đầu chuỗi in trên báo cáo đã ký)",
        "Is the store what was once written: finds and names every event, quarantined row, commit "
        "or freeze that was changed, removed, added or moved. With the id of a freeze: rebuilds "
        "it from the store and compares every table.\n\nExample: kl226 verify\n\n"
        "Example: kl226 verify R2026-H1.1\n\n"
        "Example: kl226 verify --head 4b1f0c9a77d2 (the head printed on a signed report)"),
    "period": (
        "Nộp, duyệt, trả lại, cho nộp muộn, mở chốt một kỳ số liệu; không nêu việc: xem các kỳ.\n\n"
        "Ba cấp: đơn vị nộp (submit) → Sở Nội vụ duyệt (approve) → tỉnh chốt (kl226 freeze). Mở "
        "lại phải từ trên xuống, có lý do: tỉnh mở chốt (unfreeze) → Sở Nội vụ rút duyệt, trả lại "
        "(return) → đơn vị mở lại (reopen). Nộp muộn: grant, có hạn.\n\n"
        "Ví dụ: kl226 period status R2026-H1\n\n"
        "Ví dụ: kl226 period submit R2026-H1 SNV\n\n"
        "Ví dụ: kl226 period approve R2026-H1 --all\n\n"
        "Ví dụ: kl226 period return R2026-H1 SNV --reason \"thiếu sổ văn bản tháng 5\"\n\n"
        "Ví dụ: kl226 period grant R2026-H1 03646 --until 20/06/2026 --reason \"mất điện\"\n\n"
        "Ví dụ: kl226 period unfreeze R2026-H1 --reason \"chốt chính thức sau 14/6\"",
        "Submit, approve, return, let somebody be late, unfreeze a period; alone: see them.\n\n"
        "Three levels: a unit submits → Sở Nội vụ approves (approve) → the province freezes (kl226 "
        "freeze). Back only from the top down, with a reason: the province unfreezes → Sở Nội vụ "
        "withdraws, then returns (return) → the unit opens again (reopen). Late: grant, with an "
        "end.\n\n"
        "Example: kl226 period status R2026-H1\n\n"
        "Example: kl226 period submit R2026-H1 SNV\n\n"
        "Example: kl226 period approve R2026-H1 --all\n\n"
        "Example: kl226 period return R2026-H1 SNV --reason \"the May register is missing\"\n\n"
        "Example: kl226 period grant R2026-H1 03646 --until 2026-06-20 --reason \"power cut\"\n\n"
        "Example: kl226 period unfreeze R2026-H1 --reason \"final figures after 14 June\""),
    "freeze": (
        "Chốt số liệu một kỳ: giữ lại đúng số liệu như đã biết lúc này, kèm kê khai có mã băm. Đơn "
        "vị chưa được duyệt thì không chốt được, trừ khi nêu lý do. Trước khi kỳ kết thúc là chốt "
        "tạm.\n\nVí dụ: kl226 freeze R2026-H1\n\n"
        "Ví dụ: kl226 freeze R2026-H1 --as-of 14/06/2026 --reason \"hai xã chưa nộp\"",
        "Freeze a period: keep the figures exactly as known now, with a hashed manifest. Refused "
        "while units are not approved, unless a reason is given. Before the period is over a "
        "freeze is provisional.\n\nExample: kl226 freeze R2026-H1\n\n"
        "Example: kl226 freeze R2026-H1 --as-of 2026-06-14 --reason \"two communes missing\""),
    "period_action": (
        "status | submit | reopen | approve | return | grant | unfreeze",
        "status | submit | reopen | approve | return | grant | unfreeze"),
    "period_agencies": ("Mã hoặc tên đơn vị, một hay nhiều", "Codes or names of units"),
    "by": (
        "Mã cơ quan thực hiện (không phải tên người); mặc định: chính đơn vị, SNV hoặc tỉnh",
        "Code of the office that acts (never a person); default: the unit itself, SNV or the "
        "province"),
    "reason": ("Lý do, tối đa 300 ký tự, không có dữ liệu cá nhân",
               "Reason, at most 300 characters, no personal data"),
    "until": ("Được nộp muộn đến trước lúc này: 20/06/2026 (hết ngày) hoặc 2026-06-20T17:00",
              "Late submission until: 2026-06-20 (end of day) or 2026-06-20T17:00"),
    "all_units": ("approve: mọi đơn vị đang chờ; status: in mọi đơn vị, kể cả đã duyệt",
                  "approve: every unit that waits; status: print every unit, approved ones too"),
    "freeze_id": ("Mã bản chốt cần kiểm chứng, ví dụ R2026-H1.1; bỏ trống: kiểm chứng kho",
                  "Id of the freeze to prove, e.g. R2026-H1.1; without: verify the store"),
    "freeze_show": ("Xem một bản chốt, ví dụ R2026-H1.1", "See a freeze, e.g. R2026-H1.1"),
    "notify": (
        "Gửi thư theo lịch, cho crontab hoặc khi cần: tóm tắt ngày (daily), tóm tắt tuần (weekly), "
        "nhắc hạn (reminders), khóa sổ tháng (close), canh hệ thống (watch). Thư đã gửi không gửi "
        "lại.\n\nVí dụ: kl226 notify reminders\n\nVí dụ: kl226 notify daily --anyway",
        "Send the scheduled letters, from cron or by hand: daily digest, weekly digest, reminders "
        "of deadlines, monthly close, watch over the system. What was sent is not sent again.\n\n"
        "Example: kl226 notify reminders\n\nExample: kl226 notify daily --anyway"),
    "notify_kind": (
        "daily | weekly | reminders | close | watch", "daily | weekly | reminders | close | watch"),
    "notify_anyway": ("Gửi cả khi hôm nay không phải ngày gửi", "Send on any day"),
    "quiet_doctor": (
        "Chỉ in lỗi; không có lỗi thì không in gì (dùng trong crontab). Thư mục dữ liệu trống "
        "hoặc đã mất cũng là lỗi",
        "Print errors only, nothing when there are none (for cron); an empty or vanished home is "
        "an error too"),
    "head": ("Mã đầu chuỗi in trên báo cáo, ít nhất 12 ký tự: kho phải còn chứa nó",
             "Chain head printed on a report, at least 12 digits: the store must still contain it"),
    "entity": ("Mã một mục: xem mọi sự kiện của mục đó", "One entity: see all its events"),
    "all_quarantined": (
        "Thêm các dòng đã bị thay bởi tệp sau (mỗi tệp một dòng)",
        "Also rows superseded by a later file (one line a file)"),
    "all_rows": ("In mọi dòng", "Print every row"),
    "scale": ("Cỡ của tỉnh mẫu", "Size of the sample province"),
}
# fmt: on


def help_of(key: str, language: Language) -> str:
    """Help of a command or option. Raises KeyError for an unknown key."""
    return _HELP[key][0 if language == "vi" else 1]
