"""The endpoint: bodies that systems send to one another, sent here, and what came of them.

`POST /v1/NAME` lands a body as a file (202 and a receipt); `GET /v1/receipts/RECEIPT` says what
came of it. NAME decides the layout, like the name of a file: `DongBoHoSoMC`, or with its ending
`van_ban_2026.csv`. Needs `Authorization: Bearer TOKEN`; an agency sees its own receipts only.

Belongs here: HTTP. Does not belong here: landing and receipts (`receipts`), reading the body.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ingestion.clock import Clock, local_date
from ingestion.layout.match import layouts_named
from ingestion.layout.model import Layout
from ingestion.push.receipts import KeyUsed, Push, Receipts
from ingestion.push.tokens import Tokens
from ingestion.rules import Rules

MEGABYTE = 1024 * 1024
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}(\.[a-z]{2,7}(\.gz)?)?")
_ENDINGS = {
    "application/json": "json", "application/x-ndjson": "jsonl", "application/jsonl": "jsonl",
    "application/xml": "xml", "text/xml": "xml", "text/csv": "csv", "text/calendar": "ics",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.apache.parquet": "parquet",
}  # fmt: skip
_KEY_LENGTH = 200
_ERRORS: dict[str, tuple[int, str, str]] = {
    "no_token": (
        401, "Thiếu token, token sai hoặc đã bị thu hồi.", "No token, or a wrong or revoked one."),
    "bad_name": (
        404, "Tên chỉ gồm chữ, số, - và _, tối đa 80 ký tự, có thể có đuôi tệp.",
        "A name has letters, digits, - and _, at most 80, and may have an ending."),
    "no_ending": (
        415, "Không rõ định dạng: đặt Content-Type hoặc thêm đuôi tệp vào tên.",
        "Unknown format: set Content-Type or add an ending to the name."),
    "no_layout": (
        404, "Không có bố cục nào nhận tệp tên này.", "No layout reads files of this name."),
    "too_large": (413, "Nội dung lớn hơn {limit} MB.", "The body is larger than {limit} MB."),
    "empty": (400, "Không có nội dung.", "There is no body."),
    "too_many": (
        429, "Đã có {limit} tệp của đơn vị đang chờ; gửi lại sau.",
        "{limit} files of the agency are waiting already; send it again later."),
    "key_used": (
        409, "Idempotency-Key này đã dùng cho một nội dung khác.",
        "This Idempotency-Key was used for another body."),
    "bad_key": (
        400, "Idempotency-Key dài quá {limit} ký tự.",
        "The Idempotency-Key is longer than {limit} characters."),
    "no_receipt": (
        404, "Không có biên nhận này, hoặc đã hết hạn lưu.",
        "There is no such receipt, or it is no longer kept."),
}  # fmt: skip
"""Code → status, and what is said in Vietnamese and in English."""


class _Refused(Exception):
    """What is wrong with a request."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def response(self) -> Response:
        status, *said = _ERRORS[self.code]
        told = [text.format(**self.values) for text in said]
        headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "300"}}.get(status)
        content = {"error": self.code, "message_vi": told[0], "message_en": told[1]}
        return JSONResponse(content, status, headers)


@dataclass(frozen=True)
class Endpoint:
    """One home that is pushed to."""

    home: Path
    layouts: Mapping[str, Layout]
    clock: Clock
    rules: Rules

    def app(self) -> Starlette:
        """The application, for any ASGI server."""
        return Starlette(
            routes=[
                Route("/v1/health", self._health),
                Route("/v1/receipts/{receipt}", self._receipt),
                Route("/v1/{name}", self._push, methods=["POST"]),
            ]
        )

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def _push(self, request: Request) -> Response:
        try:
            agency = self._agency(request)
            name, ending = self._named(request)
            key = request.headers.get("idempotency-key")
            if key and len(key) > _KEY_LENGTH:
                raise _Refused("bad_key", limit=_KEY_LENGTH)
            receipts = Receipts(self.home)
            most = int(self._rule("max_waiting_files"))
            if receipts.waiting(agency) >= most:
                raise _Refused("too_many", limit=most)
            body, sha256 = await self._body(request, agency)
            try:
                now = self.clock.now()
                push, _ = receipts.land(agency, name, ending, body, sha256, now, key)
            except KeyUsed:
                raise _Refused("key_used") from None
            finally:
                body.unlink(missing_ok=True)
        except _Refused as refused:
            return refused.response()
        place = f"/v1/receipts/{push.receipt}"
        return JSONResponse(self._said(push), 202, {"Location": place})

    async def _receipt(self, request: Request) -> Response:
        try:
            agency = self._agency(request)
            push = Receipts(self.home).find(agency, request.path_params["receipt"])
            if push is None:
                raise _Refused("no_receipt")
        except _Refused as refused:
            return refused.response()
        return JSONResponse(self._said(push))

    def _agency(self, request: Request) -> str:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        agency = None
        if scheme.lower() == "bearer" and token:
            agency = Tokens(self.home).agency_of(token.strip())
        if agency is None:
            raise _Refused("no_token")
        return agency

    def _named(self, request: Request) -> tuple[str, str]:
        """Name and ending of the file that the body becomes."""
        told = request.path_params["name"]
        if not _NAME.fullmatch(told):
            raise _Refused("bad_name")
        name, _, ending = told.partition(".")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        ending = ending or _ENDINGS.get(kind, "")
        if not ending:
            raise _Refused("no_ending")
        if not layouts_named(f"{name}_0.{ending}", self.layouts):
            raise _Refused("no_layout")
        return name, ending

    async def _body(self, request: Request, agency: str) -> tuple[Path, str]:
        """The body in a file that nobody else looks at, and its SHA-256."""
        limit = int(self._rule("max_push_megabytes"))
        folder = self.home / "landing" / agency
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".push-", suffix=".part", dir=folder)
        body, hashed, size = Path(name), hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as file:
                async for piece in request.stream():
                    size += len(piece)
                    if size > limit * MEGABYTE:
                        raise _Refused("too_large", limit=limit)
                    hashed.update(piece)
                    file.write(piece)
            if not size:
                raise _Refused("empty")
        except (_Refused, ClientDisconnect, OSError):
            body.unlink(missing_ok=True)
            raise
        body.chmod(0o644)
        return body, hashed.hexdigest()

    def _said(self, push: Push) -> dict[str, object]:
        answer = Receipts(self.home).answer(push)
        said = {"receipt": push.receipt, "state": "waiting", "pushed_at": push.received_at}
        if answer is None:
            return {**said, "file": push.file, "file_sha256": push.file_sha256}
        return {**said, "state": answer["status"], **answer}

    def _rule(self, code: str) -> float:
        return self.rules.value(code, local_date(self.clock.now()))
