"""What happened to terms of and seats on the two committees."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class TermSet(Event):
    """A term of a committee runs from `starts` to `last`; `seats` of it without an end now end with it."""

    term: UUID
    area: AreaCode
    body: Code
    number: int
    starts: date
    last: date
    seats: int


@dataclass(frozen=True, kw_only=True)
class MemberSeated(Event):
    """A person has a seat in a term of a committee from `starts` to `last` (None: until ended)."""

    seat: UUID
    person: UUID
    area: AreaCode
    body: Code
    term: int
    standing: Code
    role: Code
    background: Code
    came_by: Code
    starts: date
    last: date | None


@dataclass(frozen=True, kw_only=True)
class SeatCorrected(Event):
    """A list put a seat's entry right."""

    seat: UUID
    area: AreaCode
    fields: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class SeatEnded(Event):
    """A seat is held for the last time on `last`."""

    seat: UUID
    person: UUID
    area: AreaCode
    last: date


@dataclass(frozen=True, kw_only=True)
class SeatsImportUndone(Event):
    """An import of seats was taken back."""

    record: UUID
    area: AreaCode
    removed: int
    restored: int
