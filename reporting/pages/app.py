"""The pages over HTTP: read only, without scripts or cookies, strict about what a browser may do.

Belongs here: choosing the publication of a request once, the cache, headers, and a clear page for
whatever goes wrong. Does not belong here: what stands on a page (`site.py`).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from reporting.lookup import UnknownWord
from reporting.pages.cache import Cache, Kept
from reporting.pages.links import Links
from reporting.pages.page import Moved, NotThere
from reporting.pages.render import HERE, problem
from reporting.pages.shelf import Edition, Places, Shelf
from reporting.pages.site import FILTERS, HTML, answer, find
from reporting.publication import NoPublication

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-cache",
}
_HEADERS = [(name.encode(), said.encode()) for name, said in HEADERS.items()]
_LOG = logging.getLogger("kl226.pages")
_ASSETS = {"pages.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


@dataclass
class Desk:
    """What the requests of one process share."""

    shelf: Shelf
    more: str = ""
    """Options that a command named on a page needs (`--home …`)."""
    cache: Cache = field(default_factory=Cache)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Any address: a cached page at once, any other in a thread of its own."""
        if scope["method"] not in ("GET", "HEAD"):
            refused = Response("Chỉ đọc.\n", 405, {"allow": "GET, HEAD"}, "text/plain")
            await self._send(refused)(scope, receive, send)
            return
        answered = await self._answer(scope)
        if isinstance(answered, Response):
            await self._send(answered)(scope, receive, send)
            return
        known = any(
            name == b"if-none-match" and said == answered.etag.encode()
            for name, said in scope["headers"]
        )
        # A 304 has no body, and so no length.
        own = [one for one in answered.headers if not known or one[0] == b"etag"]
        headers = [*own, *_HEADERS]
        status = 304 if known else 200
        body = b"" if known or scope["method"] == "HEAD" else answered.body
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope) -> Kept | Response:
        path = scope["raw_path"].decode("latin-1").partition("?")[0].lstrip("/")
        query = {}
        if scope["query_string"]:
            asked = QueryParams(scope["query_string"])
            query = {name: said for name in FILTERS if (said := asked.get(name))}
        try:
            prefix, rest = self.shelf.split(path)
            edition = (
                self.shelf.choose(prefix)
                if not prefix
                else await run_in_threadpool(self.shelf.choose, prefix)
            )
            key = (edition.key, rest, repr(sorted(query.items())))
            kept = self.cache.get(key)
            if kept is None:
                kept = await run_in_threadpool(self._make, edition, rest, query)
                self.cache.put(key, kept)
        except Moved as error:
            there = Links(path).to(self.shelf.split(path)[0] + error.path)
            return Response(status_code=308, headers={"location": there or "./"})
        except Exception as error:
            return self._refuse(path, error)
        return kept

    def _make(self, edition: Edition, path: str, query: Mapping[str, str]) -> Kept:
        found = find(path)
        if found is None:
            if path and not path.endswith("/") and find(f"{path}/"):
                raise Moved(f"{path}/")
            raise NotThere("Không có trang nào ở địa chỉ này.")
        links = Links(edition.look.edition + path, edition.look.edition)
        with self.shelf.open(edition) as publication:
            made = answer(publication, found, links, query, edition.look)
        etag = f'"{hashlib.sha256(made.body).hexdigest()[:32]}"'
        return Kept(made.body, made.kind, etag)

    def _refuse(self, path: str, error: Exception) -> Response:
        """A page that says what is wrong; what is not foreseen goes to the log, not to the page."""
        status, title, text = self._words(error)
        if status == 500:
            _LOG.exception("page %s", path, exc_info=error)
        body = problem(title, text, Links(path))
        headers = {"content-type": HTML, **({"retry-after": "30"} if status == 503 else {})}
        return Response(body.encode(), status, headers)

    def _words(self, error: Exception) -> tuple[int, str, str]:
        if isinstance(error, UnknownWord):
            return 404, "Không có trang này", error.text("vi")
        if isinstance(error, NotThere):
            return 404, "Không có trang này", error.text
        if isinstance(error, NoPublication):
            missing = error.key in ("no_freeze", "no_publication_as_of")
            return (404 if missing else 503), "Chưa có số liệu để hiện", error.text("vi", self.more)
        if isinstance(error, duckdb.InterruptException):
            return 503, "Trang này tính quá lâu", "Hãy thử lại sau ít phút."
        if isinstance(error, duckdb.BinderException | duckdb.CatalogException):
            old = NoPublication("publication_old", as_of="")
            return 503, "Bản công bố cũ", old.text("vi", self.more)
        return 500, "Có lỗi khi dựng trang", "Lỗi đã được ghi vào nhật ký của máy chủ."

    @staticmethod
    def _send(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    async def asset(self, request: Request) -> Response:
        """The style sheet and the icon."""
        name = request.path_params["name"]
        if name not in _ASSETS:
            return self._send(self._refuse(f"static/{name}", NotThere("Không có tệp này.")))
        body = (HERE / "static" / name).read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if request.headers.get("if-none-match") == etag:
            return self._send(Response(status_code=304, headers={"etag": etag}))
        headers = {"content-type": _ASSETS[name], "etag": etag}
        return self._send(Response(body, headers=headers))


def make_app(places: Places, *, more: str = "") -> Starlette:
    """The application over the editions of a home."""
    desk = Desk(Shelf(places), more)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.shelf.close()

    return Starlette(
        routes=[
            Route("/static/{name}", desk.asset),
            Mount("/", desk),
        ],
        lifespan=life,
    )
