"""The command `freeze`, and what `verify FREEZE` prints.

Belongs here: options and output. Does not belong here: freezing (`freeze.py`), proving
(`verify_freeze.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli_build import AsOfOption, parse_moment, progress_bar, report_build
from orchestration.cli_desk import (
    OK,
    PROBLEMS,
    Desk,
    HomeOption,
    JsonOption,
    LangOption,
    help_text,
    open_desk,
    path_words,
    spoken_errors,
)
from orchestration.cli_period import (
    ByOption,
    ReasonOption,
    fit_reason,
    read_book,
    refuse,
    usage,
)
from orchestration.signoff_words import say

if TYPE_CHECKING:
    from orchestration.freeze_manifest import Manifest
    from orchestration.verify_freeze import Proof

PeriodArgument = Annotated[str, typer.Argument(metavar="PERIOD", help=help_text("period_code"))]


def freeze(
    context: typer.Context,
    period: PeriodArgument,
    by: ByOption = None,
    reason: ReasonOption = "",
    as_of: AsOfOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
    json: JsonOption = False,
) -> None:
    """Freeze a period."""
    desk = open_desk(context, home, lang, asks_json=json)
    moment = parse_moment(desk, as_of) if as_of else None
    told = fit_reason(desk, reason)
    with spoken_errors(desk):
        from ingestion.clock import local_date
        from ingestion.signoff import ActRefused
        from orchestration import freeze as freezing
        from orchestration.signoff_book import UnknownWord

        try:
            place, book = desk.workplace(), read_book(desk)
            office = book.agency(by, local_date(place.clock.now())) if by else None
            with progress_bar(desk) as (on_node, on_step):
                done = freezing.freeze(
                    place, book, period, office=office, reason=told, as_of=moment,
                    progress=on_node, on_step=on_step,
                )  # fmt: skip
        except UnknownWord as error:
            usage(desk, error.key, **error.values)
        except ActRefused as error:
            refuse(desk, error.act, error.why.key, error.why.values)
        if done.manifest is None:
            report_build(desk, done.build, as_of=None)
            desk.line(say("freeze_not_built", desk.language, period=period), "red")
            raise typer.Exit(PROBLEMS)
        _report(desk, done.manifest)
    raise typer.Exit(OK)


def prove(desk: Desk, freeze_id: str) -> bool:
    """Verify one freeze and print what was found; whether all is as it was frozen."""
    from orchestration.frozen import freeze_records
    from orchestration.pipeline import open_store
    from orchestration.verify_freeze import UnknownFreeze, verify_freeze

    place = desk.workplace()
    try:
        with progress_bar(desk) as (on_node, _):
            proof = verify_freeze(place, freeze_id, on_node)
    except UnknownFreeze:
        known = list(freeze_records(open_store(place.home)))
        listed = known or say("no_freeze", desk.language)
        usage(desk, "freeze_unknown", freeze=freeze_id, known=listed)
    _report_proof(desk, proof)
    return proof.ok


def _report(desk: Desk, manifest: Manifest) -> None:
    from datetime import datetime

    from orchestration.freeze_manifest import manifest_file, text_hash

    if desk.asks_json:
        desk.json({**vars(manifest), "versions": vars(manifest.versions),
                   "manifest_sha256": text_hash(manifest.as_json())})  # fmt: skip
        return
    language, home = desk.language, desk.home_words()
    kind = say("kind_provisional", language) if manifest.is_provisional else ""
    if manifest.restates:
        kind += say("kind_restates", language, freeze=manifest.restates)
    named = {"period": manifest.period_code, "freeze": manifest.freeze_id}
    as_of = datetime.fromisoformat(manifest.as_of)
    desk.line(say("frozen", language, as_of=as_of, kind=kind, **named))
    if manifest.missing:
        missing = manifest.missing
        desk.line(say("frozen_missing", language, count=len(missing), units=missing), "yellow")
    desk.line(
        say(
            "frozen_file",
            language,
            tables=len(manifest.tables),
            rows=sum(one["rows"] for one in manifest.tables.values()),
            file=path_words(manifest_file(desk.home, manifest.freeze_id)),
            sha256=text_hash(manifest.as_json()),
        )
    )
    desk.line(say("next_freeze", language, home=home, **named))


def _report_proof(desk: Desk, proof: Proof) -> None:
    language = desk.language
    said = [say(one.key, language, name=one.name, detail=one.detail) for one in proof.differences]
    if desk.asks_json:
        differences = [
            {**vars(one), "text": text} for one, text in zip(proof.differences, said, strict=True)
        ]
        desk.json({**vars(proof), "differences": differences, "ok": proof.ok})
        return
    if proof.changed:
        desk.line(say("versions_changed", language, parts=proof.changed), "yellow")
    for text in said:
        desk.line(f"  ✗ {text}", "red")
    key = "proved" if proof.ok else "not_proved"
    desk.line(
        say(
            key,
            language,
            freeze=proof.freeze_id,
            tables=proof.tables,
            rows=proof.rows,
            count=len(said),
        ),
        "" if proof.ok else "red",
    )
