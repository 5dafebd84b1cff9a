"""What the seeds must look like: keys, references, words, and what may be left out.

Belongs here: facts about tables of rules, by name of table and column. Does not belong here: the
checks themselves (`seed_rules.py`, `succession.py`), types of columns (`dbt_project.yml` has them).
"""

from __future__ import annotations

KEYS: dict[str, tuple[str, ...]] = {
    "document_types": ("document_type",),
    "meeting_caps": ("kind", "rule"),
    "agency_succession": ("old_code", "old_valid_from"),
    "kpis": ("kpi_code",),
    "period_rules": ("rule_code",),
    "report_points": ("rule_code",),
    "agency_identifiers": ("identifier", "scheme"),
    "alert_rules": ("rule_code", "subject"),
    "alert_recipients": ("agency_code", "role", "mailbox"),
    "detector_register": ("detector_code",),
}
"""What the rows of a table are about. A dated table without a line here is about the columns that
stand before `valid_from`; an undated one has no key that is checked."""

MAY_PAUSE = frozenset({"agencies", "agency_identifiers", "alert_recipients", "kpi_applicability"})
"""Tables in which a subject may be out of force between two rows; in all others that is a gap."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "agencies": ("name_vi", "agency_type", "peer_group", "level"),
    "agency_identifiers": ("agency_code",),
    "agency_succession": ("new_code", "effective_date"),
    "kpis": ("label_vi", "label_en", "stream", "method"),
    "kpi_targets": ("comparator", "target_value"),
    "kpi_rules": ("value",),
    "forecast_rules": ("value",),
    "detector_register": ("label_vi", "label_en", "stream", "severity", "what_to_do_vi"),
    "detector_rules": ("value",),
    "kpi_weights": ("weight",),
    "alert_rules": ("value",),
    "alert_recipients": ("mailbox",),
    "check_thresholds": ("min_rows", "history_months", "min_history", "severity"),
    "submission_obligations": ("applies_to", "label_vi", "label_en", "stream", "frequency"),
    "quality_weights": ("weight",),
}
"""Cells that may not be empty, beside the key, `valid_from` and `legal_ref`."""

NEED_NO_CITATION = frozenset({"agency_identifiers"})
"""A name by which people call a unit stands in no law."""

REFERENCES: dict[str, tuple[str, str]] = {
    "kpi_code": ("kpis", "kpi_code"),
    "agency_code": ("agencies", "agency_code"),
    "parent_code": ("agencies", "agency_code"),
    "task_number": ("annex_tasks", "task_number"),
    "reported_in": ("annex_duties", "duty_code"),
}
"""A filled cell of a column of this name must stand in that table and column."""

WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("kpi_targets", "comparator"): ("ge", "le", "eq"),
    ("agency_identifiers", "scheme"): ("axis", "name", "portal"),
    ("detector_register", "severity"): ("info", "warning", "error"),
    ("alert_recipients", "role"): ("don_vi", "so_noi_vu", "van_phong"),
    ("check_thresholds", "severity"): ("info", "warning"),
    ("submission_obligations", "frequency"): ("daily", "monthly", "once"),
    ("quality_weights", "part"): ("completeness", "timeliness", "validity", "plausibility"),
}

MAILBOXES = frozenset({("alert_recipients", "mailbox")})
"""Cells to which letters are sent: one plain address, so that none can smuggle in a header."""

NOT_NEGATIVE = frozenset(
    {
        ("alert_rules", "value"),
        ("detector_rules", "value"),
        ("forecast_rules", "value"),
        ("kpi_weights", "weight"),
        ("quality_weights", "weight"),
    }
)

PROVINCE = "tinh"
"""The agency_type of the one row of `agencies` that is the province itself."""
