"""Every way a seed (a table of units, targets or rules) can be wrong.

Belongs here: sentence and remedy of each in Vietnamese and English, by code. Does not belong here:
finding them (`seed_rules.py`, `succession.py`).
"""

from __future__ import annotations

# fmt: off
SEED_PROBLEMS: dict[str, tuple[str, str, str, str]] = {
    "seed_unreadable": (
        "không đọc được bảng này ({detail})", "lưu lại bảng bằng CSV, UTF-8",
        "the table cannot be read ({detail})", "save it as CSV in UTF-8"),
    "seed_unknown_table": (
        "không có bảng quy tắc nào tên này", "đặt tên tệp như một trong các bảng: {detail}",
        "there is no table of this name", "name the file as one of the tables: {detail}"),
    "seed_missing_table": (
        "thiếu bảng quy tắc này", "khôi phục tệp từ bản phát hành",
        "this table is missing", "restore the file from the release"),
    "seed_wrong_columns": (
        "các cột không đúng", "giữ đúng tên và thứ tự các cột: {detail}",
        "the columns are not right", "keep names and order of the columns: {detail}"),
    "seed_ragged": (
        "số ô của dòng khác số cột ({detail})",
        "đặt trong dấu nháy kép mọi giá trị có dấu phẩy",
        "the number of cells differs from the columns ({detail})",
        "put values that hold a comma between double quotes"),
    "seed_value_missing": (
        "thiếu giá trị bắt buộc", "điền giá trị vào ô này",
        "a required value is missing", "fill in the cell"),
    "seed_bad_date": (
        "ngày không hợp lệ", "ghi ngày theo dạng 2026-01-31",
        "not a valid day", "write it as 2026-01-31"),
    "seed_bad_value": (
        "giá trị không dùng được", "ghi theo dạng hoặc chọn trong: {detail}",
        "the value cannot be used", "write it as, or choose one of: {detail}"),
    "seed_uncited": (
        "dòng không nêu căn cứ pháp lý", "ghi văn bản làm căn cứ vào legal_ref",
        "the row cites no legal source", "name the text it rests on in legal_ref"),
    "seed_ends_before_begin": (
        "hết hiệu lực trước khi có hiệu lực ({detail})",
        "valid_to là ngày đầu tiên không còn hiệu lực, phải sau valid_from; để trống nếu còn "
        "hiệu lực",
        "it ends before it begins ({detail})",
        "valid_to is the first day without force, after valid_from; leave it empty if open"),
    "seed_overlap": (
        "hiệu lực chồng lên dòng {detail} của cùng đối tượng",
        "ghi valid_to của dòng {detail} bằng valid_from của dòng này",
        "in force together with line {detail} of the same subject",
        "set valid_to of line {detail} to valid_from of this one"),
    "seed_gap": (
        "có khoảng trống từ {detail}, không dòng nào có hiệu lực cho đối tượng",
        "ghi valid_from là {detail} hoặc thêm dòng cho khoảng trống",
        "from {detail} on there is a gap in which no row is in force for the subject",
        "set valid_from to {detail} or add a row for the gap"),
    "seed_repeated": (
        "trùng với dòng {detail}", "giữ lại một dòng",
        "the same as line {detail}", "keep one of the two"),
    "seed_unknown_reference": (
        "không có trong {detail}", "sửa mã, hoặc thêm dòng vào {detail}",
        "not found in {detail}", "mend the code, or add a row to {detail}"),
    "seed_no_province": (
        "không có dòng nào là tỉnh", "thêm một dòng có agency_type = {detail}",
        "no row is the province", "add one row whose agency_type is {detail}"),
    "seed_second_province": (
        "tỉnh đã được khai ở dòng {detail}", "chỉ giữ một dòng là tỉnh",
        "the province stands in line {detail} already", "keep one row that is the province"),
    "predecessor_missing": (
        "không có đơn vị cũ ({detail}) trong agencies.csv",
        "sửa old_code, old_valid_from, hoặc thêm đơn vị cũ vào agencies.csv",
        "the old unit ({detail}) is not in agencies.csv",
        "mend old_code and old_valid_from, or add the old unit to agencies.csv"),
    "successor_missing": (
        "không có đơn vị mới ({detail}) trong agencies.csv",
        "sửa new_code, hoặc thêm đơn vị mới vào agencies.csv",
        "the new unit ({detail}) is not in agencies.csv",
        "mend new_code, or add the new unit to agencies.csv"),
    "successor_not_in_force": (
        "đơn vị mới {detail} chưa có hoặc không còn hiệu lực vào ngày kế thừa",
        "sửa effective_date, hoặc valid_from, valid_to của {detail} trong agencies.csv",
        "the new unit {detail} is not in force on the day of the succession",
        "mend effective_date, or valid_from and valid_to of {detail} in agencies.csv"),
    "succession_wrong_day": (
        "đơn vị cũ hết hiệu lực ngày khác ({detail})",
        "effective_date phải bằng valid_to của đơn vị cũ trong agencies.csv ({detail})",
        "the old unit ends on another day ({detail})",
        "effective_date must be valid_to of the old unit in agencies.csv ({detail})"),
    "succession_of_itself": (
        "đơn vị kế thừa chính mình", "sửa new_code, hoặc tách {detail} thành hai dòng có "
        "hiệu lực nối tiếp trong agencies.csv",
        "the unit succeeds itself", "mend new_code, or split {detail} into two rows of "
        "agencies.csv, one after the other"),
    "succession_circle": (
        "kế thừa vòng tròn: đi tiếp từ {detail} lại trở về {detail}",
        "sửa new_code ở một dòng của vòng này",
        "a circle: following {detail} leads back to {detail}",
        "mend new_code in one line of the circle"),
}
# fmt: on
"""Code: what is wrong, remedy (vi), what is wrong, remedy (en)."""
