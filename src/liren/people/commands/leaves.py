"""Orders about people who are not there for some days, and about one who goes for good."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """Who stands in for one duty while its holder is on leave; `stand_in` is the duty that they get for it."""

    duty: UUID
    stand_in: UUID
    person: UUID


@dataclass(frozen=True, kw_only=True)
class TakeLeave(Command):
    """Put on record that a person is not there for some days, with a stand-in for every duty that answers for doors.

    None is needed where another keeper takes over by themselves for all of these days. Why is not asked.
    """

    leave: UUID
    person: UUID
    starts: datetime
    ends: datetime
    stand_ins: tuple[StandIn, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallOffLeave(Command):
    """Take a leave back: one to come never was, one that runs ends now; so do the stand-ins that came with it."""

    leave: UUID


@dataclass(frozen=True, kw_only=True)
class Succession:
    """Who takes one duty over; `successor` is the duty that they get for it."""

    duty: UUID
    successor: UUID
    person: UUID


@dataclass(frozen=True, kw_only=True)
class HandOverAll(Command):
    """Let a person go at one moment: everything they hold or stand in for begins that very moment with a named successor.

    Duties to come are called off and given to the successor; leave from then on is called off; whoever stands in for a
    duty goes on for its new holder, unless it was for the leave. Open work follows with the duty.
    """

    person: UUID
    at: datetime
    successions: tuple[Succession, ...]


@dataclass(frozen=True, kw_only=True)
class NoteTakeover(Command):
    """Say that a duty that was handed over begins now, so that open work goes to its new holder."""

    duty: UUID


@dataclass(frozen=True, kw_only=True)
class CheckCoverage(Command):
    """Look at every door of a county and put on record how many nobody answers for, county and towns apart."""

    area: AreaCode
    day: date
