"""Sign-off of a period: who may do what, in which state.

Belongs here: the closed table of actions, the state they lead to, and why one is refused; pure, no
clock, no store. Does not belong here: writing an action down (`ingestion.signoff`), which offices
and periods there are (seeds).

Three levels, one above the other: the unit submits, Sở Nội vụ approves each unit, the province
freezes the period. A level can be undone only while the one above it is open, so a freeze is undone
from the top down. A late exception lets a unit submit again without opening what is above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

SIGNOFF_STREAM = "signoff"
Role = Literal["unit", "department", "province"]
Action = Literal["submit", "reopen", "approve", "return", "withdraw", "grant", "freeze", "unfreeze"]

EVENTS: dict[Action, str] = {
    "submit": "submitted",
    "reopen": "reopened",
    "approve": "approved",
    "return": "returned",
    "withdraw": "approval_withdrawn",
    "grant": "exception_granted",
    "freeze": "frozen",
    "unfreeze": "unfrozen",
}
"""Action → type of the event it writes."""

MAY: dict[Action, tuple[Role, ...]] = {
    "submit": ("unit",),
    "reopen": ("unit",),
    "approve": ("department",),
    "return": ("department",),
    "withdraw": ("department",),
    "grant": ("province", "department"),
    "freeze": ("province",),
    "unfreeze": ("province",),
}
"""Action → the roles that may do it, the highest first."""

NEEDS_REASON: frozenset[Action] = frozenset({"reopen", "return", "withdraw", "grant", "unfreeze"})
WHOLE_PERIOD: frozenset[Action] = frozenset({"freeze", "unfreeze"})


@dataclass(frozen=True)
class Act:
    """One action: `office` did it in its `role`, to `agency` (None: the whole period) at `at`."""

    action: Action
    period_code: str
    office: str
    role: Role
    at: datetime
    agency: str | None = None
    reason: str = ""
    expires_at: datetime | None = None
    freeze_id: str = ""


@dataclass(frozen=True)
class UnitState:
    """Where one unit stands in one period. `is_outdated`: it submitted again after approval."""

    is_submitted: bool = False
    is_approved: bool = False
    is_outdated: bool = False
    exception_until: datetime | None = None

    @property
    def is_ready(self) -> bool:
        """Whether what it last submitted is approved."""
        return self.is_approved and not self.is_outdated

    def may_be_late(self, at: datetime) -> bool:
        """Whether an exception is in force at a moment; at its expiry it no longer is."""
        return self.exception_until is not None and at < self.exception_until


@dataclass(frozen=True)
class PeriodState:
    """Where a period stands: its freeze in force, all its freezes, and its units."""

    frozen_as: str = ""
    freezes: tuple[str, ...] = ()
    units: Mapping[str, UnitState] = field(default_factory=dict)

    def unit(self, agency: str | None) -> UnitState:
        """State of one unit; open until it says something."""
        return self.units.get(agency or "", UnitState())

    def missing(self, expected: Iterable[str]) -> list[str]:
        """Units whose last submission is not approved, in order."""
        return sorted(code for code in expected if not self.unit(code).is_ready)


@dataclass(frozen=True)
class Refusal:
    """Why an action is refused: a key of the message catalogue and what it speaks of."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


def refusal(state: PeriodState, act: Act, expected: frozenset[str]) -> Refusal | None:
    """Say why an action may not be done now, or None. `expected` are the units of the period."""
    if act.role not in MAY[act.action]:
        return Refusal("role_may_not", {"office": act.office, "roles": MAY[act.action]})
    if act.role == "unit" and act.office != act.agency:
        return Refusal("office_not_of_unit", {"office": act.office, "agency": act.agency})
    if act.action in NEEDS_REASON and not act.reason.strip():
        return Refusal("reason_needed")
    if act.action not in WHOLE_PERIOD and act.agency not in expected:
        return Refusal("unit_not_expected", {"agency": act.agency})
    checks = {
        "submit": _submit,
        "reopen": _step_down,
        "return": _step_down,
        "approve": _approve,
        "withdraw": _withdraw,
        "grant": _grant,
    }
    if act.action == "freeze":
        return _freeze(state, act, expected)
    if act.action == "unfreeze":
        return None if state.frozen_as else Refusal("not_frozen")
    return checks[act.action](state, act)


def after(state: PeriodState, act: Act) -> PeriodState:
    """Return the state after an action that was allowed."""
    if act.action == "freeze":
        return replace(state, frozen_as=act.freeze_id, freezes=(*state.freezes, act.freeze_id))
    if act.action == "unfreeze":
        return replace(state, frozen_as="")
    unit = state.unit(act.agency)
    if act.action == "submit":
        unit = replace(unit, is_submitted=True, is_outdated=unit.is_approved)
    elif act.action == "approve":
        unit = replace(unit, is_approved=True, is_outdated=False)
    elif act.action == "withdraw":
        unit = replace(unit, is_approved=False, is_outdated=False)
    elif act.action == "grant":
        unit = replace(unit, exception_until=act.expires_at)
    else:
        unit = replace(unit, is_submitted=False)
    return replace(state, units={**state.units, str(act.agency): unit})


def fold(acts: Iterable[Act]) -> dict[str, PeriodState]:
    """Return the state of every period of which something was said, from actions in order."""
    states: dict[str, PeriodState] = {}
    for act in acts:
        states[act.period_code] = after(states.get(act.period_code, PeriodState()), act)
    return states


def _submit(state: PeriodState, act: Act) -> Refusal | None:
    unit = state.unit(act.agency)
    if state.frozen_as or unit.is_approved:
        if unit.may_be_late(act.at):
            return None
        if unit.exception_until is not None:
            return Refusal("exception_expired", {"until": unit.exception_until})
        return Refusal("period_frozen" if state.frozen_as else "approved_above")
    return Refusal("already_submitted") if unit.is_submitted else None


def _step_down(state: PeriodState, act: Act) -> Refusal | None:
    """The unit takes its submission back, or Sở Nội vụ hands it back."""
    unit = state.unit(act.agency)
    if state.frozen_as:
        return Refusal("period_frozen")
    if unit.is_approved:
        return Refusal("approved_above")
    return None if unit.is_submitted else Refusal("not_submitted")


def _approve(state: PeriodState, act: Act) -> Refusal | None:
    unit = state.unit(act.agency)
    if state.frozen_as:
        return Refusal("frozen_approve")
    if not unit.is_submitted:
        return Refusal("not_submitted")
    return Refusal("already_approved") if unit.is_ready else None


def _withdraw(state: PeriodState, act: Act) -> Refusal | None:
    if state.frozen_as:
        return Refusal("period_frozen")
    return None if state.unit(act.agency).is_approved else Refusal("not_approved")


def _grant(state: PeriodState, act: Act) -> Refusal | None:
    """Only who closed a level lets somebody past it; what is open needs no exception."""
    if act.expires_at is None or act.expires_at <= act.at:
        return Refusal("expiry_not_later")
    if state.frozen_as:
        return None if act.role == "province" else Refusal("exception_needs_province")
    return None if state.unit(act.agency).is_approved else Refusal("exception_not_needed")


def _freeze(state: PeriodState, act: Act, expected: frozenset[str]) -> Refusal | None:
    if state.frozen_as:
        return Refusal("already_frozen", {"freeze": state.frozen_as})
    missing = state.missing(expected)
    if missing and not act.reason.strip():
        return Refusal("units_missing", {"count": len(missing), "units": missing})
    return None
