"""Every quality check: its code, what it is called, what it measures, and what to do about it.

Belongs here: the words of checks, once, in Vietnamese and English. Does not belong here: limits
(`dbt_project/seeds/check_thresholds.csv`, `orchestration/rules.csv`), how a check is measured
(`dbt_project/models/intermediate/quality_*`, `measured_*`) or judged (`fact_expectations.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.problems import Language

Group = Literal["batch", "facts", "sources"]
GROUPS: dict[str, tuple[str, str]] = {
    "batch": ("Tệp nhận", "Files received"),
    "facts": ("Số liệu", "Facts"),
    "sources": ("Nguồn", "Sources"),
}


@dataclass(frozen=True)
class Check:
    """One check. `unit`: a share 0–1, a multiple (`times`), or something counted (`count`)."""

    group: Group
    unit: Literal["share", "times", "count"]
    label_vi: str
    label_en: str
    todo_vi: str
    todo_en: str

    def label(self, language: Language) -> str:
        """What the check is called."""
        return self.label_vi if language == "vi" else self.label_en

    def todo(self, language: Language) -> str:
        """What to do when it is not met."""
        return self.todo_vi if language == "vi" else self.todo_en


# fmt: off
CHECKS: dict[str, Check] = {
    "volume_history": Check("facts", "times",
        "Số bản ghi mỗi ngày làm việc so với các tháng trước của đơn vị",
        "Records per working day against the unit's own months before",
        "Hỏi đơn vị: tháng này thiếu tệp, gửi trùng, hay công việc thật sự thay đổi",
        "Ask the unit whether a file is missing, was sent twice, or work really changed"),
    "late_rows": Check("facts", "share",
        "Tỷ lệ bản ghi đến muộn", "Share of records that came late",
        "Nhắc đơn vị gửi số liệu của tháng trong thời hạn",
        "Remind the unit to send a month's data in time"),
    "rest_day_share": Check("facts", "share",
        "Tỷ lệ bản ghi ghi ngày nghỉ", "Share of records dated on days of rest",
        "Kiểm tra cột ngày: có thể là ngày nhập liệu chứ không phải ngày diễn ra",
        "Check the column of dates: it may hold the day of typing, not of the event"),
    "month_end_share": Check("facts", "share",
        "Tỷ lệ bản ghi dồn vào ngày cuối tháng", "Share of records dated on the month's last day",
        "Hỏi đơn vị ngày thật của các bản ghi ghi ngày cuối tháng",
        "Ask for the true dates of what is dated on the last day of the month"),
    "digitised_always": Check("facts", "share",
        "Tỷ lệ hồ sơ ghi là đã số hóa (100 % là đáng ngờ)",
        "Share of dossiers marked digitised (100% is suspect)",
        "Chọn vài hồ sơ, mở trên hệ thống xem thành phần và kết quả có tệp số hóa không",
        "Open a few dossiers in the system and see whether the files are really there"),
    "supplement_never": Check("facts", "share",
        "Tỷ lệ hồ sơ không phải bổ sung (100 % là đáng ngờ)",
        "Share of dossiers never supplemented (100% is suspect)",
        "Hỏi đơn vị có ghi trạng thái yêu cầu bổ sung trên hệ thống không",
        "Ask whether requests for supplements are recorded in the system at all"),
    "online_always": Check("facts", "share",
        "Tỷ lệ họp trực tuyến (100 % là đáng ngờ)",
        "Share of meetings held online (100% is suspect)",
        "Đối chiếu vài cuộc họp với lịch công tác xem hình thức họp có đúng không",
        "Compare a few meetings with the calendar: was the mode right"),
    "channel_shift": Check("facts", "share",
        "Hình thức (kênh nộp, hình thức họp) khác các tháng trước",
        "Channel or mode unlike the months before",
        "Hỏi đơn vị có đổi cách làm hay đổi cách ghi; nếu đổi cách ghi thì sửa bố cục",
        "Ask whether the work or the way of recording changed; mend the layout if the latter"),
    "kind_shift": Check("facts", "share",
        "Cơ cấu loại (loại họp, loại văn bản) khác các tháng trước",
        "Kinds (of meetings, documents) unlike the months before",
        "Hỏi đơn vị có đổi cách phân loại hay thiếu một loại trong tệp",
        "Ask whether things are classed anew or one kind is missing from the file"),
    "duration_shift": Check("facts", "times",
        "Thời lượng họp trung bình so với các tháng trước",
        "Mean length of meetings against the months before",
        "Kiểm tra giờ bắt đầu, kết thúc của tháng; có thể nhập hàng loạt một giờ",
        "Check starts and ends of the month; one hour may have been filled in for all"),
    "number_gaps": Check("facts", "share",
        "Tỷ lệ số văn bản bị nhảy", "Share of document numbers skipped",
        "Hỏi văn thư: số nào bỏ, số nào chưa gửi; gửi bổ sung văn bản thiếu",
        "Ask the registry which numbers were left out or not sent; send what is missing"),
    "source_disagreement": Check("sources", "share",
        "Tỷ lệ mục mà các nguồn nói khác nhau", "Share of entities on which sources disagree",
        "Đối chiếu hai nguồn và sửa ở nguồn sai; xem kl226 explain … --entity",
        "Compare both sources and mend the one that is wrong; see kl226 explain … --entity"),
    "silence": Check("sources", "times",
        "Số ngày im lặng so với nhịp gửi thường lệ của đơn vị",
        "Days of silence against the unit's own rhythm",
        "Gọi đơn vị: vì sao chưa gửi; kiểm tra thư mục nhận và kết nối",
        "Call the unit: why nothing came; check the landing folder and the connection"),
    "quarantined_rows": Check("batch", "share",
        "Tỷ lệ dòng bị cách ly của các tệp trong tháng",
        "Share of rows in quarantine of a month's files",
        "Xem kl226 quarantine; đơn vị sửa tệp được trả về trong outbox rồi gửi lại",
        "See kl226 quarantine; the unit mends the file returned in outbox and sends it again"),
    "batch_present": Check("batch", "count",
        "Có đợt nhận để xét", "There is a batch to judge",
        "Chạy lại kl226 run", "Run kl226 run again"),
    "batch_not_empty": Check("batch", "count",
        "Tệp mới nhất có dòng nào không", "The newest file has rows",
        "Hỏi đơn vị có gửi nhầm tệp trống không", "Ask whether an empty file was meant"),
    "batch_quarantine": Check("batch", "share",
        "Tỷ lệ dòng bị cách ly của tệp mới nhất", "Share of rows in quarantine of the newest file",
        "Xem kl226 quarantine, báo đơn vị sửa rồi gửi lại",
        "See kl226 quarantine and ask the sender to mend and send again"),
    "batch_keys": Check("batch", "count",
        "Cột định danh của sự kiện không trống", "Keys of events are not empty",
        "Đây là lỗi hệ thống, báo bộ phận kỹ thuật", "A fault of the system: tell support"),
    "batch_dates": Check("batch", "count",
        "Thời điểm của sự kiện hợp lý", "Times of events are plausible",
        "Kiểm tra cột ngày của tệp mới nhất", "Check the dates of the newest files"),
    "batch_columns": Check("batch", "count",
        "Cột chính không trống nhiều", "Main columns are not mostly empty",
        "Hỏi đơn vị gửi hoặc kiểm tra tên cột trong bố cục",
        "Ask the sender or check the column name in the layout"),
    "batch_constant": Check("batch", "count",
        "Cột cờ có nhiều hơn một giá trị", "Flags have more than one value",
        "Hỏi đơn vị gửi xem cột có bị điền hàng loạt không",
        "Ask the sender whether the column was filled in bulk"),
}
# fmt: on
BATCH_CODES: dict[tuple[str, str], str] = {
    ("batches", "ExpectTableRowCountToBeBetween"): "batch_present",
    ("batches", "ExpectColumnMinToBeBetween"): "batch_not_empty",
    ("batches", "ExpectColumnMaxToBeBetween"): "batch_quarantine",
    ("events", "ExpectColumnValuesToNotBeNull"): "batch_keys",
    ("events", "ExpectColumnValuesToBeBetween"): "batch_dates",
    ("content", "ExpectColumnValuesToNotBeNull"): "batch_columns",
    ("content", "ExpectColumnUniqueValueCountToBeBetween"): "batch_constant",
}
"""Check of an expectation on the newest files (`batch_expectations`): part of the suite, name."""
