"""What pages and other rooms may ask of venues. Venues, rooms and free time are public; who booked what needs `venues.see`."""

from liren.venues.queries.bookings import (
    BookingCard,
    Busy,
    booked,
    booking_card,
    busy,
    foresee,
    free_time,
    of_series,
    who_booked,
)
from liren.venues.queries.rates import Rate, rates
from liren.venues.queries.venues import (
    AccessFact,
    RoomCard,
    VenueCard,
    counts,
    mine,
    on_list,
    room_card,
    room_counts,
    rooms_of,
    rooms_within,
    venue_card,
)

__all__ = [
    "AccessFact",
    "BookingCard",
    "Busy",
    "Rate",
    "RoomCard",
    "VenueCard",
    "booked",
    "booking_card",
    "busy",
    "counts",
    "foresee",
    "free_time",
    "mine",
    "of_series",
    "on_list",
    "rates",
    "room_card",
    "room_counts",
    "rooms_of",
    "rooms_within",
    "venue_card",
    "who_booked",
]
