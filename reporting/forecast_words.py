"""Sentences about the forecast of the year, in Vietnamese and English.

Belongs here: how an allowance, a probability and a reason are said; a part of the catalogue
`messages`. Does not belong here: any figure or formula (`kpi_forecasts` of the marts), the table.
"""

from __future__ import annotations

# fmt: off
SENTENCES: dict[str, tuple[str, str]] = {
    "forecast_title": (
        "Dự báo cuối năm {period}: {who} (nguy cơ không đạt lớn nhất trước)",
        "Year-end forecast {period}: {who} (most likely to be missed first)"),
    "forecast_to_date": ("Đến nay", "So far"),
    "forecast_expected": ("Cuối năm dự kiến", "Expected at year end"),
    "forecast_risk": ("Khả năng không đạt", "Probability of missing"),
    "forecast_allowance": ("Từ nay đến hết năm", "From now to the end of the year"),
    "forecast_between": ("{value} ({low} đến {high})", "{value} ({low} to {high})"),
    "forecast_risk_words": ("{word}, {percent}", "{word}, {percent}"),
    "forecast_above": ("trên {percent}", "over {percent}"),
    "forecast_below": ("dưới {percent}", "under {percent}"),
    "forecast_impossible": ("chắc chắn không đạt", "certainly missed"),
    "forecast_very_likely": ("gần như chắc chắn không đạt", "almost certainly missed"),
    "forecast_likely": ("nhiều khả năng không đạt", "likely missed"),
    "forecast_open": ("chưa rõ", "open"),
    "forecast_unlikely": ("nhiều khả năng đạt", "likely met"),
    "forecast_remote": ("gần như chắc chắn đạt", "almost certainly met"),
    "forecast_safe": ("chắc chắn đạt", "certainly met"),
    # --- the allowance, by kind and, where a nought reads differently, by that
    "allow_at_most": ("còn tối đa {count} {noun} đến hết năm", "at most {count} more {noun}"),
    "allow_at_most_0": ("không được thêm {noun} nào", "not one more of these {noun}"),
    "allow_at_most_0_share": (
        "không được có thêm trường hợp nào", "not one more such case"),
    "allow_at_least": (
        "cần {share} từ nay: ít nhất {count} trong khoảng {rest} {noun} còn lại",
        "needs {share} from now on: at least {count} of about {rest} {noun} still to come"),
    "allow_at_least_0": (
        "đã đủ nếu chỉ còn khoảng {rest} {noun}", "enough if only about {rest} {noun} are to come"),
    "allow_beyond_volume": (
        "khoảng {rest} {noun} còn lại không đủ: cần {count} đạt",
        "the about {rest} {noun} still to come are too few: {count} would be needed"),
    "allow_no_failure": (
        "mọi {noun} từ nay đều phải đạt", "none of the {noun} to come may fail"),
    "allow_still_needed": ("còn thiếu {count}", "{count} still missing"),
    "allow_still_needed_0": ("đã đủ, giữ đến hết năm", "complete, to be kept to the year's end"),
    "allow_safe": ("đã chắc chắn đạt", "cannot be missed any more"),
    "allow_impossible": ("không còn đạt được", "out of reach"),
    # --- why nothing can be said
    "why_silent": ("chưa rõ: đơn vị không gửi số liệu", "unknown: the unit sent nothing"),
    "why_data_gap": ("chưa rõ: còn thiếu tệp", "unknown: files are missing"),
    "why_no_baseline": ("chưa rõ: không có số năm trước", "unknown: no figure of last year"),
    "why_no_data": ("chưa rõ: chưa có số liệu", "unknown: no data"),
    "why_too_little_data": ("chưa rõ: quá ít số liệu", "unknown: too little data"),
    "why_nothing_due": ("không có nghĩa vụ trong năm", "nothing is due this year"),
    "why_stock": (
        "không ước lượng: số tại thời điểm", "not estimated: a level has no pace of its own"),
    "why_target_not_supported": (
        "không ước lượng được kiểu chỉ tiêu này", "this kind of target is not estimated"),
    # --- what is counted
    "noun_conference": ("hội nghị", "conferences"),
    "noun_meeting": ("cuộc họp", "meetings"),
    "noun_document": ("văn bản", "documents"),
    "noun_dossier": ("hồ sơ", "dossiers"),
    "noun_report": ("báo cáo", "reports"),
    "noun_task": ("nhiệm vụ", "tasks"),
    "noun_other": ("việc", "cases"),
    "legend_forecast": (
        "Khả năng là ước lượng (docs/forecast.md); phần còn được phép là số chính xác, tính từ số "
        "đến nay; “khoảng … còn lại” là khối lượng dự kiến. Trong ngoặc: khoảng tám phần mười.",
        "Probabilities are estimates (docs/forecast.md); allowances are exact, from the figures so "
        "far; “about … to come” is the volume expected. In brackets: the range of eight in ten."),
    "next_forecast_kpi": (
        "Xem mọi đơn vị của một chỉ số: {kl226} forecast --kpi {kpi}{more}",
        "See all units of a KPI: {kl226} forecast --kpi {kpi}{more}"),
    "no_forecasts": (
        "Bản công bố này do phiên bản cũ dựng, chưa có dự báo: chưa rõ. Hãy chạy: {kl226} run",
        "An older kl226 made this publication, without forecasts: unknown. Run: {kl226} run"),
}
# fmt: on

NOUNS = ("conference", "meeting", "document", "dossier", "report", "task")
"""What a KPI counts, by the first of these words that stands in its code."""
