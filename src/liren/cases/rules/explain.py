"""时限怎么来的: one clock told step by step, as data, so that anybody can count along. Pages make the sentences of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from liren.cases.events import CaseEvent, ClocksRecalculated, KindCorrected
from liren.cases.rules.clocks import Clock, reckoned
from liren.catalogue.reckoning import DayCount, Reckoning, day_by_day, used_at
from liren.catalogue.worktime import Calendar

What = Literal[
    "start", "pause", "resume", "extend", "corrected", "recalculated", "capped", "late", "ended", "waits", "due"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened to a clock: `used_s` seconds since the line before, `total_s` since the start.

    `due_at` is the end as it stood then, where this line set it; `days` are those of an extension. `capped` says the end
    that another system set, whether or not it is the earlier one.
    """

    at: datetime
    what: What
    used_s: int
    total_s: int
    due_at: datetime | None = None
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A clock with all that happened to it, in the order of time, and its count day by day."""

    clock: Clock
    found: Reckoning
    lines: tuple[Line, ...]
    days: tuple[DayCount, ...]


def explain(
    clock: Clock,
    clocks: tuple[Clock, ...],
    calendar: Calendar,
    happened: Iterable[tuple[datetime, CaseEvent]],
    now: datetime,
) -> Explained:
    """Count a clock from its start; `happened` are the events of its case with their moments, oldest first."""
    found = reckoned(clock, clocks, calendar)
    until = clock.ended_at
    lines = tuple(_counted(sorted(_happened(clock, found, happened, now), key=lambda h: h[0]), found, calendar))
    return Explained(clock=clock, found=found, lines=lines, days=day_by_day(found, calendar, until))


def _happened(
    clock: Clock, found: Reckoning, happened: Iterable[tuple[datetime, CaseEvent]], now: datetime
) -> Iterator[tuple[datetime, What, datetime | None, int]]:
    last = clock.ended_at
    for step in found.steps:
        if step.what in ("start", "pause", "resume", "extend"):
            yield step.at, step.what, step.due_at, step.days
    for at, event in happened:
        if clock.started_at < at and (last is None or at < last):
            if isinstance(event, KindCorrected):
                yield at, "corrected", None, 0
            elif isinstance(event, ClocksRecalculated):
                yield at, "recalculated", None, 0
    if clock.cap_at:
        yield clock.started_at, "capped", clock.cap_at, 0
    if clock.late_at:
        yield clock.late_at, "late", None, 0
    if last:
        yield last, "ended", None, 0
    elif clock.due_at is None:
        yield found.steps[-1].at, "waits", None, 0
    elif clock.late_at is None:
        yield clock.due_at, "late" if clock.due_at < now else "due", clock.due_at, 0


def _counted(
    happened: Sequence[tuple[datetime, What, datetime | None, int]], found: Reckoning, calendar: Calendar
) -> Iterator[Line]:
    before = 0
    for at, what, due_at, days in happened:
        total = used_at(found, at, calendar)
        yield Line(at=at, what=what, used_s=total - before, total_s=total, due_at=due_at, days=days)
        before = total
