"""What devices said, read out of their frames, and how they fare: ordered by the house, many at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liren.kernel import Code, Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing a device said, in nobody's protocol.

    `kind` is of `kinds.SIGNALS`, or `reset` (somebody pressed reset or 警情消除: whatever was active is not any more).
    `component` are the raw address bytes in hexadecimal, or the code of a sensor's part ("" the device itself), with its `type` by number. `test`: the
    device says that it is under test. `said_at` is the device's own time, None when it gave none that is a date.
    """

    kind: Code
    active: bool
    component: str = ""
    type: int = 0
    said_at: datetime | None = None
    test: bool = False
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteSignals(Command):
    """Take one kept frame out of the line and let follow what it says. A frame that is not in line any more says nothing twice.

    `source` in hexadecimal. `trouble` (of `kinds.TROUBLES`, "" none) is why it could not be read: it is marked and stays.
    """

    frame: UUID
    wire: str
    source: str
    received_at: datetime
    signals: tuple[Signal, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteHealth(Command):
    """A device's state is another from now on. `because` names the gateway that hides it. `look_at` is when to look again."""

    device: UUID
    state: Code
    because: UUID | None
    heard_at: datetime | None
    look_at: datetime
