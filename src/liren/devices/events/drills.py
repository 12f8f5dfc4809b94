"""A drill's life. Its name and words stay in its row, the devices on its list in theirs."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class DrillPlanned(Event):
    """It was announced, with how many devices."""

    drill: UUID
    area: AreaCode
    purpose: Code
    starts_at: datetime
    ends_at: datetime
    devices: int


@dataclass(frozen=True, kw_only=True)
class DrillCancelled(Event):
    """It does not take place."""

    drill: UUID


@dataclass(frozen=True, kw_only=True)
class DrillEnded(Event):
    """Somebody ended it: `alarms` were still open, `ringing` of them had not cleared, and the spot was looked at."""

    drill: UUID
    alarms: int
    ringing: int


@dataclass(frozen=True, kw_only=True)
class DrillCaseCalled(Event):
    """A case was called by hand in it."""

    drill: UUID
    case: UUID
    kind: Code
    device: UUID | None


@dataclass(frozen=True, kw_only=True)
class AlarmFoundReal(Event):
    """A person said of an alarm received in a drill that it is real."""

    alarm: UUID
    head: UUID
    case: UUID | None
    drill: UUID
