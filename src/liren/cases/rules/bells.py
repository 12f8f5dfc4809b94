"""Which timers a case needs after an event, so that nothing has to sweep for what is late."""

from dataclasses import dataclass
from datetime import datetime

from liren.cases.events import CaseEscalated, CaseEvent, CaseWarned
from liren.cases.rules.acts import SENIORITY
from liren.cases.rules.clocks import Clock, pressing
from liren.cases.rules.fold import CaseState
from liren.cases.rules.guards import SILENCE
from liren.catalogue.worktime import Calendar, Limit, due

WARN, LATE, RESUME, LAPSE = "case_warn", "case_late", "case_resume", "case_lapse"


@dataclass(frozen=True, slots=True)
class Bell:
    """A timer to set, or to drop when `at` is None."""

    kind: str
    at: datetime | None


def bells(
    before: CaseState | None, event: CaseEvent, case: CaseState, clocks: tuple[Clock, ...], calendar: Calendar,
    now: datetime,
) -> tuple[Bell, ...]:  # fmt: skip
    """The timers to move. Escalation goes on by one level each working day while the same limit stays missed."""
    found = []
    if before is None or before.next_due_at != case.next_due_at:
        first = pressing(clocks)
        waits = first is not None and first.kind == "resume"
        due_at = first.due_at if first else None
        found.append(Bell(WARN, first.warn_at if first and not waits else None))
        found.append(Bell(LATE, None if waits else due_at))
        found.append(Bell(RESUME, due_at if waits else None))
    elif isinstance(event, CaseEscalated):
        again = case.escalation < SENIORITY
        found.append(Bell(LATE, due(now, Limit(1, "work_day"), calendar).at if again else None))
    if (before is not None and before.confirm == "pending") != (case.confirm == "pending"):
        found.append(Bell(LAPSE, now + SILENCE if case.confirm == "pending" else None))
    if before is None:
        return tuple(bell for bell in found if bell.at)
    return tuple(bell for bell in found if not (isinstance(event, CaseWarned) and bell.kind == WARN))
