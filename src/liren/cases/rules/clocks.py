"""The clocks of a case: started, paused, extended and ended by what happens to it (mechanisms.md §8). Pure.

Two kinds of clock: `solve` (from the report to the end of the work) and `contact` (from dispatch to the first word
with the reporter) run through the states; the others belong to the state that is waited in. A return does not start
`solve` anew, and a clock that was late once stays so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from liren.cases.events import (
    CaseDispatched,
    CaseEvent,
    CaseExtended,
    ClocksRecalculated,
    KindCorrected,
    LimitGiven,
    ReporterContacted,
)
from liren.cases.rules.fold import CaseState
from liren.cases.rules.scene import Terms
from liren.cases.workflows import workflow
from liren.catalogue.reckoning import Extension, Pause, Reckoning, granted, reckon, warning
from liren.catalogue.worktime import Calendar, Limit, Unit, after, due, ends, worked

SILENT = frozenset({"callback"})
"""Clocks that are shown but do not make a case late: whether the reporter answers is not ours to be late with."""
WITH_HANDLER = frozenset({"dispatched", "in_progress"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One clock. Running when `running_since` is set, over when `ended_at` is, paused when neither.

    `used_s` and `extended_s` are seconds of the unit's own time, kept so that no event has to count from the start
    again; `reckoned` does count from the start and comes to the same. `late_at` is the due time that was missed.
    `cap_at` is an end that another system set (a hotline's own limit): it stands still for nothing, and the earlier of
    the two is the due time.
    """

    kind: str
    no: int
    entry: UUID
    calendar: UUID
    limit: float
    unit: Unit
    started_at: datetime
    used_s: int = 0
    extended_s: int = 0
    extended_at: datetime | None = None
    extended_days: int = 0
    running_since: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    provisional: bool = False
    ended_at: datetime | None = None
    late_at: datetime | None = None
    cap_at: datetime | None = None


def start(kind: str, no: int, limit: Limit, terms: Terms, now: datetime) -> Clock:
    """A new clock, running from now."""
    clock = Clock(
        kind=kind, no=no, entry=terms.entry, calendar=terms.calendar_entry,
        limit=limit.amount, unit=limit.unit, started_at=now,
    )  # fmt: skip
    return resume(clock, terms.calendar, now)


def budget(clock: Clock, calendar: Calendar) -> tuple[int, bool]:
    """Seconds of the unit's time that the clock has in all, and whether the calendar only guesses them."""
    end = due(clock.started_at, Limit(clock.limit, clock.unit), calendar)
    return worked(clock.started_at, end.at, clock.unit, calendar) + clock.extended_s, end.provisional


def resume(clock: Clock, calendar: Calendar, now: datetime) -> Clock:
    """Run on from now with what is left."""
    return aimed(replace(clock, running_since=now), calendar)


def aimed(clock: Clock, calendar: Calendar) -> Clock:
    """A running clock with its due time, and the warning: a working day before, or when a quarter is left if later."""
    if clock.running_since is None:
        return clock
    total, guessed = budget(clock, calendar)
    left = max(total - clock.used_s, 0)
    due_at = ends(clock.running_since, left, clock.unit, calendar)
    yellow = after(clock.running_since, max(left - warning(total, clock.unit, calendar), 0), clock.unit, calendar)
    provisional = guessed or due_at.provisional
    if clock.cap_at is not None and clock.cap_at < due_at.at:
        return replace(clock, due_at=clock.cap_at, warn_at=_yellow(clock, yellow.at, calendar), provisional=False)
    return replace(clock, due_at=due_at.at, warn_at=yellow.at, provisional=provisional)


def capped(clock: Clock, cap_at: datetime, calendar: Calendar) -> Clock:
    """The same clock, ending at `cap_at` at the latest."""
    return aimed(replace(clock, cap_at=cap_at), calendar)


def _yellow(clock: Clock, before: datetime, calendar: Calendar) -> datetime:
    """The warning for an end that was set from outside: a working day before it, or when a quarter is left if later."""
    assert clock.cap_at is not None, "only a capped clock is asked"
    if clock.cap_at <= clock.started_at:
        return min(before, clock.cap_at)
    total = worked(clock.started_at, clock.cap_at, clock.unit, calendar)
    return min(before, after(clock.started_at, total - warning(total, clock.unit, calendar), clock.unit, calendar).at)


