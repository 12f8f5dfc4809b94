"""Who takes part in a case, read off its state before and after an event."""

from dataclasses import dataclass
from uuid import UUID

from liren.cases.events import CaseEvent, ReporterJoined
from liren.cases.rules.fold import CaseState

PARTS = ("reporter", "keeper", "unit", "handler", "verifier")


@dataclass(frozen=True, slots=True)
class Change:
    """A part taken (`joins`) or given up. `who` is an account, a unit, or a sealed reporter's pseudonym."""

    role: str
    who: UUID
    joins: bool


def changes(before: CaseState | None, event: CaseEvent, case: CaseState) -> tuple[Change, ...]:
    """The parts that the event handed from one to another, leavers first."""
    left, joined = [], []
    for role in PARTS:
        old, new = getattr(before, role, None), getattr(case, role)
        if old != new:
            left += [Change(role, old, False)] if old else []
            joined += [Change(role, new, True)] if new else []
    helped = before.helpers if before else ()
    left += [Change("helper", unit, False) for unit in helped if unit not in case.helpers]
    joined += [Change("helper", unit, True) for unit in case.helpers if unit not in helped]
    if isinstance(event, ReporterJoined) and event.account:
        joined.append(Change("follower", event.account, True))
    return (*left, *joined)
