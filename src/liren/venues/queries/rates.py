"""Use rate of rooms: booked opening time ÷ opening time in a window, with both numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Actor
from liren.trust import sql
from liren.trust.sight import where
from liren.venues.queries.venues import RoomCard
from liren.venues.reading import timetables
from liren.venues.rules import SHANGHAI, common, minutes, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Minutes booked inside the opening hours and minutes open, and how many bookings touch the window."""

    booked: int
    open: int
    bookings: int

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(
            booked=self.booked + other.booked, open=self.open + other.open, bookings=self.bookings + other.bookings
        )


NONE = Rate(booked=0, open=0, bookings=0)


def rates(viewer: Actor, rooms: Sequence[RoomCard], since: datetime, until: datetime) -> dict[UUID, Rate]:
    """The use of each room between two moments. Hours are those of today's week with the exceptions of their days.

    The gap behind a booking is not use; time booked beyond the opening hours is not counted.
    """
    seen = where(viewer, "venues.see", "v.area")
    weeks = sql.rows(
        f"select v.id, v.week from venues_venue v where v.id = any(%s) and {seen.sql}",
        ([room.venue for room in rooms], *seen.params),
    )
    tables = timetables([(row["id"], row["week"]) for row in weeks], since.astimezone(SHANGHAI).date())
    hours = {id: within(table.during(since, until), since, until) for id, table in tables.items()}
    taken: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for row in sql.rows(
        """select room, lower(during) as start, upper(during) as "end" from venues_booking
           where room = any(%s) and during && tstzrange(%s, %s) and cancelled_at is null""",
        ([room.id for room in rooms], since, until),
    ):
        taken.setdefault(row["room"], []).append((row["start"], row["end"]))
    return {
        room.id: Rate(
            booked=minutes(common(taken.get(room.id, []), hours[room.venue])), open=minutes(hours[room.venue]),
            bookings=len(taken.get(room.id, [])),
        )
        for room in rooms
        if room.venue in hours
    }  # fmt: skip
