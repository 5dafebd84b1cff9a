"""Typed access to one section of a layout; every fault is noted with its line, none is raised.

Belongs here: text, flag, choice, pattern, list — and the problems they can have. Does not belong
here: the meaning of a section (`build`, `rules`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import TypeVar

from ingestion.layout.keys import KEYS, REQUIRED
from ingestion.layout.tree import Node
from schemas.problems import Problem

Choice = TypeVar("Choice", bound=str)
KEY_FAULTS = ("layout_unknown_key", "layout_missing_key")


class Faults:
    """The problems found in one layout file, in the order they were found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, code: str, line: int, detail: str) -> None:
        """Note a fault at `line` (1-based)."""
        self.problems.append(Problem(code, self.file, row=line, detail=detail))

    def keep_keys(self) -> bool:
        """Keep only wrong and missing keys, if there are any: the other faults may follow from
        them. Returns whether there are."""
        keys = [fault for fault in self.problems if fault.code in KEY_FAULTS]
        if keys:
            self.problems = keys
        return bool(keys)


class Section:
    """One mapping of the layout, checked against the keys its section may have.

    A `free` section has the sender's or the stream's names as keys, so they are not checked here.
    """

    def __init__(self, node: Node, name: str, faults: Faults, *, free: bool = False) -> None:
        self.node = node
        self.name = name
        self.faults = faults
        if node.shape != "map":
            faults.add("layout_bad_value", node.line, f"{name or 'layout'}: cần dạng khóa: giá trị")
            return
        if free:
            return
        meant = {self._unknown(key) for key in node.entries if key not in KEYS[name]}
        for key in REQUIRED.get(name, ()):
            if key not in node.entries and key not in meant:
                faults.add("layout_missing_key", node.line, f"{name}.{key}".lstrip("."))

    def _unknown(self, key: str) -> str | None:
        """Note a key that does not exist; returns the one that was probably meant."""
        near = difflib.get_close_matches(key, KEYS[self.name], n=1)
        where = f"{self.name}.{key}".lstrip(".")
        detail = f"{where} ({near[0]}?)" if near else where
        self.faults.add("layout_unknown_key", self.node.key_lines[key], detail)
        return near[0] if near else None

    def bad(self, key: str, why: str) -> None:
        """Note that the value of `key` cannot be used."""
        found = self.node.entries.get(key)
        line = found.line if found else self.node.line
        self.faults.add("layout_bad_value", line, f"{self.name}.{key}: {why}".lstrip("."))

    def get(self, key: str) -> Node | None:
        """The node at `key`, if there is one."""
        return self.node.entries.get(key)

    def text(self, key: str) -> str | None:
        """Text at `key`; None when absent or null."""
        found = self.get(key)
        if found is None:
            return None
        if found.shape != "scalar":
            self.bad(key, "cần một giá trị chữ")
            return None
        return found.text

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false at `key`."""
        text = self.text(key)
        if text is None:
            return default
        if text not in ("true", "false"):
            self.bad(key, f"{text} (true, false)")
        return text == "true"

    def number(self, key: str) -> float | None:
        """A number at `key`."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return float(text)
        except ValueError:
            self.bad(key, f"{text} (số)")
            return None

    def ordinal(self, key: str) -> int | None:
        """A whole number from 1 at `key`; `auto` gives None."""
        text = self.text(key)
        if text is None or text == "auto":
            return None
        if not text.isdecimal() or int(text) < 1:
            self.bad(key, f"{text} (1, 2, 3 …)")
            return None
        return int(text)

    def choice(self, key: str, allowed: Iterable[Choice], default: Choice) -> Choice:
        """One of a few words."""
        text = self.text(key)
        if text is None:
            return default
        words = list(allowed)
        for word in words:
            if text == word:
                return word
        self.bad(key, f"{text} ({', '.join(words)})")
        return default

    def pattern(self, key: str) -> re.Pattern[str] | None:
        """A regular expression, compiled."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return re.compile(text)
        except re.error as error:
            self.bad(key, f"{text} ({error})")
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        found = self.get(key)
        if found is None:
            return ()
        nodes = found.items if found.shape == "list" else (found,)
        if found.shape == "map" or any(node.shape != "scalar" for node in nodes):
            self.bad(key, "cần một danh sách")
            return ()
        return tuple(node.text or "" for node in nodes)

    def section(self, key: str, *, free: bool = False) -> Section | None:
        """The mapping at `key` as a section of its own."""
        found = self.get(key)
        return None if found is None else Section(found, key, self.faults, free=free)
