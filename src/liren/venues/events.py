"""What the venues room remembers. Ids, codes and times; names, topics and groups stay in the rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class VenueRegistered(Event):
    """A venue is on the list."""

    venue: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class VenueCorrected(Event):
    """The named fields of a venue changed."""

    venue: UUID
    area: AreaCode
    fields: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class VenueDaySet(Event):
    """One day has other hours (`open_minutes` in all), or again those of every week (None)."""

    venue: UUID
    day: date
    open_minutes: int | None


@dataclass(frozen=True, kw_only=True)
class AccessNoted(Event):
    """Barrier-free facts were checked on a day."""

    venue: UUID
    checked_on: date
    facts: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class VenueClosed(Event):
    """A venue was given up."""

    venue: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class VenueReopened(Event):
    """A venue was taken up again."""

    venue: UUID
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class RoomAdded(Event):
    """A venue has one more room that can be booked."""

    room: UUID
    venue: UUID
    kind: Code


@dataclass(frozen=True, kw_only=True)
class RoomCorrected(Event):
    """A room's entry was put right."""

    room: UUID
    venue: UUID


@dataclass(frozen=True, kw_only=True)
class RoomClosed(Event):
    """A room can't be booked any more."""

    room: UUID
    venue: UUID


@dataclass(frozen=True, kw_only=True)
class RoomReopened(Event):
    """A room can be booked again."""

    room: UUID
    venue: UUID


@dataclass(frozen=True, kw_only=True)
class RoomBooked(Event):
    """A room is taken for a time."""

    booking: UUID
    room: UUID
    series: UUID
    starts: datetime
    ends: datetime
    public: bool


@dataclass(frozen=True, kw_only=True)
class BookingCancelled(Event):
    """A booking was called off; its time is free again."""

    booking: UUID
    room: UUID
    series: UUID
    starts: datetime


@dataclass(frozen=True, kw_only=True)
class VenuesImportUndone(Event):
    """An import was taken back: `removed` were new with it, `restored` have their entries of before."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int
