"""An alarm's life. `head` is the first alarm of its group, `case` what it became (None: only on the list)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Event


@dataclass(frozen=True, kw_only=True)
class AlarmRaised(Event):
    """A device said something that somebody must look at. `received_at` is ours, `said_at` the device's own time.

    `case_kind` and `severity` are what the rules say of it (`rule`). `drill`: it was received in this drill. Version 1 knew none.
    """

    version = 2

    alarm: UUID
    device: UUID
    kind: Code
    area: AreaCode
    head: UUID
    case: UUID | None
    case_kind: Code | None
    severity: Code
    rule: Code | None
    frame: UUID
    received_at: datetime
    said_at: datetime | None
    test: bool
    maintenance: bool
    drill: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class AlarmRaisedAgain(Event):
    """It had cleared and is there again."""

    alarm: UUID
    head: UUID
    case: UUID | None
    frame: UUID


@dataclass(frozen=True, kw_only=True)
class GroupGrew(Event):
    """What was read at once of a group that has its case: alarms that are new in it, and such as ring `again`."""

    head: UUID
    case: UUID
    alarms: tuple[UUID, ...]
    again: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class AlarmCleared(Event):
    """The device does not say it any more. That ends nothing."""

    alarm: UUID
    frame: UUID


@dataclass(frozen=True, kw_only=True)
class AlarmAcknowledged(Event):
    """Somebody has seen it."""

    alarm: UUID


@dataclass(frozen=True, kw_only=True)
class AlarmConfirmed(Event):
    """A person says that it is real."""

    alarm: UUID
    head: UUID
    case: UUID | None


@dataclass(frozen=True, kw_only=True)
class AlarmJudgedFalse(Event):
    """A person says that it was none, and why. `task`: what has to be done at the device because of it."""

    alarm: UUID
    head: UUID
    case: UUID | None
    cause: Code
    task: UUID | None


@dataclass(frozen=True, kw_only=True)
class AlarmClosed(Event):
    """It is over: its case has ended, or it had cleared and was seen and had none."""

    alarm: UUID
