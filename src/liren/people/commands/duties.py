"""Orders about duties, which grant rights."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Command


@dataclass(frozen=True, kw_only=True)
class AppointDuty(Command):
    """Give a person a post over an area (a building, a unit) for a period. `ends` None: until ended.

    `kinds` empty means every kind of case.
    """

    duty: UUID
    person: UUID
    post: str
    area: AreaCode
    starts: datetime
    ends: datetime | None = None
    unit: UUID | None = None
    building: UUID | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EndDuty(Command):
    """Close a duty's period. The row stays: who held what when is never forgotten."""

    duty: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HandOverDuty(Command):
    """End one person's duty and begin the same duty of another at one moment, so that the seat is never empty."""

    duty: UUID
    successor: UUID
    person: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RegrantPost(Command):
    """Let everybody who holds a post in an area have its rights as they are now: what older versions gave ends."""

    post: str
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class CancelDuty(Command):
    """Call a duty off that has not begun. The row stays with the period it was meant for; no right ever came of it."""

    duty: UUID


@dataclass(frozen=True, kw_only=True)
class AppointStandIn(Command):
    """Let somebody stand in for the holder of a duty for some days; the duty itself goes on, and both hold its rights."""

    duty: UUID
    stand_in: UUID
    person: UUID
    starts: datetime
    ends: datetime
