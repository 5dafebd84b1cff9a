"""Putting an answer where its sender finds it: `outbox/<agency>/<day>_<time>_<file>_<key>/`.

Belongs here: whether the sender's own file may go back, and the folders. Does not belong here: the
content of a receipt or of a marked file.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ingestion import apart, archive
from ingestion.answer.fault_list import FAULT_LIST, fault_list
from ingestion.answer.marks import marks_of
from ingestion.answer.own_file import TooLarge
from ingestion.answer.receipt import Receipt, Returned
from ingestion.clock import LOCAL_ZONE
from ingestion.context import IntakeContext, Outcome
from ingestion.file_identity import file_name, file_sha256
from ingestion.layout.model import Layout
from ingestion.quarantine import SECRET
from ingestion.readers import FileProblem
from ingestion.readers.opening import format_of

RECEIPT_TEXT = "bien_nhan.txt"
RECEIPT_JSON = "bien_nhan.json"
MEGABYTE = 1024 * 1024
_HASHED = 64 * MEGABYTE
"""A refused file stays and is seen by every run: a larger one is known by its name alone."""
_NAME_BYTES = 120
"""Of a file's name in the name of its folder: a file system takes 255 bytes in all."""


def answer(
    path: Path,
    outcome: Outcome,
    context: IntakeContext,
    layout: Layout | None = None,
    content: str | None = None,
) -> Outcome:
    """Write the receipt of a file, and what goes back with it; the outcome with its place.

    A file that stays in `landing/` is looked at again and again: it is answered once for each
    different outcome. `content` is the SHA-256 of the file, where it is known already. Raises
    OSError when the outbox cannot be written.
    """
    agency = outcome.agency_code or _folder_agency(path, context)
    content = content or _content(path)
    stays = outcome.status in ("refused", "held") or not outcome.applies
    now = context.clock.now().astimezone(ZoneInfo(LOCAL_ZONE))
    key = _key(outcome, content, None if stays else now)
    root = context.home / "outbox" / (agency or archive.UNASSIGNED)
    known = next(root.glob(f"*_{key}"), None) if root.is_dir() else None
    if known is None:
        returned = _returned(path, outcome, context, layout)
        known = _put(root / _folder_name(outcome.file, now, key),
                     Receipt(outcome, agency, now, content, returned))  # fmt: skip
    return replace(outcome, answer=str(known.relative_to(context.home)))


def prune(home: Path, *, today: date, keep_days: int) -> int:
    """Delete answers that are older than the originals are kept. Returns how many went."""
    oldest = today - timedelta(days=keep_days)
    removed = 0
    for folder in (home / "outbox").glob("*/*_*"):
        try:
            day = date.fromisoformat(folder.name[:10])
        except ValueError:
            continue
        if day < oldest and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
            removed += 1
    return removed


def _returned(
    path: Path, outcome: Outcome, context: IntakeContext, layout: Layout | None
) -> Returned | None:
    if layout is None or outcome.status in ("held", "refused"):
        return None
    marks = marks_of(outcome.problems, layout)
    if not marks:
        return None
    why = _why_not(path, outcome, layout)
    if not why:
        try:
            limit = int(context.rule("max_marked_megabytes") * MEGABYTE)
            return Returned(*apart.own_file(path, layout, context.limits, marks, limit))
        except TooLarge:
            why = "tệp quá lớn để tô từng ô"
        except FileProblem:
            # Whatever a workbook is made of that openpyxl cannot carry: the list says the same.
            why = "không ghi lại được tệp này"
    flat = [(place, mark) for place, found in marks.items() for mark in found]
    return Returned(FAULT_LIST, fault_list(flat), why)


def _why_not(path: Path, outcome: Outcome, layout: Layout) -> str:
    """Why the sender's own file may not go back; empty when it may.

    What may not be kept may not lie in the outbox either.
    """
    if layout.personal_columns:
        return "bố cục này có dữ liệu cá nhân"
    if any(problem.code == SECRET for problem in outcome.problems):
        return "tệp có dòng mang dấu mật"
    if format_of(file_name(path), layout.format) not in ("xlsx", "csv"):
        return "tệp do hệ thống xuất, không phải bảng để sửa tay"
    return ""


def _folder_agency(path: Path, context: IntakeContext) -> str | None:
    folder = archive.landing_agency(context.home, path)
    return context.agencies.resolve(folder) if folder else None


def _content(path: Path) -> str | None:
    """The hash of a file that was refused unread; None where it cannot be read or is too large."""
    try:
        if path.is_file() and path.stat().st_size <= _HASHED:
            return file_sha256(path)
    except OSError:
        pass
    return None


def _key(outcome: Outcome, content: str | None, now: datetime | None) -> str:
    """A name for an answer that is the same when nothing would be said anew."""
    said = sorted((p.code, p.detail, p.sheet or "", p.row or 0) for p in outcome.problems)
    told = [outcome.file, content, outcome.status, said, now.isoformat() if now else ""]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:10]


def _folder_name(file: str, now: datetime, key: str) -> str:
    short = file.encode()[:_NAME_BYTES].decode("utf-8", "ignore")
    return f"{now:%Y-%m-%d_%H%M%S}_{short}_{key}"


def _put(folder: Path, receipt: Receipt) -> Path:
    """Write all of an answer at once: nobody finds half of it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        (made / RECEIPT_TEXT).write_text(receipt.text(), encoding="utf-8")
        (made / RECEIPT_JSON).write_text(receipt.json(), encoding="utf-8")
        if receipt.returned is not None:
            (made / receipt.returned.name).write_bytes(receipt.returned.content)
        made.chmod(0o755)
        made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return folder
