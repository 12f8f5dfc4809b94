"""What happened in a whistle. What changes the case itself (who may see it, whether it may end) is an event of the case;
the rest is told beside it. Words and names stay with the whistle's rows, found by `call` and `task`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from liren.cases.events.base import CaseEvent
from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class WhistleBlown(CaseEvent, label="吹哨"):
    """Units were called (`called`); `sort` is the kind of the whistle."""

    whistle: UUID
    sort: Code
    called: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class UnitCalled(CaseEvent, label="又叫一家"):
    """One more unit was called to an open whistle; its clocks run from now."""

    whistle: UUID
    call: UUID
    by_unit: UUID
    called: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(CaseEvent, label="定了该不该来"):
    """A unit that objected need not come (`upheld`), or has to."""

    call: UUID
    by_unit: UUID
    upheld: bool
    whistle: UUID | None
    called: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class WhistleWorkDone(CaseEvent, label="各家都办完，开始互评"):
    """The last unit has done its part or was let go: the case may go on, and both sides rate until `until`."""

    ended: UUID
    until: datetime
    whistle: None = None


@dataclass(frozen=True, kw_only=True)
class WhistleClosed(CaseEvent, label="吹哨结束"):
    """The whistle is over (`how`: closed or called_off): the called units see the case no more."""

    ended: UUID
    how: Code
    whistle: None = None
    called: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class CallAnswered(Event):
    """A called unit heard and comes."""

    label: ClassVar[str] = "响应"
    case: UUID
    call: UUID
    by_unit: UUID


@dataclass(frozen=True, kw_only=True)
class UnitArrived(Event):
    """A called unit says that it is there."""

    label: ClassVar[str] = "到场"
    case: UUID
    call: UUID
    by_unit: UUID


@dataclass(frozen=True, kw_only=True)
class CallObjected(Event):
    """A called unit says that this is not in its duties; it is decided until `until`."""

    label: ClassVar[str] = "说不该来"
    case: UUID
    call: UUID
    by_unit: UUID
    until: datetime


@dataclass(frozen=True, kw_only=True)
class TaskPlanned(Event):
    """One more thing stands on the shared list."""

    label: ClassVar[str] = "列入任务单"
    case: UUID
    task: UUID
    by_unit: UUID


@dataclass(frozen=True, kw_only=True)
class TaskFinished(Event):
    """A thing on the list is done."""

    label: ClassVar[str] = "任务办好"
    case: UUID
    task: UUID
    by_unit: UUID


@dataclass(frozen=True, kw_only=True)
class TaskDropped(Event):
    """A thing was taken off the list."""

    label: ClassVar[str] = "去掉任务"
    case: UUID
    task: UUID
    by_unit: UUID


@dataclass(frozen=True, kw_only=True)
class UnitFinished(Event):
    """A called unit has done its part."""

    label: ClassVar[str] = "这家办好了"
    case: UUID
    call: UUID
    by_unit: UUID


@dataclass(frozen=True, kw_only=True)
class UnitReleased(Event):
    """A called unit was let go before it was done."""

    label: ClassVar[str] = "放行"
    case: UUID
    call: UUID
    by_unit: UUID


@dataclass(frozen=True, kw_only=True)
class CallMissed(Event):
    """A step of a call (`clock`) is late; `level` says how far up it is told, `hurried` that it is told at any hour."""

    label: ClassVar[str] = "吹哨超时"
    case: UUID
    call: UUID
    by_unit: UUID
    clock: Code
    due_at: datetime
    level: int
    hurried: bool


@dataclass(frozen=True, kw_only=True)
class WhistleRated(Event):
    """One side rated: `side` is raiser (how the unit answered) or unit (whether the whistle was right)."""

    label: ClassVar[str] = "互评"
    case: UUID
    call: UUID
    by_unit: UUID
    side: Code
    score: int
