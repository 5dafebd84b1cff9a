"""From items to a letter: grouped by unit, worst first, at most so many in full.

Belongs here: choosing what a letter holds and its message id. Does not belong here: who is told
(`route.py`), the look of the letter (`reporting/alerts`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from ingestion.clock import local_date
from orchestration.alerts.model import ERROR, ROLES, Alert, Item, Letter, Recipient, Role
from reporting import figures
from reporting.alerts.render import Block, Digest, Line, Unit, render
from reporting.alerts.words import words_of
from reporting.findings import Reading

MOST_NAMED = 5
_TITLES = {
    "": "Việc cần làm",
    "so_noi_vu": "Tổng hợp ngày",
    "don_vi": "Tổng hợp tuần",
    "van_phong": "Tổng hợp tuần",
}
_MARKS = {"worse": "nặng thêm", "repeat": "nhắc lại", "listed": "còn mở"}
_LEVELS = {1: "đã chuyển Sở Nội vụ", 2: "đã chuyển Văn phòng UBND tỉnh"}
_UNKNOWN = {
    "checks": "chất lượng số liệu",
    "detectors": "dấu hiệu số liệu bị sắp đặt",
    "submissions": "việc nộp đúng hạn",
    "forecasts": "dự báo cuối năm",
    "scorecard": "bảng chỉ tiêu",
    "quarantine": "dòng bị cách ly",
}


def message_id(mailbox: str, key: str, items: Iterable[Item], follows: str, domain: str) -> str:
    """The id of this letter: the same mailbox, list and telling give the same id for ever.

    `key` is that of a periodic list (then the items do not matter) or empty.
    """
    said = [key] if key else sorted(
        f"{one.alert.key}.{one.alert.episode}.{one.what}.{one.times}" for one in items
    )  # fmt: skip
    told = "\x1f".join([mailbox, follows, *said])
    return f"<kl226.{hashlib.sha256(told.encode()).hexdigest()[:32]}@{domain}>"


def write_letter(
    identity: str,
    recipient: Recipient,
    items: Sequence[Item],
    audience: str,
    reading: Reading,
    silenced: int,
    most: int,
    now: datetime,
    is_sample: bool,
    follows: Letter | None,
) -> Letter:
    """The letter that tells these items to one mailbox; the first `most` in full."""
    standing = [one for one in items if one.what != "resolved"]
    is_office = recipient.role != "don_vi"
    shown = standing[:most]
    digest = Digest(
        is_sample=is_sample,
        province=reading.province_name,
        receiver=reading.agencies.get(recipient.agency_code, recipient.agency_code),
        today=figures.day(local_date(now), "vi"),
        data_until=figures.day(reading.as_of_date, "vi"),
        published=figures.moment(reading.published_at, "vi"),
        title=_TITLES[audience],
        standing=len(standing),
        severe=sum(one.alert.severity == ERROR for one in standing),
        units=_units(shown, recipient.role),
        resolved=_resolved([one.alert for one in items if one.what == "resolved"], most),
        more=_more([one.alert for one in standing[most:]], is_office),
        silenced=silenced,
        unknown=_unknown(reading),
        follows=_follows(follows),
        is_office=is_office,
    )
    subject, text, html = render(digest)
    return Letter(
        message_id=identity,
        mailbox=recipient.mailbox,
        agency_code=recipient.agency_code,
        audience=audience,
        subject=subject,
        text=text,
        html=html,
        created_at=now,
        follows=follows.message_id if follows else "",
    )


def _units(items: Sequence[Item], role: Role) -> tuple[Unit, ...]:
    """Units in the order of their worst item, blocks of one kind within them."""
    grouped: dict[str, dict[str, list[Item]]] = {}
    for one in items:
        blocks = grouped.setdefault(one.alert.agency_code, {})
        blocks.setdefault(one.alert.check_code, []).append(one)
    return tuple(
        Unit(
            next(iter(blocks.values()))[0].alert.agency_name,
            code,
            tuple(_block(found, role) for found in blocks.values()),
        )
        for code, blocks in grouped.items()
    )


def _block(items: Sequence[Item], role: Role) -> Block:
    first = items[0].alert
    words = words_of(first.check_code, first.source, first.label, first.todo)
    look = (words.look_at_many if len(items) > 1 and words.look_at_many else words.look).format(
        agency=first.agency_code, subject=first.subject, period=first.period_code
    )
    return Block(
        title=words.title,
        severity=max(one.alert.severity for one in items),
        lines=tuple(_line(one, words.title, words.expected, role) for one in items),
        todo=words.todo_unit if role == "don_vi" else words.todo_office,
        look=look,
    )


def _line(item: Item, title: str, before: str, role: Role) -> Line:
    alert = item.alert
    is_new = item.what == "new" or (item.what == "listed" and not item.times)
    marks = ["mới" if is_new else _MARKS[item.what]]
    if alert.status == "acknowledged":
        marks.append(f"{alert.acknowledged_by or 'đơn vị'} đã tiếp nhận")
    elif alert.level > ROLES.index(role):
        marks.append(_LEVELS[alert.level])
    return Line(
        label="" if alert.label == title else alert.label,
        observed=alert.observed,
        expected=f"{before} {alert.expected}".strip() if alert.expected else "",
        period=alert.period_label,
        since="" if is_new else f"từ {figures.day(local_date(alert.opened_at), 'vi')}",
        mark=", ".join(marks),
        key=alert.key,
        severity=alert.severity,
    )


def _resolved(alerts: Sequence[Alert], most: int) -> tuple[str, ...]:
    said = []
    for alert in alerts[:most]:
        why = " (kỳ đã khép lại)" if alert.resolution == "period_over" else ""
        period = f", {alert.period_label}" if alert.period_label else ""
        said.append(f"{alert.agency_name}: {alert.label or alert.check_code}{period}{why}")
    rest = len(alerts) - most
    return (*said, f"… và {rest} cảnh báo khác") if rest > 0 else tuple(said)


def _more(alerts: Sequence[Alert], is_office: bool) -> str:
    """What is only counted."""
    if not alerts:
        return ""
    number = figures.number(len(alerts), "vi")
    if not is_office:
        return f"Còn {number} cảnh báo nữa, nhẹ hơn; Sở Nội vụ có danh sách đầy đủ."
    by_unit = Counter((one.agency_name, one.agency_code) for one in alerts)
    named = ", ".join(f"{name} ({count})" for (name, _), count in by_unit.most_common(MOST_NAMED))
    return (
        f"Còn {number} cảnh báo nữa của {len(by_unit)} đơn vị, nhiều nhất: {named}. "
        "Xem đủ: kl226 alerts, hoặc một đơn vị: kl226 alerts --agency MÃ."
    )


def _unknown(reading: Reading) -> str:
    """What this publication does not hold: neither good nor bad."""
    if not reading.unknown:
        return ""
    named = ", ".join(_UNKNOWN[source] for source in reading.unknown)
    return f"Chưa xét được vì bản công bố này không có bảng (không phải là đạt): {named}."


def _follows(letter: Letter | None) -> str:
    if letter is None:
        return ""
    when = figures.moment(letter.created_at.isoformat(), "vi")
    return (
        f"Thư lúc {when} bị ngắt đúng khi đang gửi: có thể đã đến, có thể chưa. Thư này nêu lại đủ."
    )
