"""Words of what is not final: provisional and restated periods, and why figures moved.

Belongs here: sentences about states of periods and revisions, in Vietnamese and English. Does not
belong here: every other text about figures (`messages.py`).
"""

from __future__ import annotations

from reporting.command import command
from schemas.problems import Language

# fmt: off
_SENTENCES: dict[str, tuple[str, str]] = {
    # --- states of a period
    "period_provisional": (
        "Kỳ chưa kết thúc: số sơ bộ, số chính thức có từ {final_from}.",
        "The period has not ended: preliminary figures, final from {final_from}."),
    "period_final": (
        "Kỳ đã kết thúc: số chính thức từ {final_from}; tệp đến muộn vẫn có thể làm đổi số.",
        "The period has ended: final figures since {final_from}; late files may still change "
        "them."),
    "period_reported": (
        "Kỳ chưa chốt: số sơ bộ. Hạn báo cáo {reported}; số chính thức của {period} có từ "
        "{final_from}.",
        "The period is not closed: preliminary figures. The report is due on {reported}; {period} "
        "is final from {final_from}."),
    "period_restated": (
        "Số chính thức từ {final_from}, thay số sơ bộ đã báo cáo ngày {reported}. Xem đã đổi gì: "
        "{kl226} revisions --report {period}{more}",
        "Final figures since {final_from}; they restate the preliminary ones reported on "
        "{reported}. See what moved: {kl226} revisions --report {period}{more}"),
    # --- revisions
    "revisions_of": (
        "Con số thay đổi giữa {before} và {after}", "Figures that moved between {before} and "
        "{after}"),
    "revisions_report": (
        "Báo cáo {period}: số sơ bộ báo cáo ngày {reported} so với số {state}",
        "Report {period}: the preliminary figures of {reported} against the {state} ones"),
    "state_restated": ("chính thức, tính lại từ {day}", "final (restated on {day})"),
    "state_provisional": ("sơ bộ mới nhất", "latest preliminary"),
    "revisions_none": (
        "Không có con số nào thay đổi trong lựa chọn này.", "No figure of this selection moved."),
    "revisions_sum": (
        "{count} con số đã đổi, trong đó {status} con số đổi trạng thái.",
        "{count} figures moved, {status} of them to another status."),
    "revisions_new": (
        "Không liệt kê {appeared} con số chỉ có ở bản sau (kỳ mới bắt đầu, đơn vị mới) và "
        "{vanished} con số chỉ có ở bản trước.",
        "Not listed: {appeared} figures that only the later build has (period begun, unit new) and "
        "{vanished} that only the earlier one has."),
    "revisions_meaning": (
        "HAI BẢN CÓ CÁCH TÍNH KHÁC NHAU: quy tắc hoặc chương trình đã đổi giữa hai bản.",
        "THE TWO BUILDS DIFFER IN MEANING: rules or code changed between them."),
    "revisions_more": (
        "… còn {count} con số nữa: thêm --limit, hoặc chọn --kpi, --agency, --period",
        "… {count} more figures: raise --limit, or choose --kpi, --agency, --period"),
    "revisions_file": (
        "Bảng đầy đủ, từng mục: {file} (marts.kpi_revisions, kpi_revision_reasons, "
        "kpi_revision_entities)",
        "The whole comparison, entity by entity: {file} (marts.kpi_revisions, "
        "kpi_revision_reasons, kpi_revision_entities)"),
    "revisions_entities": (
        "Mục làm đổi con số này: {count}", "Entities that moved this figure: {count}"),
    "revisions_entities_more": (
        "… còn {count} mục nữa: thêm --limit", "… {count} more entities: raise --limit"),
    "revisions_order": (
        "Thời điểm trước ({before}) phải sớm hơn thời điểm sau ({after}).",
        "The first moment ({before}) must lie before the second ({after})."),
    "revisions_need_from": (
        "Nêu thời điểm đầu, ví dụ: {kl226} revisions 2026-06-05 2026-06-30{home}, hoặc --report "
        "R2026-H1",
        "Name the first moment, e.g. {kl226} revisions 2026-06-05 2026-06-30{home}, or --report "
        "R2026-H1"),
    "revisions_either": (
        "--report đã nêu hai thời điểm; bỏ các thời điểm trên dòng lệnh.",
        "--report names the two moments; leave out those on the command line."),
    "report_unknown": (
        "“{period}” không phải kỳ của một báo cáo định kỳ. Các kỳ có báo cáo: {known}",
        "“{period}” is no period of a periodic report. Periods with one: {known}"),
    "report_not_due": (
        "Báo cáo {period} chưa đến hạn ({day}); chưa có số báo cáo để so.",
        "The report of {period} is not due yet ({day}); there is no reported figure to compare."),
    "figure": ("Con số", "Figure"),
    "before": ("Trước", "Before"),
    "after": ("Sau", "After"),
    "difference": ("Chênh", "Change"),
    "points": (" điểm %", " pp"),
    "why": ("Vì sao (tử số / mẫu số; số mục)", "Why (numerator / denominator; entities)"),
    "reason": ("Lý do", "Reason"),
    "entity": ("Mục", "Entity"),
    # --- reasons
    "late_event": ("mục đến muộn", "late entity"),
    "further_event": ("sự kiện mới của mục đã biết", "further event of a known entity"),
    "correction": ("đính chính", "correction"),
    "withdrawn": ("rút, hủy khỏi số liệu", "withdrawn"),
    "reinstated": ("đưa lại vào số liệu", "re-instated"),
    "duplicate": ("loại hoặc bỏ loại mục trùng", "duplicate removed or restored"),
    "reassigned": ("chuyển sang đơn vị khác", "reassigned to another unit"),
    "period_advanced": ("ngày mới của kỳ đang chạy", "new days of a running period"),
    "period_begun": ("kỳ bắt đầu", "period begun"),
    "unit_heard": (
        "đơn vị nay có số liệu: số cùng kỳ của đơn vị vào kỳ gốc",
        "the unit now has data: its last year joins the baseline"),
    "unit_silent": (
        "đơn vị nay không có số liệu: số cùng kỳ của đơn vị ra khỏi kỳ gốc",
        "the unit now has no data: its last year leaves the baseline"),
    "due_date_passed": ("đến hạn", "due date passed"),
    "target_changed": ("chỉ tiêu đổi", "target changed"),
    "unit_changed": ("đơn vị hoặc phạm vi áp dụng đổi", "unit or applicability changed"),
    "meaning_changed": ("quy tắc hoặc cách tính đổi", "rule or definition changed"),
    "related_changed": (
        "mục liên quan đổi (bản ghi mới thay bản ghi cũ, báo cáo chứa kết quả)",
        "a related entity changed (a newer record, a report that holds the result)"),
}
# fmt: on

REASONS = (
    "late_event", "further_event", "correction", "withdrawn", "reinstated", "duplicate",
    "reassigned", "period_advanced", "period_begun", "due_date_passed", "target_changed",
    "unit_changed", "unit_heard", "unit_silent", "meaning_changed", "related_changed",
)  # fmt: skip


def say(key: str, language: Language, **values: object) -> str:
    """One sentence with its values filled in. Raises KeyError for an unknown key."""
    sentence = _SENTENCES[key][0 if language == "vi" else 1]
    return sentence.format(**{"kl226": command(), **values})
