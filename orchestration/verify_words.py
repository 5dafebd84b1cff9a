"""What a verification of the store found, in sentences and as JSON.

Belongs here: the catalogue for the codes of `ingestion.verification.finding`. Does not belong here:
looking (`ingestion.verify`), the command (`cli_verify.py`).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from orchestration.settings import Language

if TYPE_CHECKING:
    from ingestion.verification.finding import Finding
    from ingestion.verify import Verification

SHORT = 12
"""Hex digits of a head that people read."""

# fmt: off
_SENTENCES: dict[str, tuple[str, str]] = {
    "event_changed": ("một sự kiện đã bị sửa", "an event was changed"),
    "event_removed": ("một sự kiện đã bị xóa", "an event was removed"),
    "event_added": ("một sự kiện đã bị thêm vào", "an event was added"),
    "event_reordered": ("một sự kiện đã bị đổi chỗ", "an event was moved to another place"),
    "events_changed": ("sự kiện của lần ghi này đã bị sửa, không xác định được dòng nào",
                       "events of this commit were changed; which cannot be told"),
    "commit_changed": ("dòng nhật ký của lần ghi này đã bị sửa",
                       "the log line of this commit was changed"),
    "commit_removed": ("lần ghi này đã bị xóa", "this commit was removed"),
    "commit_added": ("một lần ghi đã bị thêm vào", "a commit was added"),
    "commit_moved": ("một lần ghi đã bị đổi chỗ", "a commit was moved to another place"),
    "chain_broken": ("lần ghi này không nối tiếp lần trước: một trong hai đã bị thay",
                     "this commit does not follow the one before: one of the two was replaced"),
    "quarantine_changed": ("một dòng cách ly đã bị sửa", "a quarantined row was changed"),
    "quarantine_removed": ("dòng cách ly đã bị xóa", "a quarantined row was removed"),
    "quarantine_added": ("dòng cách ly đã bị thêm vào", "a quarantined row was added"),
    "file_missing": ("tệp của kho đã mất", "a file of the store is missing"),
    "file_changed": ("tệp của kho không còn như khi ghi",
                     "a file of the store is not as it was written"),
    "file_outside": ("nhật ký Delta trỏ ra ngoài kho", "the Delta log points outside the store"),
    "file_misplaced": ("tệp của kho nằm ở thư mục khác với nhật ký Delta",
                       "a file of the store lies in another folder than the Delta log says"),
    "file_unreadable": ("tệp của kho không đọc được", "a file of the store cannot be read"),
    "log_unreadable": ("nhật ký Delta không đọc được", "the Delta log cannot be read"),
    "log_statistics_wrong": ("thống kê trong nhật ký Delta che khuất dữ liệu của tệp",
                             "statistics of the Delta log hide what a file holds"),
    "key_missing": ("nhật ký Delta không còn khóa của lần ghi này",
                    "the Delta log has lost the key of this commit"),
    "head_unknown": ("mã đầu chuỗi này không có trong kho: chuỗi đã bị làm lại hoặc là kho khác",
                     "this head is not in the store: the chain was made anew, or is another's"),
    "freeze_changed": ("bản chốt số liệu đã bị sửa", "a freeze was changed"),
    "freeze_missing": ("bản chốt số liệu đã mất", "a freeze is missing"),
    "freeze_added": ("bản chốt số liệu không có trong kho sự kiện",
                     "a freeze is not in the event store"),
}
_PLACES: dict[str, tuple[str, str]] = {
    "commit": ("lần ghi {}", "commit {}"),
    "event_id": ("sự kiện {}", "event {}"),
    "file": ("tệp {}", "file {}"),
    "sheet": ("trang {}", "sheet {}"),
    "row": ("dòng {}", "row {}"),
    "path": ("đường dẫn {}", "path {}"),
    "columns": ("cột {}", "column {}"),
    "count": ("số lượng {}", "count {}"),
    "detail": ("chi tiết: {}", "detail: {}"),
}
_SUMS: dict[str, tuple[str, str]] = {
    "whole": (
        "✓ Kho nguyên vẹn: {commits} lần ghi, {events} sự kiện, {quarantined} dòng cách ly.",
        "✓ The store is whole: {commits} commits, {events} events, "
        "{quarantined} quarantined rows."),
    "broken": (
        "Có {count} điều không đúng như khi ghi ({commits} lần ghi, {events} sự kiện, "
        "{quarantined} dòng cách ly). Giữ nguyên kho, sao chép để đối chiếu, báo bộ phận kỹ thuật.",
        "{count} things are not as they were written ({commits} commits, {events} events, "
        "{quarantined} quarantined rows). Leave the store as it is, copy it, tell the engineers."),
    "head_known": (
        "✓ Kho còn chứa mã đầu chuỗi {wanted}: mọi thứ đến lần ghi {commit} đúng như khi in.",
        "✓ The store contains the head {wanted}: everything up to commit {commit} is as printed."),
    "head_short": (
        "--head cần ít nhất {digits} ký tự đầu của mã đầu chuỗi.",
        "--head needs at least the first {digits} digits of the chain head."),
    "no_store": (
        "Chưa có kho sự kiện trong {home}: chưa nhận tệp nào, hoặc sai thư mục (--home).",
        "There is no event store in {home}: nothing was taken in yet, or --home is wrong."),
    "head": ("Đầu chuỗi {short} ({head})", "Chain head {short} ({head})"),
}
# fmt: on


def no_store(home: str, language: Language) -> str:
    """That there is nothing to verify."""
    return _SUMS["no_store"][language == "en"].format(home=home)


def head_too_short(digits: int, language: Language) -> str:
    """Why a head is not enough."""
    return _SUMS["head_short"][0 if language == "vi" else 1].format(digits=digits)


def summary(seen: Verification, wanted: str | None, language: Language) -> list[str]:
    """Lines about the whole: how much was looked at, the head that was wanted, the head."""
    keys = ["broken" if seen.findings else "whole"]
    # Of a commit found to be broken, a head proves nothing.
    keys += ["head_known"] if seen.known_until is not None and not seen.findings else []
    values = {
        "count": len(seen.findings),
        "commits": seen.commits,
        "events": seen.events,
        "quarantined": seen.quarantined,
        "commit": seen.known_until,
        "wanted": wanted,
        "short": seen.head[:SHORT],
        "head": seen.head,
    }
    return [_SUMS[key][0 if language == "vi" else 1].format(**values) for key in (*keys, "head")]


def sentence(finding: Finding, language: Language) -> str:
    """What happened and where, in one line. Raises KeyError for an unknown code."""
    which = 0 if language == "vi" else 1
    said = asdict(finding) | {"columns": ", ".join(finding.columns)}
    said["count"] = finding.count if finding.count > 1 else None
    places = [
        words[which].format(said[name])
        for name, words in _PLACES.items()
        if said[name] not in (None, "")
    ]
    return f"{_SENTENCES[finding.code][which]} ({'; '.join(places)})"


def as_json(seen: Verification, language: Language) -> dict[str, Any]:
    """What was looked at and every finding, with its sentence."""
    return {
        "chain_hash": seen.head,
        "commits": seen.commits,
        "events": seen.events,
        "quarantined": seen.quarantined,
        "expected_head_commit": seen.known_until,
        "findings": [asdict(one) | {"text": sentence(one, language)} for one in seen.findings],
    }
