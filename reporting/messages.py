"""Every sentence of this room, in Vietnamese and English.

Belongs here: texts for people. Does not belong here: when they are said.
"""

from __future__ import annotations

from reporting.command import command
from reporting.forecast_words import SENTENCES as _FORECAST_WORDS
from reporting.kpi_words import SENTENCES as _KPI_WORDS
from reporting.quality_words import QUALITY_SENTENCES
from reporting.rank_words import SENTENCES as _RANK_WORDS
from reporting.suspicion_words import SUSPICION_SENTENCES
from reporting.task_words import TASK_SENTENCES
from schemas.problems import Language

# fmt: off
_SENTENCES: dict[str, tuple[str, str]] = {
    # --- nothing to open
    "no_publication": (
        "Chưa có bản công bố nào trong {home}. Hãy chạy: {kl226} run{more} (hoặc {kl226} demo "
        "để xem thử)",
        "Nothing has been published in {home} yet. Run: {kl226} run{more} (or {kl226} demo to "
        "try it out)"),
    "no_publication_as_of": (
        "Chưa dựng số liệu tại thời điểm này. Hãy chạy: {kl226} build --as-of {moment}{more}",
        "Nothing was built as of this moment. Run: {kl226} build --as-of {moment}{more}"),
    "no_freeze": (
        "Không có bản chốt {freeze}. Xem các bản chốt: {kl226} period{more}",
        "There is no freeze {freeze}. See what is frozen: {kl226} period{more}"),
    "freeze_changed": (
        "Tệp {file} của bản chốt {freeze} đã bị sửa sau khi chốt, nên không hiện số liệu. Xem khác "
        "ở đâu: {kl226} verify {freeze}{more}",
        "{file} of the freeze {freeze} was changed after the freeze, so its figures are not shown. "
        "See what differs: {kl226} verify {freeze}{more}"),
    "freeze_missing": (
        "Tệp {file} của bản chốt {freeze} đã mất, nên không hiện được số liệu. Lấy lại tệp từ bản "
        "sao lưu, rồi kiểm chứng: {kl226} verify {freeze}{more}",
        "{file} of the freeze {freeze} is gone, so its figures cannot be shown. Restore the file "
        "from a backup, then prove it: {kl226} verify {freeze}{more}"),
    "freeze_old": (
        "Bản chốt {freeze} do một phiên bản kl226 khác dựng, phiên bản này không đọc được. Xem "
        "bằng phiên bản khi chốt; quy tắc, mã nguồn đã đổi: {kl226} verify {freeze}{more}",
        "Another kl226 made the freeze {freeze} and this one cannot read it. See it with the "
        "version of the freeze; what has changed since: {kl226} verify {freeze}{more}"),
    "freeze_banner": (
        "BẢN CHỐT {freeze} · kỳ {period} · chốt {frozen} ({kind}) · {missing} đơn vị chưa được "
        "duyệt khi chốt · {since}",
        "FREEZE {freeze} · period {period} · frozen {frozen} ({kind}) · {missing} units not "
        "approved at that time · {since}"),
    "freeze_provisional": ("chốt tạm: kỳ chưa kết thúc", "provisional: the period was not over"),
    "freeze_final": ("kỳ đã kết thúc", "the period was over"),
    "freeze_in_force": ("đang có hiệu lực", "in force"),
    "freeze_undone": ("ĐÃ MỞ CHỐT {day}", "UNFROZEN {day}"),
    "pointer_broken": (
        "Không đọc được {file} ({why}). Hãy xóa tệp này rồi chạy: {kl226} build "
        "--full-refresh{more}",
        "{file} cannot be read ({why}). Delete it and run: {kl226} build --full-refresh{more}"),
    "publication_gone": (
        "Tệp công bố {file} không còn. Hãy chạy: {kl226} build --full-refresh{more}",
        "The published file {file} is gone. Run: {kl226} build --full-refresh{more}"),
    "publication_unreadable": (
        "Không mở được tệp công bố {file} ({why}). Hãy chạy: {kl226} build --full-refresh{more}",
        "The published file {file} cannot be opened ({why}). Run: {kl226} build "
        "--full-refresh{more}"),
    "publication_old": (
        "Bản công bố này do bản kl226 cũ hơn dựng. Hãy dựng lại: {kl226} build{as_of}{more}",
        "An older kl226 made this publication. Build it again: {kl226} build{as_of}{more}"),
    # --- unknown words
    "unknown_kpi": ("Không có chỉ số “{said}”", "There is no KPI “{said}”"),
    "unknown_agency": ("Không có đơn vị “{said}”", "There is no agency “{said}”"),
    "unknown_period": ("Không có kỳ “{said}”", "There is no period “{said}”"),
    "unknown_status": ("Không có trạng thái “{said}”", "There is no status “{said}”"),
    "did_you_mean": ("Có phải bạn muốn: {near}?", "Did you mean: {near}?"),
    "known_are": ("Hiện có: {all}", "Known: {all}"),
    "and_more": ("và {count} tên khác", "and {count} more"),
    "no_such_row": (
        "Chỉ số {kpi} không tính cho {agency} trong kỳ {period} "
        "(không áp dụng cho loại đơn vị này, hoặc đơn vị chưa tồn tại trong kỳ)",
        "{kpi} is not computed for {agency} in {period} "
        "(it does not apply to this kind of unit, or the unit did not exist)"),
    # --- banners and headings
    "sample_banner": (
        "DỮ LIỆU MẪU: mọi con số dưới đây được tạo ra để xem thử, không phải số liệu thật",
        "SAMPLE DATA: every figure below was made up for a trial; none is real"),
    "as_of": (
        "Số liệu đến {as_of} · công bố {published} · bản {run}",
        "As of {as_of} · published {published} · run {run}"),
    "chain_head": ("Đầu chuỗi {short} ({full})", "Chain head {short} ({full})"),
    "store_empty_banner": (
        "KHO CÒN TRỐNG: chưa nhận tệp nào. Nhiệm vụ hiện là chưa đạt vì chưa có số liệu, không "
        "phải vì đơn vị chậm.",
        "THE STORE IS EMPTY: no file was taken in yet. Duties read as not met because nothing was "
        "heard, not because an agency is late."),
    "scorecard": ("Bảng chỉ tiêu", "Scorecard"),
    "scorecard_of": ("{agency} · {period}", "{agency} · {period}"),
    "all_agencies": ("Các đơn vị", "All agencies"),
    "kpi": ("Chỉ số", "KPI"),
    "agency": ("Đơn vị", "Agency"),
    "value": ("Kết quả", "Value"),
    "target": ("Chỉ tiêu", "Target"),
    "parts": ("Tử số / mẫu số", "Numerator / denominator"),
    "baseline": ("Cùng kỳ", "Baseline"),
    "status": ("Đánh giá", "Status"),
    "agencies_met": ("Đơn vị đạt", "Agencies met"),
    "attention": ("Đơn vị cần chú ý nhất", "Agencies that need attention most"),
    "not_met_count": ("Chưa đạt", "Not met"),
    "met_count": ("Đạt", "Met"),
    "no_data_count": ("Chưa có số liệu", "No data"),
    "nothing_found": ("Không có dòng nào như vậy.", "No such row."),
    "legend": (
        "✓ đạt · ✗ chưa đạt · ? chưa có số liệu · … chưa đến hạn · – kỳ này không có chỉ tiêu, "
        "hoặc không có việc đến hạn",
        "✓ met · ✗ not met · ? no data · … not due · – no target, or nothing due, in "
        "this period"),
    # --- how far the data reach, what is in quarantine
    "stream_meeting": ("cuộc họp", "meetings"),
    "stream_document": ("văn bản", "documents"),
    "stream_dossier": ("hồ sơ TTHC", "dossiers"),
    "stream_task": ("nhiệm vụ", "tasks"),
    "coverage": ("Số liệu của kỳ này", "Data of this period"),
    "coverage_until": ("số liệu đến {day}", "data until {day}"),
    "coverage_agencies": ("{sent}/{all} đơn vị đã gửi", "{sent} of {all} agencies have sent"),
    "coverage_missing": (" (chưa gửi: {names})", " (not yet: {names})"),
    "and_more_units": ("và {count} đơn vị khác", "and {count} others"),
    "coverage_none": ("chưa có số liệu nào trong kỳ", "no data in this period"),
    "provisional": ("tạm, số liệu đến {day}", "provisional, data until {day}"),
    "legend_provisional": (
        "(tạm …): số liệu dừng sớm hơn cuối kỳ, còn tệp chưa gửi; kết quả sẽ đổi",
        "(provisional …): the data end before the period does; the figure will change"),
    "provisional_why": (
        "TẠM: số liệu mới đến {day}, kỳ tính đến {cutoff}; tệp còn thiếu sẽ làm đổi kết quả này.",
        "PROVISIONAL: the data end on {day}, the period on {cutoff}; files still to come will "
        "change this figure."),
    "quarantine_none": ("Cách ly: không có dòng nào chờ sửa.", "Quarantine: no row waits."),
    "quarantine_open": (
        "Cách ly: {counts} dòng chờ sửa, chưa vào số liệu.",
        "Quarantine: {counts} rows wait to be mended and are in no figure."),
    "quarantine_open_agency": (
        "Cách ly: {counts} dòng do {agency} gửi chờ sửa, chưa vào số liệu; toàn tỉnh {all}.",
        "Quarantine: {counts} rows sent by {agency} wait to be mended and are in no figure; whole "
        "province {all}."),
    "next_quarantine": ("Xem: {kl226} quarantine{more}", "See: {kl226} quarantine{more}"),
    "quarantine_superseded": (
        "Không kể {count} dòng cách ly cũ đã bị thay bởi tệp sau (chưa chắc đã được sửa); thêm "
        "--all để xem.",
        "Not counted: {count} older rows superseded by a later file (not known to be mended); add "
        "--all to see."),
    "place": ("Dòng", "Row"),
    "received_on": ("nhận {day}", "received {day}"),
    "original_at": ("tệp gốc: {path}", "original: {path}"),
    "superseded_rows": (
        "{count} dòng đã bị thay bởi tệp sau", "{count} rows superseded by a later file"),
    "column": ("Cột", "Column"),
    "remedy": ("Cách sửa", "Remedy"),
    "row_open": ("chờ sửa", "open"),
    "next_explain": (
        "Xem một con số gồm những gì: {kl226} explain {kpi} {agency} {period}{more}",
        "See what makes a number: {kl226} explain {kpi} {agency} {period}{more}"),
    # --- status
    "met": ("✓ đạt", "✓ met"),
    "not_met": ("✗ chưa đạt", "✗ not met"),
    "no_data": ("? chưa có số liệu", "? no data"),
    "not_due": ("… chưa đến hạn", "… not due"),
    "not_applicable": ("– không có chỉ tiêu", "– no target"),
    "nothing_due": ("– kỳ này không có việc đến hạn", "– nothing due this period"),
    # --- explain
    "how": ("Cách tính", "How it is computed"),
    "legal": ("Căn cứ", "Legal basis"),
    "period_is": ("Kỳ: từ {start} đến {end}", "Period: {start} to {end}"),
    "in_numerator": ("Tính vào tử số", "In the numerator"),
    "in_denominator": ("Ở mẫu số, không ở tử số", "In the denominator only"),
    "of_baseline": ("Cùng kỳ năm trước (mẫu số)", "Same period last year (denominator)"),
    "left_out": ("Không tính", "Left out"),
    "entities": ("{count} mục", "{count} entities"),
    "entity": ("Mã", "Entity"),
    "date": ("Ngày", "Date"),
    "what": ("Nội dung", "What"),
    "counted": ("Số tính", "Counted"),
    "reason": ("Lý do", "Reason"),
    "source": ("Nguồn: tệp, trang, dòng", "Source: file, sheet, row"),
    "source_sheet": ("trang “{sheet}”", "sheet “{sheet}”"),
    "source_row": ("dòng {row}", "row {row}"),
    "more_rows": (
        "… còn {count} dòng; thêm --all để xem hết, --json để lấy dữ liệu",
        "… {count} more; add --all to see them, --json for data"),
    "next_entity": (
        "Xem mọi sự kiện của một mục: {kl226} explain {kpi} {agency} {period} --entity "
        "\"{entity}\"{more}",
        "See every event of one entity: {kl226} explain {kpi} {agency} {period} --entity "
        "\"{entity}\"{more}"),
    "no_evidence": ("Không có mục nào trong kỳ này.", "There is no entity in this period."),
    "basis_no_successor": (
        "để ngoài, đơn vị đã kết thúc không có đơn vị kế thừa",
        "left out, units that ended without a successor"),
    "basis_silent": (
        "để ngoài, đơn vị kỳ này không gửi số liệu", "left out, units that sent nothing this time"),
    "basis_raw": ("chỉ riêng đơn vị này (raw)", "this unit alone (raw)"),
    "basis_like_for_like": (
        "gồm cả các đơn vị tiền thân", "with the units it succeeded"),
    "originals_lie": (
        "Tệp gốc nằm ở {archive}/<đơn vị gửi>/<ngày nhận>/ và được giữ {days} ngày; xem tệp nào "
        "bằng --entity hoặc --json.",
        "Originals lie in {archive}/<sender>/<day taken in>/ and are kept for {days} days; "
        "--entity or --json says which."),
    "original": ("Tệp gốc", "Original"),
    "no_longer_kept": ("(không còn giữ)", "(no longer kept)"),
    "original_past": (
        "đã quá {days} ngày lưu giữ", "past its {days} days of keeping"),
    "original_not_kept": (
        "không được lưu (tệp có dữ liệu cá nhân hoặc dòng mật), hoặc đã bị dời khỏi archive/",
        "not kept (it has personal data or secret rows), or moved out of archive/"),
    "event_status": ("Trạng thái", "status"),
    "events_of_entity": ("Các sự kiện, theo thứ tự kho nhận được",
                         "Events, in the order the store learned of them"),
    "event": ("Sự kiện", "Event"),
    "occurred": ("Xảy ra lúc", "Occurred"),
    "recorded": ("Ghi nhận lúc", "Recorded"),
    "says": ("Nội dung báo", "Says"),
    "no_events": (
        "Kho chưa có sự kiện nào của “{entity}”.", "The store has no event of “{entity}”."),
    "entity_not_of": (
        "“{entity}” không thuộc con số này: không có trong các mục của {kpi}, {agency}, kỳ "
        "{period}, kể cả mục không tính. Dưới đây chỉ là các sự kiện của mục đó.",
        "“{entity}” is no part of this figure: it is not among the entities of {kpi}, {agency}, "
        "{period}, not even those left out. Below are only its events."),
    "entity_unheard": (
        "Kho chưa có sự kiện nào của mục này: chưa nhận được gì.",
        "The store has no event of it: nothing was heard."),
    "sites": ("{count} điểm cầu", "{count} sites"),
    "minutes": ("{count} phút", "{count} minutes"),
    "due": ("hạn {day}", "due {day}"),
    "training_recorded": ("tập huấn", "training"),
    "inspection_recorded": ("thanh tra, kiểm tra", "inspections"),
    "violation_handled": ("xử lý vi phạm", "violations handled"),
    "publicity_recorded": ("tuyên truyền", "publicity"),
    "review_recorded": ("rà soát, thẩm định văn bản", "legal review"),
    "procedures_recorded": ("thủ tục trực tuyến toàn trình", "procedures online end to end"),
    "petitions_recorded": ("trả lời phản ánh, kiến nghị", "petitions answered"),
    "uptime_recorded": ("thời gian hoạt động hệ thống họp", "uptime of the meeting system"),
    "heard_on": ("kho biết ngày {day}", "first heard of on {day}"),
    "stream_file": ("tệp", "file"),
    "over_cap": ("vượt mức tối đa theo {rule}", "over the cap of {rule}"),
    "within_cap": ("trong mức tối đa theo {rule}", "within the cap of {rule}"),
    "nothing_heard": ("chưa nhận được gì", "nothing was heard"),
    # --- what keeps an entity out of the numerator
    "received_on_paper": ("tiếp nhận bằng giấy", "received on paper"),
    "handled_on_paper": ("có bước xử lý ngoài hệ thống", "a step was taken off the system"),
    "no_electronic_result": ("không có kết quả điện tử", "no electronic result"),
    "sent_on_paper": ("có gửi bản giấy", "also sent on paper"),
    "mode_unknown": ("không rõ hình thức họp", "mode unknown"),
    "in_person": ("họp trực tiếp", "held in person"),
    "sites_unknown": ("họp kết hợp nhưng không rõ số điểm cầu", "hybrid, number of sites unknown"),
    "too_few_sites": (
        "họp kết hợp nhưng chưa đủ điều kiện tính là trực tuyến",
        "hybrid, but not such as counts as online"),
    "electronic_form_unknown": (
        "không rõ có bản điện tử hay không", "not said whether it has an electronic form"),
    "no_electronic_form": ("không có bản điện tử", "no electronic form"),
    "sending_unknown": (
        "không rõ có gửi điện tử hay không", "not said whether it was sent electronically"),
    "not_sent_electronically": ("không gửi điện tử", "not sent electronically"),
    "receiving_unknown": (
        "không rõ tiếp nhận trực tuyến hay bằng giấy", "not said how it was received"),
    "handling_unknown": (
        "không ghi nhận bước xử lý nào trên hệ thống", "no step on the system is recorded"),
    "result_unknown": (
        "không rõ có kết quả điện tử hay không", "not said whether its result is electronic"),
    "components_unknown": (
        "không rõ đã số hóa thành phần hay chưa", "not said whether its components are digitised"),
    "components_not_digitised": ("chưa số hóa thành phần", "components not digitised"),
    "digitised_result_unknown": (
        "không rõ đã số hóa kết quả hay chưa", "not said whether its result is digitised"),
    "result_not_digitised": ("chưa số hóa kết quả", "result not digitised"),
    "channel_unknown": ("không rõ kênh nộp", "channel unknown"),
    "not_submitted_online": ("không nộp trực tuyến", "not submitted online"),
    "reuse_unknown": (
        "không rõ có tái sử dụng thành phần hay không", "not said whether a component is reused"),
    "nothing_reused": ("không tái sử dụng thành phần nào", "no component reused"),
    "payment_unknown": ("không rõ cách thanh toán", "not said how it was paid"),
    "not_paid_online": ("không thanh toán trực tuyến", "not paid online"),
    "dissatisfied": ("đánh giá dưới mức hài lòng", "rated below satisfied"),
    "open_past_due": ("chưa kết thúc, đã quá ngày hẹn", "still open, past its promised date"),
    "ended_late": ("kết thúc sau ngày hẹn", "ended after its promised date"),
    "supplemented_too_often": (
        "yêu cầu bổ sung quá số lần cho phép", "supplements requested too often"),
    "done_late": ("hoàn thành {day}, sau hạn", "completed on {day}, after the deadline"),
    "after_deadline": ("sau hạn", "after the deadline"),
    "not_done": ("chưa hoàn thành", "not completed"),
    "extended_to": ("được gia hạn đến {day}", "extended to {day}"),
    "reported_in": ("đã nêu trong báo cáo {duty}", "reported in {duty}"),
    # --- reasons why an entity is left out
    "withdrawn": ("đã rút khỏi danh sách", "withdrawn"),
    "cancelled": ("đã hủy", "cancelled"),
    "merged": ("đã ghép vào cuộc khác", "merged into another"),
    "not_held": ("chưa tổ chức", "not held"),
    "date_unknown": ("không rõ ngày", "date unknown"),
    "unit_not_in_force": ("đơn vị không tồn tại vào ngày này", "unit not in force on that day"),
    "joint_duplicate": ("họp chung, đã tính một lần", "joint meeting, counted once already"),
    "unknown_length": ("không rõ thời lượng", "length unknown"),
    "unknown_kind": ("không rõ loại họp", "kind unknown"),
    "no_cap": ("loại họp không có mức tối đa", "no cap for this kind"),
    "recalled": ("đã thu hồi", "recalled"),
    "not_issued": ("chưa ban hành", "not issued"),
    "incoming": ("văn bản đến", "incoming document"),
    "direction_unknown": ("không rõ đi hay đến", "direction unknown"),
    "type_unknown": ("không rõ loại văn bản", "type unknown"),
    "type_not_counted": ("loại văn bản không tính", "type does not count"),
    "not_between_agencies": ("không gửi giữa cơ quan nhà nước", "not between agencies"),
    "receiver_unknown": ("không rõ nơi nhận", "receiver unknown"),
    "not_received": ("chưa tiếp nhận", "not received"),
    "not_finished": ("chưa giải quyết xong", "not finished"),
    "ended_without_result": ("kết thúc không có kết quả", "ended without result"),
    "unit_silent": (
        "kỳ này đơn vị không gửi số liệu", "the unit sent nothing this time"),
    "counts_unknown": ("thiếu số liệu", "counts missing"),
    "result_not_required": ("không có kết quả phải trả", "no result is due"),
    "no_fee": ("không thu phí, lệ phí", "no fee"),
    "not_rated": ("chưa có đánh giá", "not rated"),
    "due_unknown": ("không rõ ngày hẹn trả", "promised date unknown"),
    "file_refused": ("tệp bị từ chối", "file refused"),
    **_KPI_WORDS,
    **_RANK_WORDS,
    **_FORECAST_WORDS,
    # --- the annex tasks
    **TASK_SENTENCES,
    # --- data quality
    **QUALITY_SENTENCES,
    # --- what the detectors found
    **SUSPICION_SENTENCES,
}
# fmt: on


def say(key: str, language: Language, **values: object) -> str:
    """One sentence with its values filled in. Raises KeyError for an unknown key."""
    sentence = _SENTENCES[key][0 if language == "vi" else 1]
    return sentence.format(**{"kl226": command(), **values})


def word(code: str, language: Language) -> str:
    """The word for a code of the marts (a status, a reason), or the code itself if it has none."""
    return say(code, language) if code in _SENTENCES else code.replace("_", " ")
