"""What a mailbox must look like before anything is sent to it.

Belongs here: the form of a plain address. Does not belong here: whose it is (seeds).
"""

from __future__ import annotations

import re

EXAMPLE = "vanthu.snv@sonla.gov.vn"
LONGEST = 254
RESERVED = ".invalid"
"""Top-level domain that never exists (RFC 2606): the mailboxes of the sample."""
_PLAIN = re.compile(
    r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}",
    re.IGNORECASE,
)


def is_mailbox(text: str) -> bool:
    """Whether a text is one plain address: no name, list, quote, space or line break."""
    return len(text) <= LONGEST and _PLAIN.fullmatch(text) is not None


def is_sample(mailbox: str) -> bool:
    """Whether nothing can be sent to it because its domain never exists."""
    return mailbox.lower().endswith(RESERVED)
