"""Closed lists: the only words an event may use.

Belongs here: codes with their Vietnamese label and legal source. Does not belong here: which code
counts in which KPI (dated seeds in `dbt_project/seeds`).
"""

from __future__ import annotations

MEETING_KINDS: dict[str, str] = {
    "dissemination": "Quán triệt, triển khai",
    "professional": "Chuyên môn",
    "in_depth": "Quan trọng, cần thảo luận sâu",
    "advisory": "Tham mưu, tư vấn",
    "problem_solving": "Giải quyết công việc",
    "briefing": "Giao ban",
    "review": "Sơ kết, tổng kết",
    "training": "Tập huấn",
    "thematic": "Chuyên đề",
    "coordination": "Điều phối",
}
"""Kinds of meeting: QĐ 45/2018/QĐ-TTg Điều 3, and the three kinds of KH II.4."""

MEETING_MODES: dict[str, str] = {
    "in_person": "Trực tiếp",
    "online": "Trực tuyến",
    "hybrid": "Trực tiếp kết hợp trực tuyến",
}

MEETING_SCOPES: dict[str, str] = {
    "province_wide": "Toàn tỉnh",
    "commune_wide": "Toàn xã",
    "sector": "Toàn ngành",
    "internal": "Nội bộ",
}

LEVELS: dict[str, str] = {
    "province": "Tỉnh",
    "provincial": "Sở, ban, ngành",
    "district": "Huyện (đến 30/6/2025)",
    "commune": "Xã, phường",
}

DOCUMENT_TYPES: dict[str, tuple[str | None, str]] = {
    "nghi_quyet": ("NQ", "Nghị quyết (cá biệt)"),
    "quyet_dinh": ("QĐ", "Quyết định (cá biệt)"),
    "chi_thi": ("CT", "Chỉ thị"),
    "quy_che": ("QC", "Quy chế"),
    "quy_dinh": ("QyĐ", "Quy định"),
    "thong_cao": ("TC", "Thông cáo"),
    "thong_bao": ("TB", "Thông báo"),
    "huong_dan": ("HD", "Hướng dẫn"),
    "chuong_trinh": ("CTr", "Chương trình"),
    "ke_hoach": ("KH", "Kế hoạch"),
    "phuong_an": ("PA", "Phương án"),
    "de_an": ("ĐA", "Đề án"),
    "du_an": ("DA", "Dự án"),
    "bao_cao": ("BC", "Báo cáo"),
    "bien_ban": ("BB", "Biên bản"),
    "to_trinh": ("TTr", "Tờ trình"),
    "hop_dong": ("HĐ", "Hợp đồng"),
    "cong_van": (None, "Công văn"),
    "cong_dien": ("CĐ", "Công điện"),
    "ban_ghi_nho": ("BGN", "Bản ghi nhớ"),
    "ban_thoa_thuan": ("BTT", "Bản thỏa thuận"),
    "giay_uy_quyen": ("GUQ", "Giấy ủy quyền"),
    "giay_moi": ("GM", "Giấy mời"),
    "giay_gioi_thieu": ("GGT", "Giấy giới thiệu"),
    "giay_nghi_phep": ("GNP", "Giấy nghỉ phép"),
    "phieu_gui": ("PG", "Phiếu gửi"),
    "phieu_chuyen": ("PC", "Phiếu chuyển"),
    "phieu_bao": ("PB", "Phiếu báo"),
    "thu_cong": (None, "Thư công"),
}
"""The 29 types of administrative document and their abbreviation: NĐ 30/2020/NĐ-CP, Phụ lục III.
Công văn and thư công have no abbreviation."""

LEGAL_NORMATIVE = "quy_pham_phap_luat"
OTHER_DOCUMENT_TYPES: dict[str, str] = {
    LEGAL_NORMATIVE: "Văn bản quy phạm pháp luật",
    "van_ban_dang": "Văn bản của Đảng",
    "ban_sao": "Bản sao (SY, TrS, SL)",
}

DOCUMENT_DIRECTIONS: dict[str, str] = {"out": "Văn bản đi", "in": "Văn bản đến"}

URGENCIES: dict[str, str] = {
    "normal": "Thường",
    "urgent": "Khẩn",
    "very_urgent": "Thượng khẩn",
    "express": "Hỏa tốc",
}
"""NĐ 30/2020/NĐ-CP."""

DOSSIER_CHANNELS: dict[str, str] = {
    "in_person": "Trực tiếp",
    "online": "Trực tuyến",
    "post": "Bưu chính",
}
"""`KenhThucHien` 1, 2, 3 of the national public-service portal."""

SECRECY_MARKS: tuple[str, ...] = ("mật", "tối mật", "tuyệt mật")
"""Luật Bảo vệ bí mật nhà nước 117/2025/QH15. A row that carries one is refused unread."""

MEETING_EVENTS: dict[str, str | None] = {
    "planned": "planned",
    "scheduled": "scheduled",
    "invited": None,
    "rescheduled": "scheduled",
    "mode_changed": None,
    "cancelled": "cancelled",
    "merged": "merged",
    "held": "held",
    "conclusion_issued": None,
    "corrected": None,
    "withdrawn": None,
}
"""Event type → the status it sets (None: it leaves the status alone)."""

DOCUMENT_EVENTS: dict[str, str | None] = {
    "issued": "issued",
    "sent": None,
    "delivered": None,
    "rejected": None,
    "accepted": None,
    "assigned": None,
    "processed": None,
    "completed": None,
    "recall_requested": None,
    "recall_agreed": None,
    "recall_refused": None,
    "recalled": "recalled",
    "updated": None,
    "replaced": "replaced",
    "sent_on_paper": None,
    "digitised": None,
    "corrected": None,
    "withdrawn": None,
}

DOSSIER_EVENTS: dict[str, str | None] = {
    "submitted": "submitted",
    "received": "received",
    "refused": "refused",
    "processing": "processing",
    "supplement_requested": "supplement_requested",
    "payment_requested": "payment_requested",
    "withdrawn_by_citizen": "withdrawn_by_citizen",
    "stopped": "stopped",
    "finished": "finished",
    "returned": "returned",
    "digitised": None,
    "result_issued": None,
    "paid": None,
    "rated": None,
    "corrected": None,
    "voided": None,
}
"""The first ten are the statuses 1–10 of the national public-service portal, in that order."""

TASK_EVENTS: dict[str, str | None] = {
    "assigned": "assigned",
    "plan_issued": "completed",
    "reported": "in_progress",
    "completed": "completed",
    "extended": None,
    "report_submitted": "completed",
    "training_recorded": "recorded",
    "inspection_recorded": "recorded",
    "violation_handled": "recorded",
    "publicity_recorded": "recorded",
    "review_recorded": "recorded",
    "procedures_recorded": "recorded",
    "petitions_recorded": "recorded",
    "uptime_recorded": "recorded",
    "corrected": None,
    "withdrawn": None,
}

CORRECTIONS: frozenset[str] = frozenset({"corrected"})
WITHDRAWALS: frozenset[str] = frozenset({"withdrawn", "voided"})
