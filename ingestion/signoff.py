"""The sign-off actions of the store: read back, and written when the rules allow them.

Belongs here: actions ↔ events of the stream `signoff`, under the lease. Does not belong here: what
is allowed (`schemas.signoff`), who holds an office (seeds), the freeze itself (`orchestration`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ingestion import engine
from ingestion.batch import Head
from ingestion.internal import append_internal
from ingestion.store import EventStore
from schemas.signoff import EVENTS, SIGNOFF_STREAM, Act, PeriodState, Refusal, fold, refusal


class ActRefused(Exception):
    """The rules forbid an action; nothing was written."""

    def __init__(self, act: Act, why: Refusal) -> None:
        super().__init__(f"{act.action} {act.period_code} {act.agency or ''}: {why.key}")
        self.act = act
        self.why = why


def recorded(store: EventStore) -> list[tuple[Act, dict[str, Any]]]:
    """Return every action of the store in order, each with all that its event says."""
    files = store.files(SIGNOFF_STREAM)
    if not files:
        return []
    rows = store.connection.execute(
        f"select details, recorded_at from {engine.parquet(files)} order by position"
    ).fetchall()
    return [_read(json.loads(text), at) for text, at in rows]


def period_states(store: EventStore) -> dict[str, PeriodState]:
    """Return the state of every period of which something was said."""
    return fold(act for act, _ in recorded(store))


def record(
    store: EventStore,
    acts: Sequence[Act],
    expected: frozenset[str],
    *,
    after: datetime | None = None,
    more: Mapping[str, Any] | None = None,
) -> Head:
    """Write actions on one period in one commit, all or none.

    `expected` are the units of the period, `more` what the event says besides the action. Raises
    ActRefused for the first that the rules forbid in the state in which the store really is.
    """
    with store.writing():
        check(store, acts, expected)
        rows = [_row(act, more or {}) for act in acts]
        return append_internal(store, SIGNOFF_STREAM, rows, now=acts[0].at, after=after)


def check(store: EventStore, acts: Sequence[Act], expected: frozenset[str]) -> None:
    """Raise ActRefused for the first of some actions on one period that the rules forbid."""
    done = [act for act, _ in recorded(store)]
    for act in acts:
        state = fold(done).get(act.period_code, PeriodState())
        why = refusal(state, act, expected)
        if why is not None:
            raise ActRefused(act, why)
        done.append(act)


def _row(act: Act, more: Mapping[str, Any]) -> dict[str, Any]:
    said = {
        "action": act.action,
        "period_code": act.period_code,
        "office": act.office,
        "role": act.role,
        "reason": act.reason or None,
        "expires_at": act.expires_at.isoformat() if act.expires_at else None,
        "freeze_id": act.freeze_id or None,
        "agency": act.agency,
    }
    return {
        "event_type": EVENTS[act.action],
        "entity_id": f"{act.period_code}:{act.agency or ''}".rstrip(":"),
        "agency_code": act.agency or act.office,
        "details": {**more, **said},
    }


def _read(said: dict[str, Any], at: datetime) -> tuple[Act, dict[str, Any]]:
    until = said["expires_at"]
    act = Act(
        said["action"],
        said["period_code"],
        said["office"],
        said["role"],
        at,
        said["agency"],
        said["reason"] or "",
        datetime.fromisoformat(until) if until else None,
        said["freeze_id"] or "",
    )
    return act, said
