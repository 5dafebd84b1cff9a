"""Sentences about data quality, in Vietnamese and English; a part of the catalogue `messages`.

Belongs here: texts of the command `quality` and its page. Does not belong here: labels of checks
(`schemas.check_register`), when something is said.
"""

from __future__ import annotations

from reporting import figures
from schemas.check_register import CHECKS
from schemas.problems import Language

# fmt: off
QUALITY_SENTENCES: dict[str, tuple[str, str]] = {
    "quality_title": (
        "Chất lượng số liệu {period}, kém nhất trước", "Data quality of {period}, worst first"),
    "quality_page_title": ("Chất lượng số liệu", "Data quality"),
    "quality_score": ("Điểm", "Score"),
    "completeness": ("Đầy đủ", "Complete"),
    "timeliness": ("Kịp thời", "Timely"),
    "validity": ("Hợp lệ", "Valid"),
    "plausibility": ("Hợp lý", "Plausible"),
    "quality_due": ("Đã nhận / phải gửi", "Received / due"),
    "quality_checks": ("Đạt / xét", "Met / judged"),
    "quality_legend": (
        "— là chưa biết: không tính là đạt, cũng không tính là 0. Cách tính: docs/quality.md",
        "— is unknown: neither a pass nor a zero. How it is computed: docs/quality.md"),
    "failed_checks_title": ("Kiểm tra không đạt", "Checks not met"),
    "no_failed_checks": (
        "Mọi kiểm tra xét được đều đạt: {judged}; không đủ dữ liệu để xét: {unknown}",
        "Every check that could be judged was met: {judged}; not enough data to judge: {unknown}"),
    "checks_summary": (
        "Không đạt {failed} / {judged} kiểm tra xét được; không đủ dữ liệu để xét: {unknown}",
        "{failed} of {judged} checks judged were not met; not enough data to judge: {unknown}"),
    "owed_title": ("Gửi muộn, chưa gửi", "Late or missing submissions"),
    "owed_summary": (
        "Phải gửi trong tháng: đúng hạn {received}, muộn {late}, chưa gửi {missing}, chưa đến hạn "
        "{not_due}",
        "Due in the month: in time {received}, late {late}, missing {missing}, not due yet "
        "{not_due}"),
    "owed_line": (
        "{agency}: {label} ({period}), hạn {due}: {status}, {days} ngày làm việc",
        "{agency}: {label} ({period}), due {due}: {status}, {days} working days"),
    "owed_missing": ("chưa gửi", "missing"),
    "owed_late": ("muộn", "late"),
    "more_rows": (
        "… và {count} dòng nữa. Xem hết: thêm --all, hoặc trang đầy đủ: "
        "{kl226} quality --page{more}",
        "… and {count} more. To see them all: add --all, or the whole page: "
        "{kl226} quality --page{more}"),
    "next_quality_agency": (
        "Xem một đơn vị: {kl226} quality --agency {agency}{more}",
        "One agency: {kl226} quality --agency {agency}{more}"),
    "quality_needs_month": (
        "{said} không phải một tháng: chất lượng số liệu xét theo tháng, ví dụ 2026-06",
        "{said} is no month: data quality is judged by month, for example 2026-06"),
    "quality_no_month": (
        "Chưa có tháng nào kết thúc để xét", "No month is over yet, so there is nothing to judge"),
    "page_written": ("Đã ghi trang: {path}", "The page was written: {path}"),
    "check_allowed": ("cho phép", "allowed"),
    "check_times": ("{number} lần", "{number} times"),
    "check_name": ("Kiểm tra", "Check"),
    "check_judged": ("Xét được", "Judged"),
    "check_failed": ("Không đạt", "Not met"),
    "check_unknown": ("Không đủ dữ liệu", "Not enough data"),
    "check_todo": ("Cách xử lý", "What to do"),
    "check_observed": ("Đo được", "Observed"),
    "check_stream": ("Luồng", "Stream"),
    "check_month": ("Tháng", "Month"),
    "check_everybody": ("mọi đơn vị", "all units"),
    "check_of_meeting": ("Hội nghị, cuộc họp", "meetings"),
    "check_of_document": ("Văn bản", "documents"),
    "check_of_dossier": ("Hồ sơ TTHC", "dossiers"),
    "check_of_task": ("Nhiệm vụ", "tasks"),
    "thresholds_title": ("Ngưỡng và lịch sử của ngưỡng", "Limits and their history"),
    "threshold_from": ("Từ ngày", "From"),
    "threshold_to": ("Đến trước ngày", "Until before"),
    "threshold_rows": ("Số dòng tối thiểu", "Rows needed"),
}
# fmt: on


def check_sentence(row: dict[str, object], language: Language) -> str:
    """One check that was not met: whose, what, how much, and what to do."""
    check = CHECKS[str(row["check_code"])]
    month = f", {row['period_code']}" if row["period_code"] else ""
    who = row["agency_code"] or _word("check_everybody", language)
    subject = ""
    if row["subject"]:
        subject = f" “{_column(str(row['stream']), str(row['subject']), language)}”"
    stream = _word(f"check_of_{row['stream']}", language)
    allowed = f"{_word('check_allowed', language)} {limit(row, language)}"
    return (
        f"{who} · {stream}{month}: {check.label(language)}{subject}: "
        f"{observed(row, language)} ({allowed}); {check.todo(language)}"
    )


def _column(stream: str, column: str, language: Language) -> str:
    """Label of an attribute; the registry costs seconds to import, so only where it is needed."""
    if language == "en":
        return column
    from schemas.registry import STREAMS

    return STREAMS[stream].labels.get(column, column)


def observed(row: dict[str, object], language: Language) -> str:
    """What was measured, in the unit of the check; other text as it is."""
    return _figure(str(row["observed"]), CHECKS[str(row["check_code"])].unit, language)


def limit(row: dict[str, object], language: Language) -> str:
    """What is allowed: ≤ 50,00 %, or 0,25 lần … 3 lần."""
    unit = CHECKS[str(row["check_code"])].unit
    words = str(row["expected"]).replace("max_value", "<=").replace("min_value", ">=").split()
    said = [_figure(word, unit, language) for word in words]
    return " ".join(said).replace("<=", "≤").replace(">=", "≥").replace("..", "…")


def _figure(text: str, unit: str, language: Language) -> str:
    try:
        value = float(text)
    except ValueError:
        return text
    if unit == "share":
        return figures.percent(value, language)
    number = figures.number(value, language)
    return _word("check_times", language).format(number=number) if unit == "times" else number


def _word(key: str, language: Language) -> str:
    return QUALITY_SENTENCES[key][0 if language == "vi" else 1]
