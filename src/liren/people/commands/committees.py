"""Orders about terms of and seats on the two committees of a community (两委)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Command
from liren.kernel.rows import FileSource


@dataclass(frozen=True, kw_only=True)
class SetTerm(Command):
    """Say from which to which day a term of a committee runs, or put it right. `term` is the id of a new one.

    Seats of the term without an end are then held to its last day.
    """

    term: UUID
    area: AreaCode
    body: str
    number: int
    starts: date
    last: date


@dataclass(frozen=True, kw_only=True)
class SeatMember(Command):
    """Give a registered person a seat in a term of a committee, from a day on. `last` is the last day, None: the
    last one of the term where its days are known, else until ended.

    `body`, `standing`, `role` and `came_by` are keys of the lists in kinds, `background` a catalogue entry's code.
    """

    seat: UUID
    person: UUID
    area: AreaCode
    body: str
    term: int
    standing: str
    role: str
    background: str
    came_by: str
    starts: date
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class EndSeat(Command):
    """Close a seat's period; `last` is the last day. The row stays."""

    seat: UUID
    last: date


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """One line of an imported list of seats, already read by `rules.seat_rows`."""

    row: int
    seat: UUID
    name: str
    phone: str
    area: AreaCode
    body: str
    term: int
    standing: str
    role: str
    background: str
    came_by: str
    starts: date
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class ImportSeats(Command):
    """Fill many seats at once or put known ones right, all of them or none.

    A seat is known by person, committee, area, term and first day.
    """

    area: AreaCode
    rows: tuple[SeatRow, ...]
    source: FileSource | None = None


@dataclass(frozen=True, kw_only=True)
class UndoSeatsImport(Command):
    """Take one import of seats back, whole, while none of them was changed since."""

    record: UUID
