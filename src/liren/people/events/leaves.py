"""What happened to people who are away or gone, and to the doors they answer for. Never why."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class LeaveTaken(Event):
    """A person is not there from `starts` to `ends`."""

    leave: UUID
    person: UUID
    area: AreaCode
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class LeaveCalledOff(Event):
    """A leave ended at `at`, before its time or before it began."""

    leave: UUID
    person: UUID
    area: AreaCode
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Event):
    """A person held `duties` duties and holds none from `at` on; each has its own DutyHandedOver."""

    person: UUID
    area: AreaCode
    at: datetime
    duties: int


@dataclass(frozen=True, kw_only=True)
class DutyTakenOver(Event):
    """A duty that was handed over has begun: what the old holder had in hand is the new one's."""

    from_duty: UUID
    to_duty: UUID
    from_person: UUID
    to_person: UUID
    post: Code
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class CoverageChecked(Event):
    """On a day an area had `doors` doors: `without` nobody answered for, `more` more than one person."""

    check: UUID
    area: AreaCode
    day: date
    doors: int
    without: int
    more: int
