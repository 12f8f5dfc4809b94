"""What happened to duties."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class DutyAppointed(Event):
    """A person holds a post from `starts` to `ends` (None: until ended)."""

    duty: UUID
    person: UUID
    post: Code
    area: AreaCode
    unit: UUID | None
    building: UUID | None
    kinds: tuple[Code, ...]
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, kw_only=True)
class DutyEnded(Event):
    """A duty ends at `at`; who takes over its open work is answered by flows."""

    duty: UUID
    person: UUID
    post: Code
    area: AreaCode
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DutyHandedOver(Event):
    """From `at` on `to_person` holds what `from_person` held."""

    from_duty: UUID
    to_duty: UUID
    from_person: UUID
    to_person: UUID
    post: Code
    area: AreaCode
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DutyRegranted(Event):
    """A duty gives the rights of its post as it is now (`entry`); what that added and took away."""

    duty: UUID
    person: UUID
    post: Code
    area: AreaCode
    entry: UUID
    added: tuple[Code, ...]
    removed: tuple[Code, ...]


@dataclass(frozen=True, kw_only=True)
class DutyCancelled(Event):
    """A duty was called off as if it had never been given."""

    duty: UUID
    person: UUID
    post: Code
    area: AreaCode


@dataclass(frozen=True, kw_only=True)
class StandInAppointed(Event):
    """Somebody stands in for the holder of `duty` from `starts` to `ends`; the stand-in is a duty of its own."""

    duty: UUID
    stand_in: UUID
    person: UUID
    area: AreaCode
    starts: datetime
    ends: datetime
