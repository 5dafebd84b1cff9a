"""Sentences of the sign-off: states, actions, refusals, freezes and proofs, in both languages.

Belongs here: texts of `period`, `freeze` and `verify FREEZE`. Does not belong here: help texts
(`help_texts.py`), every other sentence of the command (`messages.py`).
"""

from __future__ import annotations

from datetime import datetime

from orchestration.settings import Language
from reporting.command import command
from reporting.figures import local

# fmt: off
_SENTENCES: dict[str, tuple[str, str]] = {
    "unit": ("đơn vị", "the unit itself"),
    "department": ("Sở Nội vụ", "Sở Nội vụ"),
    "province": ("cấp tỉnh", "the province"),
    "state_open": ("đang mở", "open"),
    "state_submitted": ("đã nộp", "submitted"),
    "state_approved": ("đã duyệt", "approved"),
    "state_outdated": ("đã duyệt bản trước, cần duyệt lại",
                       "an earlier one approved; approve again"),
    "state_frozen": ("đã chốt ({freeze})", "frozen ({freeze})"),
    "late_until": ("được nộp muộn đến trước {until}", "may be late until {until}"),
    "late_over": ("hết hạn nộp muộn {until}", "exception over since {until}"),
    "column_unit": ("Đơn vị", "Unit"),
    "column_submitted": ("Đơn vị nộp", "Submitted"),
    "column_approved": ("Sở Nội vụ duyệt", "Approved"),
    "column_late": ("Nộp muộn", "Late"),
    "period_line": (
        "{period} ({start} – {end}): {state}. Đã duyệt {ready}/{all} đơn vị.",
        "{period} ({start} – {end}): {state}. {ready} of {all} units approved."),
    "period_none": (
        "Chưa có kỳ nào được nộp. Ví dụ: {kl226} period submit R2026-H1 SNV{home}",
        "No period has been submitted yet. Example: {kl226} period submit R2026-H1 SNV{home}"),
    "more_units": ("Không in {count} đơn vị đã duyệt; thêm --all để xem.",
                   "{count} approved units are not printed; add --all to see them."),
    "freezes": ("Các lần chốt:", "Freezes:"),
    "did_submit": ("✓ {agency} đã nộp {period}.", "✓ {agency} submitted {period}."),
    "did_reopen": ("✓ {agency} đã mở lại {period}.", "✓ {agency} opened {period} again."),
    "did_approve": ("✓ {office} đã duyệt {period} của {agency}.",
                    "✓ {office} approved {period} of {agency}."),
    "did_return": (
        "✓ {office} đã trả lại {period} cho {agency}: đơn vị nộp lại được.",
        "✓ {office} returned {period} to {agency}, which may submit it again."),
    "did_withdraw": (
        "✓ {office} đã rút duyệt {period} của {agency}. Muốn trả lại đơn vị: chạy lại lệnh này.",
        "✓ {office} withdrew approval of {period} of {agency}. To hand it back: run this again."),
    "did_grant": ("✓ {office} cho {agency} nộp muộn {period} đến trước {until}.",
                  "✓ {office} lets {agency} submit {period} late until {until}."),
    "did_unfreeze": (
        "✓ {office} đã mở chốt {period}. Bản chốt {freeze} vẫn được giữ nguyên.",
        "✓ {office} unfroze {period}. The freeze {freeze} itself is kept."),
    "nothing_submitted": ("Không có đơn vị nào đang chờ duyệt ở {period}.",
                          "No unit waits for approval in {period}."),
    "refused": ("✗ {period} {agency}: {why}", "✗ {period} {agency}: {why}"),
    "role_may_not": ("{office} không được làm việc này; chỉ {roles} được làm",
                     "{office} may not do this; only {roles} may"),
    "office_not_of_unit": ("{office} không nộp thay {agency} được (--by {agency})",
                           "{office} cannot act for {agency} (--by {agency})"),
    "reason_needed": ("cần nêu lý do: --reason \"…\"", "give a reason: --reason \"…\""),
    "unit_not_expected": ("đơn vị này không thuộc kỳ", "this unit does not belong to the period"),
    "period_frozen": (
        "kỳ đã chốt. Tỉnh mở chốt trước ({kl226} period unfreeze), hoặc cho nộp muộn ({kl226} "
        "period grant)",
        "the period is frozen. The province unfreezes it first ({kl226} period unfreeze) or grants "
        "an exception ({kl226} period grant)"),
    "frozen_approve": (
        "kỳ đã chốt: chỉ duyệt được sau khi tỉnh mở chốt ({kl226} period unfreeze); cho nộp muộn "
        "không mở việc duyệt",
        "the period is frozen: approval waits until the province unfreezes it ({kl226} period "
        "unfreeze); an exception does not open approval"),
    "approved_above": (
        "Sở Nội vụ đã duyệt. Sở Nội vụ rút duyệt trước ({kl226} period return), hoặc cho nộp muộn "
        "({kl226} period grant)",
        "Sở Nội vụ has approved it. It withdraws that first ({kl226} period return) or grants an "
        "exception ({kl226} period grant)"),
    "exception_expired": ("hạn nộp muộn đã hết lúc {until}; xin gia hạn ({kl226} period grant)",
                          "the exception ended at {until}; ask for another ({kl226} period grant)"),
    "already_submitted": ("đã nộp rồi; muốn nộp lại thì mở lại trước ({kl226} period reopen)",
                          "submitted already; open it again first ({kl226} period reopen)"),
    "already_approved": ("đã duyệt rồi", "approved already"),
    "not_submitted": ("đơn vị chưa nộp", "the unit has not submitted"),
    "not_approved": ("chưa được duyệt", "not approved"),
    "exception_needs_province": ("kỳ đã chốt: chỉ cấp tỉnh cho nộp muộn được",
                                 "the period is frozen: only the province may grant this"),
    "exception_not_needed": ("chưa cần: đơn vị vẫn nộp, mở lại được",
                             "not needed: the unit can still submit or open it again"),
    "expiry_not_later": ("hạn nộp muộn phải sau lúc này: --until 20/06/2026",
                         "the end must be later than now: --until 2026-06-20"),
    "already_frozen": (
        "đã chốt (bản {freeze}). Muốn chốt lại: {kl226} period unfreeze, rồi {kl226} freeze",
        "frozen already ({freeze}). To freeze again: {kl226} period unfreeze, then {kl226} freeze"),
    "not_frozen": ("kỳ chưa chốt", "the period is not frozen"),
    "units_missing": (
        "{count} đơn vị chưa được duyệt: {units}. Chờ duyệt đủ, hoặc chốt với --reason \"…\"",
        "{count} units are not approved: {units}. Wait for them, or freeze with --reason \"…\""),
    "period_unknown": (
        "Không có kỳ “{period}”. Kỳ viết như 2026, 2026-H1, 2026-Q3, 2026-06, R2026, R2026-H1, "
        "R2026-9M",
        "There is no period “{period}”. Write 2026, 2026-H1, 2026-Q3, 2026-06, R2026, R2026-H1, "
        "R2026-9M"),
    "period_not_begun": ("Kỳ {period} đến {day} mới bắt đầu", "Period {period} begins on {day}"),
    "agency_unknown": ("Không có đơn vị “{agency}”", "There is no unit “{agency}”"),
    "no_office": ("signoff_offices.csv không có cơ quan cho cấp {role}",
                  "signoff_offices.csv names no office for {role}"),
    "agencies_needed": ("Cần nêu đơn vị, ví dụ: {kl226} period submit R2026-H1 SNV",
                        "Name the units, e.g. {kl226} period submit R2026-H1 SNV"),
    "agencies_not_wanted": ("Việc này nói về cả kỳ, không nêu đơn vị",
                            "This is about the whole period; name no unit"),
    "action_unknown": ("Không có việc “{action}”. Có: {actions}",
                       "There is no action “{action}”. There are: {actions}"),
    "reason_unfit": (
        "Lý do dài tối đa {most} ký tự, không chứa thư điện tử, số điện thoại, số định danh",
        "A reason has at most {most} characters and holds no e-mail, telephone or ID number"),
    "until_needed": ("Cần hạn nộp muộn: --until 20/06/2026", "Say until when: --until 2026-06-20"),
    "frozen": (
        "✓ Đã chốt {period}: bản {freeze}, số liệu như đã biết lúc {as_of}{kind}.",
        "✓ {period} is frozen as {freeze}, figures as known at {as_of}{kind}."),
    "kind_provisional": (" (CHỐT TẠM: kỳ chưa kết thúc)", " (PROVISIONAL: the period is not over)"),
    "kind_restates": ("; thay bản {freeze}", "; restates {freeze}"),
    "frozen_missing": ("  ! Còn {count} đơn vị chưa được duyệt: {units}",
                       "  ! {count} units were not approved: {units}"),
    "frozen_file": (
        "  {tables} bảng, {rows} dòng. Kê khai: {file}\n  SHA-256: {sha256}",
        "  {tables} tables, {rows} rows. Manifest: {file}\n  SHA-256: {sha256}"),
    "next_freeze": (
        "Xem: {kl226} show --freeze {freeze}{home} · Kiểm chứng: {kl226} verify {freeze}{home}",
        "See it: {kl226} show --freeze {freeze}{home} · Prove it: {kl226} verify {freeze}{home}"),
    "freeze_not_built": ("✗ Không chốt được {period}: số liệu không qua kiểm tra. Chưa ghi gì.",
                         "✗ {period} is not frozen: the figures failed. Nothing was recorded."),
    "freeze_unknown": ("Không có bản chốt “{freeze}”. Có: {known}",
                       "There is no freeze “{freeze}”. There are: {known}"),
    "no_freeze": ("chưa có bản nào", "none yet"),
    "freeze_line": (
        "  {freeze}: chốt {at}, số liệu như đã biết lúc {as_of}{kind}{undone}",
        "  {freeze}: frozen {at}, figures as known at {as_of}{kind}{undone}"),
    "kind_undone": ("; đã mở chốt {at}", "; unfrozen {at}"),
    "rebuilding": ("Dựng lại từ kho sự kiện", "Rebuilding from the store"),
    "proved": (
        "✓ Bản chốt {freeze}: {tables} bảng, {rows} dòng dựng lại từ kho giống hệt khi chốt.",
        "✓ Freeze {freeze}: {tables} tables, {rows} rows rebuilt from the store, all the same."),
    "not_proved": ("✗ Bản chốt {freeze}: {count} điều không như khi chốt.",
                   "✗ Freeze {freeze}: {count} things are not as they were frozen."),
    "versions_changed": (
        "! Quy tắc hoặc mã nguồn không còn như khi chốt: {parts}. Khác biệt dưới đây, nếu có, có "
        "thể do đó; muốn phân biệt, kiểm chứng bằng đúng phiên bản khi chốt.",
        "! Rules or code are not those of the freeze: {parts}. Differences below, if any, may come "
        "from that; to tell, verify with the version of the freeze."),
    "manifest_gone": ("tệp kê khai {name} đã mất", "the manifest {name} is gone"),
    "manifest_changed": ("tệp kê khai {name} đã bị sửa sau khi chốt",
                         "the manifest {name} was changed after the freeze"),
    "manifest_unreadable": ("tệp kê khai {name} không đọc được: {detail}",
                            "the manifest {name} cannot be read: {detail}"),
    "kept_gone": ("bản số liệu được giữ {name} đã mất", "the kept publication {name} is gone"),
    "kept_changed": ("bản số liệu được giữ {name} đã bị sửa",
                     "the kept publication {name} was changed"),
    "kept_unreadable": ("bản số liệu được giữ {name} không đọc được: {detail}",
                        "the kept publication {name} cannot be read: {detail}"),
    "kept_table_differs": ("bản được giữ: bảng {name} khác khi chốt (số dòng {detail})",
                           "kept publication: table {name} differs (rows {detail})"),
    "kept_table_gone": ("bản được giữ: mất bảng {name}", "kept publication: table {name} is gone"),
    "kept_table_new": ("bản được giữ: thêm bảng {name}", "kept publication: table {name} is new"),
    "table_differs": ("dựng lại: bảng {name} khác khi chốt (số dòng {detail})",
                      "rebuilt: table {name} differs (rows {detail})"),
    "table_gone": ("dựng lại: không còn bảng {name}", "rebuilt: table {name} is gone"),
    "table_new": ("dựng lại: có thêm bảng {name}", "rebuilt: table {name} is new"),
    "chain_differs": ("chuỗi của kho đến lúc chốt là {name}…, khi chốt là {detail}…",
                      "the store's chain up to the freeze is {name}…, it was {detail}…"),
    "rebuild_failed": ("không dựng lại được ({name}): {detail}",
                       "cannot be rebuilt ({name}): {detail}"),
}
# fmt: on


def say(key: str, language: Language, **values: object) -> str:
    """One sentence with its values filled in. Raises KeyError for an unknown key."""
    sentence = _SENTENCES[key][0 if language == "vi" else 1]
    written = {name: _written(name, value, language) for name, value in values.items()}
    return sentence.format(**{"kl226": command(), **written})


def moment_words(moment: datetime) -> str:
    """A moment as it is written here, in the province's time: 17:00 30/06/2026."""
    return f"{local(moment):%H:%M %d/%m/%Y}"


def _written(name: str, value: object, language: Language) -> object:
    if isinstance(value, datetime):
        return moment_words(value)
    if name == "roles" and isinstance(value, tuple):
        return ", ".join(say(str(role), language) for role in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value
