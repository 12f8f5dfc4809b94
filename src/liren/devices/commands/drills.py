"""Drills: announced, ended, called off; a case called by hand in one; and the word that something in it is real."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import AreaCode, Code, Command

FIRE = Code("fire_alarm")


@dataclass(frozen=True, kw_only=True)
class PlanDrill(Command):
    """Announce a drill: which devices, from when until when (at most eight hours), what for.

    The list is `devices`, the devices in `buildings`, or with neither every device in `area`; it is fixed now: a device
    registered later is not on it. `starts_at` None: at once. `purpose` of `rules.drills.PURPOSES`.
    """

    drill: UUID
    area: AreaCode
    name: str
    purpose: Code
    ends_at: datetime
    starts_at: datetime | None = None
    words: str = ""
    buildings: tuple[UUID, ...] = ()
    devices: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CancelDrill(Command):
    """It does not take place. Only before it begins."""

    drill: UUID


@dataclass(frozen=True, kw_only=True)
class EndDrill(Command):
    """It is over, early or after its time was up: its open alarms and cases end with it.

    `reset`: whoever ends it answers that the spot was looked at and what still rings is no fire; needed while something rings.
    """

    drill: UUID
    words: str = ""
    reset: bool = False


@dataclass(frozen=True, kw_only=True)
class CallDrillCase(Command):
    """Call a case by hand while a drill runs (演练报一件), at a device of its list or at a place in words."""

    drill: UUID
    case: UUID
    words: str
    kind: Code = FIRE
    device: UUID | None = None
    place_words: str = ""


@dataclass(frozen=True, kw_only=True)
class SayReal(Command):
    """这是真的: an alarm received in a drill is real, and all that belong to its group; what was seen, in words.

    From now on neither the group nor its case is a drill, and no device of that building or gateway is on the list any more.
    """

    alarm: UUID
    words: str
