"""Document KPIs, by the words of the KPI book (KH II.5, Annex task 3; NĐ 30/2020/NĐ-CP).

Belongs here: which document weighs what. Does not belong here: periods, sums, targets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from tests.oracle.book import in_force
from tests.oracle.fold import State
from tests.oracle.world import Item, World, once, parts, with_baselines

ISSUED = ("issued", "replaced")


def issued(world: World) -> Iterator[tuple[State, date]]:
    """Real documents that were issued, or came in, and were not recalled, with their date.

    What was only sent or digitised is a draft, unless it came from somebody else.
    """
    for state in world.entities["document"]:
        day, status = state.get("issued_date"), state.get("status")
        came_in = status is None and state.get("direction") == "in"
        if state["is_real"] and (status in ISSUED or came_in) and day:
            yield state, day


def count_change(world: World) -> list[Item]:
    """Outgoing documents of a type that counts, against those of the year before."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        counts = any(
            row["document_type"] == state.get("document_type")
            and row["counts_as_administrative"] == "true"
            and in_force(row, day)
            for row in world.book.tables["document_types"]
        )
        return (1, 0) if counts and state.get("direction") == "out" else None

    return with_baselines(world, parts(world, issued(world), weigh))


def digitised_share(world: World) -> list[Item]:
    """With an electronic form in the system, out of all issued or received."""

    def weigh(state: State, day: date) -> tuple[float, float]:
        return (1 if state.get("has_electronic_form") else 0, 1)

    return once(parts(world, issued(world), weigh))


def electronic_share(world: World) -> list[Item]:
    """Sent electronically and not on paper, out of those sent from agency to agency."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        if not state.get("is_between_agencies") or state.get("direction") == "in":
            return None
        only = state.get("is_sent_electronically") and not state.get("is_sent_on_paper")
        return (1 if only else 0, 1)

    return once(parts(world, issued(world), weigh))


def signed_share(world: World) -> list[Item]:
    """Outgoing documents signed digitally, out of all outgoing."""

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        signed = 1 if state.get("is_signed_digitally") else 0
        return (signed, 1) if state.get("direction") == "out" else None

    return once(parts(world, issued(world), weigh))


def duplicate_count(world: World) -> list[Item]:
    """Outgoing documents whose content was issued not long before, anywhere in the province."""
    chains: dict[str, list[tuple[date, str]]] = {}
    for state, day in issued(world):
        known = state.get("content_key") and state.get("direction") == "out"
        if known and world.book.unit(state.get("agency_code"), day):
            chains.setdefault(state["content_key"].lower(), []).append((day, state["entity_id"]))
    again: dict[str, bool] = {}
    for chain in chains.values():
        chain.sort()
        again[chain[0][1]] = False
        for (before, _), (day, entity) in pairwise(chain):
            days = world.book.rule("duplicate_content_days", day)
            again[entity] = days is not None and (day - before).days <= days

    def weigh(state: State, day: date) -> tuple[float, float] | None:
        entity = state["entity_id"]
        return (1 if again[entity] else 0, 1) if entity in again else None

    return once(parts(world, issued(world), weigh))


KPIS = {
    "document_signed_share": signed_share,
    "document_duplicate_count": duplicate_count,
    "document_count_change": count_change,
    "document_digitised_share": digitised_share,
    "document_electronic_share": electronic_share,
}
