"""Hand over the letters that are due: to the mail server and as files.

Belongs here: the order of a round, and what each verdict writes into the outbox. Does not belong
here: SMTP (`smtp.py`), states of a letter (`outbox.py`), wording (`digest.py`).
"""

from __future__ import annotations

from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from ingestion.clock import local_date
from orchestration.alerts import outbox
from orchestration.alerts.ledger import Ledger
from orchestration.alerts.model import Delivery, Letter
from orchestration.alerts.rules import AlertRules
from orchestration.alerts.smtp import Conversation, ServerTrouble
from orchestration.settings import Mail
from schemas.mailbox import is_sample

TROUBLES = 2
"""A connection lost over one letter may be that letter's fault; twice in a row, or none to be had,
is the server's: then the others need not wait for its time-outs one by one."""


def deliver(
    ledger: Ledger, mail: Mail | None, folder: Path, rules: AlertRules, now: datetime
) -> Delivery:
    """One round over the letters that are due; only whoever holds the lease may call it.

    Every letter also lies under `folder` as `thu.eml` and `thu.html`. Without a mail server, and
    for the mailboxes of the sample, that is all; where letters were mailed before, a missing
    server is a forgotten setting, and they wait. Never raises for what a server does.
    """
    done = Delivery()
    to_send = []
    # A run from a shell without the settings must not make files of what is to be mailed.
    is_forgotten = mail is None and outbox.was_mailed(ledger)
    if is_forgotten:
        done.why = "KL226_SMTP_HOST"
    for letter in outbox.due(ledger, now):
        content = as_message(letter, mail.sender if mail else "kl226@kl226.invalid")
        _file(folder, letter, content)
        if is_sample(letter.mailbox) or (mail is None and not is_forgotten):
            outbox.mark(ledger, letter.message_id, "filed")
            done.filed += 1
        else:
            to_send.append((letter, content))
    if mail is not None and to_send:
        _Round(ledger, mail, rules, now, done).run(to_send)
    done.waiting = outbox.waiting(ledger)
    return done


class _Round:
    """One pass over the letters through as few connections as the server allows."""

    def __init__(
        self, ledger: Ledger, mail: Mail, rules: AlertRules, now: datetime, done: Delivery
    ) -> None:
        self._ledger, self._mail, self._rules, self._now = ledger, mail, rules, now
        self._done = done
        self._open: Conversation | None = None

    def run(self, letters: list[tuple[Letter, bytes]]) -> None:
        """Try each letter once; stop when the server itself is the trouble."""
        troubles = 0
        for place, (letter, content) in enumerate(letters):
            try:
                self._connect()
                self._one(letter, content)
                troubles = 0
            except ServerTrouble as error:
                is_server = self._open is None or troubles + 1 >= TROUBLES
                troubles += 1
                self._close()
                left = [one for one, _ in letters[place:]] if is_server else [letter]
                outbox.postpone(self._ledger, left, str(error), self._rules, self._now)
                self._done.why = str(error)
                if is_server:
                    return
        self._close()

    def _connect(self) -> None:
        if self._open is None:
            self._open = Conversation(self._mail, self._rules.value("mail_timeout_seconds"))

    def _one(self, letter: Letter, content: bytes) -> None:
        assert self._open is not None
        at_the_dot = partial(outbox.mark, self._ledger, letter.message_id, "sending")
        verdict, why = self._open.send(letter.mailbox, content, at_the_dot)
        self._done.why = why or self._done.why
        if verdict == "later":
            outbox.postpone(self._ledger, [letter], why, self._rules, self._now)
            return
        outbox.mark(self._ledger, letter.message_id, verdict, why)
        if verdict == "sent":
            self._done.sent += 1
        elif verdict == "refused":
            self._done.refused += 1
            self._done.refused_mailboxes.append(letter.mailbox)
        else:
            self._done.uncertain += 1
            self._close()

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def as_message(letter: Letter, sender: str) -> bytes:
    """The letter as it goes over the wire: 7-bit, plain text with its HTML twin."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, letter.mailbox
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "vi"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return subject_line(letter.subject) + message.as_bytes()


def subject_line(subject: str) -> bytes:
    """The header `Subject` as encoded words (RFC 2047).

    Not by EmailMessage: where Python 3.11 folds between two words, it loses the space.
    """
    encoded = Header(subject, "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {encoded}\r\n".encode("ascii")


def _file(folder: Path, letter: Letter, content: bytes) -> None:
    """Put the letter where the unit's other answers lie; whole or not at all, and only once."""
    short = letter.message_id.strip("<>").partition("@")[0].rpartition(".")[2][:8]
    place = folder / letter.agency_code / f"{local_date(letter.created_at)}_canh-bao_{short}"
    place.mkdir(parents=True, exist_ok=True)
    for name, data in (("thu.eml", content), ("thu.html", letter.html.encode())):
        if not (place / name).exists():
            half = place / f".{name}"
            half.write_bytes(data)
            half.replace(place / name)
