"""Assets from the landing folder to the event store.

Belongs here: the observable landing folder and one asset per stream, with counts as metadata. Does
not belong here: reading a file (`ingestion`), expectations on batches (`asset_checks.py`).
Metadata hold codes and counts only, never a value of a file.

No `from __future__ import annotations` here: Dagster 1.13 must see the type of `context` itself.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.dagster_place import (
    INGEST_LOG,
    LANDING,
    QUARANTINE,
    RUN_CONTEXT,
    STREAM_KEYS,
    PlaceResource,
)
from orchestration.pipeline import IngestResult, ingest
from schemas.registry import STREAMS

ROWS_VALID = "rows_valid"
COUNTS = ("received", "accepted", "duplicate", "quarantined", "withdrawn")


@dg.observable_source_asset(
    key=LANDING, group_name="landing", description="Tệp các đơn vị gửi, chờ tiếp nhận"
)
def landing(place: PlaceResource) -> dg.ObserveResult:
    """What waits in the landing folder: number of files by agency, and a version of it all."""
    from ingestion.landing import landed_files

    files = landed_files(place.workplace().home.root)
    by_agency = Counter(file.agency_code or "?" for file in files)
    return dg.ObserveResult(
        data_version=dg.DataVersion(folder_version([file.path for file in files])),
        metadata={"files": len(files), "by_agency": dict(by_agency)},
    )


run_context = dg.AssetSpec(
    RUN_CONTEXT,
    deps=[INGEST_LOG],
    group_name="store",
    description="Thời điểm và bản của lần tính (do bước tính ghi)",
)


@dg.multi_asset(
    name="intake",
    specs=[
        *(
            dg.AssetSpec(
                STREAM_KEYS[name],
                deps=[LANDING],
                group_name="store",
                skippable=True,
                description=f"Kho sự kiện: {stream.label_vi}",
                kinds={"delta"},
            )
            for name, stream in STREAMS.items()
        ),
        dg.AssetSpec(
            INGEST_LOG,
            deps=[LANDING],
            group_name="store",
            skippable=True,
            description="Nhật ký tiếp nhận, chuỗi băm",
            kinds={"delta"},
        ),
        dg.AssetSpec(
            QUARANTINE,
            deps=[LANDING],
            group_name="store",
            skippable=True,
            description="Dòng bị cách ly, không lưu giá trị",
            kinds={"delta"},
        ),
    ],
    check_specs=[
        dg.AssetCheckSpec(
            ROWS_VALID, asset=key, description="Kết quả kiểm từng dòng (pandera) của lần nhận này"
        )
        for key in STREAM_KEYS.values()
    ],
    can_subset=True,
)
def intake(context: dg.AssetExecutionContext, place: PlaceResource) -> Iterator[Any]:
    """Take in what has landed, of the selected streams."""
    wanted = {name for name, key in STREAM_KEYS.items() if key in context.selected_asset_keys}
    streams = None if wanted == set(STREAMS) else wanted
    result = ingest(place.workplace(), streams=streams)
    for outcome in result.outcomes:
        codes = dict(Counter(problem.code for problem in outcome.problems))
        level = context.log.info if outcome.ok else context.log.warning
        level(f"{outcome.agency_code} {outcome.file}: {outcome.status} {codes or ''}")
    for key in context.selected_asset_keys:
        stream = next((name for name, own in STREAM_KEYS.items() if own == key), None)
        yield dg.MaterializeResult(asset_key=key, metadata=_metadata(result, stream))
    for check in context.selected_asset_check_keys:
        stream = next(name for name, own in STREAM_KEYS.items() if own == check.asset_key)
        codes = _codes(result, stream)
        yield dg.AssetCheckResult(
            asset_key=check.asset_key,
            check_name=check.name,
            passed=not codes,
            # The sender's fault must not stop the others' figures.
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"problems": codes, "quarantined": result.total("quarantined", stream)},
        )


def folder_version(files: list[Path]) -> str:
    """Changes when a file comes, goes or is written to."""
    lines = []
    for path in sorted(files):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        lines.append(f"{path}|{found.st_size}|{found.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


def _metadata(result: IngestResult, stream: str | None) -> dict[str, Any]:
    counts = {name: result.total(name, stream) for name in COUNTS}
    files = [one for one in result.outcomes if stream is None or one.stream == stream]
    return {
        **counts,
        "files": len(files),
        "files_not_whole": sum(not one.ok for one in files),
        "problems": _codes(result, stream),
    }


def _codes(result: IngestResult, stream: str | None) -> dict[str, int]:
    return dict(
        Counter(
            problem.code
            for outcome in result.outcomes
            if stream is None or outcome.stream == stream
            for problem in outcome.problems
        )
    )
