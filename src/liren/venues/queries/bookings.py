"""Bookings: as the staff see them, and as the public does: free or taken, and the topic of a public meeting only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from liren.kernel import Actor, Missing
from liren.people import queries as people
from liren.trust import sql
from liren.trust.sight import need, where
from liren.venues import reading
from liren.venues.queries.venues import RoomCard
from liren.venues.rules import SHANGHAI, Clash, Period, at, clashes, free

BOOKING = """
select b.id, b.room, r.name as room_name, r.venue, v.name as venue_name, b.area, b.series, lower(b.during) as starts,
       upper(b.during) as ends, b.topic, b."group", b.public, b.booked_by, b.booked_at, b.cancelled_at, b.reason, b.cancelled_by,
       (select count(*) from venues_booking s where s.series = b.series and s.room = b.room) as times
from venues_booking b join venues_room r on r.id = b.room join venues_venue v on v.id = r.venue
where {condition} order by lower(b.during), r.name, b.id
"""
BUSY = """
select b.id, b.room, lower(b.during) as starts, upper(b.during) as ends, case when b.public then b.topic else '' end as topic
from venues_booking b join venues_room r on r.id = b.room
where r.venue = %s and b.during && tstzrange(%s, %s) and b.cancelled_at is null order by 3, 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingCard:
    """A booking as the staff see it. `times`: how many its series has, cancelled ones too."""

    id: UUID
    room: UUID
    room_name: str
    venue: UUID
    venue_name: str
    area: str
    series: UUID
    starts: datetime
    ends: datetime
    topic: str
    group: str
    public: bool
    booked_by: UUID | None
    booked_at: datetime
    cancelled_at: datetime | None
    cancelled_by: UUID | None
    reason: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """A taken time without who or what; `topic` only of a public meeting."""

    id: UUID
    room: UUID
    starts: datetime
    ends: datetime
    topic: str


def booked(
    viewer: Actor, since: datetime, until: datetime, *, venue: UUID | None = None, room: UUID | None = None,
    cancelled: bool = False,
) -> list[BookingCard]:  # fmt: skip
    """The bookings that touch a window, in the areas where the viewer holds `venues.see`."""
    seen = where(viewer, "venues.see", "b.area")
    conditions, params = [seen.sql, "b.during && tstzrange(%s, %s)"], [*seen.params, since, until]
    if venue is not None:
        conditions.append("r.venue = %s")
        params.append(venue)
    if room is not None:
        conditions.append("b.room = %s")
        params.append(room)
    if not cancelled:
        conditions.append("b.cancelled_at is null")
    return sql.rows(BOOKING.format(condition=" and ".join(conditions)), params, into=BookingCard)


def booking_card(viewer: Actor, id: UUID) -> BookingCard:
    """One booking. Raises Missing outside the viewer's areas."""
    found = sql.one(BOOKING.format(condition="b.id = %s"), (id,), into=BookingCard)
    if found is None:
        raise Missing("没有找到这场预约。")
    need(viewer, "venues.see", found.area)
    return found  # type: ignore[no-any-return]


def of_series(viewer: Actor, series: UUID, room: UUID) -> list[BookingCard]:
    """All times of one series in a room, cancelled ones too."""
    seen = where(viewer, "venues.see", "b.area")
    return sql.rows(
        BOOKING.format(condition=f"b.series = %s and b.room = %s and {seen.sql}"), (series, room, *seen.params),
        into=BookingCard,
    )  # fmt: skip


def busy(viewer: Actor, venue: UUID, since: datetime, until: datetime) -> list[Busy]:
    """What of a venue's rooms is taken in a window. Public: says neither who nor, unless the meeting is public, what for."""
    return sql.rows(BUSY, (venue, since, until), into=Busy)


def free_time(
    viewer: Actor, rooms: Sequence[RoomCard], week: reading.Timetable, first: date, count: int, now: datetime
) -> dict[UUID, list[Period]]:
    """What is open and free of each of one venue's rooms on `count` days from `first`, from now on. Public. One statement."""
    since, until = at(first, 0), at(first + timedelta(days=count), 0)
    rows = sql.rows(
        """select room, lower(blocked) as start, upper(blocked) as "end" from venues_booking
           where room = any(%s) and blocked && tstzrange(%s, %s) and cancelled_at is null""",
        ([room.id for room in rooms], since, until),
    )
    taken: dict[UUID, list[Period]] = {}
    for row in rows:
        taken.setdefault(row["room"], []).append((row["start"], row["end"]))
    hours = [(max(start, now), end) for start, end in week.periods(first, count) if end > now]
    return {
        room.id: [p for p in free(hours, taken.get(room.id, ())) if p[1] - p[0] >= timedelta(minutes=15 + room.gap)]
        for room in rooms
    }


def foresee(viewer: Actor, room: RoomCard, wishes: Iterable[Period]) -> list[Clash]:
    """Which of these times can't be had, and what could instead. Nothing is written, nothing is held."""
    need(viewer, "venues.book", room.area)
    given = list(wishes)
    since, until = reading.search_window(given)
    week = sql.value("select week from venues_venue where id = %s", (room.venue,))
    table = reading.timetables([(room.venue, week)], since.astimezone(SHANGHAI).date())[room.venue]
    return clashes(
        given, table.during(since, until), reading.blocked(room.id, since, until), timedelta(minutes=room.gap)
    )


def who_booked(viewer: Actor, cards: Iterable[BookingCard]) -> dict[UUID, str]:
    """The names of the colleagues who booked, by account."""
    need(viewer, "venues.see")
    accounts = {card.booked_by for card in cards if card.booked_by}
    return people.names_of(viewer, accounts) if accounts else {}
