"""Which timers a case needs after an event, so that nothing has to sweep for what is late.

A case is yellow and late to the second, whenever that is; bells only bring people to look. Those of a clock that counts
round the clock ring at once. All others ring in office hours: what falls outside them rings when the office opens next.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from liren.cases.events import CaseEscalated, CaseEvent, CaseWarned
from liren.cases.rules.acts import SENIORITY
from liren.cases.rules.clocks import Clock, pressing
from liren.cases.rules.fold import CaseState
from liren.cases.rules.guards import SILENCE
from liren.catalogue.worktime import Calendar, after, opening

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
    """The timers to move. Escalation goes on, level by level, while the same limit stays missed."""
    found = []
    first = pressing(clocks)
    if before is None or before.next_due_at != case.next_due_at:
        waits = first is not None and first.kind == "resume"
        due_at = first.due_at if first else None
        warn_at = first.warn_at if first and not waits and first.late_at is None else None
        found.append(Bell(WARN, _in_hours(first, warn_at, calendar, now)))
        found.append(Bell(LATE, None if waits else _in_hours(first, due_at, calendar, now)))
        found.append(Bell(RESUME, due_at if waits else None))
    elif isinstance(event, CaseEscalated):
        again = first if case.escalation < SENIORITY else None
        found.append(Bell(LATE, _next_level(again, calendar, now)))
    if (before is not None and before.confirm == "pending") != (case.confirm == "pending"):
        found.append(Bell(LAPSE, now + SILENCE if case.confirm == "pending" else None))
    if before is None:
        return tuple(bell for bell in found if bell.at)
    return tuple(bell for bell in found if not (isinstance(event, CaseWarned) and bell.kind == WARN))


def _in_hours(clock: Clock | None, at: datetime | None, calendar: Calendar, now: datetime) -> datetime | None:
    if clock is None or at is None or clock.unit == "urgent_hour":
        return at
    return opening(max(at, now), calendar)


def _next_level(clock: Clock | None, calendar: Calendar, now: datetime) -> datetime | None:
    """A working day later; round the clock after as long again as the limit was, at most a day (15 minutes: 15 more)."""
    if clock is None:
        return None
    if clock.unit == "urgent_hour":
        return now + min(timedelta(hours=clock.limit), timedelta(days=1))
    return opening(after(now, calendar.day_seconds, "work_hour", calendar).at, calendar)
