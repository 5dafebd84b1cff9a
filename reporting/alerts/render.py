"""A letter of alerts: subject, plain text and its HTML twin.

Belongs here: what the letter holds, in order, and the two templates. Does not belong here: which
alerts and for whom (`orchestration/alerts`), words of an alert (`words.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent
SEVERITY_WORDS = {3: "nghiêm trọng", 2: "cảnh báo", 1: "thông tin"}
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Line:
    """One alert. `mark` says why it stands here (mới, nhắc lại …); `key` is what `ack` takes."""

    label: str
    observed: str
    expected: str
    period: str
    since: str
    mark: str
    key: str
    severity: int

    @property
    def beneath(self) -> str:
        """What stands in small under the figure: period, why it is told, since when."""
        return " · ".join(filter(None, (self.period, self.mark, self.since)))


@dataclass(frozen=True)
class Block:
    """Alerts of one kind of one unit, with what to do and where to look once for all."""

    title: str
    severity: int
    lines: tuple[Line, ...]
    todo: str
    look: str

    @property
    def severity_words(self) -> str:
        """The worst severity in words."""
        return SEVERITY_WORDS[self.severity]


@dataclass(frozen=True)
class Unit:
    """One unit and its blocks, worst first."""

    name: str
    code: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Digest:
    """Everything a letter says. Texts are ready for people; dates dd/mm/yyyy."""

    is_sample: bool
    province: str
    receiver: str
    today: str
    data_until: str
    published: str
    title: str
    standing: int
    severe: int
    units: tuple[Unit, ...]
    resolved: tuple[str, ...]
    more: str
    silenced: int
    unknown: str
    follows: str
    is_office: bool

    @property
    def subject(self) -> str:
        """The subject: what kind of letter, how much, how bad, as of which day."""
        sample = "[DỮ LIỆU MẪU] " if self.is_sample else ""
        much = self.how_much if self.standing else f"{len(self.resolved)} cảnh báo đã hết"
        return f"{sample}KL 226 · {self.title}: {much} · {self.today}"

    @property
    def how_much(self) -> str:
        """How many alerts stand, and how many of them are severe."""
        if self.severe == self.standing:
            return f"{self.standing} cảnh báo nghiêm trọng"
        return f"{self.standing} cảnh báo" + (
            f", {self.severe} nghiêm trọng" if self.severe else ""
        )


def render(digest: Digest) -> tuple[str, str, str]:
    """Subject, text and HTML."""
    environment = _environment()
    text = environment.get_template("digest.txt.j2").render(digest=digest)
    html = environment.get_template("digest.html.j2").render(digest=digest)
    return digest.subject, _BLANK_LINES.sub("\n\n", text).strip() + "\n", html


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
