"""Where a link leads, seen from the page it stands on.

Belongs here: relative addresses, so that the pages work below any folder, and as files. Does not
belong here: which pages there are (`site.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Links:
    """Links of one page. `here` is its address below the root, `edition` the prefix of its edition.

    `written` are the pages of a static edition; a link to any other is no link. None: all live.
    """

    here: str
    edition: str = ""
    written: Collection[str] | None = None

    def to(self, path: str, *, edition: str | None = None) -> str | None:
        """Relative address of a page of this (or another) edition; None where it is not kept."""
        prefix = self.edition if edition is None else edition
        if self.written is None:
            return self._relative(prefix + path)
        if prefix or path not in self.written:
            return None
        return self._relative(path + ("index.html" if path.endswith("/") or not path else ""))

    def file(self, name: str) -> str:
        """The address of a file beside the page itself."""
        return name

    def asset(self, name: str) -> str:
        """The address of a style sheet."""
        return self._relative(f"static/{name}")

    def _relative(self, target: str) -> str:
        ours, theirs = self.here.split("/")[:-1], target.split("/")
        same = 0
        while same < min(len(ours), len(theirs) - 1) and ours[same] == theirs[same]:
            same += 1
        return "../" * (len(ours) - same) + "/".join(theirs[same:]) or "./"
