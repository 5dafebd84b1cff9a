"""Sentences about the annex tasks, in Vietnamese and English; a part of the catalogue `messages`.

Belongs here: texts of the command `tasks`. Does not belong here: when they are said.
"""

from __future__ import annotations

# fmt: off
TASK_SENTENCES: dict[str, tuple[str, str]] = {
    "unknown_task": ("Không có nhiệm vụ “{said}” trong Phụ lục", "The annex has no task “{said}”"),
    "tasks_title": (
        "18 nhiệm vụ Phụ lục: tình hình của {agency}",
        "The annex's 18 tasks: where {agency} stands"),
    "duties_title": (
        "Từng nghĩa vụ, xấu nhất trước (muộn tính bằng ngày làm việc)",
        "Duty by duty, worst first (lateness in working days)"),
    "task_number": ("TT", "No."),
    "task_work": ("Nhiệm vụ", "Task"),
    "task_deadline": ("Thời hạn", "Deadline"),
    "task_measure": ("Đo bằng", "Measured by"),
    "product_only": ("chỉ sản phẩm", "product only"),
    "due_count": ("Đến hạn", "Due"),
    "on_time_count": ("Đúng hạn", "On time"),
    "late_count": ("Muộn", "Late"),
    "overdue_count": ("Quá hạn", "Overdue"),
    "not_due_count": ("Chưa đến hạn", "Not due"),
    "duty": ("Nghĩa vụ", "Duty"),
    "last_day": ("Ngày cuối", "Last day"),
    "done": ("Đã xong", "Done"),
    "evidence": ("Minh chứng, tiến độ", "Evidence, progress"),
    "days_late": ("Muộn (ngày)", "Days late"),
    "state": ("Tình trạng", "State"),
    "duty_overdue": ("✗ quá hạn chưa xong", "✗ overdue"),
    "duty_late": ("✗ muộn", "✗ late"),
    "duty_on_time": ("✓ đúng hạn", "✓ on time"),
    "duty_not_due": ("… chưa đến hạn", "… not due"),
    "extended_day": ("{day} (gia hạn)", "{day} (extended)"),
    "done_in_report": ("{day} (trong {duty})", "{day} (in {duty})"),
    "progress": ("tiến độ {share}", "progress {share}"),
    "task_heading": ("Nhiệm vụ {number}: {title}", "Task {number}: {title}"),
    "clear_who": ("Rõ người", "Who"),
    "clear_responsibility": ("Rõ trách nhiệm", "Responsibility"),
    "clear_authority": ("Rõ thẩm quyền", "Authority"),
    "clear_time": ("Rõ thời gian", "Time"),
    "clear_product": ("Rõ sản phẩm", "Product"),
    "task_lead": ("Chủ trì", "Lead"),
    "task_coordinating": ("Phối hợp", "Co-ordinating"),
    "not_stated": ("Kế hoạch chưa nói", "the plan does not say"),
    "none_named": ("không nêu", "none named"),
    "more_duties": (
        "… và {count} nghĩa vụ khác. Xem đủ: thêm --all",
        "… and {count} more. To see them all: add --all"),
    "next_task": (
        "Xem một nhiệm vụ: {kl226} tasks --task {number}{more}",
        "See one task: {kl226} tasks --task {number}{more}"),
    "next_agency_tasks": (
        "Xem một đơn vị: {kl226} tasks --agency {agency}{more}",
        "See one agency: {kl226} tasks --agency {agency}{more}"),
}
# fmt: on