def pause(clock: Clock, calendar: Calendar, now: datetime) -> Clock:
    """Stand still: what was used until now is kept."""
    clock = judged(clock, now)
    used = clock.used_s + (worked(clock.running_since, now, clock.unit, calendar) if clock.running_since else 0)
    return replace(clock, used_s=used, running_since=None, due_at=None, warn_at=None)


def end(clock: Clock, calendar: Calendar, now: datetime) -> Clock:
    """Over: the due time is kept to be looked at, nothing runs."""
    stopped = pause(clock, calendar, now)
    return replace(stopped, due_at=clock.due_at, ended_at=now)


def extend(clock: Clock, days: int, calendar: Calendar, now: datetime) -> Clock:
    """So many working days more, counted from the old due time."""
    own = aimed(replace(clock, cap_at=None), calendar).due_at if clock.cap_at else clock.due_at
    if own is None:
        return clock
    later = due(own, Limit(days, "work_day"), calendar).at
    left = budget(clock, calendar)[0] - clock.used_s
    more = granted(clock.running_since, left, own, later, clock.unit, calendar)
    longer = replace(judged(clock, now), extended_s=clock.extended_s + more, extended_at=now, extended_days=days)
    return aimed(longer, calendar)


def retimed(clock: Clock, clocks: tuple[Clock, ...], limit: Limit, terms: Terms, now: datetime) -> Clock:
    """The same clock counted anew from the same start under another limit, kind or calendar."""
    changed = replace(
        judged(clock, now), limit=limit.amount, unit=limit.unit, entry=terms.entry, calendar=terms.calendar_entry
    )
    found = reckoned(changed, clocks, terms.calendar)
    again = aimed(replace(changed, used_s=found.used_s, extended_s=found.extended_s), terms.calendar)
    return replace(again, due_at=found.due_at, warn_at=found.warn_at, provisional=found.provisional)


def reckoned(clock: Clock, clocks: tuple[Clock, ...], calendar: Calendar) -> Reckoning:
    """A clock counted from its start through the case's waits (its `resume` clocks) and its own extension."""
    longer = [Extension(clock.extended_at, clock.extended_days)] if clock.extended_at else []
    found = reckon(clock.started_at, Limit(clock.limit, clock.unit), calendar, _waits(clock, clocks), longer)
    if clock.cap_at is None or found.due_at is None or clock.cap_at >= found.due_at:
        return found
    yellow = _yellow(clock, found.warn_at or found.due_at, calendar)
    return replace(found, due_at=clock.cap_at, warn_at=yellow, provisional=False)


def _waits(clock: Clock, clocks: tuple[Clock, ...]) -> Iterator[Pause]:
    """What a clock stood still for; the last wait is open when the clock ended in it."""
    for wait in clocks:
        within = wait.started_at >= clock.started_at and (clock.ended_at is None or wait.started_at < clock.ended_at)
        if wait.kind == "resume" and clock.kind != "resume" and within:
            yield Pause(wait.started_at, None if wait.ended_at and wait.ended_at == clock.ended_at else wait.ended_at)


def judged(clock: Clock, now: datetime) -> Clock:
    """Lateness written down: once a due time has passed, the clock was late for ever."""
    if clock.late_at is None and clock.due_at is not None and clock.ended_at is None and now > clock.due_at:
        return replace(clock, late_at=clock.due_at)
    return clock


def pressing(clocks: tuple[Clock, ...]) -> Clock | None:
    """The running clock that ends first; None when nobody is waited for."""
    running = [c for c in clocks if c.due_at and c.ended_at is None and c.kind not in SILENT]
    return min(running, key=lambda c: (c.due_at, c.kind), default=None)


