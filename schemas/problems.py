"""The catalogue of problems: every way a file, a row or a layout can be wrong.

Belongs here: the code of a problem, its sentence and its remedy in Vietnamese and English. Does not
belong here: finding a problem (`ingestion`) or sending a message (`reporting`, `orchestration`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from schemas.seed_problems import SEED_PROBLEMS

Language = Literal["vi", "en"]
Scope = Literal["file", "row", "layout", "note", "seed"]
"""A `note` tells the sender something; nothing is refused for it."""


@dataclass(frozen=True)
class ProblemKind:
    """One way to be wrong. `{detail}` in a sentence is filled with what was found."""

    scope: Scope
    vi: str
    remedy_vi: str
    en: str
    remedy_en: str


@dataclass(frozen=True)
class Problem:
    """One problem at one place.

    `value` is what the file said: it is for the sender's eyes only and is never stored or logged.
    `detail` comes from us (a list of allowed words, a line number) and may be stored; in a note it
    is the same in every language.
    """

    code: str
    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    detail: str = ""
    path: str = ""
    """Where the file lies, when the remedy needs it; never stored."""

    def text(self, language: Language = "vi", *, with_value: bool = True) -> str:
        """File, row, column, what is wrong and what to do, in one line."""
        words = _PLACE[language]
        place = [self.file]
        if self.sheet:
            place.append(words["sheet"].format(self.sheet))
        if self.row is not None:
            place.append(words["row"].format(self.row))
        if self.column:
            place.append(words["column"].format(self.column))
        said = f" “{self.value[:80]}”" if with_value and self.value else ""
        return f"{', '.join(place)}: {self.reason(language, said)}"

    def reason(self, language: Language = "vi", said: str = "") -> str:
        """What is wrong and what to do, without the place; `said` follows what is wrong."""
        kind = PROBLEMS[self.code]
        vietnamese = language == "vi"
        sentence = kind.vi if vietnamese else kind.en
        remedy = kind.remedy_vi if vietnamese else kind.remedy_en
        return (
            f"{sentence.format(detail=self.detail)}{said}. {_PLACE[language]['remedy']}: "
            f"{remedy.format(detail=self.detail, path=self.path)}."
        )


_PLACE: dict[Language, dict[str, str]] = {
    "vi": {"sheet": "trang “{}”", "row": "dòng {}", "column": "cột “{}”", "remedy": "Cách sửa"},
    "en": {"sheet": "sheet “{}”", "row": "row {}", "column": "column “{}”", "remedy": "Remedy"},
}

# fmt: off
PROBLEMS: dict[str, ProblemKind] = {
    # --- the file as a whole
    "file_missing": ProblemKind(
        "file", "không tìm thấy tệp", "kiểm tra lại đường dẫn",
        "the file does not exist", "check the path"),
    "file_unreadable": ProblemKind(
        "file", "không mở được tệp ({detail})", "mở lại tệp bằng phần mềm gốc, lưu lại rồi gửi lại",
        "the file cannot be opened ({detail})",
        "open it in its own program, save it and send it again"),
    "wrong_extension": ProblemKind(
        "file", "nội dung tệp không đúng với phần mở rộng ({detail})",
        "lưu tệp đúng định dạng hoặc đổi lại phần mở rộng",
        "the content does not match the extension ({detail})",
        "save it in the right format or rename it"),
    "file_empty": ProblemKind(
        "file", "tệp rỗng", "xuất lại dữ liệu rồi gửi lại",
        "the file is empty", "export the data again and resend"),
    "header_only": ProblemKind(
        "file", "tệp chỉ có dòng tiêu đề, không có dữ liệu",
        "xuất lại dữ liệu; nếu kỳ này không phát sinh thì không cần gửi",
        "there is a header but no data", "export again; if nothing happened, nothing need be sent"),
    "file_truncated": ProblemKind(
        "file", "tệp bị cắt giữa chừng ({detail})", "gửi lại toàn bộ tệp",
        "the file was cut short ({detail})", "send the whole file again"),
    "unclosed_quote": ProblemKind(
        "file", "dấu nháy kép mở mà không đóng", "thêm dấu nháy đóng hoặc xuất lại tệp CSV",
        "a quote is opened and never closed", "close it or export the CSV again"),
    "bad_encoding": ProblemKind(
        "file", "không đọc được bảng mã của tệp ({detail})", "lưu tệp bằng bảng mã UTF-8",
        "the text encoding cannot be read ({detail})", "save the file as UTF-8"),
    "file_too_large": ProblemKind(
        "file", "tệp vượt giới hạn {detail}", "chia nhỏ tệp theo tháng rồi gửi lại",
        "the file is over the limit of {detail}", "split it by month and send again"),
    "file_hostile": ProblemKind(
        "file", "tệp XML có {detail} nên bị từ chối",
        "xuất lại tệp không có DTD, thực thể hay phần tử lồng quá sâu",
        "the XML file has {detail} and is refused",
        "export it without a DTD, entities or deep nesting"),
    "file_over_limits": ProblemKind(
        "file", "đọc tệp này cần quá mức cho phép ({detail}) nên đã dừng, chưa nhận gì",
        "xóa các dòng, cột và trang tính trống có định dạng rồi lưu lại; tệp lớn thì chia theo "
        "tháng; mức cho phép nằm trong ingestion/rules.csv (reader_…)",
        "reading the file took more than is allowed ({detail}), so it was stopped; nothing was "
        "taken in",
        "delete empty but formatted rows, columns and sheets and save again; split a large file by "
        "month; the limits are in ingestion/rules.csv (reader_…)"),
    "file_breaks_reader": ProblemKind(
        "file", "tệp làm chương trình đọc dừng đột ngột ({detail}), chưa nhận gì",
        "mở bằng phần mềm gốc, lưu thành tệp mới rồi gửi lại; nếu vẫn vậy, báo quản trị hệ thống "
        "và không mở tệp ở máy khác",
        "the file made the reading program stop at once ({detail}); nothing was taken in",
        "open it in its own program, save it as a new file and send that; if it happens again, "
        "tell the administrator and do not open the file elsewhere"),
    "no_layout": ProblemKind(
        "file", "không có bố cục nào khớp với tệp này ({detail})",
        "đặt tên tệp và tiêu đề cột như mẫu, hoặc khai báo bố cục mới (docs/layouts.md)",
        "no layout matches this file ({detail})",
        "name the file and its columns as the template does, or write a layout (docs/layouts.md)"),
    "unknown_layout": ProblemKind(
        "file", "không có bố cục tên {detail}",
        "ghi đúng tên bố cục sau --layout, hoặc bỏ --layout để tự nhận ra",
        "there is no layout named {detail}",
        "give the layout's name after --layout, or leave --layout out"),
    "unknown_sender": ProblemKind(
        "file", "không rõ cơ quan nào gửi tệp ({detail})",
        "thêm --agency MÃ, hoặc đặt tệp trong thư mục mang mã cơ quan; "
        "mã có trong dbt_project/seeds/agencies.csv",
        "it is not known which agency sent the file ({detail})",
        "add --agency CODE, or put the file into a folder named by the agency's code; "
        "the codes are in dbt_project/seeds/agencies.csv"),
    "header_not_found": ProblemKind(
        "file", "không tìm thấy dòng tiêu đề có các cột {detail}",
        "giữ nguyên dòng tiêu đề của mẫu",
        "no header row with the columns {detail}", "keep the header of the template"),
    "column_missing": ProblemKind(
        "file", "thiếu cột {detail}", "bổ sung cột này vào tệp",
        "the column {detail} is missing", "add the column"),
    "column_repeated": ProblemKind(
        "file", "cột {detail} xuất hiện nhiều lần",
        "giữ lại một cột, đổi tên hoặc xóa các cột còn lại",
        "the column {detail} appears more than once", "keep one, rename or delete the others"),
    "sheet_missing": ProblemKind(
        "file", "không có trang tính {detail}", "giữ nguyên tên trang tính của mẫu",
        "the sheet {detail} is missing", "keep the sheet names of the template"),
    "snapshot_held": ProblemKind(
        "file", "danh sách này sẽ rút {detail} bản ghi đã báo cáo nên được chờ xác nhận",
        "kiểm tra danh sách có đầy đủ không; nếu đúng, chạy lại với --confirm",
        "this list would withdraw {detail} known records, so it is held for confirmation",
        "check that the list is complete; if it is, run again with --confirm"),
    # --- what the sender should know, though nothing is refused for it
    "column_not_found": ProblemKind(
        "note", "bố cục đọc {detail} nhưng tệp không có cột này, nên giá trị là không rõ",
        "nếu cột có tên khác, sửa tên cột trong tệp hoặc trong bố cục; "
        "cột quan trọng thì ghi required: true",
        "the layout reads {detail}, which the file lacks, so the values are unknown",
        "if the column bears another name, mend it in the file or in the layout; "
        "mark an important column as required: true"),
    "columns_not_read": ProblemKind(
        "note", "các cột không được đọc: {detail}",
        "không cần làm gì; nếu cần cột nào, thêm cột đó vào bố cục",
        "columns that are not read: {detail}",
        "nothing need be done; add a column to the layout if it is wanted"),
    "sheets_not_read": ProblemKind(
        "note", "các trang không có bảng nào theo bố cục nên không được đọc: {detail}",
        "không cần làm gì; nếu trang nào có số liệu, ghi đúng tên cột như các trang kia",
        "sheets without a table of this layout, not read: {detail}",
        "nothing need be done; if a sheet has data, name its columns as the other sheets do"),
    "hours_not_said": ProblemKind(
        "note", "không có giờ bắt đầu hoặc giờ kết thúc nên không tính thời lượng: dòng {detail}",
        "ghi cả ngày và giờ, ví dụ 05/06/2026 08:00, ở hai cột bắt đầu và kết thúc",
        "no time of day at the start or the end, so no duration is made: rows {detail}",
        "write day and time, such as 05/06/2026 08:00, in both columns"),
    "older_list_again": ProblemKind(
        "note", "danh sách cũ được gửi lại và không được áp dụng, vì đã nhận danh sách mới hơn của "
        "cùng nguồn, cùng cơ quan ({detail})",
        "tệp vẫn nằm ở {path}; nếu danh sách cũ này mới đúng, nhận lại với --confirm, nếu không "
        "thì bỏ tệp ra khỏi landing",
        "an older list sent again, not applied: a newer list of this source and agency was "
        "received since ({detail})",
        "the file is still at {path}; if the older state is the true one, take it in again with "
        "--confirm, if not, take the file out of landing"),
    # --- one row
    "value_missing": ProblemKind(
        "row", "thiếu giá trị bắt buộc", "điền giá trị vào ô này",
        "a required value is missing", "fill in the cell"),
    "bad_date": ProblemKind(
        "row", "ngày giờ không hợp lệ", "ghi ngày theo dạng {detail}",
        "not a valid date or time", "write it as {detail}"),
    "bad_number": ProblemKind(
        "row", "không phải là số", "chỉ ghi chữ số", "not a number", "use digits only"),
    "bad_boolean": ProblemKind(
        "row", "không rõ có hay không", "ghi một trong các giá trị: {detail}",
        "neither yes nor no", "use one of: {detail}"),
    "not_in_list": ProblemKind(
        "row", "giá trị không có trong danh mục", "chọn một trong các giá trị: {detail}",
        "the value is not in the list", "choose one of: {detail}"),
    "bad_format": ProblemKind(
        "row", "giá trị sai định dạng", "ghi theo dạng {detail}",
        "the value has the wrong form", "write it as {detail}"),
    "not_a_code": ProblemKind(
        "row", "đây không phải là mã",
        "mã chỉ gồm chữ không dấu, số và các dấu . / - _ ( ); không ghi họ tên, câu chữ, "
        "số định danh, số điện thoại",
        "this is no code",
        "a code has plain letters, digits and . / - _ ( ); no name, sentence, identity number "
        "or telephone number"),
    "out_of_range": ProblemKind(
        "row", "giá trị ngoài khoảng cho phép", "kiểm tra lại: {detail}",
        "the value is out of range", "check it: {detail}"),
    "unknown_agency": ProblemKind(
        "row", "không nhận ra cơ quan", "ghi mã hoặc tên cơ quan như trong danh mục đơn vị",
        "the agency is not known", "use the code or name of the list of agencies"),
    "agency_not_in_force": ProblemKind(
        "row", "cơ quan không tồn tại vào ngày này", "ghi đơn vị có hiệu lực vào ngày phát sinh",
        "the agency did not exist on that day", "name the unit in force on that day"),
    "ragged_row": ProblemKind(
        "row", "số ô khác số cột tiêu đề ({detail})",
        "kiểm tra dấu phân cách và dấu nháy của dòng này",
        "the number of cells differs from the header ({detail})",
        "check delimiters and quotes of the row"),
    "bad_bytes": ProblemKind(
        "row", "có ký tự không đọc được", "gõ lại ô này và lưu tệp bằng UTF-8",
        "some bytes cannot be read", "type the cell again and save as UTF-8"),
    "bad_json": ProblemKind(
        "row", "không phải JSON hợp lệ ({detail})", "xuất lại bản ghi này",
        "not valid JSON ({detail})", "export the record again"),
    "bad_xml": ProblemKind(
        "row", "phần tử XML không dùng được ({detail})", "xuất lại bản ghi này",
        "an XML element cannot be used ({detail})", "export the record again"),
    "bad_calendar_event": ProblemKind(
        "row", "mục lịch không đọc được ({detail})",
        "mở mục này trong phần mềm lịch, sửa ngày giờ và quy tắc lặp rồi xuất lại lịch",
        "the calendar entry cannot be read ({detail})",
        "open it in the calendar program, mend its times and its recurrence, export again"),
    "too_old": ProblemKind(
        "row", "thời điểm trước năm 2000", "kiểm tra lại năm",
        "the time is before the year 2000", "check the year"),
    "in_future": ProblemKind(
        "row", "sự kiện đã xảy ra nhưng có thời điểm trong tương lai", "kiểm tra lại ngày",
        "something that has happened is dated in the future", "check the date"),
    "end_before_start": ProblemKind(
        "row", "kết thúc trước khi bắt đầu", "kiểm tra lại giờ bắt đầu và kết thúc",
        "the end is before the start", "check both times"),
    "start_missing": ProblemKind(
        "row", "cuộc họp không có giờ bắt đầu", "điền giờ bắt đầu",
        "the meeting has no start", "fill in the start"),
    "number_missing": ProblemKind(
        "row", "văn bản ban hành thiếu số, ký hiệu hoặc ngày",
        "điền đủ số, ký hiệu và ngày ban hành",
        "an issued document lacks number, notation or date", "fill in all three"),
    "step_before_issue": ProblemKind(
        "row", "văn bản được xử lý trước ngày ban hành", "kiểm tra lại thời điểm và ngày ban hành",
        "the document is handled before the date it bears", "check both dates"),
    "finish_before_receipt": ProblemKind(
        "row", "hồ sơ xử lý xong trước khi tiếp nhận", "kiểm tra lại ngày tiếp nhận và ngày xong",
        "the dossier is finished before it was received", "check both dates"),
    "more_trained_than_staff": ProblemKind(
        "row", "số người được tập huấn lớn hơn tổng số người", "kiểm tra lại hai con số",
        "more people trained than there are", "check both numbers"),
    "more_items_than_total": ProblemKind(
        "row", "số lượng lớn hơn tổng số mà nó là một phần", "kiểm tra lại hai con số",
        "a part is larger than the whole it is taken from", "check both numbers"),
    "unexplained_clearing": ProblemKind(
        "row", "chỉ bản đính chính mới được xóa giá trị", "gửi bản đính chính",
        "only a correction may clear a value", "send a correction"),
    "same_id_other_content": ProblemKind(
        "row", "trùng mã với bản ghi đã nhận nhưng nội dung khác",
        "nếu là sửa đổi, gửi dưới dạng đính chính; nếu là bản ghi khác, cấp mã khác",
        "same identifier as a known record, other content",
        "send it as a correction, or give it another identifier"),
    "secret_row": ProblemKind(
        "row", "dòng có dấu mật: không được tiếp nhận, không lưu nội dung",
        "gửi qua kênh dành cho văn bản mật",
        "the row is marked secret: refused, nothing of it kept",
        "use the channel for secret documents"),
    # --- a layout
    "layout_syntax": ProblemKind(
        "layout", "tệp bố cục không phải YAML hợp lệ ({detail})", "sửa cú pháp ở dòng này",
        "the layout is not valid YAML ({detail})", "mend the syntax at this line"),
    "layout_unknown_key": ProblemKind(
        "layout", "bố cục có khóa không được biết: {detail}", "sửa tên khóa theo docs/layouts.md",
        "the layout has an unknown key: {detail}", "use a key of docs/layouts.md"),
    "layout_bad_value": ProblemKind(
        "layout", "giá trị không dùng được trong bố cục: {detail}", "xem docs/layouts.md",
        "a value cannot be used in the layout: {detail}", "see docs/layouts.md"),
    "layout_missing_key": ProblemKind(
        "layout", "bố cục thiếu khóa: {detail}", "bổ sung khóa này",
        "the layout lacks the key: {detail}", "add the key"),
}
# fmt: on
PROBLEMS |= {code: ProblemKind("seed", *said) for code, said in SEED_PROBLEMS.items()}
