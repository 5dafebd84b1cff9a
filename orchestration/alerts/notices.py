"""Letters that are no alert about figures: operation, reminders, the monthly close.

Belongs here: queueing such a letter in the same outbox, each of its marks once for ever. Does not
belong here: when and why (`orchestration.timetable`), delivery (`deliver.py`).

A mark is what must not be said twice to one mailbox (an obligation, an agency and a step of
reminding). Mark and letter are written in one transaction. A letter that was dropped after its last
attempt has said nothing: its marks may be said again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from orchestration.alerts.ledger import Ledger, write
from orchestration.alerts.model import Letter, Recipient, Role

if TYPE_CHECKING:
    import sqlite3

AUDIENCE = "thong_bao"
_TABLE = """
create table if not exists notices (
    mark text not null,
    mailbox text not null,
    message_id text not null references outbox (message_id),
    noted_at text not null,
    primary key (mark, mailbox)
) strict
"""


@dataclass(frozen=True)
class Line:
    """One line of a letter; its marks are what it says. Without marks it says nothing new."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """A letter to one role of one agency; without an agency to that role, whoever has it.

    `code` is its heading in docs/runbook.md. `{count}` in the subject becomes the number of lines
    that are left.
    """

    code: str
    agency_code: str
    role: Role
    subject: str
    opening: str
    lines: tuple[Line, ...]
    closing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Queued:
    """What came of queueing: letters written, and agencies that have no mailbox."""

    letters: int = 0
    no_mailbox: tuple[str, ...] = ()


def enqueue_notices(
    ledger: Ledger,
    notices: Iterable[Notice],
    recipients: Sequence[Recipient],
    domain: str,
    now: datetime,
) -> Queued:
    """Queue what each mailbox has not been told yet, in one transaction for all letters.

    A line none of whose marks is new is left out, a letter without such a line is not written.
    `domain` is that of the sender, for the ids of the letters.
    """
    letters, missing = 0, []
    with ledger.change() as connection:
        connection.execute(_TABLE)
        for notice in notices:
            told = [
                one
                for one in recipients
                if one.role == notice.role and notice.agency_code in ("", one.agency_code)
            ]
            if not told:
                missing.append(notice.agency_code or notice.role)
            for one in told:
                letters += _queue(connection, notice, one, domain, now)
    return Queued(letters, tuple(missing))


def said(ledger: Ledger, mark: str) -> bool:
    """Whether some mailbox was told this."""
    with ledger.change() as connection:
        connection.execute(_TABLE)
        return bool(_known(connection, [mark], None))


def _queue(
    connection: sqlite3.Connection, notice: Notice, to: Recipient, domain: str, now: datetime
) -> int:
    marks = [mark for line in notice.lines for mark in line.marks]
    known = _known(connection, marks, to.mailbox)
    lines = [one for one in notice.lines if set(one.marks) - known]
    if not lines:
        return 0
    fresh = [mark for line in lines for mark in line.marks]
    letter = _letter(notice, to, lines, fresh, domain, now)
    columns = (*vars(letter),)
    connection.execute(
        f"insert into outbox ({', '.join(columns)}) values ({', '.join('?' * len(columns))})",
        [write(value) for value in vars(letter).values()],
    )
    connection.executemany(
        "insert or replace into notices values (?, ?, ?, ?)",
        [(mark, to.mailbox, letter.message_id, write(now)) for mark in fresh],
    )
    return 1


def _known(
    connection: sqlite3.Connection, marks: Sequence[str], mailbox: str | None
) -> frozenset[str]:
    """Those of the marks that a mailbox (None: any) was told by a letter that was not dropped."""
    found = set()
    for mark in marks:
        row = connection.execute(
            "select 1 from notices join outbox using (message_id) where notices.mark = ? "
            "and (? is null or notices.mailbox = ?) and outbox.state != 'dropped'",
            [mark, mailbox, mailbox],
        ).fetchone()
        if row:
            found.add(mark)
    return frozenset(found)


def _letter(
    notice: Notice,
    to: Recipient,
    lines: Sequence[Line],
    marks: Sequence[str],
    domain: str,
    now: datetime,
) -> Letter:
    told = "\x1f".join((notice.code, to.mailbox, write(now), *marks))
    name = hashlib.sha256(told.encode()).hexdigest()[:20]
    subject = notice.subject.replace("{count}", str(len(lines)))
    text = [notice.opening, "", *(f"- {line.text}" for line in lines), "", *notice.closing]
    listed = "".join(f"<li>{escape(line.text)}</li>" for line in lines)
    closing = "".join(f"<p>{escape(one)}</p>" for one in notice.closing)
    html = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head><body>"
        f"<p>{escape(notice.opening)}</p><ul>{listed}</ul>{closing}</body></html>"
    )
    return Letter(
        message_id=f"<{notice.code}.{name}@{domain}>",
        mailbox=to.mailbox,
        agency_code=to.agency_code,
        audience=AUDIENCE,
        subject=subject,
        text="\n".join(text) + "\n",
        html=html,
        created_at=now,
    )
