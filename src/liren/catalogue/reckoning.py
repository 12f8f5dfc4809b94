"""A limit reckoned from its whole history: when it ends, and why this minute. Pure.

`reckon` is the deadline function: start, limit, calendar, what was paused and what was granted go in; the end, the
yellow moment before it and every step with its seconds come out. The clocks of a case (cases/rules/clocks.py) keep the
same sums as they go; a property test lets both run side by side.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Literal

from liren.catalogue.worktime import (
    DAY,
    OFFICE_UNITS,
    SHANGHAI,
    Calendar,
    Due,
    Limit,
    Unit,
    after,
    due,
    ends,
    midnight,
    worked,
)

ROUND_THE_CLOCK = 86400
What = Literal["start", "pause", "resume", "extend", "due", "waits"]
Sort = Literal["work", "makeup", "holiday", "weekend", "plain", "paused"]


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch that is not counted; `until` None while it lasts."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Extension:
    """So many working days more, granted at a moment, counted from the end as it stood then."""

    at: datetime
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the count. `used_s` seconds were used since the step before, `total_s` since the start.

    `due_at` is the end as it stood after this step, None while it waits; `days` are those of an extension.
    """

    at: datetime
    what: What
    used_s: int
    total_s: int
    due_at: datetime | None
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """What one day (Shanghai) brought. `nth`: it is the nth day of a limit in days; 0 where seconds alone count."""

    day: date
    last: date
    sort: Sort
    used_s: int
    total_s: int
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """How a limit ends. `due_at` and `warn_at` are None while it waits; `budget_s` holds the extension, too."""

    limit: Limit
    start: datetime
    due_at: datetime | None
    warn_at: datetime | None
    provisional: bool
    budget_s: int
    extended_s: int
    used_s: int
    steps: tuple[Step, ...]
    pauses: tuple[Pause, ...]


def reckon(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
) -> Reckoning:
    """Count a limit from its start through everything that happened to it, in the order in which it happened.

    Raises ValueError (a Chinese sentence) for pauses that overlap or begin before the start, or an extension while the
    clock stands still: nothing runs then that could be extended.
    """
    start = start.astimezone(UTC)
    first = due(start, limit, calendar)
    count = _Count(limit.unit, calendar, start, worked(start, first.at, limit.unit, calendar), first.provisional)
    stood = tuple(sorted((p for p in pauses if p.until != p.since), key=lambda p: p.since))
    for at, what, days in _happened(stood, extensions):
        count.go(at, what, days)
    return count.finished(limit, start, stood)


