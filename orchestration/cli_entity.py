"""What `explain` adds to a number: its entities' originals, and the events of one of them.

Belongs here: joining the published marts with the store and the archive. Does not belong here: the
command's options (`cli_read.py`), reading the marts or writing a table (`reporting`).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from orchestration.cli_desk import PROBLEMS, Desk
from orchestration.cli_read import about, period_json

if TYPE_CHECKING:
    from orchestration.originals import Originals
    from reporting.explain import Explanation
    from reporting.publication import Publication


def explanation_json(
    publication: Publication, explanation: Explanation, originals: Originals
) -> dict[str, Any]:
    """A number with its whole evidence, for programs; `original` is relative to the home."""
    for rows in explanation.evidence.values():
        for row in rows:
            found = originals.of_position(row.pop("source_position"))
            row["original"] = found.path if found else None
            row["original_missing"] = found.missing if found else None
    return {
        **about(publication),
        "row": explanation.row,
        "kpi": explanation.kpi,
        "period": explanation.period,
        "period_state": period_json(publication, explanation.row["period_code"]),
        "raw_baseline_value": explanation.baselines.get("raw"),
        "baselines": explanation.baselines,
        "evidence": explanation.evidence,
    }


def show_entity(
    desk: Desk,
    publication: Publication,
    explanation: Explanation,
    originals: Originals,
    entity: str,
    json: bool,
) -> None:
    """Whether an entity counts in the number, and every event of it, from the store itself.

    Ends with exit code 1 when the entity is no part of the number.
    """
    from orchestration.entity_events import events_of
    from orchestration.pipeline import open_store
    from reporting.entities import INTAKE
    from reporting.explain import places_of
    from reporting.explain_table import print_events, print_place
    from reporting.messages import say
    from reporting.scorecard_table import print_banner

    places, known = places_of(explanation, entity), publication.pointer.as_of
    stream = explanation.kpi["stream"]
    if stream == INTAKE and places:
        stream = places[0][1]["note"]
    events = events_of(open_store(desk.home), stream, entity, known, desk.language)
    rows = [(asdict(event), originals.of_batch(event.batch_id)) for event in events]
    if not rows and not places:
        typer.echo(say("no_events", desk.language, entity=entity), err=True)
        raise typer.Exit(PROBLEMS)
    if json:
        said = [{**row, "original": at.path, "original_missing": at.missing} for row, at in rows]
        counted = {"is_part": bool(places), "places": _places_json(places)}
        desk.json({**about(publication), "entity_id": entity, **counted, "events": said})
    else:
        print_banner(publication, desk.console, desk.language)
        print_place(explanation, entity, desk.console, desk.language)
        words = [{**row, "original": at.words(desk.language, originals.days)} for row, at in rows]
        if words:
            print_events(words, desk.console, desk.language)
        else:
            desk.line(say("entity_unheard", desk.language))
    if not places:
        raise typer.Exit(PROBLEMS)


def _places_json(places: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    names = ("numerator", "denominator", "excluded_reason", "basis", "note", "fact_date")
    return [{"group": group, **{name: row[name] for name in names}} for group, row in places]
