"""What happened to a draft that came in by message. Never its words, never who sent it."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from liren.kernel import Code, Event


@dataclass(frozen=True, kw_only=True)
class IncomingKept(Event):
    """A message came in: the first of a draft, or (`joined`) one more of it."""

    label: ClassVar[str] = "收到消息，等本人确认"
    draft: UUID
    channel: Code
    joined: bool


@dataclass(frozen=True, kw_only=True)
class IncomingFilled(Event):
    """Photos of a message were fetched; `left_out` could not be taken."""

    label: ClassVar[str] = "取到消息里的照片"
    draft: UUID
    photos: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class IncomingConfirmed(Event):
    """The author confirmed; the report is the case."""

    label: ClassVar[str] = "本人确认上报"
    draft: UUID
    channel: Code
    case: UUID


@dataclass(frozen=True, kw_only=True)
class IncomingDiscarded(Event):
    """The author did not want it reported."""

    label: ClassVar[str] = "本人不报了"
    draft: UUID
    channel: Code


@dataclass(frozen=True, kw_only=True)
class IncomingExpired(Event):
    """Nobody confirmed in seven days."""

    label: ClassVar[str] = "没有确认，已过期"
    draft: UUID
    channel: Code