def warning(total_s: int, unit: Unit, calendar: Calendar) -> int:
    """Seconds before the end at which a limit turns yellow: one working day, or a quarter of it if that is less."""
    day = calendar.day_seconds if unit in OFFICE_UNITS else ROUND_THE_CLOCK
    return min(day, total_s // 4)


def granted(since: datetime | None, left: int, end: datetime, later: datetime, unit: Unit, calendar: Calendar) -> int:
    """Seconds that moving an end to a later moment gives. A limit in days was rounded up to its end: that is not lost."""
    rounded = unit == "day" and since is not None and left > 0
    return worked(after(since, left, unit, calendar).at if rounded and since else end, later, unit, calendar)


def used_at(found: Reckoning, at: datetime, calendar: Calendar) -> int:
    """Seconds used until a moment, the pauses left out."""
    return _ran(found, found.start, at, calendar)


def day_by_day(found: Reckoning, calendar: Calendar, until: datetime | None = None) -> tuple[DayCount, ...]:
    """The same count told day by day, to its end or to `until` if that is earlier (the work was done before).

    Days in a row on which nothing is counted for one reason are one line.
    """
    end = found.due_at or found.steps[-1].at
    return tuple(_joined(_days(found, min(end, until) if until else end, calendar)))


def _happened(pauses: Sequence[Pause], extensions: Iterable[Extension]) -> list[tuple[datetime, What, int]]:
    acts: list[tuple[datetime, What, int]] = [(e.at, "extend", e.days) for e in extensions]
    for pause in pauses:
        acts.append((pause.since, "pause", 0))
        if pause.until is not None:
            acts.append((pause.until, "resume", 0))
    order = {"resume": 0, "extend": 1, "pause": 2}
    return sorted(((at.astimezone(UTC), what, days) for at, what, days in acts), key=lambda a: (a[0], order[a[1]]))


class _Count:
    """The sums while a history is walked through. `runs` are the stretches before the present one, with their seconds."""

    def __init__(self, unit: Unit, calendar: Calendar, start: datetime, budget: int, guessed: bool) -> None:
        self.unit, self.calendar, self.guessed = unit, calendar, guessed
        self.budget, self.extended, self.used = budget, 0, 0
        self.since: datetime | None = start
        self.runs: list[tuple[datetime, datetime, int]] = []
        self.seen = start
        self.steps: list[Step] = []
        self._note(start, "start", 0)

    @property
    def end(self) -> datetime | None:
        if self.since is None:
            return None
        found = self._when(self.budget + self.extended, self.since)
        self.guessed = self.guessed or found.provisional
        return found.at

    def _when(self, seconds: int, since: datetime) -> Due:
        """The moment when so many seconds are used up: in an earlier run, where that was late already, or in this one."""
        left = seconds
        for began, stopped, spent in self.runs:
            if left <= spent and (found := ends(began, left, self.unit, self.calendar)).at <= stopped:
                return found
            left -= spent
        return ends(since, max(left, 0), self.unit, self.calendar)

    def go(self, at: datetime, what: What, days: int) -> None:
        if at < self.seen:
            raise ValueError("停表和延期要在开始以后，按先后不重叠地写。")
        if (what == "resume") != (self.since is None):
            raise ValueError("停表期间不能再停表，也不能延期：恢复办理以后才能批。")
        if what == "extend":
            self._extend(days)
        elif self.since is not None:
            spent = worked(self.since, at, self.unit, self.calendar)
            self.runs.append((self.since, at, spent))
            self.used, self.since = self.used + spent, None
        else:
            self.since = at
        self.seen = at
        self._note(at, what, days)

    def _extend(self, days: int) -> None:
        end = self.end
        assert end is not None
        later = due(end, Limit(days, "work_day"), self.calendar)
        self.guessed = self.guessed or later.provisional
        self.extended += granted(
            self.since, self.budget + self.extended - self.used, end, later.at, self.unit, self.calendar
        )

    def _note(self, at: datetime, what: What, days: int) -> None:
        running = worked(self.since, at, self.unit, self.calendar) if self.since and at > self.since else 0
        total = self.used + running
        used = total - (self.steps[-1].total_s if self.steps else 0)
        self.steps.append(Step(at=at, what=what, used_s=used, total_s=total, due_at=self.end, days=days))

    def finished(self, limit: Limit, start: datetime, pauses: tuple[Pause, ...]) -> Reckoning:
        end, warn, total = self.end, None, self.budget + self.extended
        if self.since is not None and end is not None:
            before = max(total - self.used - warning(total, self.unit, self.calendar), 0)
            warn = min(after(self.since, before, self.unit, self.calendar).at, end)
            self._note(max(end, self.seen), "due", 0)
        else:
            self._note(self.seen, "waits", 0)
        return Reckoning(
            limit=limit, start=start, due_at=end, warn_at=warn, provisional=self.guessed, budget_s=total,
            extended_s=self.extended, used_s=self.used, steps=tuple(self.steps), pauses=pauses,
        )  # fmt: skip


def _days(found: Reckoning, end: datetime, calendar: Calendar) -> Iterator[DayCount]:
    unit = found.limit.unit
    day, last = found.start.astimezone(SHANGHAI).date(), end.astimezone(SHANGHAI).date()
    total, nth, first = 0, 0, day
    while day <= last:
        opens, closes = max(midnight(day), found.start), min(midnight(day + DAY), end)
        used = _ran(found, opens, closes, calendar)
        total += used
        paused = any(p.since < closes and (p.until is None or p.until > opens) for p in found.pauses)
        counts = unit == "day" or (unit == "work_day" and calendar.is_working(day))
        plain = not any(p.since.astimezone(SHANGHAI).date() <= day for p in found.pauses)
        nth += counts and day > first
        sort: Sort = "paused" if paused and not used else _sort(day, unit, calendar)
        shown = nth if counts and plain and day > first else 0
        yield DayCount(day=day, last=day, sort=sort, used_s=used, total_s=total, nth=shown)
        day += DAY


def _ran(found: Reckoning, opens: datetime, closes: datetime, calendar: Calendar) -> int:
    """Seconds of a stretch that count: the unit's own time without the pauses in it."""
    unit = found.limit.unit
    stood = (worked(max(p.since, opens), min(p.until or closes, closes), unit, calendar) for p in found.pauses)
    return worked(opens, closes, unit, calendar) - sum(stood)


def _sort(day: date, unit: Unit, calendar: Calendar) -> Sort:
    if unit not in OFFICE_UNITS:
        return "plain"
    if day in calendar.workdays:
        return "makeup"
    if day in calendar.holidays:
        return "holiday"
    return "work" if day.weekday() < 5 else "weekend"


def _joined(days: Iterator[DayCount]) -> Iterator[DayCount]:
    for _, run in groupby(days, key=lambda d: (d.day if d.used_s or d.nth else None, d.sort)):
        whole = list(run)
        one = whole[0]
        yield DayCount(
            day=one.day, last=whole[-1].day, sort=one.sort, used_s=one.used_s, total_s=whole[-1].total_s, nth=one.nth
        )
