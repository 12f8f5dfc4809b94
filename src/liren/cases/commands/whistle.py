"""Orders about a whistle 吹哨: blown by the desk or a leader, answered by the units it calls, ended by mutual rating.

Each names the `case`; `call` is one called unit, `task` one line of the shared list. Words are kept with the whistle.
"""

from dataclasses import dataclass
from uuid import UUID

from liren.kernel import Code, Command


@dataclass(frozen=True, kw_only=True)
class BlowWhistle(Command):
    """Call units to a case; `calls` has an id for each unit, in the order of `units`, `words` is what they are asked for."""

    case: UUID
    whistle: UUID
    kind: Code
    units: tuple[UUID, ...]
    calls: tuple[UUID, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class CallAnother(Command):
    """Call one more unit to the open whistle of a case; `words` is what it is asked for."""

    case: UUID
    call: UUID
    unit: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class AnswerCall(Command):
    """Say for the unit that it heard and comes."""

    case: UUID
    call: UUID


@dataclass(frozen=True, kw_only=True)
class ArriveOnSite(Command):
    """Say for the unit that it is there: a person's word, no position."""

    case: UUID
    call: UUID
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ObjectToCall(Command):
    """Say once that this is not in the unit's duties; `item` is the line of the duty list."""

    case: UUID
    call: UUID
    item: str = ""
    words: str


@dataclass(frozen=True, kw_only=True)
class DecideObjection(Command):
    """Decide whether a unit that objected has to come: `upheld` it need not."""

    case: UUID
    call: UUID
    upheld: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class PlanTask(Command):
    """Write one thing that a called unit will do on the shared list."""

    case: UUID
    task: UUID
    unit: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class FinishTask(Command):
    """Tick a thing on the list off."""

    case: UUID
    task: UUID


@dataclass(frozen=True, kw_only=True)
class DropTask(Command):
    """Take a thing off the list, with the reason."""

    case: UUID
    task: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class FinishCall(Command):
    """Say for the unit that its part is done: nothing of its own is open on the list."""

    case: UUID
    call: UUID
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class ReleaseUnit(Command):
    """Let a unit go before its part is done, with the reason."""

    case: UUID
    call: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class RateResponse(Command):
    """Say for the raiser how a unit answered: 1 in time and solid, 2 fair, 3 late or hollow."""

    case: UUID
    call: UUID
    score: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class RateWhistle(Command):
    """Say for a unit whether the whistle was right: 1 right, 2 could have been spared, 3 wrong."""

    case: UUID
    call: UUID
    score: int
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class CallOffWhistle(Command):
    """End a whistle that is not needed after all; whoever came may go."""

    case: UUID
    words: str


@dataclass(frozen=True, kw_only=True)
class MissCall(Command):
    """Keep that a step of a call is late, one level further up each time."""

    call: UUID


@dataclass(frozen=True, kw_only=True)
class CloseWhistle(Command):
    """End the mutual rating when its time is over."""

    whistle: UUID
