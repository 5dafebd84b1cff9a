"""One conversation with a mail server, with a hook immediately before acceptance.

Belongs here: SMTP, and telling apart what a failure means for the letter. Does not belong here:
which letters, in what order, what is written down (`deliver.py`).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from typing import Literal

from orchestration.settings import Mail

Verdict = Literal["sent", "later", "refused", "uncertain"]
"""Accepted; not accepted, try again; never for this recipient; nobody knows."""
_BARE_LINES = re.compile(rb"\r\n|\r|\n")
_DOTS = re.compile(rb"(?m)^\.")
_OK, _GO_ON, _FOR_EVER = 250, 354, 500


class ServerTrouble(Exception):
    """The server cannot be used now, whatever the letter: refused, hangs, TLS, login, sender."""


class Conversation:
    """An open connection. Every method raises ServerTrouble only while nothing can be accepted."""

    def __init__(self, mail: Mail, timeout: float) -> None:
        self._sender = mail.sender
        try:
            # Without a name of its own smtplib asks the DNS for this machine's, which may hang.
            here = mail.sender.rpartition("@")[2]
            self._smtp = smtplib.SMTP(mail.host, mail.port, here, timeout=timeout)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerTrouble(_words(error)) from error
        try:
            self._smtp.ehlo_or_helo_if_needed()
            if mail.starttls:
                # The server must be who it says it is: a plain default context checks name and CA.
                context = ssl.create_default_context(cafile=mail.ca_file)
                self._smtp.starttls(context=context)
                self._smtp.ehlo_or_helo_if_needed()
            if mail.user:
                self._smtp.login(mail.user, mail.password)
        except (OSError, smtplib.SMTPException) as error:
            self._smtp.close()
            raise ServerTrouble(_words(error)) from error

    def send(
        self, mailbox: str, content: bytes, at_the_dot: Callable[[], None]
    ) -> tuple[Verdict, str]:
        """Hand over one letter. `at_the_dot` returns before the server could accept it.

        Raises ServerTrouble when the connection is lost or the sender refused before the dot.
        """
        try:
            stopped = self._envelope(mailbox, content)
        except (OSError, smtplib.SMTPException) as error:
            raise ServerTrouble(_words(error)) from error
        if stopped:
            return stopped
        at_the_dot()
        try:
            self._smtp.send(b".\r\n")
            code, answer = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            return "uncertain", _words(error)
        if code == _OK:
            return "sent", ""
        return _said(code, answer)

    def _envelope(self, mailbox: str, content: bytes) -> tuple[Verdict, str] | None:
        """Everything up to the dot; a verdict when the server wants this letter not, or not now."""
        code, answer = self._smtp.mail(self._sender)
        if code != _OK:
            raise ServerTrouble(_said(code, answer)[1])
        code, answer = self._smtp.rcpt(mailbox)
        if code not in (_OK, 251):
            self._smtp.rset()
            return _said(code, answer)
        code, answer = self._smtp.docmd("DATA")
        if code != _GO_ON:
            self._smtp.rset()
            return _said(code, answer)
        lines = _DOTS.sub(b"..", _BARE_LINES.sub(b"\r\n", content))
        self._smtp.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        return None

    def close(self) -> None:
        """Say goodbye; a server that is gone already is no trouble any more."""
        try:
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()


def _said(code: int, answer: bytes) -> tuple[Verdict, str]:
    words = " ".join(answer.decode("utf-8", "replace").split())[:200]
    return ("refused" if code >= _FOR_EVER else "later"), f"{code} {words}"


def _words(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
