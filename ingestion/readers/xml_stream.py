"""XML of unknown senders as a stream of starts, texts and ends.

Belongs here: what makes XML dangerous (DTDs, entities, depth, size) and the dirt before it. Does
not belong here: which elements mean what (`xml_records`, `xes`).

lxml's target interface is used: nothing is kept of an element that has been told, a DTD is told
before its first declaration is read, and an exception there stops libxml2 at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, Protocol, cast

from ingestion.readers.opening import Source
from ingestion.readers.result import FileProblem

MAX_DEPTH = 64
"""Elements within one another; an edXML message with its signature has 12."""
MAX_SILENCE = 8 * 1024**2
"""Bytes in which no element and no text ends: a tag or an attribute that long is an attack."""
_JUNK = 1024
"""Bytes before the XML declaration that are passed over: some emitters write a length there."""
_DECLARATIONS = tuple("<?xml".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


class Handler(Protocol):
    """What is told of a file, in its order. Names are local names, without any namespace."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """Text of the element begun last, or a part of it."""

    def end(self) -> None:
        """The element begun last, and not ended yet, ends."""


class Enough(Exception):
    """Raised by a handler that need not see the rest of the file."""


def tell(source: Source, handler: Handler) -> None:
    """Tell `handler` the whole file. Raises FileProblem when it is broken, cut or hostile."""
    from lxml import etree  # 40 ms, and only XML files need it

    guard = _Guard(handler)
    # huge_tree only lifts libxml2's limit of 10 MB on one text: scanned attachments are longer.
    parser = etree.XMLParser(
        target=cast(Any, guard), resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=True,
    )  # fmt: skip
    try:
        for piece in _from_declaration(source):
            guard.silence += len(piece)
            parser.feed(piece)
            if guard.silence > MAX_SILENCE:
                raise _Refused(f"phần tử dài hơn {MAX_SILENCE // 1024**2} MB")
        guard.is_ended = True
        parser.close()
    except Enough:
        return
    except _Refused as refused:
        raise source.problem("file_hostile", str(refused)) from refused
    except etree.XMLSyntaxError as error:
        raise _broken(source, error, is_cut=guard.is_ended) from error


def _broken(source: Source, error: Exception, *, is_cut: bool) -> FileProblem:
    """The fault by its kind and line: its full message may quote the file."""
    log = getattr(error, "error_log", None)
    kind = log[0].type_name.removeprefix("ERR_").lower() if log else "syntax"
    detail = f"XML: {kind}, dòng {getattr(error, 'lineno', None) or '?'}"
    return source.problem("file_truncated" if is_cut else "file_unreadable", detail)


def _from_declaration(source: Source) -> Iterator[bytes]:
    """The content from its XML declaration, or from its start when it has none near there."""
    pieces = source.pieces()
    first = b""
    for piece in pieces:
        first += piece
        if len(first) >= _JUNK:
            break
    opened = first.find(b"<", 0, _JUNK)
    # Big-endian UTF-16 has the zero byte of its "<" in front of it; letters begin at even places.
    places = (opened, opened - 1) if opened % 2 == 0 else (opened - 1, opened)
    declared = next((p for p in places if p >= 0 and first.startswith(_DECLARATIONS, p)), None)
    yield first.lstrip() if declared is None else first[declared:]
    yield from pieces


class _Refused(Exception):
    """The file could do harm; the message says by what."""


class _Guard:
    """The target of the parser: passes on what is harmless, refuses the rest."""

    def __init__(self, handler: Handler) -> None:
        self.handler = handler
        self.depth = 0
        self.silence = 0
        self.is_ended = False
        self._names: dict[str, str] = {}

    def doctype(self, *_: object) -> NoReturn:
        raise _Refused("DTD hoặc thực thể (DOCTYPE)")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.silence = 0
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Refused(f"hơn {MAX_DEPTH} phần tử lồng nhau")
        self.handler.start(self._local(tag), attributes)

    def data(self, text: str) -> None:
        self.silence = 0
        self.handler.text(text)

    def end(self, _: str) -> None:
        self.silence = 0
        self.depth -= 1
        self.handler.end()

    def close(self) -> None:
        """Nothing is built, so there is nothing to give back."""

    def _local(self, tag: str) -> str:
        known = self._names.get(tag)
        if known is None:
            known = tag.rsplit("}", 1)[-1]
            if len(self._names) < 10_000:
                self._names[tag] = known
        return known
