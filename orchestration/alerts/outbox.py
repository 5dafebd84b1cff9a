"""The letters that wait, were handed over, or hang between: the outbox of the ledger.

Belongs here: the states of a letter and what each step writes. Does not belong here: talking to a
mail server (`deliver.py`), wording (`digest.py`).

A letter is `queued`, becomes `sending` in a transaction of its own immediately before the dot that
makes a server accept it, and `sent` after the answer. Who dies in between leaves `sending`: nobody
knows whether it arrived, so it becomes `uncertain`, is never sent again, and what it said counts
as not said: the next letter says it anew and names it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from orchestration.alerts.ledger import Ledger, moment, write
from orchestration.alerts.model import Item, Letter, Told
from orchestration.alerts.rules import AlertRules

_LETTER = [column.name for column in fields(Letter)]


def told(ledger: Ledger, mailbox: str, without: str = "") -> dict[str, Told]:
    """What a mailbox was told of each alert in its present episode; one letter may be left out."""
    rows = ledger.connection.execute(
        "select told.alert_key as key, max(told.told_at) as told_at, "
        "max(told.severity) as severity, count(*) as times, "
        "max(told.what = 'resolved') as is_resolved from told "
        "join alerts on alerts.key = told.alert_key and alerts.episode = told.episode "
        "where told.mailbox = ? and told.message_id != ? group by told.alert_key",
        [mailbox, without],
    )
    return {
        row["key"]: Told(datetime.fromisoformat(row["told_at"]), row["severity"], row["times"],
                         bool(row["is_resolved"]))
        for row in rows
    }  # fmt: skip


def queued(ledger: Ledger, mailbox: str, audience: str) -> Letter | None:
    """The letter of this audience that still waits for a mailbox."""
    found = _letters(ledger, "mailbox = ? and audience = ? and state = 'queued'", mailbox, audience)
    return found[0] if found else None


def has_letter(ledger: Ledger, message_id: str) -> bool:
    """Whether this letter was ever written and not given up."""
    return bool(_letters(ledger, "message_id = ? and state != 'dropped'", message_id))


def unanswered(ledger: Ledger, mailbox: str) -> Letter | None:
    """The newest letter to a mailbox that hangs between, and that no later letter has named."""
    found = _letters(
        ledger,
        "mailbox = ? and state = 'uncertain' and message_id not in "
        "(select follows from outbox) order by created_at desc",
        mailbox,
    )
    return found[0] if found else None


def hanging(ledger: Ledger) -> list[Letter]:
    """Letters that hang between and that no later letter has named."""
    return _letters(
        ledger, "state = 'uncertain' and message_id not in (select follows from outbox)"
    )


def withdraw(ledger: Ledger, letter: Letter) -> None:
    """Take back a letter that still waits, and what it would have said; inside `change()`."""
    ledger.connection.execute("delete from told where message_id = ?", [letter.message_id])
    ledger.connection.execute("delete from outbox where message_id = ?", [letter.message_id])


def put(ledger: Ledger, letter: Letter, items: Iterable[Item]) -> None:
    """Queue a letter with what it tells; inside `change()`."""
    connection = ledger.connection
    # One that was given up was never accepted by anybody: it may come again under its id.
    connection.execute(
        "delete from outbox where message_id = ? and state = 'dropped'", [letter.message_id]
    )
    connection.execute(
        f"insert into outbox ({', '.join(_LETTER)}) values ({', '.join('?' * len(_LETTER))})",
        [write(getattr(letter, name)) for name in _LETTER],
    )
    connection.executemany(
        "insert into told values (?, ?, ?, ?, ?, ?, ?)",
        [
            (letter.message_id, one.alert.key, one.alert.episode, letter.mailbox, one.what,
             one.alert.severity, write(letter.created_at))
            for one in items
        ],
    )  # fmt: skip


def recover(ledger: Ledger) -> list[Letter]:
    """Letters whose sender died at the dot become uncertain; only whoever holds the lease asks."""
    with ledger.change() as connection:
        for row in connection.execute("select message_id from outbox where state = 'sending'"):
            _let_hang(connection, row["message_id"], "")
    return hanging(ledger)


def due(ledger: Ledger, now: datetime) -> list[Letter]:
    """Letters that may be tried now: those tried least come first, so that no one blocks all."""
    return _letters(
        ledger,
        "state = 'queued' and (next_attempt_at is null or next_attempt_at <= ?) "
        "order by attempts, created_at, mailbox",
        write(now),
    )


def was_mailed(ledger: Ledger) -> bool:
    """Whether a mail server was ever tried from this home."""
    return bool(_letters(ledger, "(state in ('sent', 'refused') or attempts > 0) limit 1"))


def waiting(ledger: Ledger) -> int:
    """How many letters are still to be handed over."""
    row = ledger.connection.execute("select count(*) from outbox where state = 'queued'").fetchone()
    return int(row[0])


def mark(ledger: Ledger, message_id: str, state: str, why: str = "") -> None:
    """Write the state of a letter, durably before this returns."""
    with ledger.change() as connection:
        if state == "uncertain":
            _let_hang(connection, message_id, why)
        else:
            connection.execute(
                "update outbox set state = ?, why = ? where message_id = ?",
                [state, why, message_id],
            )


def postpone(
    ledger: Ledger, letters: Iterable[Letter], why: str, rules: AlertRules, now: datetime
) -> None:
    """Try later, each time after a longer wait. After the last attempt the letter is dropped and
    what it said counts as not said, so that the next run writes a fresh one."""
    with ledger.change() as connection:
        for letter in letters:
            attempts = letter.attempts + 1
            gives_up = attempts >= rules.value("mail_max_attempts")
            connection.execute(
                "update outbox set state = ?, attempts = ?, next_attempt_at = ?, why = ? "
                "where message_id = ?",
                ["dropped" if gives_up else "queued", attempts,
                 write(now + wait_before(attempts, rules)), why, letter.message_id],
            )  # fmt: skip
            if gives_up:
                connection.execute("delete from told where message_id = ?", [letter.message_id])


def wait_before(attempts: int, rules: AlertRules) -> timedelta:
    """How long to wait after so many attempts."""
    minutes = rules.value("mail_first_wait_minutes") * rules.value("mail_wait_factor") ** (
        attempts - 1
    )
    return timedelta(minutes=min(minutes, rules.value("mail_max_wait_minutes")))


def letters(ledger: Ledger, state: str) -> list[Letter]:
    """Every letter in a state, the oldest first."""
    return _letters(ledger, "state = ? order by created_at, mailbox", state)


def _let_hang(connection: sqlite3.Connection, message_id: str, why: str) -> None:
    connection.execute(
        "update outbox set state = 'uncertain', why = ? where message_id = ?", [why, message_id]
    )
    connection.execute("delete from told where message_id = ?", [message_id])


def _letters(ledger: Ledger, condition: str, *values: Any) -> list[Letter]:
    rows = ledger.connection.execute(
        f"select {', '.join(_LETTER)} from outbox where {condition}", values
    )
    times = ("created_at", "next_attempt_at")
    read: list[dict[str, Any]] = [
        {name: moment(row[name]) if name in times else row[name] for name in _LETTER}
        for row in rows
    ]
    return [Letter(**one) for one in read]
