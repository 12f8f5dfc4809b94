"""What handlers and queries both read: a venue's hours with their exceptions, and what of a room is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from liren.trust import sql
from liren.venues.commands import Span
from liren.venues.rules import SHANGHAI, Opening, Period, open_periods, opening


@dataclass(frozen=True, slots=True)
class Timetable:
    """The week of a venue and the days on which it keeps other hours, with a note each."""

    week: tuple[Span, ...]
    days: dict[date, tuple[tuple[int, int], ...]]
    notes: dict[date, str]

    def periods(self, first: date, count: int) -> list[Period]:
        """When it is open on `count` days from `first`."""
        return open_periods(self.week, self.days, first, count)

    def during(self, since: datetime, until: datetime) -> list[Period]:
        """When it is open between two moments, whole days."""
        first, last = since.astimezone(SHANGHAI).date(), until.astimezone(SHANGHAI).date()
        return self.periods(first, (last - first).days + 1)

    def at(self, now: datetime) -> Opening:
        """Open now, and until when."""
        return opening(self.week, self.days, now)


def spans_of(stored: Iterable[Any]) -> tuple[Span, ...]:
    """A stored week as spans."""
    return tuple(Span(weekday=day, opens=opens, closes=closes) for day, opens, closes in stored)


def timetables(venues: Iterable[tuple[UUID, Iterable[Any]]], since: date) -> dict[UUID, Timetable]:
    """The timetables of venues, given as (id, stored week), with their exceptions from a day on; one statement."""
    weeks = {id: spans_of(week) for id, week in venues}
    rows = sql.rows(
        "select venue, day, spans, note from venues_day where venue = any(%s) and day >= %s", (list(weeks), since)
    )
    found = {id: Timetable(week, {}, {}) for id, week in weeks.items()}
    for row in rows:
        found[row["venue"]].days[row["day"]] = tuple((opens, closes) for opens, closes in row["spans"])
        found[row["venue"]].notes[row["day"]] = row["note"]
    return found


def blocked(room: UUID, since: datetime, until: datetime) -> list[Period]:
    """What is taken of a room, gaps included, in a window."""
    rows = sql.rows(
        """select lower(blocked) as start, upper(blocked) as "end" from venues_booking
           where uuidrange(room, room, '[]') && uuidrange(%s, %s, '[]') and blocked && tstzrange(%s, %s)
             and cancelled_at is null order by 1""",
        (room, room, since, until),
    )
    return [(row["start"], row["end"]) for row in rows]


def search_window(wishes: Iterable[Period]) -> tuple[datetime, datetime]:
    """From the first wish to four weeks behind the last: where a next free time is looked for."""
    given = list(wishes)
    return min(w[0] for w in given), max(w[1] for w in given) + timedelta(weeks=4)
