"""Orders of the venues room: venues with their hours and barrier-free facts, rooms in them, bookings of rooms."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Open from `opens` to `closes`, minutes after midnight, on one weekday (1 Monday … 7 Sunday)."""

    weekday: int
    opens: int
    closes: int


@dataclass(frozen=True, kw_only=True)
class RegisterVenue(Command):
    """Enter a service place (阵地). Its area is the micro-grid that the point (WGS-84 degrees) lies in."""

    venue: UUID
    name: str
    address: str
    lon: float
    lat: float
    phone: str = ""
    floor_area: int | None = None
    operator: UUID | None = None
    week: tuple[Span, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CorrectVenue(Command):
    """Put a venue's entry right, whole; its area follows its point."""

    venue: UUID
    name: str
    address: str
    lon: float
    lat: float
    phone: str = ""
    floor_area: int | None = None
    operator: UUID | None = None
    week: tuple[Span, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SetVenueDay(Command):
    """Give one day other hours: pairs of minutes after midnight, none when closed. `spans` None: as every week again."""

    venue: UUID
    day: date
    spans: tuple[tuple[int, int], ...] | None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteAccess(Command):
    """Say what somebody found on the spot on `checked_on`: pairs of a fact (`kinds.ACCESS`) and an answer (`kinds.ANSWERS`).

    Facts that are not named keep their answer and its day.
    """

    venue: UUID
    checked_on: date
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CloseVenue(Command):
    """Give a venue up from now on; nothing in it may be booked any more. Its history stays."""

    venue: UUID


@dataclass(frozen=True, kw_only=True)
class ReopenVenue(Command):
    """Take a venue up again."""

    venue: UUID


@dataclass(frozen=True, kw_only=True)
class AddRoom(Command):
    """Enter a room that can be booked. `gap` are the minutes kept free behind each booking, to air and to tidy."""

    room: UUID
    venue: UUID
    name: str
    kind: str
    seats: int
    gap: int = 0


@dataclass(frozen=True, kw_only=True)
class CorrectRoom(Command):
    """Put a room's entry right. A new `gap` holds for bookings made from now on."""

    room: UUID
    name: str
    kind: str
    seats: int
    gap: int = 0


@dataclass(frozen=True, kw_only=True)
class CloseRoom(Command):
    """Take a room out of booking."""

    room: UUID


@dataclass(frozen=True, kw_only=True)
class ReopenRoom(Command):
    """Let a room be booked again."""

    room: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One wish: a booking's id and its time."""

    booking: UUID
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class BookRoom(Command):
    """Book a room for one or several times; each is a row of its own, several belong to one `series`.

    `free_only`: those that are taken or outside the opening hours are left out; otherwise all or none.
    `public`: whoever likes may come, and the topic is shown to everybody. `group` is a unit or a residents' group.
    """

    room: UUID
    series: UUID
    slots: tuple[Slot, ...]
    topic: str
    group: str
    public: bool = False
    free_only: bool = False


@dataclass(frozen=True, kw_only=True)
class CancelBooking(Command):
    """Call a booking off, or (`following`) it and those of its series after it. The rows stay, with the reason."""

    booking: UUID
    reason: str
    following: bool = False


@dataclass(frozen=True, kw_only=True)
class VenueRow:
    """One line of an imported list, already read and checked by `rules.venue_rows`."""

    row: int
    venue: UUID
    name: str
    address: str
    lon: float
    lat: float
    phone: str = ""
    floor_area: int | None = None
    operator: str = ""
    week: tuple[Span, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportVenues(Command):
    """Enter many venues at once or put them right, all of them or none. A venue is known by its name in its community.

    An import with a `source` is put on record and can be undone.
    """

    area: AreaCode
    rows: tuple[VenueRow, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoVenuesImport(Command):
    """Take one import of venues back, whole, while none of them was changed or given a room since."""

    record: UUID