def run(
    clocks: tuple[Clock, ...], before: CaseState | None, event: CaseEvent, case: CaseState, terms: Terms, now: datetime
) -> tuple[Clock, ...]:
    """All clocks of a case after an event; `before` and `case` are its state before and after."""
    rack = _Rack(clocks, terms, now)
    if isinstance(event, KindCorrected | ClocksRecalculated):
        rack.retime(case.severity)
    if isinstance(event, CaseExtended):
        rack.change(lambda c: c.kind == "solve", lambda c: rack.extended(c, event.extended_days))
    if isinstance(event, LimitGiven):
        rack.change(lambda c: c.kind == "solve", lambda c: capped(c, event.limit_at, terms.calendar))
    if isinstance(event, ReporterContacted):
        rack.end("contact")
    if before is not None and before.confirm == "pending" and case.confirm != "pending":
        rack.end("callback")
    if before is None or before.state != case.state or isinstance(event, CaseDispatched):
        _moved(rack, before, case)
    return rack.clocks


def _moved(rack: "_Rack", before: CaseState | None, case: CaseState) -> None:
    flow = workflow(case.workflow)
    here = flow.state(case.state)
    came = flow.state(before.state) if before else None
    limits = rack.terms.kind.limits_for(case.severity)
    if came and came.clock and came.clock != "solve":
        rack.end(came.clock)
    if came and came.clock == "resume":
        rack.change(lambda c: c.running_since is None, rack.resumed)
    if here.clock == "resume":
        rack.change(lambda c: True, lambda c: pause(c, rack.terms.calendar, rack.now))
    if here.terminal:
        rack.change(lambda c: True, lambda c: end(c, rack.terms.calendar, rack.now))
    elif came is None or came.terminal:
        rack.start("solve", limits.solve)
    if here.clock == "resume":
        rack.start("resume", Limit(before.relief_days if before else 0, "work_day"))
    elif here.clock and here.clock != "solve" and not _asks_nobody(here.clock, case):
        rack.start(here.clock, limits.of(here.clock))
    if case.state in WITH_HANDLER and case.contactable and case.contacted_at is None and not rack.has("contact"):
        rack.start("contact", limits.contact)


def _asks_nobody(clock: str, case: CaseState) -> bool:
    """A whole case that was answered by a service order: how it went is asked there."""
    return clock == "callback" and case.confirm == "none" and case.parent is None


class _Rack:
    """The clocks while one event is worked through."""

    def __init__(self, clocks: tuple[Clock, ...], terms: Terms, now: datetime) -> None:
        self.clocks, self.terms, self.now = clocks, terms, now

    def has(self, kind: str) -> bool:
        return any(c.kind == kind and c.ended_at is None for c in self.clocks)

    def start(self, kind: str, limit: Limit) -> None:
        no = 1 + max((c.no for c in self.clocks if c.kind == kind), default=0)
        self.clocks = (*self.clocks, start(kind, no, limit, self.terms, self.now))

    def end(self, kind: str) -> None:
        self.change(lambda c: c.kind == kind, lambda c: end(c, self.terms.calendar, self.now))

    def change(self, which: Callable[[Clock], bool], how: Callable[[Clock], Clock]) -> None:
        self.clocks = tuple(how(c) if c.ended_at is None and which(c) else c for c in self.clocks)

    def resumed(self, clock: Clock) -> Clock:
        return self._settled(resume(clock, self.terms.calendar, self.now))

    def extended(self, clock: Clock, days: int) -> Clock:
        return self._settled(extend(clock, days, self.terms.calendar, self.now))

    def _settled(self, clock: Clock) -> Clock:
        """A limit that was missed before the wait began is late since then, not since the wait ended."""
        if clock.running_since is None or clock.due_at is None or clock.due_at > clock.running_since:
            return clock
        found = reckoned(clock, self.clocks, self.terms.calendar)
        return replace(clock, due_at=found.due_at, warn_at=found.warn_at, provisional=found.provisional)

    def retime(self, severity: str) -> None:
        limits = self.terms.kind.limits_for(severity)

        def anew(clock: Clock) -> Clock:
            limit = Limit(clock.limit, clock.unit) if clock.kind == "resume" else limits.of(clock.kind)
            return retimed(clock, self.clocks, limit, self.terms, self.now)

        self.change(lambda c: True, anew)
